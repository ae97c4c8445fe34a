"""Cited: numbers inside a sentence that keep where they come from, until a page shows them with it."""

import json
import re
from dataclasses import asdict
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from kit.core.language import Phrase, phrase
from kit.views.figure import Figure, figure_of, figure_over
from kit.views.measure import Measure

# Signs for private use (Unicode 16, chapter 23.5): around the figure and the text that stands for it.
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_CITED = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_SIGNS = re.compile(f"[{_OPEN}{_MIDDLE}{_CLOSE}]")
_DIGIT = re.compile(r"\d")
ROWS = phrase("number of rows")


def cite(frame: pd.DataFrame, row: Any, name: str, text: str) -> str:
    """*text*, which writes the value in column *name* of a *row* of a view's frame, with where it comes from."""
    return _marked(figure_of(frame, dict(row), name, text), text)


def cite_count(frame: pd.DataFrame, value: Any, formula: Phrase = ROWS) -> str:
    """A whole number counted or added up over a view's *frame*; *formula* says how."""
    return _marked(figure_over(frame, value, str(int(value)), Measure("", formula)), str(int(value)))


def cite_over(frame: pd.DataFrame, value: Any, text: str, measure: Measure, law: tuple[str, ...] = ()) -> str:
    """*text*, which writes a *value* worked out over a view's *frame*, or read from the data files that *law* names."""
    return _marked(figure_over(frame, value, text, measure, law), text)


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
    """What an element says of its figure: its identity."""
    return Markup("") if figure is None else Markup(' data-figure="{}"').format(figure.id)


def _marked(figure: Figure | None, text: str) -> str:
    clean = _SIGNS.sub("", text)
    if figure is None:
        return clean
    return f"{_OPEN}{json.dumps(asdict(figure) | {'text': clean}, ensure_ascii=True)}{_MIDDLE}{clean}{_CLOSE}"


def _read(text: str) -> Figure:
    content = json.loads(text)
    return Figure(**(content | {"rows": tuple(content["rows"]), "law": tuple(content["law"])}))


def _element(figure: Figure) -> Markup:
    return Markup("<span{}>{}</span>").format(attributes(figure), figure.text)
