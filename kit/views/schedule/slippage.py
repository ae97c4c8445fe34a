"""Slippage: views of how a plan stands against each of its baselines."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kit.schedule.tables import Baseline
from kit.views.reader import Reader
from kit.views.registry import view
from kit.views.schedule.loaded import KeptPlan, LoadedPlan, load_plans, planned_projects, rows_of


@view("baselines")
def show_baselines(reader: Reader, project: str) -> pd.DataFrame:
    """The baselines of a plan: one row each, with the cost in fen and the working days by which the plan ends later."""
    loaded = LoadedPlan(reader, project)
    said = {row["number"]: row for row in rows_of(reader, Baseline, project)}
    rows = [_baseline_row(loaded, kept, said[kept.number]) for kept in loaded.baselines]
    return pd.DataFrame(rows, columns=_BASELINE_COLUMNS)


@view("slippage")
def show_slippage(reader: Reader, project: str | None = None, baseline: int | None = None) -> pd.DataFrame:
    """How much later tasks end than in a baseline: one row per project, baseline and task, in working days.

    All baselines unless one is named by its number. A task that is not in a baseline has no row there.
    """
    rows: list[dict[str, Any]] = []
    for loaded in load_plans(reader, [found["code"] for found in planned_projects(reader, project)]):
        chosen = [kept for kept in loaded.baselines if baseline in (None, kept.number)]
        rows += [row for kept in chosen for row in _slipped(loaded, kept)]
    return pd.DataFrame(rows, columns=_SLIPPAGE_COLUMNS)


def _slipped(loaded: LoadedPlan, kept: KeptPlan) -> Iterator[dict[str, Any]]:
    for task in loaded.plan.tasks:
        planned = kept.tasks.get(task.code)
        if planned is not None:
            times = loaded.table.of(task.code)
            yield {
                "project": loaded.project,
                "baseline": kept.number,
                "task": task.code,
                "name": task.name,
                "baseline_start": planned.start,
                "start": times.start,
                "baseline_finish": planned.finish,
                "finish": times.finish,
                "start_slippage_days": loaded.days_between(planned.start, times.start),
                "slippage_days": loaded.days_between(planned.finish, times.finish),
                "is_critical": times.is_critical,
            }


def _baseline_row(loaded: LoadedPlan, kept: KeptPlan, said: dict[str, Any]) -> dict[str, Any]:
    leaves = {task.code for task in loaded.plan.leaves}
    finish = kept.finish
    return {
        "baseline": kept.number,
        "name": kept.name,
        "set_on": said["set_on"],
        "document": said["document"],
        "reason": said["reason"],
        "tasks": len(kept.tasks),
        "cost": sum(task.cost for code, task in kept.tasks.items() if code in leaves),
        "baseline_finish": finish,
        "slippage_days": loaded.days_between(finish, loaded.table.finish) if finish else None,
    }


_BASELINE_COLUMNS = [
    "baseline",
    "name",
    "set_on",
    "document",
    "reason",
    "tasks",
    "cost",
    "baseline_finish",
    "slippage_days",
]
_SLIPPAGE_COLUMNS = [
    "project",
    "baseline",
    "task",
    "name",
    "baseline_start",
    "start",
    "baseline_finish",
    "finish",
    "start_slippage_days",
    "slippage_days",
    "is_critical",
]
