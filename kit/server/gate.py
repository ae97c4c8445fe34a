"""Gate: every request passes here before any handler is made: host, session, role."""

import functools
import re
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import quote

from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router
from tornado.web import Application, RequestHandler

from kit.actions.access import Visit
from kit.server.rights import Verdict, judge

VISIT = "kit_visit"
WELL_FORMED = re.compile(r"/[\w\-./~%@!$&'()*+,;=:]*")


class Gate(Router):
    """Hands a request on to the application where its path, method and person fit; answers it itself otherwise."""

    def __init__(
        self,
        application: Application,
        find_visit: Callable[[HTTPServerRequest], Visit | None],
        hosts: Collection[str],
        headers: dict[str, str],
    ) -> None:
        self._application = application
        self._find_visit = find_visit
        self._hosts = frozenset(hosts)
        self._headers = headers

    def find_handler(self, request: HTTPServerRequest, **_given: Any) -> HTTPMessageDelegate | None:
        """The handler of the application, or one that refuses."""
        if not WELL_FORMED.fullmatch(request.path) or not self._is_own(request.host):
            return self._refuse(request, Verdict(403))
        visit = self._find_visit(request)
        setattr(request, VISIT, visit)
        verdict = judge(request.path[1:], request.method or "", visit)
        if verdict.status == 200:
            return self._application.find_handler(request)
        return self._refuse(request, verdict)

    def _is_own(self, host: str) -> bool:
        return re.sub(r":\d+$", "", host.lower()) in self._hosts

    def _refuse(self, request: HTTPServerRequest, verdict: Verdict) -> HTTPMessageDelegate:
        given = {"verdict": verdict, "headers": self._headers}
        return self._application.get_handler_delegate(request, Refusal, given)


class Refusal(RequestHandler):
    """The answer to what may not be asked for."""

    def initialize(self, verdict: Verdict, headers: dict[str, str]) -> None:
        """Take what was decided."""
        self._verdict = verdict
        for name, value in headers.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Answer, whatever the method."""
        if self._verdict.status != 302:
            self.set_status(self._verdict.status)
            self.finish()
            return
        wanted = self.request.path if self.request.method in ("GET", "HEAD") else "/"
        back = f"?next={quote(wanted)}" if self._verdict.leads_to == "login" and wanted != "/" else ""
        self.redirect(f"/{self._verdict.leads_to}{back}")

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here that somebody could be made to do."""


def visit_of(request: HTTPServerRequest) -> Visit | None:
    """Who the gate found."""
    found: Visit | None = getattr(request, VISIT, None)
    return found


def words_of(method: Callable[..., Any]) -> Callable[..., Any]:
    """Speak the language of the request's own choice inside a handler's method."""

    @functools.wraps(method)
    async def spoken(self: Any, *given: Any) -> Any:
        from kit.core.language import speaking

        with speaking(self.language):
            return await method(self, *given)

    return spoken
