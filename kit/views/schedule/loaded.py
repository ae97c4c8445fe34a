"""Loaded plan: the plan of a project as a view reads it: rows, calendars, computed dates, baselines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from kit.core.errors import UsageError
from kit.core.tables import Recorded, columns_of
from kit.project.tables import Project
from kit.schedule.calendars import load_calendars, load_patterns, unannounced_years
from kit.schedule.clock import WorkPattern
from kit.schedule.moments import read_moment
from kit.schedule.plan import Plan
from kit.schedule.record import read_pattern, read_plan
from kit.schedule.tables import Baseline, BaselineTask, PlanCalendar, Task, TaskLink, WorkPlan
from kit.schedule.timetable import Timetable
from kit.views.reader import Reader
from kit.workspace.calendar import load_calendar

DAY_MINUTES = 480
Row = dict[str, Any]


@dataclass(frozen=True)
class KeptTask:
    """The dates and cost (fen) of one task in a baseline."""

    start: datetime
    finish: datetime
    minutes: int
    cost: int


@dataclass(frozen=True)
class KeptPlan:
    """One baseline: number, name, and its tasks by code."""

    number: int
    name: str
    tasks: Mapping[str, KeptTask]

    @property
    def finish(self) -> datetime | None:
        """When the plan was to end by this baseline."""
        return max((task.finish for task in self.tasks.values()), default=None)


class LoadedPlan:
    """The plan of one project; raises UsageError where it has none."""

    def __init__(self, reader: Reader, project: str) -> None:
        self._reader, self.project = reader, project
        plans = rows_of(reader, WorkPlan, project)
        if not plans:
            raise UsageError(f"project {project!r} has no plan; kit show plans lists those that have one")
        self.tasks = rows_of(reader, Task, project)
        self.plan: Plan = read_plan(plans[0], self.tasks, rows_of(reader, TaskLink, project))
        self.row_of = {row["code"]: row for row in self.tasks}

    @cached_property
    def patterns(self) -> Mapping[str, WorkPattern]:
        """The calendars of the office and of the plan's own."""
        own = rows_of(self._reader, PlanCalendar, self.project)
        return load_patterns(self._reader.resources) | {row["code"]: read_pattern(row) for row in own}

    @cached_property
    def table(self) -> Timetable:
        """The computed dates."""
        return Timetable(self.plan, self.patterns)

    @cached_property
    def baselines(self) -> list[KeptPlan]:
        """The baselines, first to last."""
        kept = {row["id"]: row for row in rows_of(self._reader, Baseline, self.project)}
        query = select(columns_of(BaselineTask)).where(BaselineTask.baseline_id.in_(list(kept)))
        found: dict[int, dict[str, KeptTask]] = {key: {} for key in kept}
        for row in self._reader.rows(query):
            found[row["baseline_id"]][row["task"]] = _kept(row)
        plans = [KeptPlan(kept[key]["number"], kept[key]["name"], tasks) for key, tasks in found.items()]
        return sorted(plans, key=lambda plan: plan.number)

    @property
    def baseline(self) -> KeptPlan | None:
        """The latest baseline."""
        return self.baselines[-1] if self.baselines else None

    @property
    def unannounced(self) -> list[int]:
        """The years of the plan whose holidays are not announced yet."""
        resources = self._reader.resources
        span = self.table.start.date(), self.table.finish.date()
        return unannounced_years(*span, self.table.clocks, load_calendars(resources), load_calendar(resources))

    def days_between(self, since: datetime, until: datetime) -> float:
        """Working days of eight hours between two moments, by the plan's calendar; negative where *until* is first."""
        return round(self.table.worked_days(since, until), 3)


def planned_projects(reader: Reader, project: str | None = None) -> list[Row]:
    """The projects that have a plan, with their names, by code."""
    query = select(Project.code, Project.name, Project.owner).join(WorkPlan, WorkPlan.project == Project.code)
    query = query if project is None else query.where(Project.code == project)
    return reader.rows(query.order_by(Project.code))


def rows_of(reader: Reader, table: type[Recorded], project: str) -> list[Row]:
    """All rows of a table that belong to one project, in order of their keys."""
    columns = columns_of(table)
    return reader.rows(select(columns).where(columns.c.project == project).order_by(columns.c.id))


def _kept(row: Row) -> KeptTask:
    start, finish = read_moment(row["start_at"]), read_moment(row["finish_at"])
    assert start is not None
    assert finish is not None
    return KeptTask(start, finish, row["minutes"], row["cost"])
