"""Migrated offices: a migration is no deed, so figures and reports speak of the day they spoke of before."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from kit.core.calendar import OFFICE_TIME
from kit.store.database import Database
from kit.store.migration import migrate
from kit.views.day import last_entry_day
from kit.views.reader import Reader
from tests.environment import CHECKOUT


def test_what_is_recorded_is_as_old_as_before_it_was_migrated(tmp_path: Path) -> None:
    """``schema_0002.sql`` was written by the kit of that schema; its last entry is the last deed of the office."""
    file = tmp_path / "governance.db"
    with closing(sqlite3.connect(file)) as opened:
        opened.executescript((CHECKOUT / "tests" / "store" / "schema_0002.sql").read_text(encoding="utf-8"))
        before = opened.execute("SELECT max(at) FROM journal").fetchone()[0]
    database = Database(f"sqlite:///{file}")
    migrate(database)

    reader = Reader(database)

    assert reader.as_of == before
    assert last_entry_day(reader) == datetime.fromisoformat(before).astimezone(OFFICE_TIME).date()
