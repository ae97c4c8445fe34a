"""Screening: holding every indicator against every project, and recording what that changes about the alerts."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from kit.actions.desk import Desk
from kit.core.finding import Finding
from kit.core.tables import columns_of
from kit.risk.alert_requests import Condition, RaiseAlerts
from kit.risk.alerting import changes_of
from kit.risk.indicators import CLEAR, LEVELS, load_handling
from kit.risk.tables import Alert, RuleRecord
from kit.views.reader import Reader
from kit.views.risk.screening import Screened, screen_projects

BATCH = 500


@dataclass(frozen=True)
class ScreeningRun:
    """What a screening found and changed; ``findings`` say what was refused."""

    projects: int
    coverage_percent: float
    found: Counter[str]
    requests: list[RaiseAlerts]
    findings: list[Finding] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The run for JSON: counts of conditions by level, and of what changed."""
        return {
            "projects": self.projects,
            "coverage_percent": self.coverage_percent,
            "conditions": {str(level): self.found[str(level)] for level in LEVELS.values()},
            "changed_projects": len(self.requests),
            "raised_or_changed": sum(len(request.found) for request in self.requests),
            "passed": sum(len(request.passed) for request in self.requests),
            "escalated": sum(len(request.overdue) for request in self.requests),
            "findings": [finding.as_dict() for finding in self.findings],
        }


def run_screening(desk: Desk, *, is_kept: bool = True) -> ScreeningRun:
    """Screen all projects as of today at a person's *desk*; without *is_kept* nothing is written.

    Run again on the same facts it changes nothing.
    """
    reader = Reader(desk.database, desk.workspace.resources)
    today = desk.setting().today
    screened = screen_projects(reader, today)
    requests = list(changes_found(reader, screened, today))
    findings: list[Finding] = []
    for place in range(0, len(requests) if is_kept else 0, BATCH):
        receipts = desk.record_batch(requests[place : place + BATCH])
        findings += [finding for receipt in receipts if not receipt.ok for finding in receipt.findings]
    found = Counter(
        str(LEVELS[number]) for each in screened.screenings for number in each.result.tolist() if number > CLEAR
    )
    coverage = [each.coverage for each in screened.screenings]
    percent = round(100 * sum(coverage) / len(coverage), 1) if coverage else 0.0
    return ScreeningRun(len(screened.projects), percent, found, requests, findings)


def changes_found(reader: Reader, screened: Screened, today: date) -> Iterator[RaiseAlerts]:
    """What to record, for each project of which something changes."""
    handling = load_handling(reader.resources)
    alerts = _alerts(reader)
    records = reader.rows(select(RuleRecord.rule).where(RuleRecord.is_demoted))
    demoted = frozenset(row["rule"] for row in records)
    found, clear = _by_project(screened)
    for project in sorted(found.keys() | alerts.keys()):
        quiet = frozenset(clear.get(project, ()))
        asked = changes_of(project, found.get(project, ()), quiet, alerts.get(project, ()), demoted, handling, today)
        if asked is not None:
            yield asked


def _by_project(screened: Screened) -> tuple[dict[str, list[Condition]], dict[str, list[str]]]:
    """The conditions found, and the indicators that are clear, of each project."""
    found: dict[str, list[Condition]] = defaultdict(list)
    clear: dict[str, list[str]] = defaultdict(list)
    for each in screened.screenings:
        rule = each.indicator.code
        for project, result, value in zip(screened.projects, each.result.tolist(), each.measured.tolist(), strict=True):
            if result > CLEAR:
                found[project].append(Condition(rule=rule, level=LEVELS[result], value=round(value, 4)))
            elif result == CLEAR:
                clear[project].append(rule)
    return found, clear


def _alerts(reader: Reader) -> dict[str, list[dict[str, Any]]]:
    columns = columns_of(Alert)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in reader.rows(select(columns).order_by(columns.c.project, columns.c.turn, columns.c.id)):
        found[row["project"]].append(row)
    return found
