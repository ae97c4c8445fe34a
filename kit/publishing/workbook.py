"""Workbook: every table of a report as a sheet of an XLSX file: numbers and days as such, units in the headings.

A number is the one that the report shows, rounded where it is rounded there: no file says more than another.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from kit.core.language import _
from kit.exchange.measure import letters, row_height
from kit.publishing.columns import column_of
from kit.publishing.executed import Content
from kit.publishing.piece import Facts, Head, Piece, Section, Table, Tiles, Words, clean

NARROWEST, WIDEST = 8.0, 44.0
LINE_POINTS, HIGHEST = 14.5, 300.0
NAME_MAX = 31
DIGITS_MAX = 15
CELL_MAX = 32_767
_NUMBER = re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?%?|[+-]?\d+(\.\d+)?%?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Spreadsheets count days from 1900, whose February they make a day too long.
FIRST_YEAR = 1901
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
HEAD_SHADE, MARK_SHADE = "#F2F2F2", "#FFF3D9"


def make_workbook(content: Content, figures: Sequence[dict[str, Any]], said: str, day: date) -> bytes:
    """The tables of *content*, behind a first sheet of its key figures, before a last one of where each number is from.

    *said* stands at the foot of the first, *day* in the properties of the file as that of its making.
    """
    file = BytesIO()
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": clean(content.title.text), "created": datetime.combine(day, time())})
        _write_sheets(book, content, figures, said)
    return file.getvalue()


def _write_sheets(book: Any, content: Content, figures: Sequence[dict[str, Any]], said: str) -> None:
    styles = _Styles(book)
    tables = [*_named_tables(content.pieces)]
    tables += [(_("Figures"), _listed(figures))] if figures else []
    names = [_sheet_name(name, place) for place, (name, _table) in enumerate(tables, 1)]
    _write_first(book.add_worksheet(_("Summary")), content, names, said, styles)
    for name, (heading, table) in zip(names, tables, strict=True):
        _write_table(book.add_worksheet(name), heading, table, styles)


def _listed(figures: Sequence[dict[str, Any]]) -> Table:
    """The figures of the report, each once, with where it comes from."""
    heads = (
        Head(_("figure")), Head(_("value"), is_number=True, is_counted=True), Head(_("unit")), Head(_("formula")),
        Head(_("rows")), Head(_("number of rows"), is_number=True, is_counted=True), Head(_("judged by")),
        Head(_("view")), Head(_("as recorded on")),
    )  # fmt: skip
    return Table(heads, tuple(map(_figure_row, figures)))


def _figure_row(figure: dict[str, Any]) -> tuple[str, ...]:
    name = str(column_of(str(figure["name"])).title) if figure["name"] else ""
    said = (name, figure["text"], figure["unit"], _(figure["formula"]) if figure["formula"] else "")
    rows = "\n".join(figure["rows"])
    return (*said, rows, str(figure["row_count"]), "\n".join(figure["law"]), figure["view"], figure["as_of"] or "")


class _Styles:
    """The formats of a workbook, made when they are first asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **wanted: Any) -> Any:
        whole = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True} | wanted
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    @property
    def title(self) -> Any:
        return self(font_name="黑体", font_size=14, text_wrap=False)

    @property
    def head(self) -> Any:
        return self(font_name="黑体", border=1, align="center", bg_color=HEAD_SHADE)

    def cell(self, text: str, is_marked: bool, is_number: bool) -> Any:
        """The format of a cell: a number shows as many decimals as in the report."""
        look: dict[str, Any] = {"border": 1} | ({"bg_color": MARK_SHADE} if is_marked else {})
        return (
            self(**look, num_format=_number_format(text), align="right") if is_number else self(**look, num_format="@")
        )

    def day(self, is_marked: bool) -> Any:
        """The format of a cell that holds a day."""
        look: dict[str, Any] = {"border": 1} | ({"bg_color": MARK_SHADE} if is_marked else {})
        return self(**look, num_format="yyyy-mm-dd", align="left")


def read_number(text: str) -> float | None:
    """The number that *text* shows, None where it is none or has more digits than a spreadsheet keeps."""
    if not _NUMBER.fullmatch(text) or sum(sign.isdigit() for sign in text) > DIGITS_MAX:
        return None
    return float(text.replace(",", "").rstrip("%"))


def read_day(text: str) -> datetime | None:
    """The day that *text* names, None where it names none that a spreadsheet knows."""
    if not _DAY.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def _named_tables(pieces: Sequence[Piece]) -> Iterator[tuple[str, Table]]:
    heading = ""
    for piece in pieces:
        if isinstance(piece, Section):
            heading = piece.text
        elif isinstance(piece, Table):
            yield heading, piece


def _sheet_name(text: str, place: int) -> str:
    """A name that every spreadsheet takes; the number keeps tables of one heading apart."""
    plain = _FORBIDDEN.sub(" ", clean(text)).strip()
    return f"{place} {plain}"[:NAME_MAX].strip()


def _write_first(sheet: Any, content: Content, names: Sequence[str], said: str, styles: _Styles) -> None:
    _set_page(sheet, is_wide=False)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    _say(sheet, 0, 0, content.title.text, styles.title)
    _say(sheet, 1, 0, content.title.beside, styles(text_wrap=False))
    row = 3
    for pair in _pairs(content.pieces):
        row = _write_pair(sheet, row, pair, styles)
    row += 1
    for name in names:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles(font_color="#0F5F96", text_wrap=False), name)
        row += 1
    row += 1
    for heading, text in _remarks(content.pieces):
        row = _write_pair(sheet, row, (heading, text, False), styles)
    _say(sheet, row + 1, 0, said, styles(text_wrap=False, font_color="#5B6A77"))


def _pairs(pieces: Sequence[Piece]) -> Iterator[tuple[str, str, bool]]:
    for piece in pieces:
        if isinstance(piece, Tiles):
            yield from ((name, value, tone != "plain") for name, value, tone in piece.pairs)
        elif isinstance(piece, Facts):
            yield from ((name, value, False) for name, value in piece.pairs)


def _remarks(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Each paragraph, with the heading that it stands under."""
    heading = ""
    for piece in pieces:
        if isinstance(piece, Section):
            heading = piece.text
        elif isinstance(piece, Words):
            yield heading, piece.text


def _write_pair(sheet: Any, row: int, pair: tuple[str, str, bool], styles: _Styles) -> int:
    name, value, is_marked = pair
    _say(sheet, row, 0, name, styles(border=1, bg_color=HEAD_SHADE))
    _say(sheet, row, 1, value, styles.cell(value, is_marked, is_number=False))
    sheet.set_row(row, row_height([(name, 34), (value, 60)], LINE_POINTS, HIGHEST))
    return row + 1


def _write_table(sheet: Any, name: str, table: Table, styles: _Styles) -> None:
    widths = [_width(table, place) for place in range(len(table.heads))]
    _set_page(sheet, is_wide=sum(widths) > 90)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    _say(sheet, 0, 0, name, styles.title)
    sheet.set_row(0, 24)
    heads = _heads(table)
    for place, head in enumerate(heads):
        _say(sheet, 1, place, head, styles.head)
    sheet.set_row(1, row_height(zip(heads, widths, strict=True), LINE_POINTS, HIGHEST))
    for place, row in enumerate(table.rows):
        _write_row(sheet, place + 2, table, row, place in table.marked, styles)
        sheet.set_row(place + 2, row_height(zip(row, widths, strict=True), LINE_POINTS, HIGHEST))
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, len(table.rows) + 1, len(heads) - 1)
    sheet.repeat_rows(1)


def _heads(table: Table) -> list[str]:
    """The heads; a column whose numbers are written with % has it in its head instead."""
    return [
        f"{head.text} (%)" if _is_percent(table, place) and "%" not in head.text else head.text
        for place, head in enumerate(table.heads)
    ]


def _is_percent(table: Table, place: int) -> bool:
    column = [row[place] for row in table.rows if read_number(row[place]) is not None]
    return table.heads[place].is_number and bool(column) and all(text.endswith("%") for text in column)


def _write_row(sheet: Any, at: int, table: Table, row: Sequence[str], is_marked: bool, styles: _Styles) -> None:
    for place, (head, text) in enumerate(zip(table.heads, row, strict=True)):
        if (day := read_day(text)) is not None:
            sheet.write_datetime(at, place, day, styles.day(is_marked))
            continue
        # A percentage among plain numbers stays a text: without its sign it would be another number.
        is_plain = not text.endswith("%") or _is_percent(table, place)
        number = read_number(text) if head.is_counted and is_plain else None
        style = styles.cell(text, is_marked, number is not None)
        if number is None:
            _say(sheet, at, place, text, style)
        else:
            sheet.write_number(at, place, number, style)


def _say(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a text; one that is longer than a cell holds is cut, and says so: the library would leave it out."""
    plain = clean(text)
    sheet.write_string(row, column, plain if len(plain) <= CELL_MAX else f"{plain[: CELL_MAX - 1]}…", style)


def _number_format(text: str) -> str:
    decimals = len(text.rstrip("%").partition(".")[2])
    whole = "#,##0" if "," in text else "0"
    form = f"{whole}.{'0' * decimals}" if decimals else whole
    return f"+{form};-{form};{form}" if text.startswith("+") else form


def _width(table: Table, place: int) -> float:
    """In Latin letters; a Chinese letter takes two."""
    texts = [letters(row[place]) * 2 for row in table.rows] + [letters(table.heads[place].text) * 1.2]
    return min(max([*texts, NARROWEST]) + 2, WIDEST)


def _set_page(sheet: Any, *, is_wide: bool) -> None:
    sheet.set_paper(9)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
