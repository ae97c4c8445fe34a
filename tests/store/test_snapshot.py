"""Snapshots: the same facts give the same digest, of now and of a past day, on every engine."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kit.actions.desk import Desk
from kit.core.errors import UsageError
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.snapshot import content_digest, write_snapshot
from kit.store.verify import verify
from kit.views.org import show_units
from kit.views.reader import Reader
from kit.workspace.workspace import Workspace
from tests.store.conftest import Clock


@pytest.fixture
def filled(desk: Desk, clock: Clock) -> Desk:
    """U1 on 1 March, U2 shortly before midnight of 2 March in Shanghai, U3 shortly after."""
    desk.record(RegisterUnit(code="U1", name="水利局"))
    clock.at = datetime(2026, 3, 2, 15, 59, 0, tzinfo=UTC)
    desk.record(RegisterUnit(code="U2", name="教育局"))
    clock.at = datetime(2026, 3, 2, 16, 0, 0, tzinfo=UTC)
    desk.record(RegisterUnit(code="U3", name="卫生局"))
    return desk


def codes(file: Path) -> list[str]:
    return list(show_units(Reader.of_snapshot(file))["code"])


def test_a_snapshot_holds_what_the_database_holds(filled: Desk, database: Database, tmp_path: Path) -> None:
    """Views read it like the live database, and it verifies by itself."""
    write_snapshot(database, tmp_path / "now.db")

    assert codes(tmp_path / "now.db") == ["U1", "U2", "U3"]
    assert verify(Database.of_snapshot(tmp_path / "now.db")).faults == []


def test_a_day_ends_at_midnight_in_shanghai(filled: Desk, database: Database, tmp_path: Path) -> None:
    """As of 2 March the unit recorded at 23:59 is there, the one of 00:00 is not."""
    write_snapshot(database, tmp_path / "past.db", date(2026, 3, 2))

    assert codes(tmp_path / "past.db") == ["U1", "U2"]
    assert verify(Database.of_snapshot(tmp_path / "past.db")).faults == []


def test_the_past_is_the_same_whenever_it_is_asked_for(filled: Desk, database: Database, tmp_path: Path) -> None:
    """What happens later does not change the digest of an earlier day."""
    before = write_snapshot(database, tmp_path / "one.db", date(2026, 3, 2))
    filled.record(RegisterProject(code="P1", name="水库", owner="U1", year_from=2024, year_to=2025))

    after = write_snapshot(database, tmp_path / "two.db", date(2026, 3, 2))

    assert before == after == content_digest(tmp_path / "two.db")


def test_now_and_the_end_of_today_are_the_same_state(filled: Desk, database: Database, tmp_path: Path) -> None:
    """Copying the tables and replaying the journal lead to one digest, lists and days included."""
    filled.record(RegisterPerson(login="li", name="李", unit="U1", roles=("unit_officer", "head_of_unit")))

    copied = write_snapshot(database, tmp_path / "copied.db")
    replayed = write_snapshot(database, tmp_path / "replayed.db", date(2026, 3, 3))

    assert copied == replayed


def test_nothing_can_write_to_a_snapshot(filled: Desk, database: Database, tmp_path: Path) -> None:
    """The file is opened so that no statement and no side file can touch it."""
    write_snapshot(database, tmp_path / "now.db")
    before = (tmp_path / "now.db").read_bytes()

    with (
        pytest.raises(sqlite3.OperationalError),
        Database.of_snapshot(tmp_path / "now.db").engine.connect() as connection,
    ):
        connection.connection.cursor().execute("DELETE FROM unit")

    assert (tmp_path / "now.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("now")] == ["now.db"]


def test_a_snapshot_is_written_whole_or_not_at_all(desk: Desk, database: Database, tmp_path: Path) -> None:
    """A folder that is not there is said, and no half file stays."""
    with pytest.raises(UsageError, match="no folder"):
        write_snapshot(database, tmp_path / "nowhere" / "now.db")

    assert not list(tmp_path.glob("**/*.snapshot*"))


def test_a_missing_snapshot_is_said(workspace: Workspace) -> None:
    """One line, no empty database in its place."""
    with pytest.raises(UsageError, match="no snapshot"):
        Reader.of_snapshot(workspace.root / "none.db")

    assert not (workspace.root / "none.db").exists()


def test_an_earlier_snapshot_is_replaced(filled: Desk, database: Database, tmp_path: Path) -> None:
    """The same name each evening is a habit worth keeping."""
    write_snapshot(database, tmp_path / "daily.db", date(2026, 3, 2))

    write_snapshot(database, tmp_path / "daily.db")

    assert codes(tmp_path / "daily.db") == ["U1", "U2", "U3"]


@pytest.mark.parametrize("name", ["kit.toml", "governance.db", "notes.json", "folder"])
def test_no_other_file_is_lost_to_a_snapshot(filled: Desk, workspace: Workspace, database: Database, name: str) -> None:
    """Settings, the live database, somebody's file, a folder: refused in one line, and all stands as it was."""
    place = workspace.root / name
    if name == "folder":
        place.mkdir()
    elif not place.exists():
        place.write_text("{}", encoding="utf-8")
    before = place.read_bytes() if place.is_file() else None

    with pytest.raises(UsageError, match=r"choose another name|name a file"):
        write_snapshot(database, place)

    assert (place.read_bytes() if place.is_file() else None) == before
