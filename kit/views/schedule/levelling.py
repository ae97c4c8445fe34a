"""Levelling: a view of where tasks would have to go so that no resource is overdrawn."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kit.core.language import _
from kit.schedule.exact import Effort
from kit.schedule.levelling import can_prove, level, load_of, moves
from kit.schedule.load import Levelled, Load
from kit.schedule.serial import generate
from kit.schedule.tables import Assignment, WorkResource
from kit.views.reader import Reader
from kit.views.registry import view
from kit.views.schedule.loaded import LoadedPlan, rows_of


@view("levelling")
def show_levelling(reader: Reader, project: str, seconds: float = 10.0) -> pd.DataFrame:
    """Where tasks go so that no resource of the plan is overdrawn, each with the reason: one row per task that moves.

    CP-SAT searches for *seconds*; without ortools, above 300 tasks or with several calendars the plan is generated
    serially. ``gap_percent`` is how far the end of the plan may still be from the shortest one.
    """
    loaded = LoadedPlan(reader, project)
    resources = {row["code"]: row for row in rows_of(reader, WorkResource, project)}
    taken = {(row["task"], row["resource"]): row["units"] for row in rows_of(reader, Assignment, project)}
    capacity = {code: row["capacity"] for code, row in resources.items()}
    levelled = _levelled(load_of(loaded.table, capacity, taken), seconds)
    return pd.DataFrame(list(_rows(loaded, levelled, resources)), columns=_COLUMNS)


def _levelled(load: Load, seconds: float) -> Levelled:
    return level(load, Effort(seconds)) if can_prove() else generate(load)


def _rows(loaded: LoadedPlan, levelled: Levelled, resources: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    capacity = {code: row["capacity"] for code, row in resources.items()}
    for moved in moves(loaded.table, levelled, capacity):
        yield {
            "task": moved.task,
            "name": loaded.plan.by_code[moved.task].name,
            "planned_start": moved.planned,
            "start": moved.start,
            "moved_days": loaded.days_between(moved.planned, moved.start),
            "reason": _reason(resources[moved.waits_for] if moved.waits_for else None),
            "method": levelled.method,
            "gap_percent": round(100 * levelled.gap, 2),
        }


def _reason(resource: dict[str, Any] | None) -> str:
    if resource is None:
        return _("follows a task that was moved")
    return _("waits for {resource}, of which there are {capacity}").format(
        resource=resource["name"], capacity=resource["capacity"]
    )


_COLUMNS = ["task", "name", "planned_start", "start", "moved_days", "reason", "method", "gap_percent"]
