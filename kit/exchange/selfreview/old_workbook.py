"""Old workbook: the sheets of an XLS file as grids, each value as its cell shows it."""

import struct
from io import StringIO
from pathlib import Path
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from kit.exchange.selfreview.container import Limits, UnreadableFile
from kit.exchange.selfreview.grid import GridDraft
from kit.exchange.selfreview.numeral import is_beyond_exact, show_date, show_number
from kit.exchange.selfreview.source import Source

DAMAGE = (
    xlrd.XLRDError, CompDocError, struct.error, IndexError, KeyError, ValueError, TypeError, AssertionError,
    AttributeError, NotImplementedError, UnicodeError, OverflowError, RecursionError,
)  # fmt: skip


def read_old_workbook(path: Path, data: bytes, limits: Limits) -> Source:
    """The sheets that are shown; raises UnreadableFile for a damaged, protected or too large workbook."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=StringIO())
        return _read_sheets(path, book, limits)
    except DAMAGE as error:
        if "encrypt" in str(error).lower():
            raise UnreadableFile(f"{path}: is protected by a password; open it and save it without one") from None
        raise UnreadableFile(f"{path}: is not a whole XLS workbook; open it and save it as .xlsx") from None


def _read_sheets(path: Path, book: Any, limits: Limits) -> Source:
    source = Source()
    if sum(_size(sheet) for sheet in book.sheets()) > limits.cells_max:
        raise UnreadableFile(
            f"{path}: holds more than the {limits.cells_max:,} cells read at once; "
            "split it, or raise cells_max in data/forms/limits.yaml"
        )
    for sheet in book.sheets():
        if sheet.visibility:
            source.say_hidden(sheet.name)
        else:
            source.grids.append(_read_sheet(book, sheet, source).finished())
    return source


def _size(sheet: Any) -> int:
    merged = sum((bottom - top) * (right - left) for top, bottom, left, right in sheet.merged_cells)
    return int(max(sheet.nrows * sheet.ncols, merged))


def _read_sheet(book: Any, sheet: Any, source: Source) -> GridDraft:
    draft = GridDraft(sheet.name)
    draft.spans = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet.cell(row, column), f"{sheet.name}!{xlrd.cellname(row, column)}", source)
            if text:
                draft.texts[row, column] = text
            if sheet.cell_type(row, column) == xlrd.XL_CELL_ERROR:
                draft.unread.add((row, column))
    return draft


def _text(book: Any, cell: Any, where: str, source: Source) -> str:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        if is_beyond_exact(cell.value):
            source.say_shortened(where)
        return show_number(cell.value, _form(book, cell))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(book, cell)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        shown = xlrd.error_text_from_code.get(cell.value, "#ERROR")
        source.say_error(where, shown)
        return str(shown)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return str(cell.value).strip()


def _date(book: Any, cell: Any) -> str:
    try:
        return show_date(xlrd.xldate_as_datetime(cell.value, book.datemode), _form(book, cell))
    except (ValueError, OverflowError):
        return show_number(cell.value, None)


def _form(book: Any, cell: Any) -> str:
    if cell.xf_index is None:
        return ""
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
