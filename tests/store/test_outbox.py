"""Outbox: messages live and die with the transaction they come from, and each is held by one deliverer at a time."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kit.actions.desk import Desk
from kit.core.finding import block
from kit.core.language import phrase
from kit.core.message import Message, one_line
from kit.store.database import Database
from kit.store.journal import Deed
from kit.store.outbox import HELD_MINUTES, Outbox, OutboxRow, OutboxState, post
from kit.store.snapshot import content_digest, write_snapshot
from kit.store.store import Job, Store
from kit.store.verify import verify
from kit.store.work import Work

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def message(key: str = "k-1", recipient: str = "li", subject: str = "报告已完成") -> Message:
    return Message(key, "report.run_ended", recipient, subject, "正文", {"reports": 3})


def job(key: str, *, is_refused: bool = False) -> Job:
    """A piece of work that tells somebody, and is then refused or not."""

    def perform(work: Work) -> None:
        work.tell([message(key)])
        work.refuse_if([block("test.no", phrase("no"))] if is_refused else [])

    def deed(work: Work) -> Deed:
        return Deed("test.tell", work.action_id, work.setting.at, "wang", "cli", "root", {})

    return Job(("office",), perform, deed)


def keys(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(OutboxRow.key).order_by(OutboxRow.id)))


def put(database: Database, *messages: Message) -> None:
    with database.writing() as connection:
        post(connection, messages, NOW)


def test_a_message_stays_with_the_deed_and_names_it(database: Database, desk: Desk) -> None:
    """Committed together; ``cause`` is the number under which the journal keeps the action."""
    receipt = Store(database).record(job("done"), desk.setting())

    with database.reading() as connection:
        cause = connection.scalar(select(OutboxRow.cause))
        entry = connection.exec_driver_sql("SELECT action_id FROM journal ORDER BY id DESC").scalar()
    assert receipt.ok
    assert cause == entry


@pytest.mark.parametrize("number", [1, 2])
def test_a_refused_deed_tells_nobody(database: Database, desk: Desk, number: int) -> None:
    """Alone, and among others of one transaction."""
    jobs = [job("no", is_refused=True), job("yes")][:number]

    Store(database).record_batch(jobs, desk.setting())

    assert keys(database) == ["yes"][: number - 1]


def test_a_rehearsal_tells_nobody(database: Database, desk: Desk) -> None:
    """A form that asks while one types sends no mail."""
    Store(database).preview(job("asked"), desk.setting())

    assert keys(database) == []


def test_a_key_is_told_once(database: Database) -> None:
    """In one go or in two, the first message with a key is the only one."""
    put(database, message("k"), message("k"), message("l"))
    put(database, message("k", subject="other"), message("m"))

    assert keys(database) == ["k", "l", "m"]


def test_ten_thousand_recipients_are_posted_whole(database: Database) -> None:
    """More than one statement of any engine takes."""
    put(database, *(message(f"k-{n}", f"p{n}@office.example") for n in range(10_000)))

    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(OutboxRow)) == 10_000


def test_no_snapshot_holds_a_message_and_none_changes_its_digest(database: Database, tmp_path: Path) -> None:
    """A snapshot is handed on; who was told of what is not."""
    before = write_snapshot(database, tmp_path / "before.db")
    put(database, message())

    after = write_snapshot(database, tmp_path / "after.db")

    assert before == after == content_digest(tmp_path / "after.db")
    assert b"\xe6\x8a\xa5\xe5\x91\x8a\xe5\xb7\xb2" not in (tmp_path / "after.db").read_bytes()
    assert verify(database).faults == []


def test_a_row_is_held_by_one_deliverer(database: Database) -> None:
    """The second finds nothing to do until the first has let go, or has been silent for too long."""
    put(database, message())
    first, second = Outbox(database, "first"), Outbox(database, "second")

    taken = first.take(NOW, 0)

    assert taken is not None
    assert second.take(NOW, 0) is None
    late = NOW + timedelta(minutes=HELD_MINUTES, seconds=1)
    again = second.take(late, 0)
    assert again is not None
    assert again.number == taken.number
    assert not first.keep(taken, late, state=str(OutboxState.SENT))
    assert second.keep(again, late, state=str(OutboxState.SENT))


def test_four_deliverers_at_once_take_each_row_once(database: Database) -> None:
    """200 rows, four threads with the outbox to themselves: no row twice, none left."""
    put(database, *(message(f"k-{n}") for n in range(200)))
    taken: list[int] = []

    def work(name: str) -> None:
        outbox, last = Outbox(database, name), 0
        while row := outbox.take(NOW, last):
            last = row.id
            taken.append(row.id)

    threads = [threading.Thread(target=work, args=(f"d{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 201))


def test_what_was_given_up_waits_again_when_asked(database: Database) -> None:
    """Only that: what waits or is sent stays as it is."""
    put(database, message("a"), message("b"))
    outbox = Outbox(database, "d")
    row = outbox.take(NOW, 0)
    assert row is not None
    outbox.keep(row, NOW, state=str(OutboxState.GIVEN_UP), tries=10, fault="550 no such user")

    assert outbox.renew([row.id + 1], NOW) == 0
    assert outbox.renew(None, NOW) == 1

    again = outbox.take(NOW, 0)
    assert again is not None
    assert (again.id, again.tries, again.number) == (row.id, 0, row.number)


@pytest.mark.parametrize(
    ("hostile", "plain"),
    [
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ("a\x00\x0b\x1bb", "a b"),
        ("a\u2028b\u202ec", "a b c"),
        ("  预警\t通知 ", "预警 通知"),
        ("长" * 400, "长" * 299 + "…"),
    ],
)
def test_a_subject_is_one_line(database: Database, hostile: str, plain: str) -> None:
    """Nothing in it ends a heading, turns the direction of writing, or grows without end."""
    put(database, message(subject=hostile))

    row = Outbox(database, "d").take(NOW, 0)

    assert row is not None
    assert row.subject == plain == one_line(plain)
