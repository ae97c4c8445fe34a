"""Alerts page: the words and pieces of HTML of the alert board."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.publishing.alert_board import AlertBoard
from kit.publishing.terms import write_term
from kit.risk.states import AlertLevel
from widgets.language import _
from widgets.markup import Markup, choice, join

FIGURES = ("first_figures", "alerts", "milestones", "indicators")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: empty means every department, every level."""

    owner: str = ""
    level: str = ""


def frame(departments: Pairs, chosen: Choice, pieces: dict[str, Markup], *, is_live: bool) -> Markup:
    """The whole page. Before it comes alive its fields cannot be used; its *pieces* stand in their places already."""
    piece = Markup(
        '<section class="kit-screen kit-funds kit-alerts"><h1>{}</h1>'
        '<fieldset class="kit-fields kit-chosen"{}>{}</fieldset>{}</section>'
    )
    off = Markup("") if is_live else Markup(" disabled")
    places = join(_place(name, pieces.get(name, Markup(""))) for name in FIGURES)
    return piece.format(_("Alerts"), off, _fields(departments, chosen), places)


def figures(board: AlertBoard) -> dict[str, Markup]:
    """All figures."""
    return {name: getattr(board, name).html for name in FIGURES}


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    owner, level = (str(typed.get(name) or "") for name in ("owner", "level"))
    return Choice(owner, level if level in set(AlertLevel) else "")


def _fields(departments: Pairs, chosen: Choice) -> Markup:
    every = ("", _("Not restricted"))
    levels = [(str(level), write_term(level)) for level in AlertLevel]
    return join(
        [
            choice("level", _("Level"), [every, *levels], chosen.level),
            choice("owner", _("Department"), [every, *departments], chosen.owner),
        ]
    )


def _place(name: str, shown: Markup) -> Markup:
    return Markup('<div class="kit-figure kit-{}" data-part="{}">{}</div>').format(name, name, shown)
