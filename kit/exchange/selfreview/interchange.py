"""Interchange: self-review tables as JSON, read entry by entry and written."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.actions.wrong_field import wrong_field
from kit.core.finding import Finding, Severity
from kit.core.language import Phrase, phrase
from kit.evaluation.printed import PrintedTable
from kit.exchange.selfreview.container import UnreadableFile

DIGITS_MAX = 100
NO_TABLE = phrase(
    "This is no self-review table: it has neither indicators with at least one row nor a budget. Write it in the "
    "interchange form, like data/samples/published/selfeval.json."
)


@dataclass(frozen=True)
class _NotJson:
    """NaN and Infinity, which JSON does not know; no entry that holds one is read."""

    name: str


def read_interchange(path: Path, text: str) -> tuple[list[PrintedTable], list[Finding]]:
    """The entries that can be read, and a finding for each other one; raises UnreadableFile if it is not JSON."""
    tables: list[PrintedTable] = []
    findings: list[Finding] = []
    for place, entry in enumerate(_entries(path, text), 1):
        table = _read_entry(path, place, entry)
        if isinstance(table, PrintedTable):
            tables.append(table)
        else:
            findings.append(table)
    return tables, findings


def write_json(tables: Iterable[PrintedTable], path: Path) -> None:
    """Write *tables* in the interchange form."""
    entries = [table.model_dump(mode="json") for table in tables]
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def refused(error: ValidationError, where: str) -> Finding:
    """The finding about one table that the interchange form cannot hold."""
    first = error.errors()[0]
    named = first if first["loc"] else {**first, "loc": ("table",)}
    return _refusal(phrase("The table was not read. {reason}", reason=wrong_field(named).phrase), where)


def _refusal(said: Phrase, where: str) -> Finding:
    return Finding("exchange.table_refused", Severity.FAULT, said, field=where)


def _entries(path: Path, text: str) -> Iterator[Any]:
    try:
        value = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_NotJson)
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"{path}:{error.lineno}: not JSON ({error.msg}); mend it there or save it again") from None
    except RecursionError:
        raise UnreadableFile(f"{path}: is nested far deeper than a table; check what wrote it") from None
    if isinstance(value, dict):
        value = value.get("tables", [value])
    if not isinstance(value, list):
        raise UnreadableFile(f"{path}: holds no list of tables; see the interchange form in the documentation")
    if not value:
        raise UnreadableFile(f"{path}: holds an empty list of tables; check what wrote it")
    return iter(value)


def _number(text: str) -> str:
    """A number as it was written; an exponent is written out."""
    try:
        shown = format(Decimal(text), "f") if "e" in text.lower() and _is_moderate(text) else text
    except InvalidOperation:
        return text
    return shown


def _is_moderate(text: str) -> bool:
    exponent = text.lower().partition("e")[2]
    return len(exponent) <= 4 and abs(int(exponent)) <= DIGITS_MAX


def _is_table(entry: dict[str, Any]) -> bool:
    """True where *entry* holds something of a self-review table: a row, or something of its money."""
    budget = entry.get("budget")
    is_filled = any(budget.values()) if isinstance(budget, dict) else bool(budget)
    return is_filled or bool(entry.get("indicators"))


def _read_entry(path: Path, place: int, entry: Any) -> PrintedTable | Finding:
    where = f"{path.name}#{place}"
    if isinstance(entry, dict) and not _is_table(entry):
        return _refusal(NO_TABLE, where)
    if isinstance(entry, dict) and entry.get("id") in (None, ""):
        entry = {**entry, "id": f"{path.stem}-{place}"}
    try:
        return PrintedTable.model_validate(entry)
    except ValidationError as error:
        return refused(error, where)
