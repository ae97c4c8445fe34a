"""Verify: the chains, the checkpoints, and the tables against the journal; it only reads, in one look or several."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from kit.store.checkpoint import Checkpoint
from kit.store.crew import ENTRIES_MIN, spans_of, walk_together
from kit.store.database import Database
from kit.store.fault import Fault
from kit.store.recorded import recorded_tables, refuse_unknown_tables
from kit.store.walk import Span, Walked, heads_of, walk

Progress = Callable[[int], None]


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
    begun = time.perf_counter()
    with database.reading() as connection:
        refuse_unknown_tables(connection)
        walked = _walk(database, connection, _Count(progress))
        faults = [
            *walked.faults,
            *_verify_checkpoints(connection, checkpoints),
            *_verify_balances(connection),
        ]
    return Verdict(walked.entries, time.perf_counter() - begun, faults)


class _Count:
    """Adds up what is told of entries, and says the sum."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._entries = 0

    def __call__(self, entries: int) -> None:
        self._entries += entries
        if self._progress:
            self._progress(self._entries)


def _walk(database: Database, connection: Connection, told: _Count) -> Walked:
    """All chains: by as many processes as there are cores where the journal is long."""
    heads = heads_of(connection, Span())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    spans = spans_of(heads, cores) if sum(head.number for head in heads) >= ENTRIES_MIN else []
    return walk_together(database, spans, told) if len(spans) > 1 else walk(connection, Span(), told)


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
