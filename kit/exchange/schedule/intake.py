"""Intake: a plan of a file brought into a project, as a dry run or for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.actions.desk import Desk
from kit.actions.wrong_field import wrong_field
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import UsageError
from kit.core.finding import Finding, is_blocked
from kit.exchange.schedule.draft import DraftPlan, load_limits
from kit.exchange.schedule.mspdi import read_mspdi
from kit.exchange.schedule.workbook import read_workbook
from kit.exchange.selfreview.container import load_limits as load_file_limits
from kit.org.tables import Person
from kit.schedule.plan import PlanTask
from kit.schedule.requests import DAY_MINUTES, DrawPlan
from kit.workspace.resources import Resources

BINARY = {".mpp": "MSPDI (.xml)", ".xer": "MSPDI (.xml)", ".mpx": "MSPDI (.xml)"}


@dataclass(frozen=True)
class PlanResult:
    """What an import of a plan did or would do."""

    tasks: int
    links: int
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """True where nothing of the file comes in."""
        return is_blocked(self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The result as the command line prints it."""
        accepted = 0 if self.is_refused else self.tasks
        said = [finding.as_dict() for finding in self.findings]
        return {"accepted": accepted, "refused": self.tasks - accepted, "links": self.links, "findings": said}


def read_draft(path: Path, resources: Resources) -> DraftPlan:
    """The plan in a file, by its content: XML of Microsoft Project or a workbook; raises UsageError."""
    if path.suffix.lower() in BINARY:
        raise UsageError(
            f"{path}: {path.suffix} files are read through mpxj: pip install mpxj (it needs Java), convert the file to "
            f"{BINARY[path.suffix.lower()]} with it, or save it as XML in the program that wrote it"
        )
    if path.is_file() and path.read_bytes()[:2] == b"PK":
        return read_workbook(path, load_file_limits(resources), resources)
    if path.is_file() and path.suffix.lower() == ".xlsx":
        return read_workbook(path, load_file_limits(resources), resources)
    return read_mspdi(path, load_limits(resources))


def import_plan(desk: Desk, draft: DraftPlan, project: str, start: datetime | None, *, dry_run: bool) -> PlanResult:
    """Draw the plan of a file at *desk*; with *dry_run* nothing is written."""
    request, faults = _request(desk, draft, project, start)
    findings = [*draft.findings, *faults]
    if request is not None and not is_blocked(findings):
        said = desk.preview(request) if dry_run else desk.record(request).findings
        findings += said
    return PlanResult(len(draft.plan.tasks), len(draft.plan.links), tuple(findings))


def _request(
    desk: Desk, draft: DraftPlan, project: str, start: datetime | None
) -> tuple[DrawPlan | None, list[Finding]]:
    begin = start or draft.plan.start
    if any(finding.code == "schedule.start_unknown" for finding in draft.findings) and start is None:
        begin = datetime.combine(desk.setting().at.astimezone(OFFICE_TIME).date(), time())
    people = _logins(desk)
    values = {
        "project": project,
        "start": begin,
        "calendar": draft.plan.calendar,
        "tasks": [_task(task, _owner(draft.owners.get(task.code), people)) for task in draft.plan.tasks],
        "links": [
            {
                "predecessor": link.predecessor,
                "successor": link.successor,
                "kind": link.kind,
                "lag_days": Decimal(link.lag) / DAY_MINUTES,
            }
            for link in draft.plan.links
        ],
        "calendars": [
            {"code": code, "week": pattern.week, "exceptions": pattern.exceptions}
            for code, pattern in draft.patterns.items()
        ],
        "resources": [vars(row) for row in draft.resources],
        "assignments": [vars(row) for row in draft.assignments],
        "status": draft.plan.status,
        "progress": [_progress(task) for task in draft.plan.leaves if task.percent or task.started],
        "baselines": [
            {"number": number + 1, "tasks": [vars(row) for row in rows]} for number, rows in draft.baselines.items()
        ],
    }
    try:
        return DrawPlan.model_validate(values), []
    except ValidationError as error:
        return None, [wrong_field(fault) for fault in error.errors(include_url=False)]


def _task(task: PlanTask, owner: str | None) -> dict[str, Any]:
    return {
        "code": task.code,
        "name": task.name or task.code,
        "kind": task.kind,
        "duration_days": Decimal(task.minutes) / DAY_MINUTES,
        "parent": task.parent,
        "owner": owner,
        "calendar": task.calendar,
        "constraint": task.constraint,
        "constraint_at": task.constraint_at,
        "deadline": task.deadline,
        "cost": task.cost,
    }


def _progress(task: PlanTask) -> dict[str, Any]:
    remaining = None if task.remaining is None or task.finished else Decimal(task.remaining) / DAY_MINUTES
    ends = {"started": task.started, "finished": task.finished}
    return {"task": task.code, "percent": task.percent, "remaining_days": remaining} | ends


def _owner(said: str | None, people: Mapping[str, str]) -> str | None:
    """A login, or the login of the one person of that name; a name that nobody has is left out."""
    return people.get(said) if said else None


def _logins(desk: Desk) -> dict[str, str]:
    from sqlalchemy import select

    with desk.database.reading() as connection:
        rows = connection.execute(select(Person.login, Person.name)).all()
    names = [row.name for row in rows]
    by_name = {row.name: row.login for row in rows if names.count(row.name) == 1}
    return by_name | {row.login: row.login for row in rows}
