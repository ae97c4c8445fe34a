"""Alerts page: the words and pieces of HTML of the alert board."""

from dataclasses import dataclass

from kit.publishing.alert_board import AlertBoard
from kit.publishing.terms import write_term
from kit.risk.states import AlertLevel
from widgets.language import _
from widgets.markup import Markup, choice
from widgets.screens import chosen_page
from widgets.screens.chosen_page import Pairs

FIGURES = ("first_figures", "alerts", "milestones", "indicators")


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: empty means every department, every level."""

    owner: str = ""
    level: str = ""


def frame(departments: Pairs, chosen: Choice, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
    """The whole page."""
    return chosen_page.frame(_("Alerts"), _fields(departments, chosen), FIGURES, pieces, is_live=is_live)


def figures(board: AlertBoard) -> dict[str, Markup]:
    """All figures."""
    return chosen_page.figures(board, FIGURES)


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    owner, level = (str(typed.get(name) or "") for name in ("owner", "level"))
    return Choice(owner, level if level in set(AlertLevel) else "")


def _fields(departments: Pairs, chosen: Choice) -> list[Markup]:
    every = ("", _("Not restricted"))
    levels = [(str(level), write_term(level)) for level in AlertLevel]
    return [
        choice("level", _("Level"), [every, *levels], chosen.level),
        choice("owner", _("Department"), [every, *departments], chosen.owner),
    ]
