"""Alerts page: the words and pieces of HTML of the alert board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kit.publishing.alert_board import AlertBoard
from kit.publishing.columns import NOTHING, column_of, is_nothing, write_number
from kit.publishing.terms import write_term
from kit.risk.states import AlertLevel
from widgets.handling_desk import HandlingDesk
from widgets.language import _
from widgets.markup import Markup, choice
from widgets.screens import chosen_page, deed_page
from widgets.screens.chosen_page import Pairs
from widgets.thing import Opened, Thing

FIGURES = ("first_figures", "alerts", "risks", "rectifications", "milestones", "indicators")
# What a deed changes; the rest takes longer to compute and stays.
HANDLED = ("first_figures", "alerts", "risks", "rectifications")
# Places for what is new and for what is done about a thing.
PLACES = ("first_figures", "alerts", "new", "risks", "rectifications", "milestones", "indicators", "deed")

# What is shown of a thing, by its kind; columns as tables call them, beside the name in the view where that differs.
SHOWN = {
    "alert": (
        "project_name", "level", ("measured", "value"), "threshold", "basis", "raised_on", ("due_day", "due_on"),
        ("alert_state", "state"), "answers", "assigned_to", "acknowledged_by", "closed_on", ("outcome", "outcome"),
    ),
    "risk": ("project", "gravity", "owner", "response", "measures", "review_on", "reason"),
    "rectification": (
        "project", "demand", ("due_day", "due_on"), ("order_state", "state"), "responsible", "result", "closing",
    ),
}  # fmt: skip
TITLES = {"alert": "name", "risk": "title", "rectification": "problem"}
PEOPLE = {"owner", "responsible", "assigned_to", "acknowledged_by"}


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
    return deed_page.handle(Thing(kind, project, key))


def title_of(opened: Opened) -> str:
    """What a thing is called."""
    return str(opened.row[TITLES[opened.thing.kind]])


def thing(desk: HandlingDesk, opened: Opened) -> Markup:
    """What is known of a thing."""
    return deed_page.facts(list(_pairs(desk, opened)))


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


def _pairs(desk: HandlingDesk, opened: Opened) -> Iterator[tuple[str, str]]:
    for shown in SHOWN[opened.thing.kind]:
        name, source = (shown, shown) if isinstance(shown, str) else shown
        value = opened.row.get(source)
        if not is_nothing(value) and value != "":
            yield str(column_of(name).title), _write(desk, name, value)


def _write(desk: HandlingDesk, name: str, value: Any) -> str:
    if name in PEOPLE:
        return desk.name_of(value)
    text = write_number(value) if isinstance(value, float) else column_of(name).write(value)
    return text or NOTHING
