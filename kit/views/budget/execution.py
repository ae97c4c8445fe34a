"""Execution: the money of a year against three denominators, each rate named by its own."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Movement
from kit.project.tables import Project
from kit.views.budget.rates import percent
from kit.views.budget.scope import Scope, line_rows
from kit.views.reader import Reader
from kit.views.registry import view

MONEY = ("opening", "adjusted", "received", "paid")
RATES = {"rate_of_opening": "opening", "rate_of_adjusted": "adjusted", "rate_of_received": "received"}
YEAR_END = (Cause.CARRY_OVER, Cause.SURPLUS)


@view("execution")
def show_execution(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """What was paid against opening, adjusted and received money: one row per project and year, and a total per year.

    Amounts in fen, rates in percent; a denominator of zero has no rate. ``adjusted`` is what is allotted together with
    what left the year at its end (``carried_over``, ``returned``), which the year had and did not spend: without it
    every closed year would be executed to the full. A total has no ``project``.
    """
    scope = Scope(project, year, owner)
    names = {row["code"]: row["name"] for row in reader.rows(select(Project.code, Project.name))}
    groups: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines_of_the_year(reader, scope):
        for name in _SUMS:
            groups[line["year"], line["project"]][name] += line[name]
    rows = [_row(of_year, code, names.get(code), [sums]) for (of_year, code), sums in sorted(groups.items())]
    totals = [_row(of_year, None, None, _of(groups, of_year)) for of_year in sorted({key[0] for key in groups})]
    return pd.DataFrame([*rows, *totals], columns=_COLUMNS)


def lines_of_the_year(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """The budget lines with what left them at the end of their year, and with the adjusted budget that they had."""
    left = _left_at_year_end(reader, scope)
    return [_adjusted(line, left[line["id"]]) for line in line_rows(reader, scope)]


def _adjusted(line: dict[str, Any], left: dict[str, int]) -> dict[str, Any]:
    carried, returned = left[Cause.CARRY_OVER], left[Cause.SURPLUS]
    adjusted = line["allotted"] + carried + returned
    return line | {"adjusted": adjusted, "carried_over": carried, "returned": returned}


def _left_at_year_end(reader: Reader, scope: Scope) -> dict[int, dict[str, int]]:
    query = (
        select(Movement.line_id, Movement.cause, func.sum(Movement.amount).label("amount"))
        .join(BudgetLine, BudgetLine.id == Movement.line_id)
        .where(Movement.cause.in_(YEAR_END), Movement.to_state == State.OUTSIDE)
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in reader.rows(scope.of_lines(query).group_by(Movement.line_id, Movement.cause)):
        found[row["line_id"]][row["cause"]] = int(row["amount"])
    return found


def _of(groups: dict[tuple[int, str], dict[str, int]], year: int) -> list[dict[str, int]]:
    return [sums for (of_year, _code), sums in groups.items() if of_year == year]


def _row(year: int, project: str | None, name: str | None, parts: Iterable[dict[str, int]]) -> dict[str, Any]:
    kept = list(parts)
    sums = {each: sum(part[each] for part in kept) for each in _SUMS}
    rates = {rate: percent(sums["paid"], sums[whole]) for rate, whole in RATES.items()}
    return {"project": project, "name": name, "year": year} | sums | rates


_SUMS = (*MONEY, "available", "carried_over", "returned")
_COLUMNS = ["project", "name", "year", *_SUMS, *RATES]
