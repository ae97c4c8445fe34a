"""Draft: a finance file as headings, rows and control totals, each as it is written; nothing is judged yet."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from kit.exchange.finance.text import Bare, unguarded
from kit.exchange.finance.vocabulary import Vocabulary, is_word
from kit.exchange.selfreview.container import Container, Limits, UnreadableFile, open_file
from kit.exchange.selfreview.plain_text import FIELD_MAX, decode, is_json

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
Pairs = list[tuple[str, Any]]


@dataclass
class Draft:
    """What a file holds; a row is its place (as a spreadsheet counts, or the entry) and its cells by column.

    ``sums`` are by heading, the one under the empty heading is of the only column that is summed.
    """

    headings: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    count: str | None = None
    sums: dict[str, str] = field(default_factory=dict)
    misshapen: list[int] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def read_draft(path: Path, words: Vocabulary, limits: Limits) -> Draft:
    """The file at *path*, CSV or JSON; raises UnreadableFile with one line where it is neither."""
    text = _read_text(path, limits)
    draft = _read_json(path, text, words) if is_json(path, text) else _read_csv(path, text, words)
    if len(draft.rows) * max(len(draft.headings), 1) > limits.cells_max:
        raise UnreadableFile(f"{path}: holds more than the {limits.cells_max:,} cells read at once; split it")
    return draft


def _read_text(path: Path, limits: Limits) -> str:
    container, data = open_file(path, limits)
    if container is not Container.TEXT:
        raise UnreadableFile(f"{path}: is a workbook or a document; ask for the file as CSV or JSON")
    if b"\0" in data and not data.startswith(UTF16_MARKS):
        raise UnreadableFile(f"{path}: holds NUL bytes, so it is no text; ask for the file again as CSV or JSON")
    try:
        # Rare characters of names stand in the private area of Unicode; what is UTF-8 throughout is taken as it is.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(path, data)


# --- CSV -------------------------------------------------------------------------------------------------------------


def _read_csv(path: Path, text: str, words: Vocabulary) -> Draft:
    lines = list(_lines(path, text))
    if not lines:
        raise UnreadableFile(f"{path}: holds no row; ask for the file again")
    draft = Draft([unguarded(cell) for cell in lines[0][1]])
    body = lines[1:]
    if body and is_word(body[-1][1][0], words.total_row):
        _, count, *sums = [*(unguarded(cell) for cell in body.pop()[1]), ""]
        draft.count = count or None
        draft.sums = {heading: cell for heading, cell in zip(draft.headings[2:], sums, strict=False) if cell}
    for place, cells in body:
        _take_cells(draft, place, [unguarded(cell) for cell in cells])
    return draft


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, without empty cells at their end."""
    csv.field_size_limit(FIELD_MAX)
    try:
        for place, cells in enumerate(csv.reader(StringIO(text, newline=""), strict=True), 1):
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield place, cells
    except csv.Error as error:
        raise UnreadableFile(f"{path}: is not comma-separated text ({error}); ask for the file again") from None


def _take_cells(draft: Draft, place: int, cells: list[str]) -> None:
    if len(cells) > len(draft.headings):
        draft.misshapen.append(place)
    missing = len(draft.headings) - len(cells)
    draft.rows.append((place, cells[: len(draft.headings)] + [""] * missing))


# --- JSON ------------------------------------------------------------------------------------------------------------


def _read_json(path: Path, text: str, words: Vocabulary) -> Draft:
    draft = Draft()
    entries: Any = None
    for name, value in _head(path, text):
        if is_word(name, words.count):
            draft.count = _text(value)
        elif is_word(name, words.sum):
            draft.sums = _sums(value)
        elif is_word(name, words.rows) and entries is None:
            entries = value
        else:
            draft.strangers.append(name)
    if not isinstance(entries, list):
        raise UnreadableFile(f"{path}: holds no list of rows under {words.rows[0]}; see docs/finance-link.md")
    _take_entries(draft, entries)
    return draft


def _head(path: Path, text: str) -> Pairs:
    try:
        value = json.loads(text, object_pairs_hook=_Pairs, parse_float=Bare, parse_int=Bare, parse_constant=Bare)
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"{path}:{error.lineno}: not JSON ({error.msg}); ask for the file again") from None
    except RecursionError:
        raise UnreadableFile(f"{path}: is nested far deeper than rows are; ask for the file again") from None
    if not isinstance(value, _Pairs):
        raise UnreadableFile(f"{path}: holds no head with control totals and rows; see docs/finance-link.md")
    return value.pairs


class _Pairs:
    """A JSON object with every pair that it is written with, the same name twice too."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs


def _take_entries(draft: Draft, entries: list[Any]) -> None:
    draft.headings = _headings(entry.pairs for entry in entries if isinstance(entry, _Pairs))
    for place, entry in enumerate(entries, 1):
        if isinstance(entry, _Pairs):
            draft.rows.append((place, _cells(draft.headings, entry.pairs)))
        else:
            draft.misshapen.append(place)
            draft.rows.append((place, [""] * len(draft.headings)))


def _headings(rows: Iterable[Pairs]) -> list[str]:
    """Every name in the order in which it comes first; one that a row has twice stands twice."""
    found: list[str] = []
    for pairs in rows:
        names = [name for name, _ in pairs]
        for name in dict.fromkeys(names):
            found += [name] * (names.count(name) - found.count(name))
    return found


def _cells(headings: list[str], pairs: Pairs) -> list[str]:
    values = dict(pairs)
    return [_text(values.get(heading)) for heading in headings]


def _sums(value: Any) -> dict[str, str]:
    if isinstance(value, _Pairs):
        return {name: _text(amount) for name, amount in value.pairs}
    return {"": _text(value)}


def _text(value: Any) -> str:
    """A JSON value as the cell that it is; what is no text stays marked as such."""
    if isinstance(value, Bare):
        return value
    if isinstance(value, str):
        return value.strip()
    return "" if value is None else Bare(type(value).__name__)
