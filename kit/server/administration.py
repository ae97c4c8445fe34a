"""Administration: the pages of the security and the audit administrator: accounts, sessions, events of the login."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tornado.web import HTTPError, authenticated

from kit.actions.desk import read_request
from kit.core.actor import Role
from kit.core.calendar import OFFICE_TIME
from kit.core.language import _
from kit.core.request import Request
from kit.org.account_requests import DisableAccount, EnableAccount, EndSessions, OpenAccount, ResetPassword
from kit.org.passwords import make_password
from kit.server.login import Page
from kit.server.visitor import in_own_words
from kit.views.access import list_accounts, list_events, list_sessions

DEEDS: dict[str, type[Request]] = {
    "open": OpenAccount,
    "reset": ResetPassword,
    "disable": DisableAccount,
    "enable": EnableAccount,
    "end": EndSessions,
}
WITH_PASSWORD = {"open", "reset"}
TIMES = {"at", "opened_at", "seen_at"}


class AdministrationPage(Page):
    """A list and the deeds that its rows offer."""

    async def do(self) -> tuple[str, list[str]]:
        """Do what the form asks; answer the one-time password that was made, and what stopped the deed."""
        deed = self.get_body_argument("deed", "")
        if deed not in DEEDS:
            raise HTTPError(400)
        values: dict[str, Any] = {"login": self.get_body_argument("login", "")}
        password = make_password() if deed in WITH_PASSWORD else ""
        values |= {"one_time_password": password} if password else {}
        if deed == "end" and (session := self.get_body_argument("session", "")):
            values["session"] = session
        if deed == "reset" and self.get_body_argument("drops_second_factor", ""):
            values["drops_second_factor"] = True
        request, findings = read_request(DEEDS[deed], values)
        if request is not None:
            findings = await self.record(request)
            await self.server.end_left_sessions()
        return ("" if findings else password), [finding.message for finding in findings]

    async def rows(self, read: Callable[..., list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """What the page lists."""
        rows: list[dict[str, Any]] = await self.work(read, self.server.database)
        return [row | {name: _shown(row[name]) for name in TIMES & set(row)} for row in rows]


class AccountsPage(AdministrationPage):
    """The people, with and without an account."""

    @authenticated
    @in_own_words
    async def get(self) -> None:
        """Show them."""
        await self._list()

    @authenticated
    @in_own_words
    async def post(self) -> None:
        """Do one deed and show them."""
        password, wrong = await self.do()
        await self._list(self.get_body_argument("login", ""), password, wrong)

    async def _list(self, login: str = "", password: str = "", wrong: list[str] | None = None) -> None:
        rows = await self.rows(list_accounts)
        self.show("accounts.html.j2", rows=rows, made_for=login, made=password, wrong=wrong or [])


class SessionsPage(AdministrationPage):
    """The sessions that run."""

    @authenticated
    @in_own_words
    async def get(self) -> None:
        """Show them."""
        await self._list()

    @authenticated
    @in_own_words
    async def post(self) -> None:
        """End one, or all of an account, and show them."""
        if self.get_body_argument("deed", "") != "end":
            raise HTTPError(400)
        _password, wrong = await self.do()
        await self._list(wrong)

    async def _list(self, wrong: list[str] | None = None) -> None:
        rows = await self.rows(list_sessions)
        ended = await self.work(self.server.access.ended_among, {row["key"] for row in rows})
        rows = [row for row in rows if row["key"] not in ended]
        may_end = Role.SECURITY_ADMIN in self.visit.roles
        self.show("sessions.html.j2", rows=rows, wrong=wrong or [], may_end=may_end, own=self.visit.session)


class EventsPage(AdministrationPage):
    """What happened at the login."""

    @authenticated
    @in_own_words
    async def get(self) -> None:
        """Show the latest."""
        words = {
            "logged_in": _("password right"),
            "wrong": _("wrong password or code"),
            "locked": _("locked"),
            "logged_out": _("logged out"),
        }
        self.show("events.html.j2", rows=await self.rows(list_events), words=words)


def _shown(time: str) -> str:
    """A time as the office's clock shows it, to the second."""
    return datetime.fromisoformat(time).astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M:%S")
