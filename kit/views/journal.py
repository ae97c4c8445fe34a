"""Views of the journal: what happened to a record."""

from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.core.errors import UsageError
from kit.core.finding import Severity
from kit.core.tables import Base
from kit.store.journal import Entry, content_of
from kit.views.reader import Reader
from kit.views.registry import view


@view("history")
def show_history(reader: Reader, table: str, key: int) -> pd.DataFrame:
    """All that happened to one row: one row per entry, with the columns that it changed."""
    found = _dossier_of(reader, table, key)
    entries = reader.entries(found) if found else []
    return pd.DataFrame(
        _steps(entries, table, key), columns=["at", "actor", "door", "action", "number", "reason", "changed"]
    )


@view("entries")
def show_entries(reader: Reader, dossier: str) -> pd.DataFrame:
    """The journal of one dossier: one row per entry; ``outcome`` is done or refused."""
    rows = [_entry_row(entry) for entry in reader.entries(dossier)]
    return pd.DataFrame(rows, columns=["number", "at", "actor", "action", "outcome", "seal"])


def _entry_row(entry: Any) -> dict[str, Any]:
    shown = {name: getattr(entry, name) for name in ("number", "at", "actor", "action", "seal")}
    is_refused = any(finding["severity"] == Severity.BLOCK for finding in content_of(entry)["findings"])
    return shown | {"outcome": "refused" if is_refused else "done"}


def _dossier_of(reader: Reader, table: str, key: int) -> str | None:
    """The dossier that the row belongs to, or belonged to before it was removed."""
    declared = Base.metadata.tables.get(table)
    if declared is None or declared.info.get("unjournaled"):
        known = ", ".join(name for name, each in Base.metadata.tables.items() if not each.info.get("unjournaled"))
        raise UsageError(f"there is no recorded table {table!r}; choose one of {known}")
    rows = reader.rows(select(declared.c.dossier).where(declared.c.id == key))
    if rows:
        return str(rows[0]["dossier"])
    marker = f'"key":{key},"table":"{table}"'
    gone = reader.rows(select(Entry.dossier).where(Entry.text.contains(marker, autoescape=True)).limit(1))
    return str(gone[0]["dossier"]) if gone else None


def _steps(entries: list[Any], table: str, key: int) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for entry in entries:
        content = content_of(entry)
        for change in content["changes"]:
            if (change["table"], change["key"]) == (table, key):
                after = change["image"] or {}
                steps.append(_step(content, _changed(before, after)))
                before = after
    return steps


def _step(content: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    kept = ("at", "actor", "door", "action", "number", "reason")
    return {name: content[name] for name in kept} | {"changed": changed}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in {**before, **after} if name != "version" and before.get(name) != after.get(name)]
    return {name: {"from": before.get(name), "to": after.get(name)} for name in names}
