"""Scope: which projects and years a view of the budget speaks of."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from kit.budget.tables import BudgetLine
from kit.core.tables import Balanced, columns_of
from kit.project.tables import Project
from kit.views.reader import Reader


@dataclass(frozen=True)
class Scope:
    """A project, a fiscal year, the projects of one unit: what is None does not narrow."""

    project: str | None = None
    year: int | None = None
    owner: str | None = None

    def of_lines(self, query: Any) -> Any:
        """*query*, which selects from budget lines, for these projects and this year."""
        found = self.of_projects(query, BudgetLine.project)
        return found if self.year is None else found.where(BudgetLine.year == self.year)

    def of_projects(self, query: Any, project: Any) -> Any:
        """*query* for these projects, *project* being the column that holds their codes."""
        if self.project is not None:
            query = query.where(project == self.project)
        if self.owner is not None:
            query = query.where(project.in_(select(Project.code).where(Project.owner == self.owner)))
        return query


def spare_of(table: type[Balanced]) -> Any:
    """What each row of *table* has left to give, as a column for statements."""
    columns = columns_of(table).c
    return table.spare({name: columns[name] for name in table.balances})


def line_rows(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """The budget lines as they stand, each with what it has available; amounts in fen."""
    query = scope.of_lines(select(columns_of(BudgetLine)))
    rows = reader.rows(query.order_by(BudgetLine.project, BudgetLine.year, BudgetLine.code))
    return [row | {"available": BudgetLine.spare(row)} for row in rows]
