"""Lines: views of the budget lines, one by one and by funding source."""

import pandas as pd
from sqlalchemy import func, select

from kit.budget.tables import BudgetLine
from kit.core.tables import columns_of
from kit.views.budget.scope import Scope, spare_of
from kit.views.reader import Reader
from kit.views.registry import view

FIRST = ("project", "year", "source", "opening", "allotted", "paid")
DIMENSIONS = (
    "code",
    "origin_year",
    "fund",
    "functional",
    "government_economic",
    "department_economic",
    "purpose",
    "is_earmarked",
    "document",
)
MONEY = ("opening", "allotted", "received", "reserved", "contracted", "paid")


@view("budget_lines")
def show_budget_lines(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Budget lines with where their money stands, in fen: one row per project, year, source and classification.

    ``available`` is what is ``allotted`` and neither ``reserved``, nor ``contracted``, nor ``paid``.
    """
    line = columns_of(BudgetLine).c
    names = (*FIRST, *DIMENSIONS, "received", "reserved", "contracted")
    query = select(*[line[name] for name in names], spare_of(BudgetLine).label("available"))
    query = Scope(project, year, owner).of_lines(query)
    return reader.frame(query.order_by(line.project, line.year, line.source, line.code))


@view("fund_position")
def show_fund_position(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Where the money of each funding source stands, in fen: one row per fiscal year and source."""
    line = columns_of(BudgetLine).c
    sums = [func.sum(line[name]).label(name) for name in MONEY]
    query = select(line.year, line.source, *sums, func.sum(spare_of(BudgetLine)).label("available"))
    query = Scope(project, year, owner).of_lines(query).group_by(line.year, line.source)
    found = reader.frame(query.order_by(line.year, line.source))
    return found.astype(dict.fromkeys([*MONEY, "available"], "int64"))
