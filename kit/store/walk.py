"""Walk: the chains of a span of dossiers, followed beside one stream for each table; memory holds one dossier.

A dossier is whole by itself: its chain, its head and its rows are compared within one look, whatever others hold.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from kit.core.digest import canonical
from kit.core.tables import columns_of
from kit.store.chain import Chain
from kit.store.fault import Fault
from kit.store.journal import START, Dossier, Entry, Head
from kit.store.recorded import recorded_tables
from kit.store.sealed import is_row

Told = Callable[[int], None]
# How many entries are read between two words about it.
STEP = 1000
FETCHED = 2000
_DOSSIER = 1


@dataclass(frozen=True)
class Span:
    """The dossiers after *low*, up to and with *high*; None is the end of all."""

    low: str = ""
    high: str | None = None

    def of(self, query: Select[Any], dossier: Any) -> Select[Any]:
        """The query for the dossiers of the span alone."""
        query = query.where(dossier > self.low) if self.low else query
        return query if self.high is None else query.where(dossier <= self.high)


@dataclass
class Walked:
    """What a walk has seen: how many entries, and what does not fit."""

    entries: int = 0
    faults: list[Fault] = field(default_factory=list)


def heads_of(connection: Connection, span: Span) -> list[Head]:
    """The heads of the dossiers of the span, by their codes."""
    query = select(columns_of(Dossier)).order_by(Dossier.code)
    return [Head(row.code, row.number, row.seal) for row in connection.execute(span.of(query, Dossier.code))]


def walk(connection: Connection, span: Span, told: Told) -> Walked:
    """Follow all chains of the span beside heads and tables; *told* hears of every thousand entries."""
    walked, ends = Walked(), {}
    streams = [_RowStream(connection, table, span) for table in recorded_tables()]
    for dossier, entries in groupby(_entries(connection, span), key=itemgetter(_DOSSIER)):
        chain = Chain(dossier)
        for entry in entries:
            walked.faults += chain.follow(entry)
            walked.entries += 1
            if walked.entries % STEP == 0:
                told(STEP)
        ends[dossier] = chain.end
        walked.faults += _verify_rows(chain, streams)
    walked.faults += [_stray(stream.name, row) for stream in streams for row in stream.rest()]
    walked.faults += _verify_heads(heads_of(connection, span), ends)
    return walked


def _entries(connection: Connection, span: Span) -> Iterator[Any]:
    query = select(columns_of(Entry)).order_by(Entry.dossier, Entry.number)
    return _streamed(connection, span.of(query, Entry.dossier))


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    for part in connection.execution_options(stream_results=True).execute(query).partitions(FETCHED):
        yield from part


class _RowStream:
    """The rows of one table, handed out dossier by dossier in the journal's order."""

    def __init__(self, connection: Connection, table: Table, span: Span) -> None:
        self.name = table.name
        self._names = [column.name for column in table.columns]
        self._dossier = self._names.index("dossier")
        query = select(table).order_by(table.c.dossier, table.c.id)
        self._rows = _streamed(connection, span.of(query, table.c.dossier))
        self._next = next(self._rows, None)

    def up_to(self, dossier: str) -> Iterator[dict[str, Any]]:
        """The rows of all dossiers up to and with *dossier*."""
        while self._next is not None and self._next[self._dossier] <= dossier:
            yield self._read(self._next)
            self._next = next(self._rows, None)

    def rest(self) -> Iterator[dict[str, Any]]:
        """The rows that nobody asked for."""
        while self._next is not None:
            yield self._read(self._next)
            self._next = next(self._rows, None)

    def _read(self, values: Any) -> dict[str, Any]:
        return dict(zip(self._names, values, strict=True))


def _verify_rows(chain: Chain, streams: list[_RowStream]) -> Iterator[Fault]:
    missing = chain.images
    for stream in streams:
        for row in stream.up_to(chain.dossier):
            image = missing.pop((stream.name, row["id"]), None) if row["dossier"] == chain.dossier else None
            if image is None:
                yield _stray(stream.name, row)
            elif not is_row(image, row):
                yield Fault("row", f"{stream.name} {row['id']}", _difference(image, row))
    for name, key in missing:
        yield Fault("row", f"{name} {key}", f"the journal of {chain.dossier} holds this row, the table does not")


def _verify_heads(heads: list[Head], ends: dict[str, Head]) -> Iterator[Fault]:
    known = {head.dossier: head for head in heads}
    for dossier in sorted({*known, *ends}):
        head = known.get(dossier)
        end = ends.get(dossier, Head(dossier, 0, START))
        if head != end:
            stands = f"the head says entry {head.number}" if head else "the dossier has no head"
            yield Fault("head", dossier, f"{stands}, the chain ends at entry {end.number}")


def _difference(image: bytes, row: dict[str, Any]) -> str:
    sealed, present = json.loads(image), json.loads(canonical(row))
    names = [name for name in {**sealed, **present} if sealed.get(name) != present.get(name)]
    said = "; ".join(f"{name}: journal {sealed.get(name)!r}, table {present.get(name)!r}" for name in names[:3])
    return f"the row differs from its last entry ({said})"


def _stray(table: str, row: dict[str, Any]) -> Fault:
    return Fault("row", f"{table} {row['id']}", f"no entry of {row['dossier']} knows this row")
