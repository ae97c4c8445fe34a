"""Apps: the Voila server of the screens. It serves them, the reports of the workspace, and nothing else.

Everybody who can reach the port works as the person named at the start, so it listens on the loopback address only and
answers only to that name; kernels run no code that comes over the wire (Voila lets comm messages through, no more).
"""

import logging
import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import jinja2
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.base.handlers import JupyterHandler
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, StaticFileHandler
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from kit.cli.options import ADDRESS
from kit.core.errors import UsageError
from kit.core.language import _, get_language
from kit.workspace.resources import shipped
from kit.workspace.workspace import Workspace

PATHS = {
    "library": "library",
    "funds": "funds",
    "progress": "progress",
    "alerts": "alerts",
    "self_review_entry": "entry",
}
# The federated extensions that widgets need; any other one on the machine stays out of the pages.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
READABLE = {".html", ".css", ".js", ".svg", ".png", ".woff2"}
# A kernel takes some 140 MB. It ends when its page is left; one that lost its page otherwise ends after a while.
IDLE_SECONDS = 5 * 60
CULL_SECONDS = 30
KERNELS_MAX = 10
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: blob:; frame-ancestors 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'"
)


def start(workspace: Workspace, login: str, port: int, is_opened: bool, on_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; the kernels end with the server."""
    # The instance, so that everything below it logs to this server's terminal.
    app = Apps.instance(config=_configuration(port))
    app.workspace, app.login, app.is_opened, app.on_ready = workspace, login, is_opened, on_ready
    app.initialize([])
    signal.signal(signal.SIGINT, app._handle_signal_stop)
    app.start()


class OwnKernel(KernelSpecManager):
    """The one kernel there is: this very Python, whatever kernels the machine has, in the server's workspace."""

    def find_kernel_specs(self) -> dict[str, str]:
        """The name under which notebooks know it."""
        return {"python3": ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - every name means the same kernel
        """The kernel, with the workspace and the person in its environment."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            env=_served().kernel_environment,
        )


class ReportFile(StaticFileHandler):
    """A file of a report run, read-only: pages and what they show; never a snapshot, a database or a notebook."""

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """Reports may show themselves in the library and ask for nothing else."""
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The path where it may be read: inside the runs also after links are followed, visible, of a readable kind."""
        path = Path(absolute_path)
        inside = path.resolve().is_relative_to(Path(root).resolve())
        hidden = any(part.startswith(".") for part in Path(os.path.relpath(absolute_path, root)).parts)
        if not inside or hidden or (path.suffix.lower() not in READABLE and not path.is_dir()):
            raise HTTPError(404)
        found: str | None = super().validate_absolute_path(root, absolute_path)
        return found


class Screen(TornadoVoilaHandler):  # type: ignore[misc]
    """A screen with a kernel of its own, as long as there is room for one more."""

    _opening: ClassVar[set["Screen"]] = set()

    async def get(self, path: str | None = None) -> None:  # noqa: ARG002 - the route gives none
        """Show it, cell by cell; where too many are open, the page that says so."""
        # Asking for it sends the cookie that the page needs to tell when it is left.
        self.xsrf_token  # noqa: B018
        if len(self.kernel_manager) + len(self._opening) >= KERNELS_MAX:
            self._say_full()
            return
        self._opening.add(self)
        try:
            async for html in self.get_generator():
                # From the first words on the kernel counts by itself.
                self._opening.discard(self)
                self.write(html)
                self.flush()
        finally:
            self._opening.discard(self)

    def _say_full(self) -> None:
        app: Apps = self.settings["voila"]
        self.set_status(503)
        self.finish(app.pages.get_template("full.html.j2").render(kit=app.words, base_url=self.base_url))


class LeftPage(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """The end of a kernel whose page was left: told twice (by Voila's script and by the page's own) is told once."""

    _ending: ClassVar[set[str]] = set()

    async def post(self, kernel_id: str) -> None:
        """End it, if it still runs."""
        if kernel_id not in self.kernel_manager or kernel_id in self._ending:
            self.set_status(204)
            self.finish()
            return
        self._ending.add(kernel_id)
        try:
            await super().post(kernel_id)
        finally:
            self._ending.discard(kernel_id)


class FirstPage(JupyterHandler):
    """The list of screens."""

    def get(self) -> None:
        """Show it."""
        app: Apps = self.settings["voila"]
        template = app.pages.get_template("apps.html.j2")
        self.finish(template.render(kit=app.words, base_url=self.base_url))


class Apps(Voila):  # type: ignore[misc]
    """Voila on the screens of one workspace for one person."""

    name = "voila"
    workspace: Workspace
    login: str
    is_opened: bool
    on_ready: Callable[[], None]

    @property
    def kernel_environment(self) -> dict[str, str]:
        """What a kernel is told."""
        return {"KIT_WORKSPACE": str(self.workspace.root), "KIT_USER": self.login, "KIT_SERVED": "1"}

    @property
    def pages(self) -> jinja2.Environment:
        """The templates of our own."""
        return jinja2.Environment(loader=jinja2.FileSystemLoader(str(_pages())), autoescape=True)

    @property
    def words(self) -> dict[str, Any]:
        """What the pages say, in the workspace's language."""
        return {
            "lang": "zh-CN" if get_language() == "zh_CN" else "en",
            "office": self.workspace.settings.office,
            "person": self.login,
            "paths": PATHS,
            "titles": {
                "library": _("Report library"),
                "funds": _("Funds and costs"),
                "progress": _("Progress"),
                "alerts": _("Alerts"),
                "self_review_entry": _("Self-review entry"),
            },
            "purposes": {
                "library": _("Browse runs and reports, filter them by department, year, grade and findings."),
                "funds": _("See what is allotted, reserved, contracted and paid, by department, project and year."),
                "progress": _("See a project's plan against its baseline: tasks, critical path, milestones, cost."),
                "alerts": _("See open alerts by level and department, who answers, and milestones that slip."),
                "self_review_entry": _("Enter or correct a self-review table; score and findings follow as you type."),
            },
            "words": _page_words(),
        }

    def setup_template_dirs(self) -> None:
        """Our own page before Voila's."""
        super().setup_template_dirs()
        self.template_paths.insert(0, str(_pages()))
        self.voila_configuration.config.VoilaConfiguration.resources = {"kit": self.words}

    def init_handlers(self) -> list[Any]:
        """Voila's own assets and kernels, our screens and reports; no folder listing, no files, no other notebook."""
        kept = [handler for handler in super().init_handlers() if not _is_open_door(handler[0])]
        pages = [(rf"{self.base_url}{path}/?", Screen, self._screen(name)) for name, path in PATHS.items()]
        return [
            # Before Voila's own of the same address.
            (rf"{self.base_url}voila/api/shutdown/(.*)", LeftPage),
            *kept,
            *pages,
            (self.base_url, FirstPage),
            (rf"{self.base_url}pages/(kit\.css)", StaticFileHandler, {"path": str(_pages())}),
            (
                rf"{self.base_url}runs/(.*)",
                ReportFile,
                {"path": str(self.workspace.runs), "default_filename": "index.html"},
            ),
        ]

    def listen(self) -> None:
        """Take the one port that was announced; raises UsageError where somebody else took it meanwhile."""
        try:
            self.app.listen(self.port, self.ip)
        except OSError as error:
            raise UsageError(
                f"port {self.port} cannot be used ({error.strerror}); choose another with --port"
            ) from None
        self.on_ready()
        if self.is_opened and _has_display():
            threading.Thread(target=webbrowser.open, args=(self.connection_url,), daemon=True).start()
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _screen(self, name: str) -> dict[str, Any]:
        return {
            "notebook_path": f"{name}.ipynb",
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }


def _served() -> Apps:
    app: Apps = Apps.instance()
    return app


def _configuration(port: int) -> Config:
    config = Config()
    config.Voila.root_dir = str(shipped("notebooks"))
    config.Voila.ip, config.Voila.port, config.Voila.open_browser = ADDRESS, port, False
    # An office's own Voila settings, made for other notebooks, do not reach in here.
    config.Voila.config_file_paths = []
    config.Voila.log_level = logging.WARNING
    config.Voila.tornado_settings = {
        "allow_remote_access": False,
        "local_hostnames": ["localhost", ADDRESS],
        "xsrf_cookie_kwargs": {"samesite": "Strict"},
        "headers": {"Content-Security-Policy": PAGE_POLICY, "X-Content-Type-Options": "nosniff"},
    }
    config.VoilaConfiguration.kernel_spec_manager_class = OwnKernel
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.extension_denylist = []
    # Sockets in a folder of our own: nobody else on the machine can talk to a kernel.
    config.KernelManager.transport = "ipc"
    config.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    config.MappingKernelManager.cull_interval = CULL_SECONDS
    config.MappingKernelManager.cull_connected = False
    return config


def _page_words() -> dict[str, str]:
    return {
        "screens": _("Screens"),
        "welcome": _("What would you like to do?"),
        "loading": _("The page is getting ready …"),
        "broken": _("This page could not be built; the line on the server's terminal says why."),
        "no_script": _("This page needs JavaScript; please allow it for this address."),
        "full": _("Too many pages are open"),
        "full_remedy": _("Close the pages of this address that you do not need, then load this one again."),
        "again": _("Load again"),
        "local_only": _("These pages can be reached from this machine only; a login comes later."),
    }


def _is_open_door(pattern: str) -> bool:
    """True for Voila's own ways to list folders, read files and render any notebook."""
    return pattern == "/" or any(
        part in pattern for part in ("/voila/tree", "/voila/render", "/voila/files", "/contents")
    )


def _pages() -> Path:
    # By name, not by import: the kit knows nothing of the screens that show it.
    return Path(str(files("widgets") / "pages"))


def _has_display() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
