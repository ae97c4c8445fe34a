"""Refusal: what the server says where it does not do what was asked; never a word of its insides."""

from typing import Any
from urllib.parse import quote

from tornado.web import RequestHandler

from kit.core.errors import EnvironmentLacks
from kit.core.language import _, speaking
from kit.server.rights import Verdict
from kit.server.visitor import language_of, visit_of

READING = ("GET", "HEAD")


class SaysWhy(RequestHandler):
    """A handler whose errors are pages of our own; comes first among the bases."""

    def write_error(self, status_code: int, **given: Any) -> None:
        """The page for *status_code*; a database that is gone for the moment is no fault of the kit."""
        error = (given.get("exc_info") or (None, None))[1]
        self.say_why(503 if isinstance(error, EnvironmentLacks) else status_code)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """One line on the terminal for what the kit can name, the whole story for what it cannot."""
        if isinstance(error, EnvironmentLacks):
            self.settings["kit_server"].log.warning("%s", error)
        else:
            super().log_exception(kind, error, trace)

    def say_why(self, status: int) -> None:
        """Send the page."""
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        language, server = language_of(self), self.settings["kit_server"]
        with speaking(language):
            said = {"status": status, "reason": reason_of(status)}
        self.finish(server.render("refused.html.j2", visit_of(self.request), language, **said))


class Refusal(SaysWhy):
    """The answer to what may not be asked for."""

    def initialize(self, verdict: Verdict) -> None:
        """Take what was decided."""
        self._verdict = verdict

    def prepare(self) -> None:
        """Answer, whatever the method."""
        if self._verdict.status == 302:
            self._lead()
        elif self.request.method in READING:
            self.say_why(self._verdict.status)
        else:
            self.set_status(self._verdict.status)
            self.finish()

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here that somebody could be made to do."""

    def _lead(self) -> None:
        wanted = self.request.path if self.request.method in READING else "/"
        back = f"?next={quote(wanted)}" if self._verdict.leads_to == "login" and wanted != "/" else ""
        self.redirect(f"/{self._verdict.leads_to}{back}")


def reason_of(status: int) -> str:
    """What to say of a *status*, in the language spoken."""
    reasons = {
        403: _("Your role does not open this page."),
        404: _("There is no such page."),
        503: _("The database cannot be reached at the moment; nothing was recorded. Load the page again in a minute."),
    }
    return reasons.get(status, _("That could not be done; the line on the server's terminal says why."))
