"""Table: rows by column with control totals, written as CSV or JSON, each file whole or not at all."""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from kit.core.errors import KitError, UsageError
from kit.exchange.finance.kind import Kind
from kit.exchange.finance.text import guarded, read_fen, write_fen
from kit.exchange.finance.vocabulary import Column, Vocabulary

BOM = "\ufeff"
Cells = Mapping[Column, str]
# What a spreadsheet may read as a number or a day: it loses nothing by it.
READ_AS_VALUE = {Column.AMOUNT, Column.TOTAL, Column.ALLOTTED, Column.PAID, Column.REQUESTED_ON, Column.YEAR}


def write_table(path: Path, kind: Kind, rows: Sequence[Cells], words: Vocabulary) -> None:
    """Write *rows* to *path*, in the form that its ending names; raises KitError where it cannot be written."""
    forms = {".csv": _as_csv, ".json": _as_json}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path}: name a file that ends with .csv or .json")
    _write_whole(path, form(kind, rows, words))


def _as_csv(kind: Kind, rows: Sequence[Cells], words: Vocabulary) -> str:
    sums = _sums(kind, rows)
    totals = [sums.get(column, "") for column in kind.columns]
    totals[:2] = [words.total_row[0], str(len(rows))]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([words.heading(column) for column in kind.columns])
    writer.writerows([_cell(column, row.get(column, "")) for column in kind.columns] for row in rows)
    writer.writerow(totals)
    # By the mark a spreadsheet knows that the text is UTF-8.
    return BOM + text.getvalue()


def _cell(column: Column, text: str) -> str:
    return text if column in READ_AS_VALUE else guarded(text)


def _as_json(kind: Kind, rows: Sequence[Cells], words: Vocabulary) -> str:
    sums = {words.heading(column): amount for column, amount in _sums(kind, rows).items()}
    entries = [{words.heading(column): row.get(column, "") for column in kind.columns} for row in rows]
    whole = {words.count[0]: len(rows), words.sum[0]: sums, words.rows[0]: entries}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _sums(kind: Kind, rows: Sequence[Cells]) -> dict[Column, str]:
    return {column: write_fen(sum(read_fen(row[column]) or 0 for row in rows)) for column in kind.summed}


def _write_whole(path: Path, text: str) -> None:
    """Write beside the place first: who reads *path* meets the old file or the whole new one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise KitError(f"{path}: cannot be written ({error.strerror}); check the folder and your rights") from None
