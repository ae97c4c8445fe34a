"""Store: transactions that hold their dossiers, do the work, seal it and commit, or leave only the refusal."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kit.core.errors import KitError
from kit.core.finding import Finding
from kit.core.tables import OFFICE
from kit.store.database import Database, is_retryable
from kit.store.journal import Deed, Head, append, lock_head, open_dossier
from kit.store.work import Refused, Setting, Work

TRIES_MAX = 12
Done = TypeVar("Done")


@dataclass(frozen=True)
class Receipt:
    """What an action answers after the commit: the entry that holds it, or the one that holds its refusal."""

    ok: bool
    dossier: str
    number: int
    seal: str
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The receipt as doors print it."""
        return {
            "ok": self.ok,
            "findings": [finding.as_dict() for finding in self.findings],
            "receipt": {"dossier": self.dossier, "number": self.number, "seal": self.seal},
        }


@dataclass(frozen=True)
class Job:
    """One action to be done: the dossiers it holds (the first is its own), what it does, what the journal says."""

    dossiers: tuple[str, ...]
    perform: Callable[[Work], None]
    deed: Callable[[Work], Deed]


class Store:
    """The way into one database for actions."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def record(self, job: Job, setting: Setting) -> Receipt:
        """Do one job in one transaction; on a refusal nothing of it stays but an entry that says so."""
        return self.record_batch([job], setting)[0]

    def record_batch(self, jobs: list[Job], setting: Setting) -> list[Receipt]:
        """Do many jobs in one transaction, an entry each; a refused one leaves the others as they are."""
        return self._in_turn(jobs, lambda connection: [_do(connection, job, setting) for job in jobs])

    def preview(self, job: Job, setting: Setting) -> list[Finding]:
        """What the checks say of a job; it is done and undone, and nothing is written."""
        return self._in_turn([job], lambda connection: _try_out(connection, job, setting))

    def _in_turn(self, jobs: list[Job], done: Callable[[Connection], Done]) -> Done:
        """Hold the dossiers of *jobs* in one transaction; again from the start where another was in the way."""
        for attempt in range(TRIES_MAX):
            try:
                with self.database.writing() as connection:
                    _hold(connection, sorted({dossier for job in jobs for dossier in job.dossiers}))
                    return done(connection)
            except DBAPIError as error:
                if not is_retryable(error):
                    raise
                # Chance keeps two writers that met once from meeting again.
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
        raise KitError("the database was busy twelve times over; nothing was recorded, try again")


def _do(connection: Connection, job: Job, setting: Setting) -> Receipt:
    work = Work(connection, setting, job.dossiers)
    try:
        with connection.begin_nested():
            job.perform(work)
            heads = [_take(connection, dossier) for dossier in sorted(set(job.dossiers))]
    except Refused as refusal:
        return _write_refusal(connection, job, work, refusal.findings)
    deed = job.deed(work)
    entries = {
        head.dossier: append(connection, head, deed, work.changes.get(head.dossier, []), _plain(work.findings))
        for head in heads
    }
    return _receipt(True, entries[job.dossiers[0]], work.findings)


def _try_out(connection: Connection, job: Job, setting: Setting) -> list[Finding]:
    work = Work(connection, setting, job.dossiers)
    with _undone(connection):
        try:
            job.perform(work)
        except Refused as refusal:
            return refusal.findings
    return work.findings


def _write_refusal(connection: Connection, job: Job, work: Work, findings: list[Finding]) -> Receipt:
    head = lock_head(connection, job.dossiers[0]) or _take(connection, OFFICE)
    entry = append(connection, head, job.deed(work), [], _plain(findings))
    return _receipt(False, entry, findings)


def _hold(connection: Connection, dossiers: list[str]) -> None:
    for dossier in dossiers:
        lock_head(connection, dossier)


def _take(connection: Connection, dossier: str) -> Head:
    return lock_head(connection, dossier) or open_dossier(connection, dossier)


def _receipt(ok: bool, entry: Head, findings: list[Finding]) -> Receipt:
    return Receipt(ok, entry.dossier, entry.number, entry.seal, tuple(findings))


def _plain(findings: list[Finding]) -> list[dict[str, Any]]:
    return [{"code": f.code, "severity": str(f.severity), "field": f.field, "row": f.row} for f in findings]


@contextmanager
def _undone(connection: Connection) -> Iterator[None]:
    inside = connection.begin_nested()
    try:
        yield
    finally:
        if inside.is_active:
            inside.rollback()
