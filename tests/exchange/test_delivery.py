"""Delivery by mail: a real server on this machine; what fails, what is refused, what dies in between."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kit.core.message import Message
from kit.core.tables import columns_of
from kit.exchange.delivery import mail
from kit.exchange.delivery.deliverer import BACK_OFF_MINUTES, TRIES_MAX, Deliverer, Passed
from kit.store.database import Database
from kit.store.migration import migrate
from kit.store.outbox import HELD_MINUTES, OutboxRow, post
from kit.workspace.sending import MailSettings
from kit.workspace.workspace import Settings, Workspace, make_workspace
from tests.budget.engines import sized
from tests.exchange.mail_server import Post, account, free_port, mail_server, make_certificate

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
SENDER = "kit@office.example"


class Office:
    """A workspace with an outbox, and a clock that the test sets."""

    def __init__(self, root: Path) -> None:
        self.root, self.now = root, NOW
        make_workspace(root)
        self.database = Database(f"sqlite:///{root / 'governance.db'}")
        migrate(self.database)

    def put(self, *recipients: str, subject: str = "预警：大坝加固", body: str = "请核实。") -> None:
        """A message to each."""
        messages = [Message(f"{NOW}-{r}-{n}", "test.topic", r, subject, body) for n, r in enumerate(recipients)]
        with self.database.writing() as connection:
            post(connection, messages, self.now)

    def deliver(self, **settings: Any) -> Passed:
        """One pass with that [mail]."""
        mails = MailSettings(sender=SENDER, **settings) if settings else None
        workspace = Workspace(self.root, Settings(office="某市水利局", mail=mails))
        return Deliverer(workspace, self.database, lambda: self.now).deliver()

    def rows(self) -> list[Any]:
        """The rows as they stand."""
        with self.database.reading() as connection:
            return list(connection.execute(select(columns_of(OutboxRow)).order_by(OutboxRow.id)))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "office")
    yield made
    made.database.close()


def plain(port: int, **more: Any) -> dict[str, Any]:
    return {"server": "127.0.0.1", "port": port, "security": "none", "domain": "office.example"} | more


def test_a_letter_arrives_with_chinese_subject_sender_and_text(office: Office) -> None:
    """As any mail program reads it."""
    office.put("li")
    post_office = Post()

    with mail_server(post_office) as port:
        passed = office.deliver(**plain(port))

    (letter,) = post_office.letters
    (row,) = office.rows()
    assert passed == Passed(sent=1)
    assert post_office.recipients == ["li@office.example"]
    assert letter["Subject"] == "预警：大坝加固"
    assert letter["From"].addresses[0].display_name == "某市水利局"
    assert letter["From"].addresses[0].addr_spec == SENDER
    assert letter["Message-ID"] == f"<{row.number}@office.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().strip() == "请核实。"
    assert (row.state, row.tries, row.fault) == ("sent", 1, None)


def test_what_is_sent_is_not_sent_again(office: Office) -> None:
    """A second pass, a day later, has nothing to do."""
    office.put("li")
    post_office = Post()

    with mail_server(post_office) as port:
        office.deliver(**plain(port))
        office.now += timedelta(days=1)
        assert office.deliver(**plain(port)) == Passed()

    assert len(post_office.letters) == 1


def test_an_address_that_fails_does_not_hold_up_others(office: Office) -> None:
    """Refused for good, refused for now, without an address: the fourth and the fifth arrive all the same."""
    office.put("gone", "full", "no address", "li", "wang@other.example")
    answers = {"gone@office.example": "550 5.1.1 no such user", "full@office.example": "452 4.2.2 mailbox full"}
    post_office = Post(answers)

    with mail_server(post_office) as port:
        passed = office.deliver(**plain(port))

    gone, full, nowhere, *_arrived = office.rows()
    assert passed == Passed(sent=2, failed=1, given_up=2)
    assert post_office.recipients == ["li@office.example", "wang@other.example"]
    assert (gone.state, gone.fault) == ("given_up", "550 5.1.1 no such user")
    assert (full.state, full.fault) == ("waiting", "452 4.2.2 mailbox full")
    assert (nowhere.state, "[mail] of kit.toml" in nowhere.fault) == ("given_up", True)


def test_tries_are_spaced_out_and_end(office: Office) -> None:
    """Ten tries at the stated distances, then the message is given up and stays so."""
    office.put("full")
    answers = {"full@office.example": "452 4.2.2 mailbox full"}
    waits = []

    with mail_server(Post(answers)) as port:
        for _ in range(TRIES_MAX):
            before = office.now
            office.deliver(**plain(port))
            (row,) = office.rows()
            office.now = max(before, datetime.fromisoformat(row.due_at)) + timedelta(seconds=1)
            waits.append(round((office.now - before).total_seconds() / 60))
        assert office.deliver(**plain(port)) == Passed()

    assert waits[:-1] == [1, 5, 15, 60, 240, 720, 1440, 1440, 1440] == list(BACK_OFF_MINUTES)
    assert (row.state, row.tries) == ("given_up", 10)


def test_a_server_that_is_not_there_costs_one_row_a_try(office: Office) -> None:
    """The others are not tried in vain, and go as soon as it is back."""
    office.put("li", "wang", "zhao")
    port = free_port()

    passed = office.deliver(**plain(port))

    assert passed == Passed(failed=1)
    assert [row.tries for row in office.rows()] == [1, 0, 0]
    office.now += timedelta(minutes=2)
    with mail_server(Post()) as there:
        assert office.deliver(**plain(there)) == Passed(sent=3)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_account_and_password_go_encrypted_and_come_from_secrets(
    office: Office, tmp_path: Path, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account from the environment, the password from a file of the workspace; neither from the database."""
    office.put("li")
    trust, context = make_certificate(tmp_path)
    monkeypatch.setenv("MAIL_ACCOUNT", "kit")
    (office.root / "secrets").mkdir()
    (office.root / "secrets" / "MAIL_PASSWORD").write_text("tr0ub4dor&3\n", encoding="utf-8")
    (office.root / "secrets" / "MAIL_PASSWORD").chmod(0o600)
    named = {"account": "MAIL_ACCOUNT", "password": "MAIL_PASSWORD", "authorities": str(trust), "security": security}
    way = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    open_to = {
        "authenticator": account("kit", "tr0ub4dor&3"),
        "auth_required": True,
        "auth_require_tls": security != "tls",
    }
    post_office = Post()

    with mail_server(post_office, **way, **open_to) as port:
        passed = office.deliver(server="127.0.0.1", port=port, domain="office.example", **named)

    assert [row.fault for row in office.rows()] == [None]
    assert passed == Passed(sent=1)


def test_a_certificate_that_nobody_vouches_for_is_not_believed(office: Office, tmp_path: Path) -> None:
    """No letter leaves, and the row says why."""
    office.put("li")
    _trust, context = make_certificate(tmp_path)
    post_office = Post()

    with mail_server(post_office, tls_context=context) as port:
        office.deliver(server="127.0.0.1", port=port, domain="office.example")

    assert post_office.letters == []
    assert "certificate is not trusted" in office.rows()[0].fault


@pytest.mark.parametrize("missing", ["mail", "secret", "open_to_all"])
def test_what_lacks_is_said_and_costs_no_try(office: Office, missing: str) -> None:
    """No [mail], no such secret, a secret that others may read: one line each, and the message waits."""
    office.put("li", "wang")
    settings: dict[str, Any] = {} if missing == "mail" else plain(1, account="NO_SUCH", password="NO_SUCH")
    if missing == "open_to_all":
        (office.root / "secrets").mkdir()
        (office.root / "secrets" / "NO_SUCH").write_text("x")
        (office.root / "secrets" / "NO_SUCH").chmod(0o644)

    passed = office.deliver(**settings)

    said = {"mail": "no [mail]", "secret": "no secret NO_SUCH", "open_to_all": "chmod 600"}[missing]
    assert said in passed.lacking["mail"]
    assert [(row.state, row.tries) for row in office.rows()] == [("waiting", 0), ("waiting", 0)]


def test_a_password_that_no_mail_server_takes_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """SMTP knows ASCII only; the message waits until somebody has read that."""
    office.put("li")
    monkeypatch.setenv("MAIL_ACCOUNT", "kit")
    monkeypatch.setenv("MAIL_PASSWORD", "密码")

    passed = office.deliver(**plain(1, account="MAIL_ACCOUNT", password="MAIL_PASSWORD"))

    assert "MAIL_PASSWORD" in passed.lacking["mail"]
    assert "密码" not in passed.lacking["mail"]


HOSTILE = [
    "li\r\nRCPT TO:<x@y.example>",
    "li@office.example\nBcc: x@y.example",
    "a@b@c.example",
    "<li@office.example>",
    "li, wang@office.example",
    '"li"@office.example',
    "李@office.example",
    "li@office.example\x00",
    "@office.example",
    "li@",
    "l" * 65 + "@office.example",
]


@pytest.mark.parametrize("recipient", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_address_reaches_nobody(office: Office, recipient: str) -> None:
    """Given up with a reason; the server hears of no second recipient."""
    office.put(recipient)
    post_office = Post()

    with mail_server(post_office) as port:
        passed = office.deliver(**plain(port))

    assert (passed.sent, passed.given_up, post_office.recipients) == (0, 1, [])


def test_a_hostile_subject_and_text_add_no_heading(office: Office) -> None:
    """CR, LF and their kin in the subject; lone dots, lines without end and a lone surrogate's kin in the text."""
    text = ".\r\n.\r\nRCPT TO:<x@y.example>\r\n" + "长" * 5000 + "\n.\n末行"
    office.put("li", subject="a\r\nBcc: x@y.example\r\n\r\n<script>", body=text)
    post_office = Post()

    with mail_server(post_office) as port:
        office.deliver(**plain(port))

    (letter,) = post_office.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "a Bcc: x@y.example <script>"
    assert post_office.recipients == ["li@office.example"]
    assert letter.get_content().replace("\r\n", "\n").strip("\n") == text.replace("\r\n", "\n")
    assert max(len(line) for line in post_office.raw[0].splitlines()) <= 998


def test_a_long_list_uses_one_connection(office: Office) -> None:
    """A list as long as an office has people: all arrive, over one connection."""
    count = sized(200, 2000)
    office.put(*(f"p{n}" for n in range(count)))
    sessions = set()

    class Counting(Post):
        async def handle_MAIL(self, _server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
            sessions.add(session.peer)
            envelope.mail_from = address
            return "250 OK"

    post_office = Counting()
    with mail_server(post_office) as port:
        passed = office.deliver(**plain(port))

    assert passed.sent == count
    assert sorted(post_office.recipients) == sorted(f"p{n}@office.example" for n in range(count))
    assert len(sessions) == 1


def test_letters_are_files_where_an_office_has_no_mail(office: Office) -> None:
    """One ``.eml`` each, named by the number of the message."""
    office.put("li", "wang")

    passed = office.deliver(folder="letters", domain="office.example")

    files = sorted((office.root / "letters").iterdir())
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert passed.sent == 2
    assert {file.stem for file in files} == {row.number for row in office.rows()}
    assert sorted(letter["To"] for letter in letters) == ["li@office.example", "wang@office.example"]


class Killing(Post):
    """Takes the first letter, kills whoever brought it before it hears so, and takes the others quietly."""

    victim = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = 0
        return answer


def test_killed_between_sending_and_noting_the_same_number_goes_again(office: Office) -> None:
    """At least once: nobody can tell whether the first one arrived; readers can, by the number they share."""
    office.put("li")
    post_office = Killing()

    with mail_server(post_office) as port:
        office.root.joinpath("kit.toml").write_text(
            f'[mail]\nsender = "{SENDER}"\nserver = "127.0.0.1"\nport = {port}\n'
            'security = "none"\ndomain = "office.example"\n',
            encoding="utf-8",
        )
        command = [sys.executable, "-c", "import sys; sys.stdin.readline(); from kit.cli.main import main; main()"]
        words = ["outbox", "deliver", "--once", "--workspace", str(office.root)]
        process = subprocess.Popen([*command, *words], stdin=subprocess.PIPE, text=True)
        post_office.victim = process.pid
        process.communicate("go\n")
        held = office.rows()[0]
        # Nobody else takes it while the one who died may still be at it.
        office.now = datetime.now(UTC)
        assert office.deliver(**plain(port)) == Passed()
        office.now += timedelta(minutes=HELD_MINUTES, seconds=1)
        assert office.deliver(**plain(port)) == Passed(sent=1)

    assert process.returncode == -signal.SIGKILL
    assert (held.state, held.tries) == ("waiting", 0)
    assert held.holder is not None
    assert [letter["Message-ID"] for letter in post_office.letters] == [f"<{held.number}@office.example>"] * 2


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that says one sign every tenth of a second and never comes to the end of its greeting."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        talking, _peer = listener.accept()
        with talking:
            while not stop.wait(0.1):
                try:
                    talking.send(b"2")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    stop.set()
    thread.join()
    listener.close()


def test_a_server_that_drips_is_cut_off(office: Office, dripping: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time; the attempt as a whole ends all the same, before the row is anybody else's."""
    monkeypatch.setattr(mail, "ATTEMPT_SECONDS", 1)
    office.put("li")

    passed = office.deliver(**plain(dripping))

    assert passed == Passed(failed=1)


def test_a_pass_that_is_stopped_ends_after_the_message_at_hand(office: Office) -> None:
    """What a service does when it is told to end."""
    office.put("li", "wang")
    asked = iter([False, True])
    workspace = Workspace(office.root, Settings(mail=MailSettings(sender=SENDER, folder="letters", domain="a.example")))

    passed = Deliverer(workspace, office.database, lambda: NOW).deliver(lambda: next(asked))

    assert passed.sent == 1
    assert [row.state for row in office.rows()] == ["sent", "waiting"]
