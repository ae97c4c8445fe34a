"""Work: the one write path. It changes rows and remembers, for the journal, how each row stands after."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, Select, bindparam, delete, func, insert, select, text, update

from kit.core.actor import Actor
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import KitError, NotRecorded
from kit.core.finding import Finding, is_blocked
from kit.core.message import Message
from kit.core.money import FEN_MAX
from kit.core.tables import Balanced, Recorded, columns_of, read_row
from kit.law.rulebook import Law, Rulebook
from kit.store.database import allowed_to_write
from kit.store.journal import Change
from kit.store.outbox import post
from kit.workspace.resources import Resources

# What one statement of any engine takes.
PARAMETERS_MAX = 5000
Row = TypeVar("Row", bound=Recorded)
Amounts = TypeVar("Amounts", bound=Balanced)


class Refused(KitError):
    """The checks stop an action; the findings say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = list(findings)


class ChangedMeanwhile(KitError):
    """Somebody else changed the row after it was read."""


@dataclass(frozen=True)
class Setting:
    """What a piece of work happens in: who, when, under which law, with which data files."""

    actor: Actor
    at: datetime
    rulebook: Rulebook
    resources: Resources
    files: Path

    @property
    def today(self) -> date:
        """The office's day (Asia/Shanghai)."""
        return self.at.astimezone(OFFICE_TIME).date()


@dataclass
class Work:
    """One action under way, in one transaction that holds its dossiers."""

    connection: Connection
    setting: Setting
    dossiers: tuple[str, ...]
    action_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    changes: dict[str, list[Change]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    cited: dict[str, str] = field(default_factory=dict)
    # What may still be said for what a check says against: by itself nothing.
    ease: "Callable[[Work, Sequence[Finding]], list[Finding]]" = lambda _work, findings: list(findings)

    @property
    def law(self) -> Law:
        """The law as it stands today; a deed of another day asks ``setting.rulebook.on(day)``."""
        return self.setting.rulebook.on(self.setting.today)

    def find(self, table: type[Row], **criteria: Any) -> Row | None:
        """The one row that fits, or None."""
        values = self.connection.execute(_query(table, _given(criteria)), criteria).mappings().first()
        return read_row(table, values) if values else None

    def get(self, table: type[Row], **criteria: Any) -> Row:
        """The one row that fits; raises NotRecorded."""
        row = self.find(table, **criteria)
        if row is None:
            wanted = ", ".join(f"{name} {value!r}" for name, value in criteria.items())
            raise NotRecorded(f"there is no {table.__tablename__} with {wanted}; kit show lists what is recorded")
        return row

    def select(self, table: type[Row], **criteria: Any) -> list[Row]:
        """All rows that fit, in order of their keys."""
        rows = self.connection.execute(_query(table, _given(criteria)), criteria).mappings()
        return [read_row(table, values) for values in rows]

    def select_in(self, table: type[Row], name: str, values: Iterable[Any]) -> list[Row]:
        """All rows whose column *name* holds one of *values*, in any order."""
        columns = columns_of(table)
        found: list[Row] = []
        for some in _chunks(dict.fromkeys(values)):
            rows = self.connection.execute(select(columns).where(columns.c[name].in_(some))).mappings()
            found += [read_row(table, row) for row in rows]
        return found

    def count(self, table: type[Recorded], **criteria: Any) -> int:
        """How many rows fit."""
        found = _query(table, _given(criteria)).order_by(None).subquery()
        return int(self.connection.execute(select(func.count()).select_from(found), criteria).scalar_one())

    def add(self, table: type[Row], **values: Any) -> Row:
        """Write a new row (in the action's own dossier unless *values* name another that is held) and answer it."""
        return self.add_many(table, [values])[0]

    def add_many(self, table: type[Row], rows: Iterable[dict[str, Any]]) -> list[Row]:
        """Write many new rows of one table in one statement and answer them in the order given."""
        wanted = [{"dossier": self.dossiers[0], "version": 1} | values for values in rows]
        if not wanted:
            return []
        if len(wanted) > 1:
            # With keys of their own the rows go in by the hundred and are told apart when they come back.
            wanted = [{"id": key} | values for key, values in zip(self._keys(table, len(wanted)), wanted, strict=True)]
        images = sorted(self._write(_adding(table), wanted), key=itemgetter("id"))
        return [self._note(table, image) for image in images]

    def change(self, row: Row, **values: Any) -> Row:
        """Change a row and answer it as it stands after; raises ChangedMeanwhile where its version has moved."""
        columns = columns_of(type(row))
        moved = values | {"version": row.version + 1}
        statement = update(columns).where(columns.c.id == row.id, columns.c.version == row.version)
        images = self._write(statement.values(moved).returning(columns))
        if not images:
            raise ChangedMeanwhile(f"{columns.name} {row.id} was changed by somebody else meanwhile; open it again")
        return self._note(type(row), images[0])

    def move(self, row: Amounts, **by: int) -> Amounts:
        """Change balances of a row by amounts and answer it as it stands after.

        The statement adds to what the database holds and carries its own conditions, so that nothing read before can
        overspend. A check has said before what is short; raises ChangedMeanwhile where they fail all the same.
        """
        amounts = {f"by_{name}": by.get(name, 0) for name in row.balances}
        images = self._write(_moving(type(row)), amounts | {"moved": row.id})
        if not images:
            raise ChangedMeanwhile(
                f"{row.__tablename__} {row.id} cannot hold this: less is left, or it is beyond any budget; look again"
            )
        return self._note(type(row), images[0])

    def remove(self, row: Recorded) -> None:
        """Take a row out of the present; the journal keeps what it was."""
        columns = columns_of(type(row))
        self._hold(row.dossier)
        with allowed_to_write(self.connection):
            self.connection.execute(delete(columns).where(columns.c.id == row.id))
        self.changes.setdefault(row.dossier, []).append(Change(row.__tablename__, row.id, None))

    def tell(self, messages: Iterable[Message]) -> int:
        """Put messages into the outbox; they stay or go with everything else that this action does."""
        return post(self.connection, messages, self.setting.at, self.action_id)

    def cite(self, name: str, digest: str) -> None:
        """Name a file in force (a scheme, a route) that decides this action; the entry keeps its digest."""
        self.cited[name] = digest

    def refuse_if(self, findings: Iterable[Finding]) -> None:
        """Keep *findings* for the receipt; raise Refused where one of them blocks."""
        new = self.ease(self, list(findings))
        self.findings += new
        if is_blocked(new):
            raise Refused(self.findings)

    def _keys(self, table: type[Recorded], number: int) -> list[int]:
        """The next *number* keys: from the sequence; SQLite has none, and lets nobody else write meanwhile."""
        if self.connection.dialect.name == "postgresql":
            drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :number)")
            given = {"name": table.__tablename__, "number": number}
            return list(self.connection.execute(drawn, given).scalars())
        last = self.connection.execute(select(func.coalesce(func.max(columns_of(table).c.id), 0))).scalar_one()
        return list(range(last + 1, last + 1 + number))

    def _write(self, statement: Any, parameters: Any = None) -> list[dict[str, Any]]:
        with allowed_to_write(self.connection):
            result = self.connection.execute(statement, parameters)
            names = list(result.keys())
            return [dict(zip(names, image, strict=True)) for image in result]

    def _note(self, table: type[Row], image: dict[str, Any]) -> Row:
        self._hold(image["dossier"])
        self.changes.setdefault(image["dossier"], []).append(Change(table.__tablename__, image["id"], image))
        return read_row(table, image)

    def _hold(self, dossier: str) -> None:
        if dossier not in self.dossiers:
            raise KitError(f"the action holds {', '.join(self.dossiers)} and may not write to dossier {dossier}")


def _given(criteria: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    """The names of *criteria*, each with whether something is looked for: nothing is not equal to nothing in SQL."""
    return tuple((name, value is not None) for name, value in criteria.items())


# Statements are made once: making one takes longer than running it.
@cache
def _query(table: type[Recorded], given: tuple[tuple[str, bool], ...]) -> Select[Any]:
    columns = columns_of(table)
    fits = [columns.c[name] == bindparam(name) if is_some else columns.c[name].is_(None) for name, is_some in given]
    return select(columns).where(*fits).order_by(columns.c.id)


@cache
def _adding(table: type[Recorded]) -> Any:
    columns = columns_of(table)
    return insert(columns).returning(columns)


@cache
def _moving(table: type[Balanced]) -> Any:
    columns = columns_of(table)
    after = {name: columns.c[name] + bindparam(f"by_{name}", type_=BigInteger) for name in table.balances}
    holds = [columns.c.id == bindparam("moved"), *(balance.between(0, FEN_MAX) for balance in after.values())]
    statement = update(columns).where(*holds, table.spare(after) >= 0)
    return statement.values({**after, "version": columns.c.version + 1}).returning(columns)


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(values)
    while chunk := list(islice(remaining, PARAMETERS_MAX)):
        yield chunk
