"""Milestones: a view of the milestones of all plans against their baseline and the day of speaking."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from kit.schedule.plan import PlanTask, TaskKind
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view
from kit.views.schedule.loaded import LoadedPlan, load_plans, planned_projects

SOON_DAYS = 30


@view("milestones")
def show_milestones(reader: Reader, project: str | None = None, day: date | None = None) -> pd.DataFrame:
    """Milestones and deadlines with how they stand: one row per milestone, and per task that has a deadline.

    ``due`` is the deadline, else the finish in the latest baseline, else the computed finish; ``days_late`` counts
    calendar days from it to the finish, or to *day* where it is not done. ``state`` is done, done_late, overdue,
    will_be_late, soon (within 30 days) or ahead.
    """
    spoken = speaking_day(reader, day)
    planned = {found["code"]: found for found in planned_projects(reader, project)}
    plans = load_plans(reader, planned)
    rows = [row for loaded in plans for row in milestones_of(loaded, planned[loaded.project]["name"], spoken)]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.sort_values(["due", "project", "task"], kind="stable", ignore_index=True)


def milestones_of(loaded: LoadedPlan, name: str, spoken: date) -> Iterator[dict[str, Any]]:
    """The rows of one plan; *name* is the project's."""
    for task in loaded.plan.leaves:
        if task.kind is TaskKind.MILESTONE or task.deadline:
            yield _row(loaded, name, task, spoken)


def _row(loaded: LoadedPlan, name: str, task: PlanTask, spoken: date) -> dict[str, Any]:
    kept = loaded.baseline.tasks.get(task.code) if loaded.baseline else None
    finish = loaded.table.of(task.code).finish
    due = task.deadline or (kept.finish if kept else finish)
    return {
        "project": loaded.project,
        "project_name": name,
        "task": task.code,
        "name": task.name,
        "owner": loaded.row_of[task.code]["owner"],
        "due": due.date(),
        "finish": finish.date(),
        "done_on": task.finished.date() if task.finished else None,
        "days_late": _days_late(task, due.date(), finish, spoken),
        "state": milestone_state(task, due.date(), finish, spoken),
        "is_critical": loaded.table.of(task.code).is_critical,
    }


def milestone_state(task: PlanTask, due: date, finish: datetime, spoken: date) -> str:
    """How a milestone stands on a day."""
    if task.finished:
        return "done" if task.finished.date() <= due else "done_late"
    if spoken > due:
        return "overdue"
    if finish.date() > due:
        return "will_be_late"
    return "soon" if due <= spoken + timedelta(days=SOON_DAYS) else "ahead"


def _days_late(task: PlanTask, due: date, finish: datetime, spoken: date) -> int:
    ended = task.finished.date() if task.finished else max(finish.date(), spoken if spoken > due else finish.date())
    return max(0, (ended - due).days)


_COLUMNS = [
    "project",
    "project_name",
    "task",
    "name",
    "owner",
    "due",
    "finish",
    "done_on",
    "days_late",
    "state",
    "is_critical",
]
