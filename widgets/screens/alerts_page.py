"""Alerts page: the words and pieces of HTML of the alert board."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.publishing.alert_board import AlertBoard
from kit.publishing.terms import write_term
from kit.risk.states import AlertLevel
from widgets.language import _
from widgets.markup import Markup, choice, join
from widgets.risk_desk import Deed, Thing
from widgets.screens import chosen_page
from widgets.screens.chosen_page import Pairs

FIGURES = ("first_figures", "alerts", "risks", "rectifications", "milestones", "indicators")
# What a deed changes; the rest takes longer to compute and stays.
HANDLED = ("first_figures", "alerts", "risks", "rectifications")
# Places for what is new and for what is done about a thing.
PLACES = ("first_figures", "alerts", "new", "risks", "rectifications", "milestones", "indicators", "deed")


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: empty means every department, every level; ``mine`` what the person answers for."""

    owner: str = ""
    level: str = ""
    mine: bool = False


def frame(departments: Pairs, chosen: Choice, pieces: dict[str, Markup], *, has_person: bool, is_live: bool) -> Markup:
    """The whole page."""
    fields = _fields(departments, chosen) + ([_mine(chosen)] if has_person else [])
    return chosen_page.frame(_("Alerts"), fields, PLACES, pieces, is_live=is_live)


def figures(board: AlertBoard, names: Sequence[str] = FIGURES) -> dict[str, Markup]:
    """The named figures."""
    return chosen_page.figures(board, names)


def handle(kind: str, project: str, key: str) -> Markup:
    """The button at the end of a row."""
    piece = '<button class="kit-small-button" data-opens data-press="open" data-value="{}">{}</button>'
    return Markup(piece).format(Thing(kind, project, key), _("Handle"))


def new_buttons(deeds: Sequence[Deed]) -> Markup:
    """Buttons for what the person may enter anew."""
    piece = Markup('<button data-opens data-press="new" data-value="{}">{}</button>')
    shown = join(piece.format(deed.action, deed.words) for deed in deeds)
    return Markup('<div class="kit-buttons">{}</div>').format(shown) if deeds else Markup("")


def read_choice(typed: dict[str, object]) -> Choice:
    """The choice that the fields make."""
    owner, level = (str(typed.get(name) or "") for name in ("owner", "level"))
    return Choice(owner, level if level in set(AlertLevel) else "", typed.get("mine") == "mine")


def _fields(departments: Pairs, chosen: Choice) -> list[Markup]:
    every = ("", _("Not restricted"))
    levels = [(str(level), write_term(level)) for level in AlertLevel]
    return [
        choice("level", _("Level"), [every, *levels], chosen.level),
        choice("owner", _("Department"), [every, *departments], chosen.owner),
    ]


def _mine(chosen: Choice) -> Markup:
    words = [("", _("Not restricted")), ("mine", _("Mine"))]
    return choice("mine", _("Answers for it"), words, "mine" if chosen.mine else "")
