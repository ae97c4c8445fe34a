"""Login: the pages on which people prove who they are, and the steps that a first login asks for."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated

from kit.actions.access import Origin, Visit
from kit.actions.desk import read_request
from kit.core.finding import Finding
from kit.core.language import LANGUAGES, _
from kit.org.account_requests import SECRET_MAX, ChangePassword, SetSecondFactor
from kit.org.passwords import address_of, make_seed
from kit.org.policy import AccessPolicy
from kit.server.identity import COOKIE
from kit.server.refusal import SaysWhy
from kit.server.rights import STEPS
from kit.server.visitor import LANGUAGE_COOKIE, in_own_words, language_of, visit_of

# Hashing takes 64 MiB and a tenth of a second each; a crowd of wrong passwords must not take the machine.
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="kit-login")
WAITING_MAX = 20


class Page(SaysWhy, JupyterHandler):
    """A page of the server that has no kernel."""

    _waiting = 0

    @property
    def server(self) -> Any:
        """The server that this page belongs to."""
        return self.settings["kit_server"]

    @property
    def visit(self) -> Visit:
        """Who is here."""
        visit = visit_of(self.request)
        if visit is None:
            raise HTTPError(403)
        return visit

    @property
    def origin(self) -> Origin:
        """Where the request comes from."""
        return Origin(str(self.request.remote_ip), self.request.headers.get("User-Agent", ""))

    @property
    def key(self) -> str:
        """What the browser holds."""
        return self.get_cookie(COOKIE) or ""

    def show(self, template: str, **values: Any) -> None:
        """Send a page; it is kept by no cache."""
        self.set_header("Cache-Control", "no-store")
        values |= {"language": language_of(self), "xsrf": self.xsrf_form_html()}
        self.finish(self.server.render(template, visit_of(self.request), **values))

    async def work(self, deed: Any, *given: Any) -> Any:
        """Do what takes a while beside the loop that serves everybody; raises 503 where too many wait."""
        if Page._waiting >= WAITING_MAX:
            raise HTTPError(503)
        Page._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(_hashing, deed, *given)
        finally:
            Page._waiting -= 1

    async def record(self, request: Any) -> list[Finding]:
        """Do what the person who is here asks; what stops it, or nothing."""
        receipt = await self.work(self.server.desk_of(self.visit).record, request)
        return [] if receipt.ok else list(receipt.findings)

    async def record_own(self, request: Any) -> list[Finding]:
        """The same for the own password and second factor: a wrong present password counts as a failed login does."""
        findings = await self.record(request)
        if any(finding.code == "access.password_wrong" for finding in findings):
            await self.work(self.server.access.distrust, self.visit, self.origin)
            self.server.doorman.forget(self.key)
        return findings

    def go_on(self) -> None:
        """To the step that is due, else to the first page."""
        self.server.doorman.forget(self.key)
        visit = self.server.access.visit(self.key)
        self.redirect("/" + (STEPS[visit.waits_for] if visit and visit.waits_for else ""))


class LoginPage(Page):
    """Login name and password."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask for them."""
        await self._ask()

    @allow_unauthenticated
    async def post(self) -> None:
        """Take them."""
        login, password = self.get_body_argument("login", ""), self.get_body_argument("password", "", strip=False)
        key = await self.work(self.server.access.log_in, login, password[:SECRET_MAX], self.origin)
        if key is None:
            self.set_status(401)
            await self._ask(login, is_wrong=True)
            return
        # Whoever logs in anew in this browser does not leave a session behind.
        await self.work(self.server.access.log_out, self.key, self.origin)
        self.server.give_cookie(self, key)
        visit = self.server.access.visit(key)
        step = STEPS.get(visit.waits_for, "") if visit else ""
        self.redirect("/" + step if step else own_path(self.get_body_argument("next", "/")))

    @in_own_words
    async def _ask(self, login: str = "", *, is_wrong: bool = False) -> None:
        wanted = self.get_query_argument("language", "")
        if wanted in LANGUAGES:
            self.set_cookie(LANGUAGE_COOKIE, wanted, httponly=True, samesite="Lax", path="/")
            self.redirect("/login")
            return
        back, policy = own_path(self.get_argument("next", "/")), self.server.access.policy
        self.show("login.html.j2", login=login, wrong=_denial(policy) if is_wrong else "", next=back)


class CodePage(Page):
    """The code of the second factor."""

    @authenticated
    @in_own_words
    async def get(self) -> None:
        """Ask for it."""
        self.show("code.html.j2", wrong="")

    @authenticated
    @in_own_words
    async def post(self) -> None:
        """Take it."""
        code = self.get_body_argument("code", "")[:10]
        if await self.work(self.server.access.take_code, self.key, code, self.origin):
            self.go_on()
            return
        self.set_status(401)
        self.show("code.html.j2", wrong=_("The code is not right, or was used already; wait for the next one."))


class PasswordPage(Page):
    """A new password in place of the present one."""

    @authenticated
    @in_own_words
    async def get(self) -> None:
        """Ask for both."""
        self._ask([])

    @authenticated
    @in_own_words
    async def post(self) -> None:
        """Change it."""
        given = {name: self.get_body_argument(name, "", strip=False) for name in ("password", "new_password")}
        if self.get_body_argument("again", "", strip=False) != given["new_password"]:
            self._ask([_("the two new passwords differ; type both again")])
            return
        request, findings = read_request(ChangePassword, given)
        findings = findings if request is None else await self.record_own(request)
        if findings:
            self._ask([finding.message for finding in findings])
            return
        await self.work(self.server.access.advance, self.key)
        self.go_on()

    def _ask(self, wrong: list[str]) -> None:
        self.set_status(400 if wrong else 200)
        self.show("password.html.j2", wrong=wrong, policy=self.server.access.policy)


class SecondFactorPage(Page):
    """A second factor for the own account."""

    @authenticated
    @in_own_words
    async def get(self) -> None:
        """Show a new seed and ask for a code of it."""
        self._ask(make_seed())

    @authenticated
    @in_own_words
    async def post(self) -> None:
        """Take the seed where the code fits."""
        password = self.get_body_argument("password", "", strip=False)
        values = {name: self.get_body_argument(name, "") for name in ("seed", "code")} | {"password": password}
        request, findings = read_request(SetSecondFactor, values)
        findings = findings if request is None else await self.record_own(request)
        if findings:
            self._ask(values["seed"], [finding.message for finding in findings])
            return
        await self.work(self.server.access.advance, self.key)
        self.go_on()

    def _ask(self, seed: str, wrong: list[str] | None = None) -> None:
        self.set_status(400 if wrong else 200)
        address = address_of(seed, self.visit.login, self.server.workspace.settings.office)
        self.show("second_factor.html.j2", seed=seed, address=address, wrong=wrong or [])


class Logout(Page):
    """The end of the session."""

    @authenticated
    async def post(self) -> None:
        """End it and go to the login."""
        await self.work(self.server.access.log_out, self.key, self.origin)
        self.server.doorman.forget(self.key)
        self.clear_cookie(COOKIE, path="/")
        await self.server.end_left_sessions()
        self.redirect("/login")


class SessionState(Page):
    """How long the session lasts, for the page to ask; asking does not make it longer."""

    @authenticated
    async def get(self) -> None:
        """Say it in seconds."""
        self.set_header("Cache-Control", "no-store")
        left = (self.visit.ends_at - datetime.now(UTC)).total_seconds()
        self.finish(json.dumps({"login": self.visit.login, "seconds": max(0, int(left))}))


def own_path(wanted: str) -> str:
    """*wanted* where it is a path of this server, else the first page: nobody is led elsewhere."""
    parts = urlsplit(wanted)
    is_own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return parts.path if is_own and "\\" not in wanted and wanted.isprintable() else "/"


def _denial(policy: AccessPolicy) -> str:
    said = _(
        "Login name or password is not right. After {failures} failures an account is locked for {minutes} minutes."
    )
    return said.format(failures=policy.failures_max, minutes=policy.lockout_minutes)
