"""Months: how the payments of a year grow from month to month, against the plan of use and the calendar."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.budget.rules import payment_rules
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, UsePlan
from kit.core.fiscal import FiscalYear
from kit.views.budget.execution import lines_of_the_year
from kit.views.budget.movements import movement_rows
from kit.views.budget.rates import half_up, percent
from kit.views.budget.scope import Scope
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

Plan = dict[int, dict[int, int]]


@dataclass(frozen=True)
class Paid:
    """What a movement adds to the payments of a line, in fen; without ``is_dated`` only the sum of many is known."""

    line: int
    day: date
    amount: int
    is_dated: bool


@view("execution_by_month")
def show_execution_by_month(
    reader: Reader,
    project: str | None = None,
    year: int | None = None,
    owner: str | None = None,
    day: date | None = None,
) -> pd.DataFrame:
    """Payments month by month against the plan of use and the calendar, in fen and percent: one row per month.

    All amounts are cumulated. ``by_calendar`` is the adjusted budget times the share of the year, ``expected`` what the
    plan says of the lines that have one and the calendar of the others, up to ``until``; ``against`` says which (plan,
    calendar, both). ``deviation`` is paid less expected in percentage points of the adjusted budget, ``is_watched``
    from the office's threshold on. ``paid`` is empty for months to come, and for those before a sum was taken over of
    which only the year is known (``undated``).
    """
    scope, until = Scope(project, year, owner), speaking_day(reader, day)
    watched = payment_rules(reader.resources)[0].deviation_watched
    rows = [row for pace in _paces(reader, scope, until) for row in pace.rows(watched)]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"planned": "Int64", "paid": "Int64"})


def payments_of(reader: Reader, scope: Scope) -> list[Paid]:
    """Everything paid on the lines in *scope*, and what came back in the year as a negative amount."""
    years = {line["id"]: line["year"] for line in lines_of_the_year(reader, scope)}
    moves = movement_rows(reader, scope)
    return [_paid(move, years[move["line_id"]]) for move in moves if _counts(move)]


def _counts(move: dict[str, Any]) -> bool:
    """What an earlier year gets back goes to the treasury; what it executed stays."""
    came_back = move["from_state"] == State.PAID and move["to_state"] != State.TREASURY
    return bool(move["to_state"] == State.PAID or came_back)


def _paid(move: dict[str, Any], year: int) -> Paid:
    of_year = FiscalYear(year)
    sign = 1 if move["to_state"] == State.PAID else -1
    is_dated = move["cause"] != Cause.TAKEN_OVER or move["payment_id"] is not None
    # A sum of an earlier year was entered later than it was paid.
    day = min(max(move["on_day"], of_year.first_day), of_year.last_day)
    return Paid(move["line_id"], day, sign * move["amount"], is_dated)


@dataclass(frozen=True)
class _Pace:
    """One year: its adjusted budget and its plan by line, and what was paid, up to the day of speaking."""

    year: int
    day: date
    adjusted: dict[int, int]
    plan: Plan
    paid: list[Paid]

    def rows(self, watched: int) -> Iterator[dict[str, Any]]:
        """The twelve months."""
        return (self._row(month, watched) for month in range(1, 13))

    def _row(self, month: int, watched: int) -> dict[str, Any]:
        until, expected = self._until(month), self._expected(month)
        paid, whole = self._paid_until(month, until), sum(self.adjusted.values())
        apart = None if paid is None else paid - expected
        return {
            "year": self.year,
            "month": month,
            "until": until,
            "planned": self._planned(month),
            "by_calendar": half_up(FiscalYear(self.year).elapsed_share(until) * whole),
            "paid": paid,
            "undated": self._undated(until),
            "expected": half_up(expected),
            "against": self._against,
            "elapsed": percent(FiscalYear(self.year).elapsed_share(until), 1),
            "expected_of_adjusted": percent(expected, whole),
            "paid_of_adjusted": None if paid is None else percent(paid, whole),
            "deviation": None if apart is None else percent(apart, whole),
            "is_watched": apart is not None and whole > 0 and abs(apart) * 100 >= watched * whole,
        }

    def _until(self, month: int) -> date:
        """The end of the month, or the day of speaking where the month still runs."""
        last = date(self.year, month, monthrange(self.year, month)[1])
        return self.day if (self.day.year, self.day.month) == (self.year, month) else last

    @property
    def _against(self) -> str:
        planned = [line for line in self.adjusted if line in self.plan]
        return "calendar" if not planned else "plan" if len(planned) == len(self.adjusted) else "both"

    def _planned(self, month: int) -> int | None:
        if not self.plan:
            return None
        return sum(amount for plan in self.plan.values() for at, amount in plan.items() if at <= month)

    def _expected(self, month: int) -> Fraction:
        until = self._until(month)
        share = FiscalYear(self.year).elapsed_share(until)
        gone = Fraction(until.day, monthrange(self.year, month)[1])
        parts = (
            _due_by_plan(self.plan[line], month, gone) if line in self.plan else share * amount
            for line, amount in self.adjusted.items()
        )
        return sum(parts, Fraction(0))

    def _paid_until(self, month: int, until: date) -> int | None:
        undated = [each.day.month for each in self.paid if not each.is_dated]
        if date(self.year, month, 1) > self.day or month < max(undated, default=1):
            return None
        return sum(each.amount for each in self.paid if each.day <= until)

    def _undated(self, until: date) -> int:
        return sum(each.amount for each in self.paid if not each.is_dated and each.day <= until)


def _due_by_plan(plan: dict[int, int], month: int, gone: Fraction) -> Fraction:
    """What is planned up to a month of which the share *gone* has gone by."""
    before = sum(amount for at, amount in plan.items() if at < month)
    return before + gone * plan.get(month, 0)


def _paces(reader: Reader, scope: Scope, day: date) -> Iterator[_Pace]:
    lines = sorted(lines_of_the_year(reader, scope), key=lambda line: int(line["year"]))
    plan, paid = _plans(reader, scope), payments_of(reader, scope)
    for year, found in groupby(lines, key=lambda line: int(line["year"])):
        adjusted = {line["id"]: line["adjusted"] for line in found}
        of_year = [each for each in paid if each.line in adjusted]
        yield _Pace(year, day, adjusted, {line: plan[line] for line in adjusted if line in plan}, of_year)


def _plans(reader: Reader, scope: Scope) -> Plan:
    query = select(UsePlan.line_id, UsePlan.month, UsePlan.amount).join(BudgetLine, BudgetLine.id == UsePlan.line_id)
    found: Plan = defaultdict(dict)
    for row in reader.rows(scope.of_lines(query)):
        found[row["line_id"]][row["month"]] = row["amount"]
    return dict(found)


_COLUMNS = [
    "year",
    "month",
    "until",
    "planned",
    "by_calendar",
    "paid",
    "undated",
    "expected",
    "against",
    "elapsed",
    "expected_of_adjusted",
    "paid_of_adjusted",
    "deviation",
    "is_watched",
]
