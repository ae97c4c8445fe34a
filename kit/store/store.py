"""Store: transactions that hold their dossiers, do the work, seal it and commit, or leave only the refusal."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kit.core.errors import KitError
from kit.core.finding import Finding
from kit.core.tables import OFFICE
from kit.store.database import Database, is_retryable, is_taken
from kit.store.journal import Deed, Head, append, lock_head, open_dossier
from kit.store.work import Refused, Setting, Work

TRIES_MAX = 12
# Who was first with a value has committed it: the next try sees it, and its checks say so.
TRIES_TAKEN = 3
Answer = TypeVar("Answer")


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


class _UndoneWholly(Exception):
    """Takes a transaction back; the receipts say what was said of the jobs, and stand for no entry."""

    def __init__(self, receipts: list[Receipt]) -> None:
        super().__init__()
        self.receipts = receipts


class Store:
    """The way into one database for actions."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def record(self, job: Job, setting: Setting) -> Receipt:
        """Do one job in one transaction; on a refusal nothing of it stays but an entry that says so."""
        return self.record_batch([job], setting)[0]

    def record_batch(self, jobs: list[Job], setting: Setting) -> list[Receipt]:
        """Do many jobs in one transaction, an entry each; a refused one leaves the others as they are."""
        return self._insist(lambda: self._record(jobs, setting))

    def record_whole(self, jobs: list[Job], setting: Setting, is_kept: bool = True) -> list[tuple[Finding, ...]]:
        """Do many jobs in one transaction, all or none, and answer what was said of each.

        Where one is refused nothing stays, no entry either; nor does anything where it is not to be kept (a rehearsal:
        each job meets what those before it have done).
        """
        return self._insist(lambda: self._record_whole(jobs, setting, is_kept))

    def _record_whole(self, jobs: list[Job], setting: Setting, is_kept: bool) -> list[tuple[Finding, ...]]:
        try:
            with self.database.writing() as connection:
                heads = _hold_all(connection, jobs)
                receipts = [_do_among_others(connection, job, setting, heads) for job in jobs]
                _undo_unless(is_kept and all(receipt.ok for receipt in receipts), receipts)
        except _UndoneWholly as undone:
            receipts = undone.receipts
        return [receipt.findings for receipt in receipts]

    def _insist(self, attempt: Callable[[], Answer]) -> Answer:
        for place in count():
            try:
                return attempt()
            except DBAPIError as error:
                if not is_retryable(error):
                    raise
                if place + 1 == (TRIES_TAKEN if is_taken(error) else TRIES_MAX):
                    raise _gave_up(error) from error
            # Chance keeps two writers that met once from meeting again.
            time.sleep(random.uniform(0, 0.01 * 2**place))  # noqa: S311
        raise AssertionError

    def _record(self, jobs: list[Job], setting: Setting) -> list[Receipt]:
        if len(jobs) == 1:
            return [self._do_alone(jobs[0], setting)]
        with self.database.writing() as connection:
            heads = _hold_all(connection, jobs)
            return [_do_among_others(connection, job, setting, heads) for job in jobs]

    def _do_alone(self, job: Job, setting: Setting) -> Receipt:
        """Do one job without a savepoint: a refusal undoes the transaction and is written in one of its own."""
        with self.database.writing() as connection:
            work = Work(connection, setting, job.dossiers)
            try:
                return _do(connection, job, work, _hold(connection, sorted(set(job.dossiers))))
            except Refused as refusal:
                findings = refusal.findings
                connection.rollback()
        with self.database.writing() as connection:
            return _write_refusal(connection, job, work, findings, _hold(connection, [job.dossiers[0]]))

    def preview(self, job: Job, setting: Setting) -> list[Finding]:
        """What the checks say of a job; it is done and undone, and nothing is written."""
        return list(self.record_whole([job], setting, is_kept=False)[0])


def _do_among_others(connection: Connection, job: Job, setting: Setting, heads: dict[str, Head]) -> Receipt:
    """Do one job of several: a refusal undoes what it did and leaves the others as they are."""
    work = Work(connection, setting, job.dossiers)
    try:
        with connection.begin_nested():
            return _do(connection, job, work, heads)
    except Refused as refusal:
        return _write_refusal(connection, job, work, refusal.findings, heads)


def _do(connection: Connection, job: Job, work: Work, heads: dict[str, Head]) -> Receipt:
    """Do one job and seal it; *heads* are where the chains stand that are held, and follow what is appended."""
    job.perform(work)
    deed, findings = job.deed(work), _plain(work.findings)
    for dossier in sorted(set(job.dossiers)):
        head = heads.get(dossier) or _open(connection, dossier)
        heads[dossier] = append(connection, head, deed, work.changes.get(dossier, []), findings)
    return _receipt(True, heads[job.dossiers[0]], work.findings)


def _write_refusal(
    connection: Connection, job: Job, work: Work, findings: list[Finding], heads: dict[str, Head]
) -> Receipt:
    dossier = job.dossiers[0] if job.dossiers[0] in heads else OFFICE
    head = heads.get(dossier) or _open(connection, dossier)
    heads[dossier] = append(connection, head, job.deed(work), [], _plain(findings))
    return _receipt(False, heads[dossier], findings)


def _hold_all(connection: Connection, jobs: list[Job]) -> dict[str, Head]:
    return _hold(connection, sorted({dossier for job in jobs for dossier in job.dossiers}))


def _hold(connection: Connection, dossiers: list[str]) -> dict[str, Head]:
    """Lock the heads of those dossiers that exist, in their order."""
    found = {dossier: lock_head(connection, dossier) for dossier in dossiers}
    return {dossier: head for dossier, head in found.items() if head is not None}


def _open(connection: Connection, dossier: str) -> Head:
    return lock_head(connection, dossier) or open_dossier(connection, dossier)


def _receipt(ok: bool, entry: Head, findings: list[Finding]) -> Receipt:
    return Receipt(ok, entry.dossier, entry.number, entry.seal, tuple(findings))


def _plain(findings: list[Finding]) -> list[dict[str, Any]]:
    return [
        {"code": f.code, "severity": str(f.severity), "field": f.field, "row": f.row}
        | ({"waiver": f.waiver} if f.waiver else {})
        for f in findings
    ]


def _gave_up(error: DBAPIError) -> KitError:
    if is_taken(error):
        reason = str(error.orig).strip().splitlines()[0]
        return KitError(f"a value that may stand once stands there already ({reason}); nothing was recorded")
    return KitError(f"the database was busy {TRIES_MAX} times over; nothing was recorded, try again")


def _undo_unless(is_kept: bool, receipts: list[Receipt]) -> None:
    if not is_kept:
        raise _UndoneWholly(receipts)
