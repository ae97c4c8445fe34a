"""Page: the pieces of a report page that a notebook shows: headings, words, facts, tables, figures.

Every text that comes from a record is escaped here, once, so that a name can hold anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd
from markupsafe import Markup

from kit.core.finding import Severity
from kit.core.language import _, set_language
from kit.publishing.columns import NOTHING, column_of, is_nothing
from kit.publishing.drawing import draw_svg
from kit.views.reader import Reader

ROWS_MAX = 500
LONG_TEXT = 18
WHOLE = Markup(' class="whole"')
LONG = Markup(' class="long"')
_REFERENCES = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')
_UNIT = re.compile(r" ?[(（][^()（）]+[)）]$")
_OPENING = re.compile(r"<svg\b[^>]*>")


@dataclass(frozen=True)
class Block:
    """A piece of a page: HTML that is safe to show, and the same in plain words."""

    html: Markup
    text: str

    def _repr_mimebundle_(self, **_asked: Any) -> tuple[dict[str, str], dict[str, str]]:
        # The mark tells the page that this HTML is ours; any other HTML in a notebook is cleaned first.
        return {"text/html": str(self.html), "text/plain": self.text}, {"kit": "block"}

    def __repr__(self) -> str:
        return self.text

    def __add__(self, other: "Block") -> "Block":
        return Block(self.html + other.html, f"{self.text}\n{other.text}")


def open_reader(snapshot: str, language: str) -> Reader:
    """The snapshot that a report reads; from here on *language* is spoken."""
    set_language(language)
    return Reader.of_snapshot(snapshot)


def title(text: str, beside: str = "") -> Block:
    """The title of the page, with a smaller line beneath."""
    smaller = Markup('<p class="lead">{}</p>').format(beside) if beside else Markup("")
    return Block(Markup("<h1>{}</h1>{}").format(text, smaller), text)


def section(text: str) -> Block:
    """The heading of a section."""
    return Block(Markup("<h2>{}</h2>").format(text), text)


def words(text: str) -> Block:
    """A paragraph."""
    return Block(Markup("<p>{}</p>").format(text), text)


def note(text: str) -> Block:
    """A smaller remark: what a number rests on, what was left out."""
    return Block(Markup('<p class="note">{}</p>').format(text), text)


def advice(text: str) -> Block:
    """What to do where there is nothing to show."""
    return Block(Markup('<p class="advice">{}</p>').format(text), text)


def facts(pairs: Sequence[tuple[str, str]]) -> Block:
    """Names and values in a list."""
    rows = [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in pairs]
    html = Markup('<dl class="facts">{}</dl>').format(Markup("").join(rows))
    return Block(html, "\n".join(f"{name}: {value}" for name, value in pairs))


def tiles(pairs: Sequence[tuple[str, str, str]]) -> Block:
    """The figures that come first: name, value, and the word that sets the colour (fault, question, plain)."""
    shown = [
        Markup('<li class="tile {}"><b>{}</b><span>{}</span></li>').format(tone, value, name)
        for name, value, tone in pairs
    ]
    html = Markup('<ul class="tiles">{}</ul>').format(Markup("").join(shown))
    return Block(html, "\n".join(f"{name}: {value}" for name, value, _tone in pairs))


def table(
    frame: pd.DataFrame, *columns: str, empty: str = "", marked: str = "", beside: Sequence[Markup] | None = None
) -> Block:
    """A table of the named columns, at most five hundred rows; *empty* is said where there is no row.

    Rows in which the column *marked* is true stand out; *beside* is what a screen sets at the end of each row.
    """
    if frame.empty:
        return advice(empty or _("Nothing is recorded here yet."))
    shown = frame.head(ROWS_MAX)
    head = Markup("").join(_heading(name) for name in columns)
    rows: list[dict[str, Any]] = [
        dict(zip(map(str, shown.columns), row, strict=True)) for row in shown.itertuples(index=False)
    ]
    ends = [Markup("")] * len(rows) if beside is None else [_end(piece) for piece in beside[:ROWS_MAX]]
    head += Markup("") if beside is None else Markup("<td></td>")
    body = Markup("").join(
        _row(row, columns, bool(marked and row[marked]), end) for row, end in zip(rows, ends, strict=True)
    )
    html = Markup('<div class="scroll" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>')
    drawn = Block(html.format(head, body), shown[list(columns)].to_string(index=False))
    return drawn + _cut(len(frame)) if len(frame) > ROWS_MAX else drawn


def figure(chart: Any) -> Block:
    """A chart as a picture that any browser draws without scripts."""
    content = chart.to_dict()
    drawn = draw_svg(content)
    described = str(content.get("description", ""))
    html = Markup('<figure class="chart" role="img" aria-label="{}"><div class="scroll">{}</div></figure>')
    return Block(html.format(described, _inline(drawn)), described)


def _heading(name: str) -> Markup:
    column = column_of(name)
    said, unit = _split_unit(str(column.title))
    return Markup('<th scope="col"{}>{}{}</th>').format(_side(column.is_number), said, unit)


def _split_unit(text: str) -> tuple[str, Markup]:
    """A unit in brackets stays in one piece when a narrow heading is broken into lines."""
    found = _UNIT.search(text)
    if found is None:
        return text, Markup("")
    return text[: found.start()], Markup('<span class="unit">{}</span>').format(found[0])


def _end(piece: Markup) -> Markup:
    return Markup('<td class="deeds">{}</td>').format(piece)


def _row(row: dict[str, Any], columns: Sequence[str], is_marked: bool, end: Markup) -> Markup:
    cells = Markup("").join(_cell(name, row[name]) for name in columns) + end
    return Markup("<tr{}>{}</tr>").format(Markup(' class="marked"') if is_marked else "", cells)


def _cell(name: str, value: Any) -> Markup:
    column = column_of(name)
    text: Any = NOTHING if is_nothing(value) else column.write(value)
    side = LONG if len(text) > LONG_TEXT else _side(column.is_number) or _whole(text)
    if name == "severity" and value in list(Severity):
        text = Markup('<span class="mark {}">{}</span>').format(value, text)
    return Markup("<td{}>{}</td>").format(side, text)


def _side(is_number: bool) -> Markup:
    return Markup(' class="number"') if is_number else Markup("")


def _whole(text: str) -> Markup:
    """Codes and days stay on one line; Chinese is broken anywhere."""
    return WHOLE if text.isascii() and " " not in text else Markup("")


def _cut(count: int) -> Block:
    said = _("The first {shown} of {count} rows are shown; kit show gives all of them.")
    return note(said.format(shown=ROWS_MAX, count=count))


def _inline(svg: str) -> Markup:
    """The drawing for use inside a page: no addresses in it, and names of its own, since a page holds several."""
    own = sha256(svg.encode()).hexdigest()[:8]
    opening = _OPENING.search(svg)
    assert opening is not None
    size = re.findall(r'\b(?:width|height)="([\d.]+)"', opening[0])[:2]
    plain = (
        f'<svg class="marks" viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" height="{size[1]}" aria-hidden="true">'
    )
    body = _REFERENCES.sub(rf"\g<1>{own}-\g<2>", svg[opening.end() :])
    return Markup(plain + body)  # noqa: S704 - drawn by Vega, which escapes every text in it
