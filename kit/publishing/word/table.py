"""Table: a table of a report in a Word document, its columns as wide as their texts ask for.

Tables are written as XML in one piece: a cell at a time through the library takes fifty times as long.
"""

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from markupsafe import Markup

from kit.exchange.measure import letters
from kit.publishing.piece import Table

# What a cell needs beside its text: its margins and its rules, in letters.
ROOM = 1.3
NARROWEST, WIDEST = 2.5, 22.0
# A unit in brackets, (万元), is not broken in two.
UNIT_LETTERS = 4.5
PAIR_LETTERS = 12
HEAD_SHADE, MARK_SHADE = "F2F2F2", "FFF3D9"
_TWIPS_A_POINT = 20
_EDGES = Markup("").join(
    Markup('<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>').format(side)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = Markup(
    '<w:tbl {}><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{}</w:tbl>'
)
_ROW = Markup("<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>")
_CELL = Markup(
    '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr>'
    '<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p></w:tc>'
)
_SHADE = Markup('<w:shd w:val="clear" w:color="auto" w:fill="{}"/>')
_SIDE = Markup('<w:jc w:val="{}"/>')
_REPEATED = Markup("<w:tblHeader/>")


def fit_widths(table: Table, room: float) -> list[float]:
    """The width of each column in letters, together *room*: short ones as they are, long ones share what is left."""
    wanted = [min(max(_natural(table, place), NARROWEST), WIDEST) + ROOM for place in range(len(table.heads))]
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted]
    return _share(wanted, room)


def is_narrow(table: Table, room: float, each: float) -> bool:
    """True where the columns fit into *room* letters, none of them given more than *each* on a line."""
    return sum(min(_natural(table, place), each) + ROOM for place in range(len(table.heads))) <= room


def draw_table(table: Table, widths: Sequence[float], points: float, style: str) -> Any:
    """*table* as an element of Word; *points* is the width of a letter, *style* that of its paragraphs."""
    twips = [round(width * points * _TWIPS_A_POINT) for width in widths]
    head = [_cell(twips[n], each.text, style, "center", HEAD_SHADE) for n, each in enumerate(table.heads)]
    sides = ["right" if each.is_number else "" for each in table.heads]
    marked = set(table.marked)
    # The head stands again on each page that the table runs over, and no row is broken over two pages.
    rows = [_ROW.format(_REPEATED, Markup("").join(head))]
    for place, texts in enumerate(table.rows):
        shade = MARK_SHADE if place in marked else ""
        cells = [_cell(twips[n], text, style, sides[n], shade) for n, text in enumerate(texts)]
        rows.append(_ROW.format("", Markup("").join(cells)))
    return _element(twips, rows)


def draw_pairs(pairs: Sequence[tuple[str, str, bool]], room: float, points: float, style: str) -> Any:
    """Names and values, those that are marked shaded: two pairs to a row where all are short, else one."""
    a_row = 2 if max((letters(text) for pair in pairs for text in pair[:2]), default=0) <= PAIR_LETTERS else 1
    twips = [round(room * points * _TWIPS_A_POINT / (2 * a_row))] * (2 * a_row)
    filled = [*pairs, *[("", "", False)] * (-len(pairs) % a_row)]
    rows = []
    for at in range(0, len(filled), a_row):
        cells = [cell for pair in filled[at : at + a_row] for cell in _pair(pair, twips[0], style)]
        rows.append(_ROW.format("", Markup("").join(cells)))
    return _element(twips, rows)


def _pair(pair: tuple[str, str, bool], twips: int, style: str) -> tuple[Markup, Markup]:
    name, value, is_marked = pair
    return _cell(twips, name, style, "", HEAD_SHADE), _cell(twips, value, style, "", MARK_SHADE if is_marked else "")


def _element(twips: Sequence[int], rows: Sequence[Markup]) -> Any:
    columns = Markup("").join(Markup('<w:gridCol w:w="{}"/>').format(each) for each in twips)
    return parse_xml(_TABLE.format(Markup(nsdecls("w")), sum(twips), _EDGES, columns, Markup("").join(rows)))  # noqa: S704 - the library's own names


def _cell(twips: int, text: str, style: str, side: str, shade: str) -> Markup:
    shown = _SHADE.format(shade) if shade else ""
    return _CELL.format(twips, shown, style, _SIDE.format(side) if side else "", text)


def _natural(table: Table, place: int) -> float:
    """What a column would take on one line; a head may be broken into two."""
    texts = max((letters(row[place]) for row in table.rows), default=0.0)
    head = letters(table.heads[place].text)
    return max(texts, min(head, max(head / 2, UNIT_LETTERS)))


def _share(wanted: Sequence[float], room: float) -> list[float]:
    """Columns below the fair share keep what they want; the others share the rest by what they want."""
    fixed: dict[int, float] = {}
    while True:
        left = room - sum(fixed.values())
        open_ = [place for place in range(len(wanted)) if place not in fixed]
        small = [place for place in open_ if wanted[place] <= left / len(open_)]
        if not small or len(small) == len(open_):
            break
        fixed |= {place: wanted[place] for place in small}
    total = sum(wanted[place] for place in open_)
    return [fixed.get(place, wanted[place] * left / total) for place in range(len(wanted))]
