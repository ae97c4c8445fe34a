"""Earned: views of earned value and earned schedule of a plan against its baseline, month by month."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from kit.core.errors import UsageError
from kit.schedule.clock import day_of, instant_of
from kit.schedule.earned import EarnedSchedule, EarnedValue, earned_schedule
from kit.schedule.simulation import Distribution, Draws, Spread, simulate
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view
from kit.views.schedule.loaded import DAY_MINUTES, KeptPlan, LoadedPlan

END_OF_DAY = time(23, 59)
FORMULAS = {
    "BAC": "Σ",
    "PV": "Σ plan",
    "EV": "Σ budget × % complete",
    "AC": "Σ actual cost",
    "CV": "EV - AC",
    "SV": "EV - PV",
    "CPI": "EV / AC",
    "SPI": "EV / PV",
    "ES (months)": "C + (EV - PV_C) / (PV_C+1 - PV_C)",
    "AT (months)": "months since the start",
    "SPI(t)": "ES / AT",
    "SV(t) (months)": "ES - AT",
    "EAC by CPI": "BAC / CPI",
    "EAC by plan": "AC + (BAC - EV)",
    "EAC by CPI and SPI": "AC + (BAC - EV) / (CPI × SPI)",
    "TCPI": "(BAC - EV) / (BAC - AC)",
    "VAC": "BAC - EAC by CPI",
    "IEAC(t) (months)": "planned months / SPI(t)",
}


@view("earned_value")
def show_earned_value(
    reader: Reader, project: str, baseline: int | None = None, day: date | None = None
) -> pd.DataFrame:
    """Earned value of a plan with the formula beside each number: one row per figure; amounts in fen.

    Planned value follows the dates and costs of the baseline (the latest unless one is named), each task's cost spread
    evenly over its working time; earned value is that cost times what was recorded complete up to *day*.
    """
    measured = Measured(LoadedPlan(reader, project), baseline, speaking_day(reader, day))
    return pd.DataFrame(list(measured.figures()), columns=["figure", "value", "formula"])


@view("s_curve")
def show_s_curve(reader: Reader, project: str, baseline: int | None = None, day: date | None = None) -> pd.DataFrame:
    """Planned, earned and actual cost of a plan by month, cumulated, in fen: one row per month end.

    Earned and actual cost stand only up to *day*.
    """
    measured = Measured(LoadedPlan(reader, project), baseline, speaking_day(reader, day))
    rows = [_curve_row(measured, end) for end in measured.months]
    return pd.DataFrame(rows, columns=["month", "planned", "earned", "actual"]).astype(
        {"planned": "int64", "earned": "Int64", "actual": "Int64"}
    )


@view("schedule_risk")
def show_schedule_risk(  # noqa: PLR0913, PLR0917 - the parameters of a view are its options
    reader: Reader,
    project: str,
    down: float = 0.1,
    up: float = 0.3,
    correlation: float = 0.3,
    seed: int = 1,
    runs: int = 10_000,
    distribution: Distribution = Distribution.PERT,
) -> pd.DataFrame:
    """How long a plan may take, by drawing durations: one row per figure, then one per task with its criticality index.

    What is left of each task is drawn between *down* less and *up* more of it (shares); working days of eight hours
    from the beginning of the plan. The same seed gives the same answer.
    """
    loaded = LoadedPlan(reader, project)
    network, start = loaded.table.network, int(loaded.table.times.start.min())
    spread = Spread.around(network.duration, down, up)
    draws = simulate(network, spread, runs=runs, seed=seed, correlation=correlation, distribution=distribution)
    planned = (loaded.table.times.length - start) / DAY_MINUTES
    return pd.DataFrame(list(_risk_rows(loaded, draws, planned)), columns=["figure", "task", "value"])


class Measured:
    """A plan against one baseline on one day."""

    def __init__(self, loaded: LoadedPlan, baseline: int | None, day: date) -> None:
        self.loaded, self.day = loaded, day
        kept = _chosen(loaded, baseline)
        leaves = {task.code for task in loaded.plan.leaves}
        self._tasks = [(code, task) for code, task in kept.tasks.items() if code in leaves]
        self._costs = np.array([task.cost for _code, task in self._tasks], dtype=np.int64)
        self._starts, self._finishes = (
            np.array([instant_of(getattr(task, end)) for _code, task in self._tasks], dtype=np.int64)
            for end in ("start", "finish")
        )
        self._said: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for row in loaded.progress:
            self._said.setdefault(row["task"], []).append((row["status_at"], row))
        for row in loaded.tasks:
            if row["percent"] and row["code"] not in self._said:
                # Done before the plan was taken over: no record speaks of it, the task itself does.
                self._said[row["code"]] = [(row["finished_at"] or row["started_at"] or "", row)]

    @property
    def budget(self) -> int:
        """What the baseline costs, in fen."""
        return int(self._costs.sum())

    @property
    def months(self) -> list[date]:
        """The month ends from the start of the baseline to its end, or to the day where that is later."""
        if not self._tasks:
            return []
        first = day_of(int(self._starts.min()))
        last = max(day_of(int(self._finishes.max())), self.day)
        count = (last.year - first.year) * 12 + last.month - first.month
        return [_month_end(first.year, first.month + place) for place in range(count + 1)]

    def planned(self, until: date) -> int:
        """Planned value (fen) up to the end of a day."""
        moment = instant_of(datetime.combine(until, END_OF_DAY))
        whole = int(self._costs[self._finishes <= moment].sum())
        under_way = np.flatnonzero((self._starts < moment) & (self._finishes > moment))
        return whole + sum(self._part(int(place), moment) for place in under_way)

    def earned(self, until: date) -> int:
        """Earned value (fen) by what was recorded up to a day."""
        return sum(task.cost * (self._last(code, until).get("percent") or 0) // 100 for code, task in self._tasks)

    def actual(self, until: date) -> int:
        """Actual cost (fen) by what was recorded up to a day."""
        return sum(self._last(code, until).get("actual_cost") or 0 for code in self._said if code in self._known)

    def schedule(self) -> EarnedSchedule:
        """Earned schedule on the day, in months."""
        planned = [self.planned(end) for end in self.months]
        done = [end for end in self.months if end <= self._counted_until]
        return earned_schedule(planned, self.earned(self.day), len(done))

    def figures(self) -> Iterator[tuple[str, Any, str]]:
        """Every figure by its name, value and formula."""
        value = EarnedValue(self.budget, self.planned(self.day), self.earned(self.day), self.actual(self.day))
        time_value = self.schedule()
        values: dict[str, int | Fraction | None] = {
            "BAC": value.budget,
            "PV": value.planned,
            "EV": value.earned,
            "AC": value.actual,
            "CV": value.cost_variance,
            "SV": value.schedule_variance,
            "CPI": value.cost_index,
            "SPI": value.schedule_index,
            "ES (months)": time_value.earned,
            "AT (months)": time_value.actual,
            "SPI(t)": time_value.schedule_index,
            "SV(t) (months)": time_value.schedule_variance,
            "EAC by CPI": value.estimate_by_cost,
            "EAC by plan": value.estimate_by_plan,
            "EAC by CPI and SPI": value.estimate_by_both,
            "TCPI": value.to_complete_index,
            "VAC": value.variance_at_completion,
            "IEAC(t) (months)": time_value.estimate,
        }
        for name, formula in FORMULAS.items():
            found = values[name]
            yield name, None if found is None else round(float(found), 4), formula

    @cached_property
    def _counted_until(self) -> date:
        """The day, or the end of the month in which the last task was done: after that no time goes by."""
        ends = [task.finished for task in self.loaded.plan.leaves]
        known = [end for end in ends if end is not None]
        if not known or len(known) < len(ends):
            return self.day
        return min(self.day, _month_end(max(known).year, max(known).month))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(code for code, _task in self._tasks)

    def _part(self, place: int, moment: int) -> int:
        """The planned value of a task that is under way by the baseline: as much as of its working time."""
        ends = int(self._starts[place]), moment, int(self._finishes[place])
        start, now, finish = map(self.loaded.table.worked_at, ends)
        return round(Fraction(int(self._costs[place]) * (now - start), finish - start)) if finish > start else 0

    def _last(self, code: str, until: date) -> dict[str, Any]:
        said = self._said.get(code)
        if not said:
            return {}
        place = bisect_right(said, f"{until.isoformat()}T23:59", key=itemgetter(0))
        return said[place - 1][1] if place else {}


def _chosen(loaded: LoadedPlan, baseline: int | None) -> KeptPlan:
    chosen = [kept for kept in loaded.baselines if baseline in (None, kept.number)]
    if not chosen:
        raise UsageError(
            f"the plan of {loaded.project} has no such baseline; set one with kit do schedule.set_baseline"
        )
    return chosen[-1]


def _curve_row(measured: Measured, end: date) -> dict[str, Any]:
    # The month that still runs shows what is known up to the day.
    known = min(end, measured.day)
    is_known = (end.year, end.month) <= (measured.day.year, measured.day.month)
    return {
        "month": end,
        "planned": measured.planned(end),
        "earned": measured.earned(known) if is_known else None,
        "actual": measured.actual(known) if is_known else None,
    }


def _month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _risk_rows(loaded: LoadedPlan, draws: Draws, planned: float) -> Iterator[tuple[str, str | None, float]]:
    yield "planned_days", None, round(planned, 2)
    yield "mean_days", None, round(float(draws.lengths.mean()) / DAY_MINUTES, 2)
    for share in (10, 50, 80, 90):
        yield f"P{share}_days", None, round(draws.percentile(share) / DAY_MINUTES, 2)
    yield "chance_within_plan", None, round(draws.chance_within(planned * DAY_MINUTES), 4)
    for place, task in enumerate(loaded.plan.leaves):
        yield "criticality", task.code, round(float(draws.criticality[place]), 4)
