"""Content: what a snapshot file holds, read as the file itself declares it, whatever schema of the kit wrote it."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kit.core.digest import canonical_row
from kit.core.errors import EnvironmentLacks
from kit.store.sqlite_file import VERSION_TABLE, snapshot_address

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
FETCHED = 2000


def content_digest(file: Path) -> str:
    """The digest of what a snapshot holds: tables by name, rows by key, canonical JSON.

    Raises UsageError where *file* is no snapshot, and EnvironmentLacks where it is damaged.
    """
    snapshot_address(file)
    total = hashlib.sha256()
    try:
        with closing(_open(file)) as opened:
            for name in tables_of(opened):
                total.update(f"table {name}\n".encode())
                for row in _rows(opened, name):
                    total.update(canonical_row(row) + b"\n")
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        raise EnvironmentLacks(f"the snapshot {file} cannot be read: {error}; it is damaged") from None
    return total.hexdigest()


def tables_of(opened: sqlite3.Connection) -> list[str]:
    """The names of the tables that hold what an office recorded."""
    return [name for (name,) in opened.execute(_TABLES) if name != VERSION_TABLE]


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)


def _rows(opened: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    columns = opened.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    readers = {name: _READERS.get(kind, _as_it_stands) for _, name, kind, *_rest in columns}
    keys = [_quoted(name) for _, name, *_rest, place in sorted(columns, key=lambda each: each[-1]) if place]
    order = ", ".join(keys) or "rowid"
    found = opened.execute(f"SELECT {', '.join(map(_quoted, readers))} FROM {_quoted(table)} ORDER BY {order}")  # noqa: S608 - names that the file itself declares, quoted
    while part := found.fetchmany(FETCHED):
        for values in part:
            yield {name: read(value) for (name, read), value in zip(readers.items(), values, strict=True)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _as_it_stands(value: Any) -> Any:
    return value


def _json(value: Any) -> Any:
    return None if value is None else json.loads(value)


def _truth(value: Any) -> Any:
    return None if value is None else bool(value)


_READERS = {"JSON": _json, "BOOLEAN": _truth}
