"""Workbook: the sheets of an XLSX file as grids, each value as its cell shows it."""

import math
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kit.exchange.selfreview.container import Limits, UnreadableFile
from kit.exchange.selfreview.grid import GridDraft
from kit.exchange.selfreview.numeral import is_beyond_exact, show_date, show_number
from kit.exchange.selfreview.source import Source

# What openpyxl raises on workbooks that its own model does not hold.
DAMAGE = (
    BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, OSError,
    OverflowError, RecursionError,
)  # fmt: skip

_MERGED = re.compile(rb"""mergeCell\s[^>]*?ref=["']\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)["']""")


def read_workbook(path: Path, data: bytes, limits: Limits) -> Source:
    """The sheets that are shown; raises UnreadableFile for a damaged or too large workbook."""
    _check_merged(path, data, limits)
    try:
        with warnings.catch_warnings():
            # openpyxl says which decorations (validations, printer settings) it leaves out; none of them is a value.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data))
            values = load_workbook(BytesIO(data), data_only=True) if _has_formulas(book) else book
    except DAMAGE:
        raise UnreadableFile(f"{path}: is not a whole XLSX workbook; open it and save it again as .xlsx") from None
    source = Source()
    size = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            source.say_hidden(sheet.title)
            continue
        size += len(sheet._cells)
        _check_size(path, sheet, size, limits)
        source.grids.append(_SheetReader(sheet, values[sheet.title], source).read().finished())
    return source


def _has_formulas(book: Any) -> bool:
    return any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())


def _check_merged(path: Path, data: bytes, limits: Limits) -> None:
    """Refuse merged ranges beyond any table: openpyxl lays each one out cell by cell while it loads."""
    with ZipFile(BytesIO(data)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        merged = sum(_area(match) for name in sheets for match in _MERGED.finditer(package.read(name)))
    if merged > limits.merged_cells_max:
        raise UnreadableFile(
            f"{path}: merges {merged:,} cells, more than the {limits.merged_cells_max:,} read at once; "
            "undo the merging, or raise merged_cells_max in data/forms/limits.yaml"
        )


def _area(match: re.Match[bytes]) -> int:
    left, top, right, bottom = (part.decode("ascii") for part in match.groups())
    columns = abs(_column(right) - _column(left)) + 1
    return columns * (abs(int(bottom[:8]) - int(top[:8])) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _check_size(path: Path, sheet: Any, size: int, limits: Limits) -> None:
    if size > limits.cells_max:
        raise UnreadableFile(
            f"{path}: sheet {sheet.title} goes beyond the {limits.cells_max:,} cells read at once; "
            "split it, or raise cells_max in data/forms/limits.yaml"
        )


class _SheetReader:
    """One sheet on its way to a grid."""

    def __init__(self, sheet: Any, values: Any, source: Source) -> None:
        self.sheet = sheet
        self.values = values
        self.source = source
        self.draft = GridDraft(sheet.title)

    def read(self) -> GridDraft:
        self.draft.spans = list(self._spans())
        for (row, column), cell in sorted(self.sheet._cells.items()):
            text = self._text(cell)
            if text:
                self.draft.texts[row - 1, column - 1] = text
        return self.draft

    def _spans(self) -> Iterator[tuple[int, int, int, int]]:
        for span in self.sheet.merged_cells.ranges:
            yield span.min_row - 1, span.min_col - 1, span.max_row - 1, span.max_col - 1

    def _text(self, cell: Any) -> str:
        value = cell.value
        if cell.data_type == "f":
            value = self.values[cell.coordinate].value
            if value is None:
                self.draft.unread.add((cell.row - 1, cell.column - 1))
                self.source.say_no_value(self._where(cell))
                return ""
        return self._shown(cell, value)

    def _shown(self, cell: Any, value: Any) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number(cell, value)
        if isinstance(value, date | datetime | time):
            return show_date(value, cell.number_format)
        if isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper() and "/" in value + "/":
            return self._string(cell, value)
        return "" if value is None else _flat(value)

    def _string(self, cell: Any, value: str) -> str:
        if self.values[cell.coordinate].data_type == "e":
            self.draft.unread.add((cell.row - 1, cell.column - 1))
            self.source.say_error(self._where(cell), value)
        return value

    def _number(self, cell: Any, value: float) -> str:
        if not math.isfinite(value):
            self.source.say_error(self._where(cell), str(value))
            return ""
        if is_beyond_exact(value):
            self.source.say_shortened(self._where(cell))
        return show_number(value, cell.number_format)

    def _where(self, cell: Any) -> str:
        return f"{self.sheet.title}!{cell.coordinate}"


def _flat(value: object) -> str:
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()
