"""Environment: the browser and the PostgreSQL that tests are given are real, and pages stay on the machine."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.environment import lack
from tests.traffic import Traffic, is_own

PAGE = """<!doctype html><title>页面</title><p id="shown"></p>
<script>document.getElementById("shown").textContent = "绘制完毕";
fetch("http://elsewhere.example/figure").catch(() => console.error("no way out"));</script>"""


class OnePage(BaseHTTPRequestHandler):
    """A server of one page that asks for something off the machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Any:
    server = HTTPServer(("127.0.0.1", 0), OnePage)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.browser
def test_a_request_off_the_machine_is_seen_and_goes_nowhere(page: Any, traffic: Traffic, address: str) -> None:
    """The page is drawn, the request is on the list, and its failure is heard on the console."""
    page.goto(address)
    page.wait_for_function("document.getElementById('shown').textContent === '绘制完毕'")
    page.wait_for_timeout(500)

    assert traffic.off_machine == ["http://elsewhere.example/figure"]
    assert "no way out" in traffic.console_errors
    traffic.addresses.clear()


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("http://127.0.0.1:8866/voila", True),
        ("ws://localhost:8866/api/kernels", True),
        ("data:image/png;base64,AAAA", True),
        ("blob:http://127.0.0.1:8866/1", True),
        ("https://cdn.example/lib.js", False),
        ("http://127.0.0.1.example/", False),
        ("wss://192.168.1.5/", False),
    ],
)
def test_what_counts_as_this_machine(asked: str, own: bool) -> None:
    """Loopback and what a page holds itself; a neighbour in the local network is elsewhere."""
    assert is_own(asked) is own


@pytest.mark.postgres
def test_each_test_has_an_empty_database_of_its_own(postgres_url: str) -> None:
    """It is a PostgreSQL, in UTF-8, without any table."""
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        version = connection.scalar(text("select version()"))
        encoding = connection.scalar(text("show server_encoding"))
        tables = connection.scalar(text("select count(*) from pg_tables where schemaname = 'public'"))
    engine.dispose()

    assert version.startswith("PostgreSQL")
    assert (encoding, tables) == ("UTF8", 0)


def test_what_is_missing_is_skipped_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A skip is never silent."""
    monkeypatch.setenv("KIT_REQUIRE", "postgres")

    with pytest.raises(pytest.skip.Exception, match=r"scripts/browser\.sh"):
        lack("browser")


def test_what_is_required_fails_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI nothing may be left out."""
    monkeypatch.setenv("KIT_REQUIRE", "browser,postgres")

    with pytest.raises(pytest.fail.Exception, match=r"scripts/browser\.sh"):
        lack("browser")
