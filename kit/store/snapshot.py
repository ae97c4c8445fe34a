"""Snapshot: the state of now, or of the end of a day, as a SQLite file that every view can read.

Its identity is the digest of its content: tables by name, rows by key, canonical JSON; the same facts give the same
digest on SQLite and on PostgreSQL, today and in two years.
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from kit.core.calendar import OFFICE_TIME
from kit.core.errors import UsageError
from kit.core.tables import Base
from kit.store.content import content_digest
from kit.store.database import Database, allowed_to_write
from kit.store.journal import Dossier, Entry, content_of, read_entries, time_text
from kit.store.recorded import recorded_tables, shared_tables
from kit.store.sqlite_file import SNAPSHOT_MARK, is_snapshot

CHUNK = 5000


def write_snapshot(database: Database, file: Path, as_of: date | None = None) -> str:
    """Write the snapshot to *file* and answer its content digest.

    An earlier snapshot is replaced as a whole, or not at all; raises UsageError where anything else stands there.
    """
    _refuse_other(file, database)
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".snapshot-") as folder:
            rough, final = Path(folder) / "rough.db", Path(folder) / "final.db"
            with database.reading() as source:
                _fill(rough, _present(source) if as_of is None else _past(source, end_of(as_of)))
            compact(rough, final)
            found = content_digest(final)
            # Written meanwhile by somebody else: his file stays.
            _refuse_other(file, database)
            final.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}; choose a folder you may write to") from None
    return found


def end_of(day: date) -> str:
    """The first moment after *day* in the office's time, as the journal writes times."""
    return time_text(datetime.combine(day + timedelta(days=1), datetime.min.time(), OFFICE_TIME))


def compact(rough: Path, final: Path) -> None:
    """Write the database *rough* to *final* as a snapshot: one file, marked, without what was deleted."""
    database = Database(f"sqlite:///{rough}")
    raw = database.engine.raw_connection()
    try:
        raw.execute(f"PRAGMA application_id = {SNAPSHOT_MARK}")
        raw.execute("VACUUM INTO ?", (str(final),))
    finally:
        raw.close()
        database.close()


def _refuse_other(file: Path, database: Database) -> None:
    """Raise UsageError unless *file* is free or an earlier snapshot, and no workspace's database."""
    if not file.parent.is_dir():
        raise UsageError(f"no folder {file.parent}; make it first")
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it, such as {file / 'now.db'}")
    if not file.exists():
        return
    is_own = database.path is not None and database.path.exists() and file.samefile(database.path)
    if is_own or not file.is_file() or not is_snapshot(file):
        raise UsageError(
            f"{file} is there already and no earlier snapshot of the kit; choose another name, or move the file away"
        )


def _fill(file: Path, content: Iterable[tuple[Table, Iterable[dict[str, Any]]]]) -> None:
    target = Database(f"sqlite:///{file}")
    with target.writing() as connection, allowed_to_write(connection):
        Base.metadata.create_all(connection, shared_tables())
        for table, rows in content:
            remaining = iter(rows)
            while chunk := list(islice(remaining, CHUNK)):
                connection.execute(insert(table), chunk)
    target.close()


def _present(source: Connection) -> Iterator[tuple[Table, Iterable[dict[str, Any]]]]:
    return ((table, _rows(source, table)) for table in shared_tables())


def _past(source: Connection, until: str) -> Iterator[tuple[Table, Iterable[dict[str, Any]]]]:
    """The rows as the entries before *until* left them, with those entries and where their chains stood."""
    images: dict[str, dict[int, dict[str, Any]]] = {table.name: {} for table in recorded_tables()}
    heads: dict[str, dict[str, Any]] = {}
    for entry in read_entries(source, until):
        heads[entry.dossier] = {"code": entry.dossier, "number": entry.number, "seal": entry.seal}
        for change in content_of(entry)["changes"]:
            _apply(images[change["table"]], change)
    for table in recorded_tables():
        yield table, (_typed(table, row) for row in images[table.name].values())
    yield Base.metadata.tables[Dossier.__tablename__], heads.values()
    yield Base.metadata.tables[Entry.__tablename__], (dict(entry._mapping) for entry in read_entries(source, until))


def _apply(rows: dict[int, dict[str, Any]], change: dict[str, Any]) -> None:
    if change["image"] is None:
        rows.pop(change["key"], None)
    else:
        rows[change["key"]] = change["image"]


def _typed(table: Table, image: dict[str, Any]) -> dict[str, Any]:
    """A row image with the Python values that its columns take: the journal writes days as text."""
    return {
        name: date.fromisoformat(value) if value and table.c[name].type.python_type is date else value
        for name, value in image.items()
    }


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(stream_results=True).execute(query).mappings()
    return (dict(row) for row in result.yield_per(CHUNK))
