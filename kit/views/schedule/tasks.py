"""Tasks: views of the tasks of a plan with their computed dates, and of all plans."""

from typing import Any

import pandas as pd

from kit.schedule.plan import PlanTask
from kit.views.reader import Reader
from kit.views.registry import view
from kit.views.schedule.loaded import DAY_MINUTES, LoadedPlan, load_plans, planned_projects


@view("plans")
def show_plans(reader: Reader, project: str | None = None) -> pd.DataFrame:
    """All plans with their ends: one row per project that has one; slippage in working days.

    ``slippage_days`` is how much later the plan ends than its latest baseline; ``unannounced`` names the years whose
    holidays are not known yet.
    """
    planned = {row["code"]: row for row in planned_projects(reader, project)}
    rows = [_plan_row(loaded, planned[loaded.project]) for loaded in load_plans(reader, planned)]
    return pd.DataFrame(rows, columns=_PLAN_COLUMNS)


@view("tasks")
def show_tasks(reader: Reader, project: str) -> pd.DataFrame:
    """The tasks of a plan in their order: one row per task, milestone or summary; durations and slack in working days.

    ``percent`` of a summary is the share of working time below it that is done.
    ``start`` and ``finish`` are the dates computed from links, calendars and progress; ``slippage_days`` is how much
    later a task ends than in the latest baseline. Cost is in fen.
    """
    loaded = LoadedPlan(reader, project)
    return pd.DataFrame([_task_row(loaded, task) for task in loaded.plan.tasks], columns=_TASK_COLUMNS)


@view("critical_path")
def show_critical_path(reader: Reader, project: str) -> pd.DataFrame:
    """The chain of tasks that determines the end of a plan: one row per task, first to last."""
    loaded = LoadedPlan(reader, project)
    rows = [_task_row(loaded, loaded.plan.by_code[code]) for code in loaded.table.critical_path]
    names = ["task", "name", "start", "finish", "duration_days", "percent", "owner", "slippage_days"]
    return pd.DataFrame(rows, columns=_TASK_COLUMNS)[names]


@view("task_links")
def show_task_links(reader: Reader, project: str) -> pd.DataFrame:
    """The dependencies of a plan: one row per link; the lag in working days."""
    plan = LoadedPlan(reader, project).plan
    rows = [(link.predecessor, link.successor, str(link.kind), link.lag / DAY_MINUTES) for link in plan.links]
    return pd.DataFrame(rows, columns=["predecessor", "successor", "kind", "lag_days"])


def _plan_row(loaded: LoadedPlan, project: dict[str, Any]) -> dict[str, Any]:
    kept = loaded.baseline
    planned = kept.finish if kept else None
    return {
        "project": project["code"],
        "name": project["name"],
        "owner": project["owner"],
        "tasks": len(loaded.plan.leaves),
        "start": loaded.table.start,
        "finish": loaded.table.finish,
        "status": loaded.plan.status,
        "baseline": kept.number if kept else None,
        "baseline_finish": planned,
        "slippage_days": loaded.days_between(planned, loaded.table.finish) if planned else None,
        "critical_tasks": int(loaded.table.is_critical.sum()),
        "unannounced": ", ".join(map(str, loaded.unannounced)),
    }


def _task_row(loaded: LoadedPlan, task: PlanTask) -> dict[str, Any]:
    times, kept = loaded.table.of(task.code), loaded.baseline
    planned = kept.tasks.get(task.code) if kept else None
    return {
        "task": task.code,
        "name": task.name,
        "kind": str(task.kind),
        "parent": task.parent,
        "owner": loaded.row_of[task.code]["owner"],
        "start": times.start,
        "finish": times.finish,
        "duration_days": task.minutes / DAY_MINUTES,
        "late_start": times.late_start,
        "late_finish": times.late_finish,
        "total_slack_days": times.total_slack / DAY_MINUTES,
        "free_slack_days": times.free_slack / DAY_MINUTES,
        "is_critical": times.is_critical,
        "percent": loaded.plan.percents[task.code],
        "started": task.started,
        "finished": task.finished,
        "deadline": task.deadline,
        "cost": task.cost,
        "baseline_start": planned.start if planned else None,
        "baseline_finish": planned.finish if planned else None,
        "slippage_days": loaded.days_between(planned.finish, times.finish) if planned else None,
        "moved_because": loaded.row_of[task.code]["limit_reason"],
    }


_PLAN_COLUMNS = [
    "project",
    "name",
    "owner",
    "tasks",
    "start",
    "finish",
    "status",
    "baseline",
    "baseline_finish",
    "slippage_days",
    "critical_tasks",
    "unannounced",
]
_TASK_COLUMNS = [
    "task",
    "name",
    "kind",
    "parent",
    "owner",
    "start",
    "finish",
    "duration_days",
    "late_start",
    "late_finish",
    "total_slack_days",
    "free_slack_days",
    "is_critical",
    "percent",
    "started",
    "finished",
    "deadline",
    "cost",
    "baseline_start",
    "baseline_finish",
    "slippage_days",
    "moved_because",
]
