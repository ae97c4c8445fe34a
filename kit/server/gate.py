"""Gate: every request passes here before any handler is made: host, session, role."""

import re
from collections.abc import Callable, Collection
from typing import Any

from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router
from tornado.web import Application

from kit.actions.access import Visit
from kit.core.errors import EnvironmentLacks
from kit.server.refusal import Refusal
from kit.server.rights import Verdict, judge
from kit.server.visitor import VISIT

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
        try:
            visit = self._find_visit(request)
        except EnvironmentLacks:
            # The database is gone for the moment; who asks cannot be known.
            return self._refuse(request, Verdict(503))
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
