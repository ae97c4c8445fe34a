"""Cited: numbers inside a sentence that keep where they come from, until a page shows them with it."""

import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from kit.core.language import _
from kit.views.figure import Figure, figure_of, figure_over

# Signs for private use (Unicode 16, chapter 23.5): around the figure and the text that stands for it.
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_CITED = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_SIGNS = re.compile(f"[{_OPEN}{_MIDDLE}{_CLOSE}]")
_DIGIT = re.compile(r"\d")


def cite(frame: pd.DataFrame, row: Any, name: str, text: str) -> str:
    """*text*, which writes the value in column *name* of a *row* of a view's frame, with where it comes from."""
    return _marked(figure_of(frame, dict(row), name, text), text)


def cite_count(frame: pd.DataFrame, value: Any, formula: str = "number of rows") -> str:
    """A whole number counted or added up over a view's *frame*; *formula* says how."""
    return _marked(figure_over(frame, value, str(int(value)), formula), str(int(value)))


def cite_over(frame: pd.DataFrame, value: Any, text: str, formula: str, law: tuple[str, ...] = ()) -> str:
    """*text*, which writes a *value* worked out over a view's *frame*, or read from the data files that *law* names."""
    return _marked(figure_over(frame, value, text, formula, law=law), text)


def plain(text: str) -> str:
    """*text* without what its figures carry."""
    return _CITED.sub(r"\2", text)


def shown(text: str) -> tuple[Markup, list[Figure]]:
    """*text* as HTML, each figure in an element that names it; and the figures."""
    figures: list[Figure] = []
    parts: list[Markup] = []
    end = 0
    for found in _CITED.finditer(text):
        figure = _read(found[1])
        parts += [escape(text[end : found.start()]), _element(figure)]
        figures.append(figure)
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])]), figures


def has_digit(text: str) -> bool:
    """True where a text holds a number in digits."""
    return bool(_DIGIT.search(text))


def attributes(figure: Figure | None) -> Markup:
    """What an element says of its figure: its identity, and for whoever points at it where it comes from."""
    if figure is None:
        return Markup("")
    return Markup(' data-figure="{}" title="{}"').format(figure.id, describe(figure))


def describe(figure: Figure) -> str:
    """Where a figure comes from, in a line."""
    rows = ", ".join(figure.rows[:3]) + (" …" if figure.row_count > 3 else "")
    parts = [
        _("formula: {formula}").format(formula=figure.formula),
        _("view: {view}").format(view=figure.view),
        _("rows ({count}): {rows}").format(count=figure.row_count, rows=rows or "—"),
        *([_("judged by: {law}").format(law=", ".join(figure.law))] if figure.law else []),
        _("as of {day}").format(day=figure.as_of[:10]),
    ]
    return " · ".join(parts)


def as_list(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as a notebook's output keeps them, each once."""
    return list({figure.id: figure.as_dict() for figure in figures}.values())


def _marked(figure: Figure | None, text: str) -> str:
    clean = _SIGNS.sub("", text)
    if figure is None:
        return clean
    content = {name: value for name, value in figure.as_dict().items() if name != "id"}
    return f"{_OPEN}{json.dumps(content | {'text': clean}, ensure_ascii=True)}{_MIDDLE}{clean}{_CLOSE}"


def _read(text: str) -> Figure:
    content = json.loads(text)
    return Figure(**(content | {"rows": tuple(content["rows"]), "law": tuple(content["law"])}))


def _element(figure: Figure) -> Markup:
    return Markup('<span class="figure"{}>{}</span>').format(attributes(figure), figure.text)
