"""Funds page: the words and pieces of HTML of the screen about funds and costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.publishing.budget_execution import BudgetExecutionReport
from widgets.language import _
from widgets.markup import Markup, choice
from widgets.screens import chosen_page
from widgets.screens.chosen_page import Pairs

# The figures in their order; those that are pictures come with the living page.
FIGURES = (
    "first_figures",
    "pace_chart",
    "states_chart",
    "pace",
    "lines",
    "execution",
    "reservations",
    "contracts",
    "late",
    "ageing_chart",
    "ageing",
    "forecast",
    "costs_chart",
    "costs",
)
PLAIN = ("first_figures", "execution", "reservations", "contracts", "late", "forecast")


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: an empty department or project means all of them, no year the latest."""

    owner: str = ""
    project: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Options:
    """What there is to choose from; departments and projects by code and name."""

    departments: Pairs
    projects: Pairs
    years: Sequence[int]


def frame(there: Options, chosen: Choice, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
    """The whole page."""
    return chosen_page.frame(_("Funds and costs"), _fields(there, chosen), FIGURES, pieces, is_live=is_live)


def plain(report: BudgetExecutionReport) -> dict[str, Markup]:
    """The figures that stand there before any script has run."""
    return chosen_page.figures(report, PLAIN)


def figures(report: BudgetExecutionReport) -> dict[str, Markup]:
    """All figures; where no money is recorded, only what to do."""
    shown = FIGURES if report.focus is not None else FIGURES[:1]
    return dict.fromkeys(FIGURES, Markup("")) | chosen_page.figures(report, shown)


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    owner, project, year = (str(typed.get(name) or "") for name in ("owner", "project", "year"))
    return Choice(owner, project, int(year) if year.isdecimal() else None)


def _fields(there: Options, chosen: Choice) -> list[Markup]:
    every = [("", _("Not restricted"))]
    years = [(str(year), str(year)) for year in there.years] or [("", "—")]
    projects = [(code, f"{name} ({code})") for code, name in there.projects]
    return [
        choice("owner", _("Department"), [*every, *there.departments], chosen.owner),
        choice("project", _("Project"), [*every, *projects], chosen.project),
        choice("year", _("Fiscal year"), years, str(chosen.year or "")),
    ]
