"""Gate: every request passes here before any handler is made: host, session, role."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import unquote

from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router
from tornado.web import Application

from kit.actions.access import Visit
from kit.core.errors import EnvironmentLacks
from kit.server.refusal import Refusal
from kit.server.rights import Verdict, judge
from kit.server.visitor import VISIT

WELL_FORMED = re.compile(r"/[\w\-./~%@!$&'()*+,;=:]*", re.ASCII)


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
        """The handler of the application, or one that refuses; every answer carries the headers."""
        connection: Any = request.connection
        request.connection = Headed(connection, self._headers)  # type: ignore[assignment] # stands in for it
        if not is_well_formed(request.path) or not self._is_own(request.host):
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
        return self._application.get_handler_delegate(request, Refusal, {"verdict": verdict})


class Headed:
    """A connection that gives every answer the headers that it lacks: not all handlers of Voila know of them."""

    def __init__(self, connection: Any, headers: Mapping[str, str]) -> None:
        self._connection = connection
        self._headers = headers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def write_headers(self, start_line: Any, headers: HTTPHeaders, chunk: bytes | None = None) -> Any:
        """Begin the answer; what a handler has said of its own content stands, what serves it is nobody's business."""
        for name, value in self._headers.items():
            if name == "Server" or name not in headers:
                headers[name] = value
        return self._connection.write_headers(start_line, headers, chunk)


def is_well_formed(path: str) -> bool:
    """True for a path of plain signs whose parts, also once they are decoded, lead nowhere but down."""
    decoded = unquote(unquote(path))
    parts = re.split(r"[/\\]", decoded)
    return WELL_FORMED.fullmatch(path) is not None and decoded.isprintable() and not {".", ".."} & set(parts)
