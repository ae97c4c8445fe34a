"""Books: what an action on a plan looks up first: the project, its plan, its calendars."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kit.core.actor import Role
from kit.core.tables import Recorded, columns_of
from kit.project.checks import check_own_unit
from kit.project.tables import Project
from kit.schedule.calendars import load_calendars, load_patterns, unannounced_years
from kit.schedule.checks import check_planned, check_project, check_years
from kit.schedule.clock import WorkPattern
from kit.schedule.plan import Plan
from kit.schedule.record import read_pattern, read_plan
from kit.schedule.tables import PlanCalendar, Task, TaskLink, WorkPlan
from kit.schedule.timetable import Timetable
from kit.store.work import Work
from kit.workspace.calendar import load_calendar

PLANNING = {Role.UNIT_OFFICER, Role.HEAD_OF_UNIT, Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION}
REPORTING = PLANNING | {Role.SUPERVISOR}
OWN_ONLY = frozenset({Role.UNIT_OFFICER, Role.HEAD_OF_UNIT})


def open_project(work: Work, code: str) -> Project:
    """The project; refuses one that is not there or not the person's."""
    found = work.find(Project, code=code)
    work.refuse_if(check_project(found is not None, code))
    assert found is not None
    actor = work.setting.actor
    work.refuse_if(check_own_unit(actor.unit, found.owner, actor.roles <= OWN_ONLY))
    return found


def open_plan(work: Work, code: str) -> tuple[WorkPlan, Plan]:
    """The plan of a project as a row and as values; refuses a project without one."""
    open_project(work, code)
    row = work.find(WorkPlan, project=code)
    work.refuse_if(check_planned(row is not None))
    assert row is not None
    return row, plan_as_recorded(work, row)


def plan_as_recorded(work: Work, row: WorkPlan) -> Plan:
    """The plan as it stands in the tables."""
    tasks = [values_of(task) for task in work.select(Task, project=row.project)]
    links = [values_of(link) for link in work.select(TaskLink, project=row.project)]
    return read_plan(values_of(row), tasks, links)


def patterns_for(work: Work, project: str) -> Mapping[str, WorkPattern]:
    """The calendars of the office and those of the plan's own."""
    own = work.select(PlanCalendar, project=project)
    return load_patterns(work.setting.resources) | {row.code: read_pattern(values_of(row)) for row in own}


def note_years(work: Work, table: Timetable) -> None:
    """Say which years of a plan have no announced holidays yet."""
    resources = work.setting.resources
    span = table.start.date(), table.finish.date()
    years = unannounced_years(*span, table.clocks, load_calendars(resources), load_calendar(resources))
    work.refuse_if(check_years(years))


def values_of(row: Recorded) -> dict[str, Any]:
    """The columns of a row as a mapping."""
    return {name: getattr(row, name) for name in columns_of(type(row)).c.keys()}  # noqa: SIM118 - a column collection


def first_day_of(project: Project) -> datetime:
    """The first moment of a project: that of its first fiscal year."""
    return datetime.fromisoformat(f"{project.year_from:04d}-01-01")
