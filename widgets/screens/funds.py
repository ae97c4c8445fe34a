"""Funds: a manager or a finance person sees where the money of a department, a project and a year stands."""

from datetime import date
from typing import Any

import pandas as pd

from kit.publishing.budget_execution import BudgetExecutionReport
from kit.views.budget.execution import show_execution
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from widgets.markup import Markup
from widgets.screens import funds_page as page
from widgets.screens.chosen import ChosenScreen, Screen, open_screen
from widgets.screens.funds_page import Choice


def open_funds() -> Screen:
    """The screen of the workspace that the server or the environment names, or why there is none."""
    return open_screen(FundsScreen)


class FundsScreen(ChosenScreen):
    """Where the money stands."""

    name = "funds"

    def __init__(self, reader: Reader, today: date) -> None:
        self._projects = show_projects(reader)
        super().__init__(reader, today, Choice())

    def _choose(self, chosen: Choice) -> None:
        """Keep what fits: a project of another department, or a year without money, gives way."""
        projects = self._projects if not chosen.owner else self._projects.query("owner == @chosen.owner")
        project = chosen.project if chosen.project in set(projects["code"]) else ""
        money = show_execution(self._reader, project or None, None, chosen.owner or None)
        years = sorted({int(year) for year in money["year"]}, reverse=True)
        year = chosen.year if chosen.year in years else (years[0] if years else None)
        self._chosen = Choice(chosen.owner, project, year)
        self._options = page.Options(self._departments(), _pairs(projects, "code", "name"), years)
        self._report = BudgetExecutionReport(self._reader, project or None, year, chosen.owner or None, self._today)

    def _departments(self) -> list[tuple[str, str]]:
        return _pairs(self._projects.drop_duplicates("owner").sort_values("owner_name"), "owner", "owner_name")

    def _read(self, typed: dict[str, Any]) -> Choice:
        return page.read_choice(typed)

    def _frame(self, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
        return page.frame(self._options, self._chosen, pieces, is_live=is_live)

    def _figures(self, *, is_live: bool) -> dict[str, Markup]:
        return page.figures(self._report) if is_live else page.plain(self._report)


def _pairs(frame: pd.DataFrame, value: str, title: str) -> list[tuple[str, str]]:
    return [(str(code), str(name)) for code, name in frame[[value, title]].itertuples(index=False)]
