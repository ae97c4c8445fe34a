"""Screens: the pages of the server that have a kernel, the list of them, and the reports that they show."""

from typing import Any, ClassVar

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from kit.actions.access import Visit
from kit.org.account_checks import is_outside_only
from kit.server.refusal import SaysWhy
from kit.server.reports import Shown, latest_reports
from kit.server.rights import screens_of
from kit.server.visitor import in_own_words, language_of, visit_of
from kit.server.words import page_words


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
    """What the person may open: screens, pages of administration, or the reports on assigned projects."""

    @authenticated
    async def get(self) -> None:
        """Show it."""
        visit, server = visit_of(self.request), self.settings["kit_server"]
        assert visit is not None
        own = [screen.notebook for screen in screens_of(visit.roles)]
        given = {"own": own, "reports": self._reports(visit), "xsrf": self.xsrf_form_html()}
        self.finish(server.render("apps.html.j2", visit, language_of(self), **given))

    def _reports(self, visit: Visit) -> list[Shown] | None:
        """None for people of the office, who have the library."""
        if not is_outside_only(visit.roles):
            return None
        server = self.settings["kit_server"]
        return latest_reports(server.workspace.runs, server.assigned(visit))


def _speaking_to(configuration: VoilaConfiguration, words: dict[str, Any]) -> VoilaConfiguration:
    """A configuration like *configuration* whose pages say *words*: those of the person who asks for this one."""
    own = Config(configuration.config)
    own.VoilaConfiguration.resources = {"kit": words}
    return VoilaConfiguration(config=own)
