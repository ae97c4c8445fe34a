"""Verify: the chain, the checkpoints, and the tables against the journal, in one read-only look.

It walks the journal dossier by dossier beside one stream for each table, so that its memory holds one dossier.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from kit.core.digest import canonical, digest
from kit.core.tables import columns_of
from kit.store.checkpoint import Checkpoint
from kit.store.database import Database
from kit.store.journal import START, Dossier, Head, read_entries
from kit.store.recorded import recorded_tables, refuse_unknown_tables, rows_by_dossier
from kit.store.sealed import GONE, Sealed, is_row, read_sealed

Progress = Callable[[int], None]
# Where the dossier stands among the columns of an entry; the columns that repeat the text follow in this order.
_DOSSIER = 1


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: its kind, where it is, and what to look at."""

    kind: str
    where: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The fault as doors print it."""
        return {"kind": self.kind, "where": self.where, "message": self.message}


@dataclass
class Verdict:
    """What ``verify`` found."""

    entries: int = 0
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The verdict as doors print it."""
        return {
            "ok": not self.faults,
            "entries": self.entries,
            "seconds": round(self.seconds, 3),
            "faults": [fault.as_dict() for fault in self.faults],
        }


def verify(database: Database, checkpoints: Iterable[Checkpoint] = (), progress: Progress | None = None) -> Verdict:
    """Check every seal and every row; *progress* is told the number of entries read so far."""
    verdict = Verdict()
    begun = time.perf_counter()
    with database.reading() as connection:
        refuse_unknown_tables(connection)
        heads = _heads(connection)
        seen = _verify_dossiers(connection, verdict, progress)
        verdict.faults += _verify_heads(heads, seen)
        verdict.faults += _verify_checkpoints(connection, checkpoints)
        verdict.faults += _verify_balances(connection)
    verdict.seconds = time.perf_counter() - begun
    return verdict


class _Chain:
    """The chain of one dossier while it is walked: where it stands, and how each row stands after it."""

    def __init__(self, dossier: str) -> None:
        self.dossier = dossier
        self.number = 0
        self.seal = START
        self.images: dict[tuple[str, int], bytes] = {}

    def follow(self, entry: Any) -> list[Fault]:
        """Take the next entry in; say what is wrong with it."""
        _key, *repeated, text, seal = entry
        sealed = read_sealed(text)
        faults = self._faults(sealed, repeated, text, seal)
        if sealed is None:
            return faults
        self.number, self.seal = repeated[1], seal
        for key, image in sealed.images():
            if image == GONE:
                self.images.pop(key, None)
            else:
                self.images[key] = image
        return faults

    def _faults(self, sealed: Sealed | None, repeated: list[Any], text: str, seal: str) -> list[Fault]:
        where, faults = f"{repeated[0]} {repeated[1]}", []
        if digest(text) != seal:
            faults.append(Fault("seal", where, "the entry's text does not fit its seal: it was changed"))
        if sealed is None:
            return [*faults, Fault("seal", where, "the entry's text is not readable")]
        if repeated[1] != self.number + 1 or sealed.previous != self.seal:
            said = "the entry does not follow the one before it: an entry is missing or was put in"
            faults.append(Fault("chain", where, said))
        if sealed.repeated() != repeated:
            said = "the columns beside the text say something else than the text"
            faults.append(Fault("columns", where, said))
        return faults


def _verify_dossiers(connection: Connection, verdict: Verdict, progress: Progress | None) -> dict[str, Head]:
    """Walk all chains beside the tables; answer where each chain ends."""
    ends: dict[str, Head] = {}
    tables = [_RowStream(connection, table) for table in recorded_tables()]
    for dossier, entries in groupby(read_entries(connection), key=itemgetter(_DOSSIER)):
        chain = _Chain(dossier)
        for entry in entries:
            verdict.entries += 1
            verdict.faults += chain.follow(entry)
            if progress and verdict.entries % 1000 == 0:
                progress(verdict.entries)
        ends[dossier] = Head(dossier, chain.number, chain.seal)
        verdict.faults += _verify_rows(chain, tables)
    for table in tables:
        verdict.faults += [_stray(table.name, row) for row in table.rest()]
    return ends


class _RowStream:
    """The rows of one table, handed out dossier by dossier in the journal's order."""

    def __init__(self, connection: Connection, table: Any) -> None:
        self.name = table.name
        self._rows = rows_by_dossier(connection, table)
        self._next = next(self._rows, None)

    def up_to(self, dossier: str) -> Iterator[dict[str, Any]]:
        """The rows of all dossiers up to and with *dossier*."""
        while self._next is not None and self._next["dossier"] <= dossier:
            yield self._next
            self._next = next(self._rows, None)

    def rest(self) -> Iterator[dict[str, Any]]:
        """The rows that nobody asked for."""
        while self._next is not None:
            yield self._next
            self._next = next(self._rows, None)


def _verify_rows(chain: _Chain, tables: list[_RowStream]) -> Iterator[Fault]:
    missing = chain.images
    for table in tables:
        for row in table.up_to(chain.dossier):
            image = missing.pop((table.name, row["id"]), None) if row["dossier"] == chain.dossier else None
            if image is None:
                yield _stray(table.name, row)
            elif not is_row(image, row):
                yield Fault("row", f"{table.name} {row['id']}", _difference(image, row))
    for name, key in missing:
        yield Fault("row", f"{name} {key}", f"the journal of {chain.dossier} holds this row, the table does not")


def _difference(image: bytes, row: dict[str, Any]) -> str:
    sealed, present = json.loads(image), json.loads(canonical(row))
    names = [name for name in {**sealed, **present} if sealed.get(name) != present.get(name)]
    said = "; ".join(f"{name}: journal {sealed.get(name)!r}, table {present.get(name)!r}" for name in names[:3])
    return f"the row differs from its last entry ({said})"


def _stray(table: str, row: dict[str, Any]) -> Fault:
    return Fault("row", f"{table} {row['id']}", f"no entry of {row['dossier']} knows this row")


def _heads(connection: Connection) -> dict[str, Head]:
    rows = connection.execute(select(columns_of(Dossier)))
    return {row.code: Head(row.code, row.number, row.seal) for row in rows}


def _verify_heads(heads: dict[str, Head], ends: dict[str, Head]) -> Iterator[Fault]:
    for dossier in sorted({*heads, *ends}):
        head = heads.get(dossier)
        end = ends.get(dossier, Head(dossier, 0, START))
        if head != end:
            stands = f"the head says entry {head.number}" if head else "the dossier has no head"
            yield Fault("head", dossier, f"{stands}, the chain ends at entry {end.number}")


def _verify_checkpoints(connection: Connection, checkpoints: Iterable[Checkpoint]) -> Iterator[Fault]:
    for checkpoint in checkpoints:
        if not checkpoint.is_signed_well():
            yield Fault("checkpoint", checkpoint.name, "the signature does not fit what it signs")
            continue
        for head in checkpoint.missing_from(connection):
            yield Fault("checkpoint", checkpoint.name, f"entry {head.number} of {head.dossier} is not as it was signed")


def _verify_balances(connection: Connection) -> Iterator[Fault]:
    """Ask each table that says how its balances reconcile; a row answered is one that does not."""
    for table in recorded_tables():
        if "reconcile" in table.info:
            for row in connection.execute(table.info["reconcile"]()):
                said = f"the balance holds {row.holds}, what it is made of makes {row.makes}"
                yield Fault("balance", f"{row.name} {row.key}", said)
