"""Due: what has a date and somebody who answers for it: milestones, deadlines, alerts, risks, rectifications."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from kit.core.actor import Role
from kit.project.tables import Project
from kit.risk.indicators import load_handling, load_indicators
from kit.risk.states import AlertState, RectificationState, RiskState
from kit.risk.tables import Alert, Rectification, Risk
from kit.schedule.moments import read_moment
from kit.schedule.plan import TaskKind
from kit.schedule.tables import Baseline, BaselineTask, Task
from kit.views.reader import Reader

# Who answers for what a unit does, from below: as alerts of the route of units are passed up.
UNIT_ROUTE = "unit"


@dataclass(frozen=True)
class Due:
    """One thing with a date: what it is, whose it is, and the roles that answer for it, one step after the other.

    ``kind`` is milestone, task, alert, risk or rectification; ``code`` names it within its project and kind; ``owner``
    is the login of the person in charge, where one is named.
    """

    kind: str
    project: str
    project_name: str
    code: str
    title: str
    due_on: date
    owner: str | None
    unit: str | None
    roles: tuple[Role, ...]


def read_due(reader: Reader) -> list[Due]:
    """Everything that is not done and has a recorded date, by day.

    A task has one by its deadline; a milestone by its deadline, else by the finish in the latest baseline; an alert
    until it is acknowledged; a risk by its next review; a rectification until it is closed.
    """
    unit_roles = _roles(load_handling(reader.resources).escalation[UNIT_ROUTE])
    found = [
        *_tasks(reader, unit_roles),
        *_alerts(reader),
        *_risks(reader, unit_roles),
        *_rectifications(reader, unit_roles),
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


def _due(row: dict[str, Any], kind: str, *rest: Any) -> Due:
    return Due(kind, row["project"], row["project_name"], *rest)


def _roles(names: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(Role(name) for name in names)
