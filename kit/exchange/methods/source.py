"""Source: the sheets of a file, each a list of rows of cells, whatever the file is."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from pydantic import RootModel

from kit.core.errors import UsageError
from kit.exchange.selfreview.container import Container, Limits, UnreadableFile, open_file
from kit.exchange.selfreview.plain_text import DELIMITERS, FIELD_MAX, decode
from kit.workspace.configuration import read_item

Rows = list[list[Any]]
WRITTEN = {".yaml", ".yml", ".json"}


class _Mapping(RootModel[dict[str, Any]]):
    """What a YAML file holds."""


def is_written(path: Path) -> bool:
    """True where the file is YAML or JSON by its name."""
    return path.suffix.lower() in WRITTEN


def read_mapping(path: Path, limits: Limits) -> dict[str, Any]:
    """The settings, lists and grids of a YAML or JSON file; raises UnreadableFile or ConfigurationError."""
    open_file(path, limits)
    return read_item(path, _Mapping).root


def read_sheets(path: Path, limits: Limits) -> dict[str, Rows]:
    """The sheets of a workbook or of delimited text, by name; raises UnreadableFile with one line."""
    container, data = open_file(path, limits)
    if container is Container.WORKBOOK:
        sheets = dict(_book(path, data))
    elif container is Container.TEXT:
        sheets = {"": list(_delimited(path, decode(path, data)))}
    else:
        raise UnreadableFile(f"{path}: is no table; save it as .xlsx, .csv or .yaml")
    if sum(len(row) for rows in sheets.values() for row in rows) > limits.cells_max:
        raise UnreadableFile(f"{path}: holds more than the {limits.cells_max:,} cells read at once; split it")
    return sheets


def _book(path: Path, data: bytes) -> Iterator[tuple[str, Rows]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for name in book.sheet_names:
            yield name, _trimmed(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    except (CalamineError, ValueError) as error:
        raise UnreadableFile(f"{path}: is not a whole workbook ({error}); open it and save it again") from None


def _delimited(path: Path, text: str) -> Iterator[list[Any]]:
    csv.field_size_limit(FIELD_MAX)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from _trimmed([list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)])
    except csv.Error as error:
        raise UnreadableFile(f"{path}: is not delimited text ({error}); save it again as .csv or .xlsx") from None


def _trimmed(rows: Rows) -> Rows:
    """*rows* without the empty ones, all as wide as the first, which holds the headings."""
    filled = [row for row in rows if any(_is_filled(cell) for cell in row)]
    if not filled:
        return []
    width = max(n for n, cell in enumerate(filled[0], 1) if _is_filled(cell))
    return [_of_width(row, width) for row in filled]


def _of_width(row: list[Any], width: int) -> list[Any]:
    beyond = [cell for cell in row[width:] if _is_filled(cell)]
    if beyond:
        raise UsageError(f"a cell ({str(beyond[0])[:20]}) stands beyond the headings; give its column a heading")
    return [*row[:width], *[""] * (width - len(row))]


def _is_filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""
