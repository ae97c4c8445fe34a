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
from kit.core.language import _, phrase, set_language
from kit.publishing.cited import attributes, cite_count, has_digit, plain, shown
from kit.publishing.columns import NOTHING, column_of, is_nothing
from kit.publishing.drawing import draw_svg
from kit.publishing.figures import KEY, pack
from kit.views.figure import Figure, figure_of
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
    figures: tuple[Figure, ...] = ()

    def _repr_mimebundle_(self, **_asked: Any) -> tuple[dict[str, str], dict[str, Any]]:
        # The mark tells the page that this HTML is ours; any other HTML in a notebook is cleaned first.
        figures = {KEY: pack(self.figures)} if self.figures else {}
        return {"text/html": str(self.html), "text/plain": self.text}, {"kit": "block"} | figures

    def __repr__(self) -> str:
        return self.text

    def __add__(self, other: "Block") -> "Block":
        return Block(self.html + other.html, f"{self.text}\n{other.text}", self.figures + other.figures)


def open_reader(snapshot: str, language: str) -> Reader:
    """The snapshot that a report reads; from here on *language* is spoken."""
    set_language(language)
    return Reader.of_snapshot(snapshot)


def title(text: str, beside: str = "") -> Block:
    """The title of the page, with a smaller line beneath."""
    smaller, figures = shown(beside)
    html = Markup('<p class="lead">{}</p>').format(smaller) if beside else Markup("")
    return Block(Markup("<h1>{}</h1>{}").format(text, html), text, tuple(figures))


def section(text: str) -> Block:
    """The heading of a section."""
    return Block(Markup("<h2>{}</h2>").format(text), text)


def words(text: str) -> Block:
    """A paragraph."""
    return _paragraph("<p>{}</p>", text)


def note(text: str) -> Block:
    """A smaller remark: what a number rests on, what was left out."""
    return _paragraph('<p class="note">{}</p>', text)


def advice(text: str) -> Block:
    """What to do where there is nothing to show."""
    return _paragraph('<p class="advice">{}</p>', text)


def facts(pairs: Sequence[tuple[str, str]]) -> Block:
    """Names and values in a list."""
    found = [(name, value, *shown(value)) for name, value in pairs]
    rows = [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, html) for name, _value, html, _figures in found]
    html = Markup('<dl class="facts">{}</dl>').format(Markup("").join(rows))
    text = "\n".join(f"{name}: {plain(value)}" for name, value in pairs)
    return Block(html, text, tuple(each for *_rest, figures in found for each in figures))


def tiles(pairs: Sequence[tuple[str, str, str]]) -> Block:
    """The figures that come first: name, value, and the word that sets the colour (fault, question, plain)."""
    found = [(tone, shown(value), shown(name)) for name, value, tone in pairs]
    drawn = [
        Markup('<li class="tile {}"><b>{}</b><span>{}</span></li>').format(tone, value, name)
        for tone, (value, _of_value), (name, _of_name) in found
    ]
    html = Markup('<ul class="tiles">{}</ul>').format(Markup("").join(drawn))
    text = "\n".join(f"{plain(name)}: {plain(value)}" for name, value, _tone in pairs)
    figures = [each for _tone, (_html, value), (_name, name) in found for each in (*value, *name)]
    return Block(html, text, tuple(figures))


def table(
    frame: pd.DataFrame, *columns: str, empty: str = "", marked: str = "", beside: Sequence[Markup] | None = None
) -> Block:
    """A table of the named columns, at most five hundred rows; *empty* is said where there is no row.

    Rows in which the column *marked* is true stand out; *beside* is what a screen sets at the end of each row.
    """
    if frame.empty:
        return advice(empty or _("Nothing is recorded here yet."))
    first = frame.head(ROWS_MAX)
    head = Markup("").join(_heading(name) for name in columns)
    rows: list[dict[str, Any]] = [
        dict(zip(map(str, first.columns), row, strict=True)) for row in first.itertuples(index=False)
    ]
    ends = [Markup("")] * len(rows) if beside is None else [_end(piece) for piece in beside[:ROWS_MAX]]
    head += Markup("") if beside is None else Markup("<td></td>")
    figures: list[Figure] = []
    body = Markup("").join(
        _row(_Cells(frame, row, figures), columns, bool(marked and row[marked]), end)
        for row, end in zip(rows, ends, strict=True)
    )
    html = Markup('<div class="scroll" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>')
    drawn = Block(html.format(head, body), first[list(columns)].to_string(index=False), tuple(figures))
    return drawn + _cut(frame) if len(frame) > ROWS_MAX else drawn


def figure(chart: Any) -> Block:
    """A chart as a picture that any browser draws without scripts."""
    content = chart.to_dict()
    drawn = draw_svg(content)
    described = str(content.get("description", ""))
    html = Markup('<figure class="chart" role="img" aria-label="{}"><div class="scroll">{}</div></figure>')
    return Block(html.format(described, _inline(drawn)), described)


@dataclass(frozen=True)
class _Cells:
    """One row of a table, and the list to which its figures are added."""

    frame: pd.DataFrame
    row: dict[str, Any]
    figures: list[Figure]

    def about(self, name: str, text: str) -> Markup:
        """What the cell says of its figure; a text without a number is none."""
        figure = figure_of(self.frame, self.row, name, text) if has_digit(text) else None
        if figure is not None:
            self.figures.append(figure)
        return attributes(figure)


def _paragraph(form: str, text: str) -> Block:
    html, figures = shown(text)
    return Block(Markup(form).format(html), plain(text), tuple(figures))  # noqa: S704 - the forms stand above


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


def _row(row: _Cells, columns: Sequence[str], is_marked: bool, end: Markup) -> Markup:
    cells = Markup("").join(_cell(row, name) for name in columns) + end
    return Markup("<tr{}>{}</tr>").format(Markup(' class="marked"') if is_marked else "", cells)


def _cell(row: _Cells, name: str) -> Markup:
    column, value = column_of(name), row.row[name]
    text: Any = NOTHING if is_nothing(value) else column.write(value)
    about = row.about(name, text)
    side = LONG if len(text) > LONG_TEXT else _side(column.is_number) or _whole(text)
    if name == "severity" and value in list(Severity):
        text = Markup('<span class="mark {}">{}</span>').format(value, text)
    return Markup("<td{}{}>{}</td>").format(side, about, text)


def _side(is_number: bool) -> Markup:
    return Markup(' class="number"') if is_number else Markup("")


def _whole(text: str) -> Markup:
    """Codes and days stay on one line; Chinese is broken anywhere."""
    return WHOLE if text.isascii() and " " not in text else Markup("")


def _cut(frame: pd.DataFrame) -> Block:
    said = _("The first {shown} of {count} rows are shown; kit show gives all of them.")
    limit = cite_count(frame, pd.Series(range(len(frame))) < ROWS_MAX, phrase("most rows of a table that a page shows"))
    return note(said.format(shown=limit, count=cite_count(frame)))


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
