"""Funds: a manager or a finance person sees where the money of a department, a project and a year stands."""

from datetime import date, datetime

import pandas as pd
from IPython.display import HTML

from kit.actions.catalogue import open_database
from kit.core.calendar import OFFICE_TIME
from kit.core.errors import KitError
from kit.publishing.budget_execution import BudgetExecutionReport
from kit.views.budget.execution import show_execution
from kit.views.project import show_projects
from kit.views.reader import Reader
from widgets.language import enter
from widgets.live import Live
from widgets.markup import Markup, line
from widgets.screens import funds_page as page
from widgets.screens.funds_page import Choice

FIRST = "kit-first-funds"


def open_funds() -> "FundsScreen | FundsRefusal":
    """The screen of the workspace that the server or the environment names, or why there is none."""
    try:
        workspace = enter()
        reader = Reader(open_database(workspace), workspace.resources)
        return FundsScreen(reader, datetime.now(OFFICE_TIME).date())
    except KitError as error:
        return FundsRefusal(HTML(line(str(error), "fault", alert=True)))


class FundsRefusal:
    """A page that cannot be shown, and the reason."""

    live = None

    def __init__(self, plain: HTML) -> None:
        self.plain = plain


class FundsScreen:
    """What is chosen; the figures follow. ``plain`` stands there before any script, ``live`` takes its place."""

    def __init__(self, reader: Reader, today: date) -> None:
        self._reader = reader
        self._today = today
        self._projects = show_projects(reader)
        self._choose(Choice())

    @property
    def plain(self) -> HTML:
        """The page with every figure that needs no picture; nothing on it can be used yet."""
        frame = page.frame(self._options, self._chosen, page.plain(self._report), is_live=False)
        return HTML(f'<div id="{FIRST}">{frame}</div>')

    @property
    def live(self) -> Live:
        """The living page, with pictures."""
        made = Live(self._frame(), replaces=FIRST)
        made.on_type(lambda: self._on_type(made))
        made.show(**page.figures(self._report))
        return made

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

    def _frame(self) -> Markup:
        return page.frame(self._options, self._chosen, {}, is_live=True)

    def _on_type(self, live: Live) -> None:
        asked = page.read_choice(live.typed)
        if asked == self._chosen:
            return
        self._choose(asked)
        live.frame = str(self._frame())
        live.show(**page.figures(self._report))


def _pairs(frame: pd.DataFrame, value: str, title: str) -> list[tuple[str, str]]:
    return [(str(code), str(name)) for code, name in frame[[value, title]].itertuples(index=False)]
