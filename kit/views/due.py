"""Due: what has a date and somebody who answers for it, from milestones and deadlines to approvals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from kit.approval.signing import steps_of
from kit.approval.states import ApprovalState
from kit.approval.tables import Approval
from kit.core.actor import Role
from kit.core.language import _
from kit.core.tables import columns_of, read_row
from kit.project.tables import Project
from kit.risk.indicators import load_handling, load_indicators
from kit.risk.states import AlertState, RectificationState, RiskState
from kit.risk.tables import Alert, Rectification, Risk
from kit.schedule.moments import read_moment
from kit.schedule.plan import TaskKind
from kit.schedule.tables import Baseline, BaselineTask, Task
from kit.views.approval import Signers
from kit.views.reader import Reader

# Who answers for what a unit does, from below: as alerts of the route of units are passed up.
UNIT_ROUTE = "unit"


@dataclass(frozen=True)
class Due:
    """One thing with a date: what it is, whose it is, and the roles that answer for it, one step after the other.

    ``kind`` is milestone, task, alert, risk, rectification or approval; ``code`` names it within its project and kind;
    ``owners`` are the logins of those in charge, where some are named. ``passed_up_after`` are the working days after
    which it goes one step further up, where it has an order of its own.
    """

    kind: str
    project: str
    project_name: str
    code: str
    title: str
    due_on: date
    owners: tuple[str, ...]
    unit: str | None
    roles: tuple[Role, ...]
    passed_up_after: int | None = None


def read_due(reader: Reader, today: date) -> list[Due]:
    """Everything that is not done and has a recorded date, by day.

    A task has one by its deadline; a milestone by its deadline, else by the finish in the latest baseline; an alert
    until it is acknowledged; a risk by its next review; a rectification until it is closed; an approval until the step
    at which it stands is signed by those who may sign it *today*.
    """
    unit_roles = _roles(load_handling(reader.resources).escalation[UNIT_ROUTE])
    found = [
        *_tasks(reader, unit_roles),
        *_alerts(reader),
        *_risks(reader, unit_roles),
        *_rectifications(reader, unit_roles),
        *_approvals(reader, today),
    ]
    return sorted(found, key=lambda each: (each.due_on, each.project, each.kind, each.code))


def _of_project(table: Any, *columns: Any) -> Select[Any]:
    names = Project.name.label("project_name"), Project.owner.label("project_unit")
    return select(table.project, *columns, *names).join(Project, Project.code == table.project)


def _tasks(reader: Reader, roles: tuple[Role, ...]) -> Iterator[Due]:
    kept = _baseline_finishes(reader)
    query = _of_project(Task, Task.code, Task.name, Task.kind, Task.owner, Task.deadline_at)
    unfinished = (Task.finished_at.is_(None), Task.kind != str(TaskKind.SUMMARY))
    for row in reader.rows(query.where(*unfinished)):
        is_milestone = row["kind"] == TaskKind.MILESTONE
        due = read_moment(row["deadline_at"] or (kept.get((row["project"], row["code"])) if is_milestone else None))
        if due is not None:
            kind = "milestone" if is_milestone else "task"
            yield _due(row, kind, row["code"], row["name"], due.date(), row["owner"], row["project_unit"], roles)


def _baseline_finishes(reader: Reader) -> dict[tuple[str, str], str]:
    """The finish of each milestone in the latest baseline of its plan."""
    latest = select(Baseline.project, func.max(Baseline.number).label("number")).group_by(Baseline.project).subquery()
    newest = and_(Baseline.project == latest.c.project, Baseline.number == latest.c.number)
    same = and_(Task.project == Baseline.project, Task.code == BaselineTask.task)
    query = (
        select(Baseline.project, BaselineTask.task, BaselineTask.finish_at)
        .join(latest, newest)
        .join(BaselineTask, BaselineTask.baseline_id == Baseline.id)
        .join(Task, same)
        .where(Task.kind == str(TaskKind.MILESTONE))
    )
    return {(row["project"], row["task"]): row["finish_at"] for row in reader.rows(query)}


def _alerts(reader: Reader) -> Iterator[Due]:
    handling = load_handling(reader.resources)
    names = {indicator.code: indicator.name for indicator in load_indicators(reader.resources)}
    columns = ("id", "rule", "text", "route", "escalations", "due_on", "assigned_to", "unit")
    query = _of_project(Alert, *[getattr(Alert, name) for name in columns])
    for row in reader.rows(query.where(Alert.state == str(AlertState.RAISED))):
        steps = handling.escalation[row["route"]]
        roles = _roles(steps[min(row["escalations"], len(steps) - 1) :])
        title, unit = names.get(row["rule"], row["text"]), row["unit"] or row["project_unit"]
        yield _due(row, "alert", str(row["id"]), title, row["due_on"], row["assigned_to"], unit, roles)


def _risks(reader: Reader, roles: tuple[Role, ...]) -> Iterator[Due]:
    query = _of_project(Risk, Risk.code, Risk.title, Risk.owner, Risk.review_on)
    for row in reader.rows(query.where(Risk.state == str(RiskState.OPEN))):
        unit = row["project_unit"]
        yield _due(row, "risk", row["code"], row["title"], row["review_on"], row["owner"], unit, roles)


def _rectifications(reader: Reader, roles: tuple[Role, ...]) -> Iterator[Due]:
    columns = ("code", "problem", "due_on", "responsible", "unit")
    query = _of_project(Rectification, *[getattr(Rectification, name) for name in columns])
    for row in reader.rows(query.where(Rectification.state != str(RectificationState.CLOSED))):
        own = row["responsible"], row["unit"]
        yield _due(row, "rectification", row["code"], row["problem"], row["due_on"], *own, roles)


def _approvals(reader: Reader, today: date) -> Iterator[Due]:
    """The step at which each approval stands; where nobody may sign it, the applicant is in charge of it."""
    signers = Signers(reader, today)
    projects = {row["code"]: row for row in reader.rows(select(Project.code, Project.name, Project.owner))}
    waiting = select(columns_of(Approval)).where(Approval.state == str(ApprovalState.OPEN)).order_by(Approval.id)
    for row in reader.rows(waiting):
        approval = read_row(Approval, row)
        step = steps_of(approval)[approval.position]
        held = [projects[code] for code in approval.dossiers if code in projects]
        further = step.escalation
        yield Due(
            kind="approval",
            project=", ".join(approval.dossiers),
            project_name=", ".join(project["name"] for project in held) or _("office"),
            code=approval.code,
            title=f"{approval.code} {step.name}",
            due_on=approval.due_on,
            owners=tuple(signers.who_may(approval)) or (approval.applicant,),
            unit=held[0]["owner"] if held else None,
            roles=(*step.roles[:1], *([further.to] if further else [])),
            passed_up_after=further.after_workdays if further else None,
        )


def _due(row: dict[str, Any], kind: str, code: str, title: str, due_on: date, owner: str | None, *rest: Any) -> Due:
    return Due(kind, row["project"], row["project_name"], code, title, due_on, (owner,) if owner else (), *rest)


def _roles(names: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(Role(name) for name in names)
