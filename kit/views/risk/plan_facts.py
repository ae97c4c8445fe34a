"""Plan facts: what the plans of projects say of delay, slack, progress and earned value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from kit.budget.commitments import Contract, ContractKind
from kit.schedule.clock import Minutes, instant_of
from kit.schedule.plan import PlanTask
from kit.schedule.timetable import Timetable, compute_all
from kit.views.reader import Reader
from kit.views.risk.review_facts import Facts
from kit.views.schedule.earned import Measured
from kit.views.schedule.loaded import DAY_MINUTES, PLANS_AT_ONCE, KeptPlan, LoadedPlan, load_plans, planned_projects
from kit.views.schedule.milestones import milestones_of


def add_plan_facts(reader: Reader, day: date, ends: Mapping[str, int], found: Facts) -> None:
    """Add to the facts *found* of each project; *ends* are their last years."""
    planned = {row["code"] for row in planned_projects(reader)}
    if not planned:
        return
    for code in planned | _works(reader):
        found[code]["plans"] = float(code in planned)
    plans = load_plans(reader, sorted(planned))
    while some := list(islice(plans, PLANS_AT_ONCE)):
        for loaded, held in zip(some, _held(some), strict=True):
            found[loaded.project] |= _facts_of(loaded, day, ends[loaded.project])
            if held is not None:
                found[loaded.project] |= _against_baseline(held, day)


def _works(reader: Reader) -> set[str]:
    """The projects that build something: whoever keeps plans is asked for one of each of these."""
    rows = reader.rows(select(Contract.project).where(Contract.kind == str(ContractKind.WORKS)).distinct())
    return {row["project"] for row in rows}


def _facts_of(loaded: LoadedPlan, day: date, year_to: int) -> dict[str, float]:
    said, table = loaded.progress, loaded.table
    late = [row["days_late"] for row in milestones_of(loaded, "", day) if row["state"] == "overdue"]
    facts: dict[str, float] = {
        "baselines": len(loaded.baselines),
        "baselines_again": max(0, len(loaded.baselines) - 1),
        "years_beyond": max(0, table.finish.year - year_to),
        "negative_slack_days": max(0.0, -float(table.times.total_slack.min(initial=0)) / DAY_MINUTES),
        "progress_records": len(said),
        "progress_without_evidence": sum(row["evidence"] is None for row in said),
        "milestones_overdue": len(late),
        "milestone_days_late": max(late, default=0),
    }
    if table.start.date() <= day and any(task.finished is None for task in loaded.plan.leaves):
        last = max((row["status_at"] for row in said), default=None)
        since = datetime.fromisoformat(last).date() if last else table.start.date()
        facts["days_without_progress"] = max(0, (day - since).days)
    return facts


@dataclass(frozen=True)
class Held:
    """A plan held against its latest baseline: its tasks that are in both, by their ``places`` among the leaves.

    ``as_planned`` is the plan by the durations of the baseline, before anything began.
    """

    loaded: LoadedPlan
    kept: KeptPlan
    as_planned: Timetable

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """The leaves that the baseline holds."""
        leaves = self.loaded.plan.leaves
        return np.array([place for place, task in enumerate(leaves) if task.code in self.kept.tasks], dtype=np.intp)

    def planned(self, end: str) -> Minutes:
        """The start or finish of each of them in the baseline, as instants."""
        leaves = self.loaded.plan.leaves
        moments = (getattr(self.kept.tasks[leaves[place].code], end) for place in self.places)
        return np.array([instant_of(moment) for moment in moments], dtype=np.int64)

    @cached_property
    def days_late(self) -> NDArray[np.float64]:
        """How many working days later each of them ends."""
        table = self.loaded.table
        minutes = table.worked(table.finishes[self.places]) - table.worked(self.planned("finish"))
        return np.round(minutes / DAY_MINUTES, 3)


def _held(plans: Iterable[LoadedPlan]) -> Iterator[Held | None]:
    """Each plan against its latest baseline, None where it has none; their slack is computed in one go."""
    held = [None if (kept := _kept(each)) is None else Held(each, kept, _as_planned(each, kept)) for each in plans]
    compute_all([each.as_planned for each in held if each is not None])
    return iter(held)


def _kept(loaded: LoadedPlan) -> KeptPlan | None:
    return loaded.baseline if loaded.baseline and loaded.baseline.tasks else None


def _as_planned(loaded: LoadedPlan, baseline: KeptPlan) -> Timetable:
    kept = baseline.tasks
    tasks = (
        _not_begun(task, kept[task.code].minutes if task.code in kept else task.minutes) for task in loaded.plan.tasks
    )
    return Timetable(replace(loaded.plan, tasks=tuple(tasks), status=None), loaded.patterns, is_computed=False)


def _not_begun(task: PlanTask, minutes: int) -> PlanTask:
    held: dict[str, Any] = {
        "constraint": task.constraint,
        "constraint_at": task.constraint_at,
        "deadline": task.deadline,
    }
    return PlanTask(task.code, task.name, task.kind, minutes, task.parent, task.calendar, **held)


def _against_baseline(held: Held, day: date) -> dict[str, float]:
    loaded, finish = held.loaded, held.kept.finish
    first = loaded.baselines[0].finish or finish
    assert finish is not None
    assert first is not None
    facts: dict[str, float] = {
        "slippage_days": loaded.days_between(finish, loaded.table.finish),
        "first_slippage_days": loaded.days_between(first, loaded.table.finish),
        "tasks_not_started": _count_not_started(held, day),
    }
    critical = held.days_late[loaded.table.is_critical[held.places]]
    if len(critical):
        facts["critical_slippage_days"] = float(critical.max())
    return facts | _float_of(held) | _earned(loaded, day)


def _count_not_started(held: Held, day: date) -> int:
    leaves = held.loaded.plan.leaves
    waits = [leaves[place].started is None and leaves[place].finished is None for place in held.places]
    is_past = held.planned("start") < instant_of(datetime.combine(day, time(23, 59)))
    return int((np.array(waits, dtype=bool) & is_past).sum())


def _float_of(held: Held) -> dict[str, float]:
    """How much of the slack that tasks had by the durations of the baseline has been used up, the largest share."""
    leaves = held.loaded.plan.leaves
    is_open = np.array([leaves[place].finished is None for place in held.places], dtype=bool)
    slack = held.as_planned.times.total_slack[held.places] / DAY_MINUTES
    counted = is_open & (slack > 0)
    if not counted.any():
        return {}
    shares = 100 * held.days_late[counted] / slack[counted]
    return {"float_consumed_percent": max(0.0, float(shares.max()))}


def _earned(loaded: LoadedPlan, day: date) -> dict[str, float]:
    values = {name: value for name, value, _formula in Measured(loaded, None, day).figures()}
    named = {"schedule_index": "SPI(t)", "cost_index": "CPI", "forecast_cost": "EAC by CPI", "planned_cost": "BAC"}
    facts = {name: float(values[figure]) for name, figure in named.items() if values[figure] is not None}
    if values["BAC"]:
        facts["physical_percent"] = 100 * float(values["EV"]) / float(values["BAC"])
    return facts
