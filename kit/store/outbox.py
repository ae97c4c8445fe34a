"""Outbox: messages that wait to be delivered, each written in the transaction of what it tells of.

A deliverer holds a row for a while, sends it, and notes that it is sent. Whoever dies in between lets the row go when
that while is over; the row is then sent again under the same number. So a message goes out at least once, and never by
two deliverers at a time.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, Integer, String, Text, UniqueConstraint, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.message import Message, one_line
from kit.core.tables import CODE, IDENTITY, Aside, columns_of
from kit.store.database import Database, allowed_to_write
from kit.store.journal import time_text

# Longer than any attempt takes (``ATTEMPT_SECONDS`` of the channels): a row that is held is never sent by others.
HELD_MINUTES = 15
FAULT_MAX = 400
# What one statement of any engine takes.
CHUNK = 500
TIME = String(32)


class OutboxState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class OutboxRow(Aside):
    """A message and how its delivery stands; ``number`` stays the same however often it is tried."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("key"), {"info": {"unjournaled": True, "withheld": True}})

    id: Mapped[int] = mapped_column(IDENTITY, primary_key=True)
    key: Mapped[str] = mapped_column(String(300))
    topic: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[str] = mapped_column(String(36))
    cause: Mapped[str | None] = mapped_column(String(36))
    written_at: Mapped[str] = mapped_column(TIME)
    state: Mapped[str] = mapped_column(CODE, index=True)
    tries: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[str] = mapped_column(TIME)
    holder: Mapped[str | None] = mapped_column(String(36))
    held_until: Mapped[str | None] = mapped_column(TIME)
    ended_at: Mapped[str | None] = mapped_column(TIME)
    fault: Mapped[str | None] = mapped_column(String(400))


def post(connection: Connection, messages: Iterable[Message], at: datetime, cause: str | None = None) -> int:
    """Put *messages* into the outbox within the transaction of *connection*; answer how many are new.

    ``cause`` is the action they come from, as the journal numbers it. A key that is there already is left alone; two
    transactions with one new key meet at its constraint, and the later one is done again.
    """
    by_key = {message.key: message for message in messages}
    columns, posted = columns_of(OutboxRow), 0
    for some in _chunks(list(by_key.values())):
        there = set(connection.scalars(select(columns.c.key).where(columns.c.key.in_([each.key for each in some]))))
        fresh = [_values(message, at, cause) for message in some if message.key not in there]
        if fresh:
            with allowed_to_write(connection):
                connection.execute(insert(columns), fresh)
        posted += len(fresh)
    return posted


def _values(message: Message, at: datetime, cause: str | None) -> dict[str, Any]:
    return {
        "key": message.key,
        "topic": message.topic,
        "channel": message.channel,
        "recipient": message.recipient,
        "subject": one_line(message.subject),
        "body": message.body.replace("\0", ""),
        "facts": dict(message.facts),
        "number": str(uuid.uuid4()),
        "cause": cause,
        "written_at": time_text(at),
        "state": str(OutboxState.WAITING),
        "tries": 0,
        "due_at": time_text(at),
    }


def _chunks(messages: list[Message]) -> Iterable[list[Message]]:
    return (messages[place : place + CHUNK] for place in range(0, len(messages), CHUNK))


@dataclass
class Outbox:
    """The outbox of one database, as a deliverer sees it; ``holder`` is the deliverer's own name."""

    database: Database
    holder: str

    def take(self, now: datetime, after: int, closed: Iterable[str] = ()) -> OutboxRow | None:
        """Hold the next message that is due, past row *after* and on no *closed* channel; None where there is none."""
        while True:
            with self.database.writing() as connection:
                found = connection.execute(_next_due(time_text(now), after, list(closed))).mappings().first()
                if found is None:
                    return None
                if self._hold(connection, found["id"], now):
                    return OutboxRow(**found)

    def keep(self, row: OutboxRow, now: datetime, **values: Any) -> bool:
        """Note how an attempt ended and let the row go; False where it is no longer this deliverer's."""
        columns = columns_of(OutboxRow)
        values = {"holder": None, "held_until": None} | values
        fault = values.get("fault")
        values["fault"] = one_line(fault, FAULT_MAX) if fault else None
        if values.get("state", OutboxState.WAITING) != OutboxState.WAITING:
            values["ended_at"] = time_text(now)
        fits = (columns.c.id == row.id, columns.c.holder == self.holder)
        with self.database.writing() as connection, allowed_to_write(connection):
            return bool(connection.execute(update(columns).where(*fits).values(**values)).rowcount)

    def renew(self, numbers: Iterable[int] | None, now: datetime) -> int:
        """Let messages that were given up wait again (all of them for None); answer how many."""
        columns = columns_of(OutboxRow)
        given_up = columns.c.state == str(OutboxState.GIVEN_UP)
        fits = [given_up] if numbers is None else [given_up, columns.c.id.in_(list(numbers))]
        anew = {"state": str(OutboxState.WAITING), "tries": 0, "due_at": time_text(now), "ended_at": None}
        with self.database.writing() as connection, allowed_to_write(connection):
            return int(connection.execute(update(columns).where(*fits).values(**anew)).rowcount)

    def _hold(self, connection: Connection, number: int, now: datetime) -> bool:
        """The row is ours only where nobody else was first: the statement carries its own conditions."""
        columns = columns_of(OutboxRow)
        until = time_text(now + timedelta(minutes=HELD_MINUTES))
        statement = update(columns).where(columns.c.id == number, *_is_due(time_text(now)))
        with allowed_to_write(connection):
            done = connection.execute(statement.values(holder=self.holder, held_until=until))
        return bool(done.rowcount)


def _is_due(now: str) -> list[Any]:
    columns = columns_of(OutboxRow)
    return [
        columns.c.state == str(OutboxState.WAITING),
        columns.c.due_at <= now,
        or_(columns.c.held_until.is_(None), columns.c.held_until < now),
    ]


def _next_due(now: str, after: int, closed: list[str]) -> Any:
    columns = columns_of(OutboxRow)
    query = select(columns).where(*_is_due(now), columns.c.id > after, columns.c.channel.not_in(closed))
    return query.order_by(columns.c.id).limit(1)
