"""Cited: numbers inside a sentence that keep where they come from, until a page shows them with it."""

import json
import re
from collections.abc import Callable, Hashable
from dataclasses import asdict
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from kit.core.language import Phrase, phrase
from kit.publishing.columns import column_of
from kit.views.figure import Figure, figure_of, figure_over
from kit.views.measure import Measure

# Signs for private use (Unicode 16, chapter 23.5): around the figure and the text that stands for it.
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_CITED = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_SIGNS = re.compile(f"[{_OPEN}{_MIDDLE}{_CLOSE}]")
_DIGIT = re.compile(r"\d")
ROWS = phrase("number of rows")

Write = Callable[[Any], str]


def cite(frame: pd.DataFrame, at: Hashable, name: str, write: Write | None = None) -> str:
    """The value in column *name* of the row *at* (its label) of a view's frame, written, with where it comes from."""
    row = {str(column): frame.at[at, column] for column in frame}
    text = (write or column_of(name).write)(row[name])
    return _marked(figure_of(frame, row, name, text), text)


def cite_count(frame: pd.DataFrame, chosen: pd.Series | None = None, formula: Phrase = ROWS) -> str:
    """How many rows a view's *frame* has, or how many of them are *chosen*; *formula* says by what."""
    return _over(frame, len(frame) if chosen is None else int(chosen.sum()), str, Measure("", formula))


def cite_sum(frame: pd.DataFrame, name: str, formula: Phrase) -> str:
    """The whole numbers of column *name* of a view's *frame*, added up."""
    return _over(frame, int(frame[name].sum()), str, Measure("", formula))


def cite_over(frame: pd.DataFrame, work: Callable[[pd.DataFrame], Any], write: Write, measure: Measure) -> str:
    """What *work* makes of a view's *frame*, written."""
    return _over(frame, work(frame), write, measure)


def cite_rule(frame: pd.DataFrame, value: Any, measure: Measure, source: str) -> str:
    """A *value* of the rules by which *frame* was made, as the data file *source* gives it."""
    return _over(frame, value, str, measure, (source,))


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


def _over(frame: pd.DataFrame, value: Any, write: Write, measure: Measure, law: tuple[str, ...] = ()) -> str:
    text = write(value)
    return _marked(figure_over(frame, value, text, measure, law), text)


def _marked(figure: Figure | None, text: str) -> str:
    clean = _SIGNS.sub("", text)
    if figure is None or not has_digit(clean):
        return clean
    return f"{_OPEN}{json.dumps(asdict(figure) | {'text': clean}, ensure_ascii=True)}{_MIDDLE}{clean}{_CLOSE}"


def _read(text: str) -> Figure:
    content = json.loads(text)
    return Figure(**(content | {"rows": tuple(content["rows"]), "law": tuple(content["law"])}))


def _element(figure: Figure) -> Markup:
    return Markup("<span{}>{}</span>").format(attributes(figure), figure.text)
