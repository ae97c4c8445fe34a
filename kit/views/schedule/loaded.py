"""Loaded plan: the plan of a project as a view reads it: rows, calendars, computed dates, baselines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from kit.schedule.tables import Baseline, BaselineTask, PlanCalendar, Task, TaskLink, TaskProgress, WorkPlan
from kit.schedule.timetable import Timetable, compute_all
from kit.views.reader import Reader
from kit.workspace.calendar import load_calendar

DAY_MINUTES = 480
# So many plans are read and computed together.
PLANS_AT_ONCE = 500
TABLES: tuple[type[Recorded], ...] = (WorkPlan, Task, TaskLink, PlanCalendar, Baseline, TaskProgress)
Row = dict[str, Any]
Rows = Mapping[type[Recorded], list[Row]]


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
    """The plan of one project; raises UsageError where it has none.

    *rows* are those of the project where many plans are read together.
    """

    def __init__(self, reader: Reader, project: str, rows: Rows | None = None) -> None:
        self._reader, self.project = reader, project
        self._rows = rows if rows is not None else read_rows(reader, [project])[project]
        if not self._rows[WorkPlan]:
            raise UsageError(f"project {project!r} has no plan; kit show plans lists those that have one")
        self.tasks = self._rows[Task]
        self.plan: Plan = read_plan(self._rows[WorkPlan][0], self.tasks, self._rows[TaskLink])
        self.row_of = {row["code"]: row for row in self.tasks}

    @cached_property
    def patterns(self) -> Mapping[str, WorkPattern]:
        """The calendars of the office and of the plan's own."""
        own = {row["code"]: read_pattern(row) for row in self._rows[PlanCalendar]}
        return load_patterns(self._reader.resources) | own

    @cached_property
    def table(self) -> Timetable:
        """The computed dates."""
        return Timetable(self.plan, self.patterns)

    @cached_property
    def baselines(self) -> list[KeptPlan]:
        """The baselines, first to last."""
        kept = {row["id"]: row for row in self._rows[Baseline]}
        found: dict[int, dict[str, KeptTask]] = {key: {} for key in kept}
        for row in self._rows[BaselineTask]:
            found[row["baseline_id"]][row["task"]] = _kept(row)
        plans = [KeptPlan(kept[key]["number"], kept[key]["name"], tasks) for key, tasks in found.items()]
        return sorted(plans, key=lambda plan: plan.number)

    @property
    def progress(self) -> list[Row]:
        """What was recorded of the progress of its tasks, in order of the day it speaks of."""
        return sorted(self._rows[TaskProgress], key=lambda row: str(row["status_at"]))

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


def load_plans(reader: Reader, projects: Iterable[str]) -> Iterator[LoadedPlan]:
    """The plans of projects that have one, read and computed together some hundred at a time."""
    wanted = list(projects)
    for place in range(0, len(wanted), PLANS_AT_ONCE):
        some = wanted[place : place + PLANS_AT_ONCE]
        rows = read_rows(reader, some)
        loaded = [LoadedPlan(reader, project, rows[project]) for project in some]
        for plan in loaded:
            plan.table = Timetable(plan.plan, plan.patterns, is_computed=False)
        compute_all([plan.table for plan in loaded])
        yield from loaded


def read_rows(reader: Reader, projects: Sequence[str]) -> dict[str, Rows]:
    """The rows of every table of plans that belong to each of some *projects*, in order of their keys."""
    found: dict[str, dict[type[Recorded], list[Row]]] = {project: defaultdict(list) for project in projects}
    for table in TABLES:
        columns = columns_of(table)
        for row in reader.rows(select(columns).where(columns.c.project.in_(projects)).order_by(columns.c.id)):
            found[row["project"]][table].append(row)
    owners = {row["id"]: project for project, rows in found.items() for row in rows[Baseline]}
    kept = columns_of(BaselineTask)
    baselines = columns_of(Baseline)
    query = select(kept).join(baselines, baselines.c.id == kept.c.baseline_id).where(baselines.c.project.in_(projects))
    for row in reader.rows(query.order_by(kept.c.id)):
        found[owners[row["baseline_id"]]][BaselineTask].append(row)
    return dict(found)


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
