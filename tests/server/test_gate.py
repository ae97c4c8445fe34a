"""The gate by itself: what it asks first, and what it answers while the database is gone."""

from typing import Any

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import Application

from kit.core.errors import EnvironmentLacks
from kit.server.gate import Gate, is_well_formed
from kit.server.refusal import Refusal
from kit.server.rights import Verdict


class Connection:
    """A connection that nothing is sent over."""

    def set_close_callback(self, callback: Any) -> None:
        """Nobody closes it."""


def ask(find_visit: Any, path: str = "/library", host: str = "localhost:8866") -> Any:
    """What the gate hands a request on to."""
    gate = Gate(Application(), find_visit, {"localhost"}, {})
    connection: Any = Connection()
    headers = HTTPHeaders({"Host": host})
    line = RequestStartLine("GET", path, "HTTP/1.1")
    return gate.find_handler(HTTPServerRequest(start_line=line, headers=headers, connection=connection))


def test_while_the_database_is_gone_nobody_gets_in_and_is_told_so() -> None:
    """Who asks cannot be known: 503, no error, no page."""

    def gone(_request: HTTPServerRequest) -> None:
        raise EnvironmentLacks("the database cannot be used")

    handler = ask(gone)

    assert handler.handler_class is Refusal
    assert handler.handler_kwargs == {"verdict": Verdict(503)}


def test_a_foreign_name_is_refused_before_anybody_is_looked_up() -> None:
    """A page elsewhere that points a name of its own here learns nothing, not even by a cookie."""
    asked = []

    handler = ask(asked.append, host="elsewhere.example")

    assert handler.handler_kwargs == {"verdict": Verdict(403)}
    assert asked == []


@pytest.mark.parametrize(
    ("path", "is_good"),
    [
        ("/", True),
        ("/runs/20260302-1/reports/P-1.html", True),
        ("/runs/%E6%B0%B4%E5%BA%93.html", True),
        ("/runs/a..b.html", True),
        ("/runs/../x", False),
        ("/runs/%2e%2e/x", False),
        ("/runs/%252e%252e/x", False),
        ("/runs/..%5cx", False),
        ("/runs/%00", False),
        ("/runs/%0a", False),
        ("/水库", False),
        ("/a b", False),
        ("", False),
    ],
)
def test_a_path_leads_nowhere_but_down(path: str, is_good: bool) -> None:
    """Also once it is decoded, and decoded again; names in Chinese arrive encoded."""
    assert is_well_formed(path) == is_good
