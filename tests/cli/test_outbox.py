"""Commands of the outbox: what is listed, delivered, tried again; and settings that make no sense."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kit.core.message import Message
from kit.store.database import Database
from kit.store.outbox import post
from tests.cli.conftest import Kit, one_line

MAIL = '[mail]\nsender = "kit@office.example"\nfolder = "letters"\ndomain = "office.example"\n'


def put(office: Path, *recipients: str) -> None:
    """A message to each, in the office's database."""
    database = Database(f"sqlite:///{office / 'governance.db'}")
    with database.writing() as connection:
        said = [Message(f"k{n}", "test.topic", each, "预警", "请核实") for n, each in enumerate(recipients)]
        post(connection, said, datetime.now(UTC))
    database.close()


def settle(office: Path, text: str) -> None:
    """Add *text* to kit.toml."""
    file = office / "kit.toml"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_messages_are_listed_delivered_and_tried_again(kit: Kit, office: Path) -> None:
    """The whole way, as an office goes it."""
    settle(office, MAIL)
    put(office, "li", "no address")

    delivered = kit("outbox", "deliver", "--once", "--json")
    listed = kit("outbox", "list", "--json").json
    given_up = kit("outbox", "list", "--state", "given_up", "--json").json
    renewed = kit("outbox", "retry", str(given_up[0]["id"]), "--json")

    assert delivered.status == 1
    assert delivered.json == {"sent": 1, "failed": 0, "given_up": 1, "lacking": {}}
    assert [(row["recipient"], row["state"]) for row in listed] == [("no address", "given_up"), ("li", "sent")]
    assert len(list((office / "letters").glob("*.eml"))) == 1
    assert renewed.json == {"renewed": 1}
    assert kit("outbox", "list", "--state", "waiting", "--json").json[0]["tries"] == 0


def test_an_empty_outbox_is_no_fault(kit: Kit, office: Path) -> None:
    """Nothing to list, nothing to deliver, whatever the settings say."""
    assert kit("outbox", "list").status == 0
    assert kit("outbox", "deliver", "--once").status == 0


def test_what_lacks_is_said_on_standard_error(kit: Kit, office: Path) -> None:
    """Without [mail] nothing can go: status 3, and the remedy."""
    put(office, "li")

    answer = kit("outbox", "deliver", "--once", "--json")

    assert answer.status == 3
    assert answer.json["lacking"].keys() == {"mail"}
    assert "[mail]" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("retry",), "--all"),
        (("retry", "1", "--all"), "--all"),
        (("list", "--state", "lost"), "given_up"),
    ],
)
def test_wrong_words_are_one_line(kit: Kit, office: Path, words: tuple[str, ...], said: str) -> None:
    """With what to write instead."""
    answer = kit("outbox", *words)

    assert answer.status == 2
    assert said in one_line(answer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[mail]\nsender = "x"\nfolder = "l"\n', "no mail address"),
        ('[mail]\nsender = "kit@a.example"\n', "server or a folder"),
        ('[mail]\nsender = "kit@a.example"\nserver = "m"\naccount = "A"\n', "go together"),
        (
            '[mail]\nsender = "kit@a.example"\nserver = "m"\nsecurity = "none"\naccount = "A"\npassword = "B"\n',
            "unencrypted",
        ),
        (
            '[mail]\nsender = "kit@a.example"\nserver = "m"\naccount = "A"\npassword = "hunter 2!"\n',
            "no name of a secret",
        ),
        ('[mail]\nsender = "kit@a.example"\nfolder = "l"\npeople = {li = "li"}\n', "no mail address"),
        ('[webhooks.oa]\nurl = "http://oa.example/"\nsecret = "A"\n', "no https address"),
        ('[notify]\nrun_ended = ["webhook:oa"]\n', "no [webhooks.oa]"),
        ('[notify]\nrun_endet = ["li"]\n', "run_endet"),
    ],
)
def test_settings_that_make_no_sense_are_one_line(kit: Kit, office: Path, text: str, said: str) -> None:
    """With the place in kit.toml."""
    settle(office, text)

    answer = kit("outbox", "list")

    assert answer.status == 2
    assert said in one_line(answer)
    assert "kit.toml" in answer.err
    assert "hunter" not in answer.err
