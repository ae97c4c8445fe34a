"""SQLite file: what a database file is before anything is asked of it: its kind, its mark, who may write it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from kit.core.errors import EnvironmentLacks, UsageError

HEADER = b"SQLite format 3\0"
HEADER_BYTES = 100
# Where the header says how changes are kept (2: in a -wal file), and the mark of the program that wrote the file.
_WRITE_VERSION, _MARK = 18, slice(68, 72)
IN_A_WAL = 2
# "KITs": only snapshots bear it; the live database has none.
SNAPSHOT_MARK = 0x4B495473
# What every database of the kit holds, and what only one that lives (that is migrated) holds.
KIT_TABLES = {"dossier", "journal"}
VERSION_TABLE = "alembic_version"


def is_snapshot(file: Path) -> bool:
    """True for a file that ``kit snapshot`` wrote: SQLite, marked, with the kit's tables, and no live database."""
    header = _header(file)
    if not header.startswith(HEADER) or int.from_bytes(header[_MARK], "big") != SNAPSHOT_MARK:
        return False
    tables = _tables(file)
    return tables >= KIT_TABLES and VERSION_TABLE not in tables


def snapshot_address(file: Path) -> str:
    """The address of a snapshot, to be looked at only; raises UsageError where *file* is none."""
    if not file.is_file():
        raise UsageError(f"no snapshot at {file}; kit snapshot FILE writes one")
    if not _tables(file) >= KIT_TABLES:
        raise UsageError(f"{file} is no snapshot of the kit, or is damaged; kit snapshot FILE writes one")
    if _has_changes(file):
        raise UsageError(f"{file} is a database in use, not a snapshot; show it with --workspace DIR")
    return _address(file, "mode=ro&immutable=1")


def read_only_address(file: Path) -> str | None:
    """The address by which to look at the database that stands at *file*; None where it may be written as well."""
    if not file.is_file():
        raise EnvironmentLacks(
            f"the database {file} is missing; put back its backup "
            "(a snapshot can be read meanwhile: kit show VIEW --snapshot FILE)"
        )
    if _may_write(file) and _may_write(file.parent):
        return None
    if _header(file)[_WRITE_VERSION : _WRITE_VERSION + 1] != bytes([IN_A_WAL]):
        return _address(file, "mode=ro")
    if not _has_changes(file):
        # Nobody is writing; SQLite could not make its side files here and must be told that it needs none.
        return _address(file, "mode=ro&immutable=1")
    if not _beside(file, "-shm").is_file():
        raise EnvironmentLacks(
            f"changes of {file} still stand in {_beside(file, '-wal').name}, and the folder cannot be written; "
            "copy the whole folder to a place you may write to and name it with --workspace"
        )
    return _address(file, "mode=ro")


def _address(file: Path, how: str) -> str:
    return f"sqlite:///file:{quote(str(file.resolve()))}?{how}&uri=true"


def _header(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(HEADER_BYTES)
    except OSError as error:
        raise EnvironmentLacks(f"{file} cannot be read: {error.strerror}; ask for the right to read it") from None


def _tables(file: Path) -> set[str]:
    """The names of the tables in *file*; none where it is no database."""
    if not _header(file).startswith(HEADER):
        return set()
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)) as opened:
            return {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return set()


def _has_changes(file: Path) -> bool:
    """True where a ``-wal`` file with something in it stands beside the database."""
    wal = _beside(file, "-wal")
    return wal.is_file() and wal.stat().st_size > 0


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
