"""Entry: brings printed tables into the records; each one wholly or, with a finding that says why, not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from kit.actions.desk import Desk
from kit.core.finding import Finding
from kit.evaluation.printed import PrintedTable
from kit.exchange.selfreview.plan import Plan, Planner
from kit.exchange.selfreview.standing import read_projects, read_units
from kit.store.store import Receipt

CHUNK = 100
Tick = Callable[[int], None]


@dataclass
class ImportResult:
    """What became of the tables; ``findings`` name theirs in ``field``."""

    accepted: int = 0
    unchanged: int = 0
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The result as ``kit import`` prints it."""
        findings = [{"where": finding.field, **finding.as_dict()} for finding in self.findings]
        return {
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "findings": findings,
        }

    def count(self, plan: Plan, refusals: Sequence[Finding] = ()) -> None:
        """Count one table: refused by its plan or when it was recorded, there already, or accepted."""
        self.findings += [*plan.findings, *(replace(finding, field=plan.where) for finding in refusals)]
        if plan.is_refused or refusals:
            self.refused += 1
        elif plan.requests:
            self.accepted += 1
        else:
            self.unchanged += 1


def import_tables(
    desk: Desk, tables: Sequence[PrintedTable], dry_run: bool = False, progress: Tick = lambda _: None
) -> ImportResult:
    """Register the units and projects of *tables*, enter and submit the tables; faults are explained as published.

    A table that is recorded with the same content stays as it is, a draft is corrected, and one that was submitted with
    other content is refused. With *dry_run* nothing is written and the result says what would happen. *progress* is
    told how many tables are done.
    """
    result, done = ImportResult(), 0
    planner = Planner(desk, read_units(desk.database))
    for chunk in _chunks(tables):
        standing = read_projects(desk.database, [planner.code(table) for table in chunk])
        plans = [planner.plan(table, standing) for table in chunk]
        for plan, refusals in _carry_out(desk, plans, dry_run):
            result.count(plan, refusals)
        done += len(chunk)
        progress(done)
    return result


def _carry_out(desk: Desk, plans: list[Plan], dry_run: bool) -> Iterator[tuple[Plan, list[Finding]]]:
    requests = [request for plan in plans for request in plan.requests]
    receipts = iter(desk.record_batch(requests) if requests and not dry_run else [])
    for plan in plans:
        yield plan, _refusals(list(islice(receipts, len(plan.requests))))


def _refusals(receipts: list[Receipt]) -> list[Finding]:
    # What a plan foresaw can only be refused where somebody else recorded meanwhile; the first refusal says what.
    return next((list(receipt.findings) for receipt in receipts if not receipt.ok), [])


def _chunks(tables: Sequence[PrintedTable]) -> Iterator[Sequence[PrintedTable]]:
    for first in range(0, len(tables), CHUNK):
        yield tables[first : first + CHUNK]
