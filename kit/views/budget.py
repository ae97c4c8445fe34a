"""Views of the budget."""

import pandas as pd
from sqlalchemy import select

from kit.budget.tables import BudgetLine
from kit.views.reader import Reader
from kit.views.registry import view


@view("budget_lines")
def show_budget_lines(reader: Reader, project: str | None = None, year: int | None = None) -> pd.DataFrame:
    """Budget lines with opening, allotted and paid amounts in fen: one row per project, year and source."""
    line = BudgetLine
    query = select(line.project, line.year, line.source, line.opening, line.allotted, line.paid)
    if project:
        query = query.where(line.project == project)
    if year:
        query = query.where(line.year == year)
    return reader.frame(query.order_by(line.project, line.year, line.source))
