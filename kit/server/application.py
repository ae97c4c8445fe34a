"""Application: one Jupyter server with Voila as its extension, behind the gate, for one workspace."""

import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import warnings
import webbrowser
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import JupyterServerAuthWarning
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import StaticFileHandler
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.paths import collect_template_paths

from kit.actions.access import Access, Visit
from kit.actions.catalogue import open_database
from kit.actions.desk import Desk
from kit.actions.gates import assigned_projects
from kit.core.actor import Actor, Door
from kit.core.errors import EnvironmentLacks, UsageError
from kit.core.language import get_language, speaking
from kit.server.administration import AccountsPage, EventsPage, SessionsPage
from kit.server.gate import Gate
from kit.server.identity import COOKIE, Doorman, KitIdentity, OwnersOnly
from kit.server.kernels import OwnedKernels, OwnKernel, PageConnection
from kit.server.login import CodePage, LoginPage, Logout, PasswordPage, SecondFactorPage, SessionState
from kit.server.reports import ReportFile
from kit.server.rights import screens
from kit.server.screens import FirstPage, LeftPage, Screen
from kit.server.warm import WarmPages
from kit.server.words import page_words
from kit.workspace.resources import shipped
from kit.workspace.workspace import Workspace

LOOPBACK = "127.0.0.1"
# The federated extensions that widgets need; any other one on the machine stays out of the pages.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
CULL_SECONDS = 30
WATCH_SECONDS = 2
TIDY_SECONDS = 3600
BODY_MAX = 60_000_000
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: blob:; frame-ancestors 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Server": "kit",
}
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(frozen=True)
class Place:
    """Where the server listens: by itself on the loopback address, elsewhere with a certificate or behind a proxy."""

    port: int
    address: str = LOOPBACK
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    is_behind_proxy: bool = False

    @property
    def is_secure(self) -> bool:
        """True where people reach it by https."""
        return self.certificate is not None or self.is_behind_proxy

    @property
    def hosts(self) -> set[str]:
        """The names that it answers to."""
        return {"localhost", LOOPBACK, self.address.lower(), *(name.lower() for name in self.names)}


@dataclass(frozen=True)
class Start:
    """What a start needs beside the workspace: where, and what to do once it listens."""

    place: Place
    is_opened: bool = False
    on_ready: Callable[[], None] = field(default=lambda: None)


def serve(workspace: Workspace, start: Start) -> None:
    """Serve until Ctrl-C or SIGTERM; the kernels end with the server."""
    # Voila and Jupyter mark some of their addresses as open to anybody; the gate lets nobody in unasked.
    warnings.filterwarnings("ignore", category=JupyterServerAuthWarning)
    app = KitServer.instance(config=_configuration(start.place))
    app.prepare(workspace, start)
    try:
        app.initialize([], find_extensions=False)
        signal.signal(signal.SIGINT, app.stop_by_signal)
        signal.signal(signal.SIGTERM, app.stop_by_signal)
        app.start()
    finally:
        app.warm.stop()
        shutil.rmtree(app.runtime_dir, ignore_errors=True)


class KitServer(ServerApp):
    """Jupyter's server with nothing of it open but what the gate lets through."""

    name = "kit-server"
    # Of all its services only kernels are loaded: no contents, terminals, sessions, nbconvert or events.
    default_services: Any = ("kernels",)

    workspace: Workspace
    access: Access
    doorman: Doorman

    def prepare(self, workspace: Workspace, start: Start) -> None:
        """Take what it serves, before it is initialised."""
        self.workspace, self._start = workspace, start
        self.database = open_database(workspace)
        self.access = Access(workspace, self.database)
        self.doorman = Doorman(self.access)
        self.warm = WarmPages()
        self.runtime_dir = tempfile.mkdtemp(prefix="kit-")
        self._watches: list[PeriodicCallback] = []

    @property
    def config_file_paths(self) -> list[str]:
        """None: settings made for other Jupyter servers of this machine do not reach in here."""
        return []

    def migrate_config(self) -> None:
        """Nothing of another server is taken over."""

    def init_configurables(self) -> None:
        """A kernel that nobody uses ends with the session that nobody uses."""
        super().init_configurables()
        self.kernel_manager.cull_idle_timeout = self.access.policy.idle_minutes * 60

    def init_webapp(self) -> None:
        """Our pages before those of Voila."""
        given = {"kit_server": self, "kit_doorman": self.doorman, "headers": self._headers}
        # No page has formulas; without a word of its own Voila would fetch the program for them from elsewhere.
        self.tornado_settings |= given | {"mathjax_url": "", "mathjax_config": ""}
        super().init_webapp()
        self.web_app.add_handlers(".*$", [*self._own_pages(), *self._screens()])

    def init_httpserver(self) -> None:
        """The gate in front, on the one port that was announced; raises UsageError where it is taken."""
        place = self._start.place
        gate = Gate(self.web_app, self.doorman.find_visit, place.hosts, self._headers)
        self._http_server = HTTPServer(
            gate, ssl_options=self.ssl_options, xheaders=place.is_behind_proxy, max_body_size=BODY_MAX
        )
        try:
            sockets = bind_sockets(place.port, place.address)
        except OSError as error:
            raise UsageError(
                f"port {place.port} of {place.address} cannot be used ({error.strerror}); choose another with --port"
            ) from None
        self.io_loop.add_callback(self._http_server.add_sockets, sockets)
        self.io_loop.add_callback(self._begin)

    def start(self) -> None:
        """Serve. No file tells where: nobody is to find this server by one, and no address carries a token."""
        self.start_ioloop()

    def stop_by_signal(self, _signal: int, _frame: Any) -> None:
        """End, kindly, without a question."""
        self.io_loop.add_callback_from_signal(self._stop)

    async def end_left_sessions(self) -> None:
        """End the kernels of sessions that run no more."""
        kernels: Any = self.kernel_manager
        try:
            ended = self.access.ended_among(kernels.sessions())
        except EnvironmentLacks as error:
            # Whose session has ended cannot be known; the gate lets nobody in meanwhile.
            self.log.warning("%s", error)
            return
        await kernels.end_of(ended)

    def assigned(self, visit: Visit) -> frozenset[str]:
        """The projects that are assigned to a person from outside today."""
        desk = self.desk_of(visit)
        with self.database.reading() as connection:
            return assigned_projects(connection, desk.actor, desk.setting().today)

    def desk_of(self, visit: Visit) -> Desk:
        """The desk of whoever is here."""
        desk = copy(self._desk)
        desk.actor = Actor(visit.login, visit.roles, visit.unit, Door.SCREEN, "", visit.session)
        return desk

    def give_cookie(self, handler: Any, key: str) -> None:
        """Hand the key of a session to the browser, where no script can read it and no other site make use of it."""
        handler.set_cookie(
            COOKIE, key, httponly=True, samesite="Strict", secure=self._start.place.is_secure, path=self.base_url
        )

    def render(self, template: str, visit: Visit | None, language: str = "", **values: Any) -> str:
        """A page of our own."""
        with speaking(language or get_language()):
            kit = page_words(self.workspace, visit)
            return self._pages.get_template(template).render(kit=kit, base_url=self.base_url, **values)

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self.workspace, self.database, Actor("", frozenset()))

    @cached_property
    def _pages(self) -> jinja2.Environment:
        return jinja2.Environment(loader=jinja2.FileSystemLoader(str(_pages_folder())), autoescape=True)

    @property
    def _headers(self) -> dict[str, str]:
        return HEADERS | (STRICT_TRANSPORT if self._start.place.is_secure else {})

    def _own_pages(self) -> list[Any]:
        root = self.base_url
        pages = {
            "": FirstPage,
            "login": LoginPage,
            "logout": Logout,
            "password": PasswordPage,
            "second-factor": SecondFactorPage,
            "code": CodePage,
            "session": SessionState,
            "accounts": AccountsPage,
            "sessions": SessionsPage,
            "events": EventsPage,
        }
        runs = {"path": str(self.workspace.runs), "default_filename": "index.html"}
        return [
            *((f"{root}{path}", handler) for path, handler in pages.items()),
            # Before Voila's own of the same address.
            (rf"{root}voila/api/shutdown/(.*)", LeftPage),
            (rf"{root}pages/((?:kit|login)\.css|session\.js)", StaticFileHandler, {"path": str(_pages_folder())}),
            (rf"{root}runs/(.*)", ReportFile, runs),
        ]

    def _screens(self) -> list[Any]:
        configuration = VoilaConfiguration(parent=self)
        paths = [str(_pages_folder()), *collect_template_paths(["voila", "nbconvert"], "lab", prune=True)]
        given = {"template_paths": paths, "config": self.config, "voila_configuration": configuration}
        return [
            (rf"{self.base_url}{each.path}/?", Screen, given | {"notebook_path": f"{each.notebook}.ipynb"})
            for each in screens()
        ]

    async def _begin(self) -> None:
        self._watches = [
            PeriodicCallback(self.end_left_sessions, WATCH_SECONDS * 1000),
            PeriodicCallback(self._tidy, TIDY_SECONDS * 1000),
        ]
        for watch in self._watches:
            watch.start()
        self.warm.start()
        self._start.on_ready()
        if self._start.is_opened and _has_display():
            address = f"http://{LOOPBACK}:{self._start.place.port}/"
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def _tidy(self) -> None:
        self.doorman.tidy()
        try:
            self.access.sweep()
        except EnvironmentLacks as error:
            self.log.warning("%s", error)


def _configuration(place: Place) -> Config:
    config = Config()
    server = config.ServerApp
    server.ip, server.port, server.open_browser, server.allow_root = place.address, place.port, False, True
    server.root_dir = str(shipped("notebooks"))
    server.log_level = logging.WARNING
    server.jpserver_extensions = {"voila.server_extension": True}
    server.identity_provider_class = KitIdentity
    server.authorizer_class = OwnersOnly
    server.kernel_manager_class = OwnedKernels
    server.kernel_spec_manager_class = OwnKernel
    server.kernel_websocket_connection_class = PageConnection
    server.allow_unauthenticated_access = False
    # The gate has looked at the name already; Jupyter knows loopback names only.
    server.allow_remote_access = True
    server.answer_yes, server.quit_button = True, False
    # No token opens anything here.
    config.IdentityProvider.token = ""
    server.tornado_settings = {"xsrf_cookie_kwargs": {"samesite": "Strict", "secure": place.is_secure}}
    if place.certificate:
        server.certfile, server.keyfile = str(place.certificate), str(place.key or place.certificate)
    _configure_pages(config)
    return config


def _configure_pages(config: Config) -> None:
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.extension_denylist = []
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.http_header_envs = []
    # Sockets in a folder of our own: nobody else on the machine can talk to a kernel.
    config.KernelManager.transport = "ipc"
    # A kernel that died is not put back empty: the page says so, and loading it again starts a whole one.
    config.KernelRestarter.restart_limit = 0
    config.MappingKernelManager.cull_interval = CULL_SECONDS
    config.MappingKernelManager.cull_connected = False
    config.MappingKernelManager.buffer_offline_messages = False
    config.MappingKernelManager.allow_tracebacks = False


def check_place(place: Place) -> None:
    """Raise UsageError where people elsewhere would send passwords over the network in the clear."""
    if place.address not in (LOOPBACK, "localhost", "::1") and not place.is_secure:
        raise UsageError(
            f"{place.address} can be reached from other machines: give --certificate FILE (and --key FILE), or "
            "put a proxy that speaks https in front and say --behind-proxy"
        )
    for file in (place.certificate, place.key):
        if file is not None and not file.is_file():
            raise EnvironmentLacks(f"no file {file}; name the certificate and its key in PEM form")


def _pages_folder() -> Path:
    # By name, not by import: the kit knows nothing of the screens that show it.
    return Path(str(files("widgets") / "pages"))


def _has_display() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
