"""Screens: the pages of the server that have a kernel, the list of them, and the reports that they show."""

import os
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, StaticFileHandler, authenticated
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from kit.actions.access import Visit
from kit.core.errors import UsageError
from kit.org.account_checks import is_outside_only
from kit.publishing.manifest import read_manifest
from kit.server.refusal import SaysWhy
from kit.server.rights import screens_of
from kit.server.visitor import in_own_words, language_of, visit_of
from kit.server.words import page_words

READABLE = {".html", ".css", ".js", ".svg", ".png", ".woff2"}
# What looks and moves the same on every page of a run.
SHARED = {".css", ".js", ".woff2"}
REPORT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'"
)


class ReportFile(SaysWhy, JupyterHandler, StaticFileHandler):
    """A file of a report run, read-only: pages and what they show; never a snapshot, a database or a notebook."""

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """Reports may show themselves in the library and ask for nothing else."""
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "private, no-cache")

    @authenticated
    async def get(self, path: str, include_body: bool = True) -> None:  # type: ignore[override]
        """Give it out."""
        await StaticFileHandler.get(self, path, include_body)

    @authenticated
    async def head(self, path: str) -> None:  # type: ignore[override]
        """Say what it would be."""
        await StaticFileHandler.get(self, path, include_body=False)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The path where it may be read: inside the runs also after links are followed, visible, of a readable kind."""
        path, runs = Path(absolute_path), Path(root).resolve()
        inside = path.resolve().is_relative_to(runs)
        parts = Path(os.path.relpath(absolute_path, root)).parts
        hidden = any(part.startswith(".") for part in parts)
        if not inside or hidden or (path.suffix.lower() not in READABLE and not path.is_dir()):
            raise HTTPError(404)
        if not self._is_for(visit_of(self.request), parts, runs):
            raise HTTPError(403)
        found: str | None = StaticFileHandler.validate_absolute_path(self, root, absolute_path)
        return found

    def _is_for(self, visit: Visit | None, parts: tuple[str, ...], runs: Path) -> bool:
        """People from outside read the reports of their projects, and what these pages need, and no list of others."""
        if visit is None or not is_outside_only(visit.roles):
            return visit is not None
        path = Path(*parts)
        if path.suffix.lower() in SHARED:
            return True
        return _project_of(runs / parts[0], Path(*parts[1:]).as_posix()) in self.settings["kit_server"].assigned(visit)


class Screen(SaysWhy, TornadoVoilaHandler):  # type: ignore[misc]
    """A screen with a kernel of its own, as long as there is room for one more."""

    voila_configuration: VoilaConfiguration
    _opening: ClassVar[dict["Screen", str]] = {}

    @authenticated
    @in_own_words
    async def get(self, path: str | None = None) -> None:  # noqa: ARG002 - the route gives none
        """Show it, cell by cell; where too many are open, the page that says so."""
        visit = visit_of(self.request)
        assert visit is not None
        if not self._has_room(visit.login):
            self._say_full()
            return
        self._opening[self] = visit.login
        words = page_words(self.settings["kit_server"].workspace, visit) | {"xsrf": self.xsrf_form_html()}
        self.voila_configuration = _speaking_to(self.voila_configuration, words)
        try:
            async for html in self.get_generator():
                # From the first words on the kernel counts by itself.
                self._opening.pop(self, None)
                self.write(html)
                self.flush()
        finally:
            self._opening.pop(self, None)

    def _has_room(self, login: str) -> bool:
        policy, opening = self.settings["kit_server"].access.policy, list(self._opening.values())
        everybody = len(self.kernel_manager) + len(opening)
        own = self.kernel_manager.count_of(login) + opening.count(login)
        has_room: bool = everybody < policy.screens_max and own < policy.screens_per_person_max
        return has_room

    def _say_full(self) -> None:
        self.set_status(503)
        server = self.settings["kit_server"]
        self.finish(server.render("full.html.j2", visit_of(self.request), language_of(self)))


class LeftPage(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """The end of a kernel whose page was left: told twice (by Voila's script and by the page's own) is told once."""

    _ending: ClassVar[set[str]] = set()

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """End it, if it still runs and is the person's own."""
        if kernel_id not in self.kernel_manager or kernel_id in self._ending:
            self.set_status(204)
            self.finish()
            return
        if not self.kernel_manager.is_owner(kernel_id, visit_of(self.request)):
            raise HTTPError(403)
        self._ending.add(kernel_id)
        try:
            await super().post(kernel_id)
        finally:
            self._ending.discard(kernel_id)


class FirstPage(SaysWhy, JupyterHandler):
    """The list of screens that the person may open."""

    @authenticated
    async def get(self) -> None:
        """Show it."""
        visit = visit_of(self.request)
        assert visit is not None
        server = self.settings["kit_server"]
        own = [screen.notebook for screen in screens_of(visit.roles)]
        self.finish(server.render("apps.html.j2", visit, language_of(self), own=own, xsrf=self.xsrf_form_html()))


def _speaking_to(configuration: VoilaConfiguration, words: dict[str, Any]) -> VoilaConfiguration:
    """A configuration like *configuration* whose pages say *words*: those of the person who asks for this one."""
    own = Config(configuration.config)
    own.VoilaConfiguration.resources = {"kit": words}
    return VoilaConfiguration(config=own)


def _project_of(run: Path, page: str) -> str | None:
    """The project that a page of a run is about, as the manifest says; None for pages about several."""
    try:
        reports = read_manifest(run)["reports"]
    except (UsageError, OSError, KeyError):
        return None
    found = next((report for report in reports if report["page"] == page), None)
    return found and found["parameters"].get("project")
