"""Tables of the schedule: plans, tasks, links, baselines, progress, resources.

Moments are texts ``2026-09-18T08:00``: the wall clock of the site, without a zone.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded

MOMENT = String(16)


class WorkPlan(Recorded):
    """The plan (进度计划) of one project: when it begins, its calendar, and up to when its progress is known."""

    __tablename__ = "work_plan"
    __table_args__ = (UniqueConstraint("project"),)

    project: Mapped[str] = mapped_column(CODE)
    start_at: Mapped[str] = mapped_column(MOMENT)
    calendar: Mapped[str] = mapped_column(CODE)
    status_at: Mapped[str | None] = mapped_column(MOMENT)
    document: Mapped[str | None] = mapped_column(String(200))


class Task(Recorded):
    """One task, milestone or summary of a plan; ``minutes`` and ``remaining`` are working time, ``cost`` is fen."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("project", "code"),
        CheckConstraint("minutes >= 0 AND cost >= 0", name="not_negative"),
        CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),
    )

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    parent: Mapped[str | None] = mapped_column(CODE)
    owner: Mapped[str | None] = mapped_column(CODE)
    calendar: Mapped[str | None] = mapped_column(CODE)
    limit_kind: Mapped[str] = mapped_column(String(20))
    limit_at: Mapped[str | None] = mapped_column(MOMENT)
    limit_reason: Mapped[str | None] = mapped_column(String(400))
    deadline_at: Mapped[str | None] = mapped_column(MOMENT)
    cost: Mapped[int]
    started_at: Mapped[str | None] = mapped_column(MOMENT)
    finished_at: Mapped[str | None] = mapped_column(MOMENT)
    remaining: Mapped[int | None]
    percent: Mapped[int]
    actual_cost: Mapped[int | None]


class TaskLink(Recorded):
    """One dependency between two tasks of a plan; ``lag`` in working minutes."""

    __tablename__ = "task_link"
    __table_args__ = (UniqueConstraint("project", "predecessor", "successor", "kind"),)

    project: Mapped[str] = mapped_column(CODE)
    predecessor: Mapped[str] = mapped_column(CODE)
    successor: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(2))
    lag: Mapped[int]


class PlanCalendar(Recorded):
    """A working calendar of a plan's own: ``week`` of shifts in minutes of the day, ``exceptions`` by day."""

    __tablename__ = "plan_calendar"
    __table_args__ = (UniqueConstraint("project", "code"),)

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    week: Mapped[list[Any]] = mapped_column(JSON)
    exceptions: Mapped[dict[str, Any]] = mapped_column(JSON)


class Baseline(Recorded):
    """A baseline plan (基线计划): how a plan stood when it was agreed; ``number`` from 1."""

    __tablename__ = "baseline"
    __table_args__ = (UniqueConstraint("project", "number"),)

    project: Mapped[str] = mapped_column(CODE)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    set_on: Mapped[date]
    document: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(400))


class BaselineTask(Recorded):
    """The dates and the cost (fen) of one task in one baseline."""

    __tablename__ = "baseline_task"
    __table_args__ = (UniqueConstraint("baseline_id", "task"),)

    baseline_id: Mapped[int] = mapped_column(index=True)
    task: Mapped[str] = mapped_column(CODE)
    start_at: Mapped[str] = mapped_column(MOMENT)
    finish_at: Mapped[str] = mapped_column(MOMENT)
    minutes: Mapped[int]
    cost: Mapped[int]
    is_critical: Mapped[bool]


class TaskProgress(Recorded):
    """What was said of the progress of one task on one day (形象进度), with its evidence; never changed."""

    __tablename__ = "task_progress"

    project: Mapped[str] = mapped_column(CODE, index=True)
    task: Mapped[str] = mapped_column(CODE)
    status_at: Mapped[str] = mapped_column(MOMENT)
    percent: Mapped[int]
    started_at: Mapped[str | None] = mapped_column(MOMENT)
    finished_at: Mapped[str | None] = mapped_column(MOMENT)
    remaining: Mapped[int | None]
    actual_cost: Mapped[int | None]
    evidence: Mapped[str | None] = mapped_column(String(64))
    remark: Mapped[str | None] = mapped_column(String(1000))


class WorkResource(Recorded):
    """People or machines of a plan, and how many of them there are at once."""

    __tablename__ = "work_resource"
    __table_args__ = (UniqueConstraint("project", "code"), CheckConstraint("capacity > 0", name="positive"))

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int]


class Assignment(Recorded):
    """How many of a resource a task takes while it is worked on."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("project", "task", "resource"), CheckConstraint("units > 0", name="positive"))

    project: Mapped[str] = mapped_column(CODE)
    task: Mapped[str] = mapped_column(CODE)
    resource: Mapped[str] = mapped_column(CODE)
    units: Mapped[int]
