"""Year end: how old the money is that lines still hold, and what they may have paid by the end of their year."""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas as pd

from kit.core.fiscal import FiscalYear
from kit.views.budget.months import Paid, payments_of
from kit.views.budget.rates import half_up
from kit.views.budget.scope import Scope, line_rows
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

YEARS_MAX = "budget.carry_over_years_max"
WINDOW_MONTHS = 3
METHODS = ("by_pace_of_year", "by_commitments", "by_last_three_months")


@view("carry_over_ageing")
def show_carry_over_ageing(
    reader: Reader,
    project: str | None = None,
    year: int | None = None,
    owner: str | None = None,
    day: date | None = None,
) -> pd.DataFrame:
    """Lines that hold money not paid yet, the oldest first, in fen: one row per line.

    ``years_since`` counts from the year the money was first budgeted for; ``last_year`` is the last in which it may be
    used (the rule budget.carry_over_years_max), empty where no such rule was in force.
    """
    until = speaking_day(reader, day)
    limit = reader.rulebook.on(until).number(YEARS_MAX)
    lines = [line for line in line_rows(reader, Scope(project, year, owner)) if line["allotted"] > line["paid"]]
    rows = [_aged(line, until, limit) for line in sorted(lines, key=lambda line: int(line["origin_year"]))]
    return pd.DataFrame(rows, columns=_AGEING).astype({"last_year": "Int64"})


@view("year_end_forecast")
def show_year_end_forecast(
    reader: Reader,
    project: str | None = None,
    year: int | None = None,
    owner: str | None = None,
    day: date | None = None,
) -> pd.DataFrame:
    """What may be paid by the end of the year, by three methods, in fen: one row per line, and a total per year.

    ``by_pace_of_year``: paid ÷ share of the year gone by. ``by_commitments``: paid, contracted and set aside.
    ``by_last_three_months``: paid, and for the days to come the daily mean of the last three months. None exceeds what
    is allotted; a total adds its lines up and has no ``line``. Empty where a method has nothing to go by.
    """
    scope, until = Scope(project, year, owner), speaking_day(reader, day)
    recent = _recent(payments_of(reader, scope), until)
    rows = [_forecast(line, recent[line["id"]], until) for line in line_rows(reader, scope)]
    totals = [_total(rows, of_year) for of_year in sorted({row["year"] for row in rows})]
    return pd.DataFrame([*rows, *totals], columns=_FORECAST).astype(dict.fromkeys(METHODS, "Int64"))


def _aged(line: dict[str, Any], day: date, limit: int | None) -> dict[str, Any]:
    origin = line["origin_year"]
    last = None if limit is None else origin + limit - 1
    since = {"line": line["code"], "years_since": day.year - origin, "last_year": last}
    return line | since | {"is_over": last is not None and last < day.year}


def _recent(payments: list[Paid], day: date) -> dict[int, int]:
    """What each line paid in the window of the last three months; sums without a day tell no pace."""
    found: dict[int, int] = defaultdict(int)
    for each in payments:
        if each.is_dated and _window_start(day) <= each.day <= day:
            found[each.line] += each.amount
    return found


def _window_start(day: date) -> date:
    """The day after the same day three months ago, but no day of the year before."""
    month = day.month - WINDOW_MONTHS
    if month < 1:
        return date(day.year, 1, 1)
    return date(day.year, month, min(day.day, monthrange(day.year, month)[1])) + timedelta(days=1)


def _forecast(line: dict[str, Any], recent: int, day: date) -> dict[str, Any]:
    year = FiscalYear(line["year"])
    elapsed, paid = year.elapsed_share(day), line["paid"]
    found: dict[str, Fraction | int | None] = dict.fromkeys(METHODS, paid)
    if elapsed < 1:
        found["by_commitments"] = paid + line["contracted"] + line["reserved"]
        found["by_pace_of_year"] = paid / elapsed if elapsed else None
        found["by_last_three_months"] = _by_window(paid, recent, year, day) if elapsed else None
    capped = {name: None if value is None else _capped(value, line["allotted"]) for name, value in found.items()}
    return line | {"line": line["code"]} | capped


def _by_window(paid: int, recent: int, year: FiscalYear, day: date) -> Fraction:
    days = (day - _window_start(day)).days + 1
    return paid + Fraction(recent, days) * (year.last_day - day).days


def _capped(value: Fraction | int, allotted: int) -> int:
    return min(half_up(Fraction(value)), allotted)


def _total(rows: list[dict[str, Any]], year: int) -> dict[str, Any]:
    of_year = [row for row in rows if row["year"] == year]
    sums: dict[str, Any] = {}
    for name in ("allotted", "paid", *METHODS):
        values = [row[name] for row in of_year]
        sums[name] = None if None in values else sum(values)
    return {"project": None, "year": year, "line": None} | sums


_AGEING = [
    "project",
    "line",
    "year",
    "source",
    "origin_year",
    "years_since",
    "last_year",
    "is_over",
    "available",
    "reserved",
    "contracted",
]
_FORECAST = ["project", "line", "year", "allotted", "paid", *METHODS]
