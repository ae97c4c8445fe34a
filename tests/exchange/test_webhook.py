"""Delivery to another system: a real HTTP server on this machine that answers as the test says."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from kit.core.errors import EnvironmentLacks
from kit.core.message import Message
from kit.core.tables import columns_of
from kit.exchange.delivery.deliverer import Deliverer, Passed
from kit.exchange.delivery.webhook import read_key, sign
from kit.store.database import Database
from kit.store.migration import migrate
from kit.store.outbox import OutboxRow, post
from kit.workspace.sending import WebhookSettings
from kit.workspace.workspace import Settings, Workspace, make_workspace
from tests.exchange.mail_server import free_port, make_certificate

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
# The key and the message of the published example of Standard Webhooks.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver:
    """An address that takes messages and answers *answers* in turn, then 204."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    def start(self) -> None:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    made.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Office:
    """A workspace with an outbox, and a clock that the test sets."""

    def __init__(self, root: Path) -> None:
        self.root, self.now = root, NOW
        make_workspace(root)
        self.database = Database(f"sqlite:///{root / 'governance.db'}")
        migrate(self.database)

    def put(self, *recipients: str) -> None:
        with self.database.writing() as connection:
            said = [Message(f"k{n}", "test.topic", r, "主题", "正文", {"数": n}) for n, r in enumerate(recipients)]
            post(connection, said, self.now)

    def deliver(self, **hooks: WebhookSettings) -> Passed:
        workspace = Workspace(self.root, Settings(webhooks=hooks))
        return Deliverer(workspace, self.database, lambda: self.now).deliver()

    def rows(self) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(select(columns_of(OutboxRow)).order_by(OutboxRow.id)))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("HOOK_OA", SECRET)
    made = Office(tmp_path / "office")
    yield made
    made.database.close()


def hook(port: int, path: str = "/kit?a=1", scheme: str = "http", **more: Any) -> WebhookSettings:
    return WebhookSettings(url=f"{scheme}://127.0.0.1:{port}{path}", secret="HOOK_OA", **more)


def test_the_published_example_is_signed_as_published() -> None:
    """The test vector of Standard Webhooks (https://docs.svix.com/receiving/verifying-payloads/how-manual)."""
    signed = sign(read_key(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_arrives_as_signed_json(office: Office, receiver: Receiver) -> None:
    """What is signed is what arrived, byte by byte, under the number that the row keeps."""
    office.put("webhook:oa")

    passed = office.deliver(oa=hook(receiver.port))

    ((path, headers, body),) = receiver.taken
    (row,) = office.rows()
    assert passed == Passed(sent=1)
    assert path == "/kit?a=1"
    assert headers["webhook-id"] == headers["idempotency-key"] == row.number
    assert headers["webhook-signature"] == sign(read_key(SECRET), row.number, int(headers["webhook-timestamp"]), body)
    assert json.loads(body) == {
        "type": "test.topic",
        "timestamp": "2026-03-01T04:00:00.000000Z",
        "data": {"subject": "主题", "text": "正文", "facts": {"数": 0}},
    }


def test_a_failed_message_comes_again_under_the_same_number(office: Office, receiver: Receiver) -> None:
    """500 first, taken a minute later; the receiver can tell that it is one message."""
    office.put("webhook:oa")
    receiver.answers = [(500, {})]

    first = office.deliver(oa=hook(receiver.port))
    office.now += timedelta(minutes=1, seconds=1)
    second = office.deliver(oa=hook(receiver.port))

    assert (first, second) == (Passed(failed=1), Passed(sent=1))
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.taken}) == 1


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 500, 502])
def test_only_success_has_taken_a_message_on(office: Office, receiver: Receiver, status: int) -> None:
    """A redirection is not followed: who answers elsewhere was not named in the settings."""
    office.put("webhook:oa")
    receiver.answers = [(status, {"Location": f"http://127.0.0.1:{receiver.port}/other"})]

    passed = office.deliver(oa=hook(receiver.port))

    assert passed == Passed(failed=1)
    assert len(receiver.taken) == 1
    assert str(status) in office.rows()[0].fault


def test_an_address_that_is_gone_is_given_up(office: Office, receiver: Receiver) -> None:
    """410: it will not come back."""
    office.put("webhook:oa")
    receiver.answers = [(410, {})]

    assert office.deliver(oa=hook(receiver.port)) == Passed(given_up=1)


@pytest.mark.parametrize(("asked", "minutes"), [("3600", 60), ("99999999999", 1), ("-5", 1), ("soon", 1), ("", 1)])
def test_a_busy_address_is_left_alone_for_as_long_as_it_asks(
    office: Office, receiver: Receiver, asked: str, minutes: int
) -> None:
    """The wait counts where it is a number of seconds; nothing else goes there in this pass."""
    office.put("webhook:oa", "webhook:oa")
    receiver.answers = [(503, {"Retry-After": asked})]

    office.deliver(oa=hook(receiver.port))

    first, second = office.rows()
    assert datetime.fromisoformat(first.due_at) == NOW + timedelta(minutes=minutes)
    assert (second.tries, len(receiver.taken)) == (0, 1)


def test_an_address_that_is_down_does_not_hold_up_another(office: Office, receiver: Receiver) -> None:
    """Two for the one that is down, one for the other."""
    office.put("webhook:down", "webhook:down", "webhook:oa", "webhook:unknown")

    passed = office.deliver(down=hook(free_port()), oa=hook(receiver.port))

    assert (passed.sent, passed.failed) == (1, 1)
    assert "[webhooks.unknown]" in passed.lacking["webhook:unknown"]
    assert [row.state for row in office.rows()] == ["waiting", "waiting", "sent", "waiting"]


@pytest.mark.parametrize("is_trusted", [True, False])
def test_tls_is_checked(office: Office, tmp_path: Path, is_trusted: bool) -> None:
    """The office's own authority is believed where it is named; a stranger's certificate never."""
    trust, context = make_certificate(tmp_path)
    receiver = Receiver()
    assert isinstance(context, ssl.SSLContext)
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    receiver.start()
    office.put("webhook:oa")

    named = {"authorities": str(trust)} if is_trusted else {}
    passed = office.deliver(oa=hook(receiver.port, scheme="https", **named))
    receiver.server.shutdown()
    receiver.server.server_close()

    assert (passed.sent, len(receiver.taken)) == ((1, 1) if is_trusted else (0, 0))


@pytest.mark.parametrize("secret", ["whsec_", "whsec_not base64!", "short", "whsec_c2hvcnQ="])
def test_a_key_that_can_be_guessed_is_refused(secret: str) -> None:
    """Empty, broken or short: anybody could sign with it."""
    with pytest.raises(EnvironmentLacks):
        read_key(secret)


@pytest.mark.parametrize(
    "url",
    [
        "http://oa.example/hook",
        "ftp://oa.example/hook",
        "https://user:pass@oa.example/hook",
        "https:///hook",
        "https://oa.example/a b",
        "https://oa.example/\r\nX: y",
        "https://示例.example/hook",
        "file:///etc/passwd",
    ],
)
def test_an_unsafe_address_is_refused_in_the_settings(url: str) -> None:
    """Encrypted, without an account, without signs that could end a line."""
    with pytest.raises(ValidationError):
        WebhookSettings(url=url, secret="HOOK_OA")
