"""Files that stand where a command would write or read: nothing of anybody's is replaced, and each no is one line."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Kit, one_line


@pytest.fixture
def other_file(lone_office: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of the kind that the test names; none of them is a snapshot."""
    made = {
        "database": lone_office / "governance.db",
        "settings": lone_office / "kit.toml",
        "json": tmp_path / "evidence.json",
        "empty": tmp_path / "empty.db",
        "other database": tmp_path / "other.db",
        "copy of a database": tmp_path / "copy.db",
    }
    made["json"].write_text("{}", encoding="utf-8")
    made["empty"].touch()
    with sqlite3.connect(made["other database"]) as other:
        other.execute("CREATE TABLE bookmark (id INTEGER)")
    other.close()
    shutil.copyfile(made["database"], made["copy of a database"])
    return made[request.param]


KINDS = ["database", "settings", "json", "empty", "other database", "copy of a database"]


@pytest.mark.parametrize("other_file", KINDS, indirect=True)
def test_a_snapshot_replaces_no_file_of_another_kind(kit: Kit, other_file: Path) -> None:
    """The workspace's own database least of all; the line names the file and the way out."""
    before = other_file.read_bytes()

    answer = kit("snapshot", other_file)

    assert answer.status == 2
    assert f"{other_file} is there already" in one_line(answer)
    assert other_file.read_bytes() == before


def test_a_marked_file_without_the_tables_of_the_kit_is_not_replaced(kit: Kit, office: Path, tmp_path: Path) -> None:
    """The mark alone makes no snapshot; nor does a snapshot that has become the database of a workspace."""
    kit("snapshot", tmp_path / "now.db")
    with sqlite3.connect(tmp_path / "now.db") as changed:
        changed.execute("CREATE TABLE alembic_version (version_num TEXT)")
    changed.close()

    assert kit("snapshot", tmp_path / "now.db").status == 2


def test_the_database_is_not_replaced_under_another_name(kit: Kit, office: Path, tmp_path: Path) -> None:
    """Neither through a link nor by a roundabout way."""
    (tmp_path / "link.db").symlink_to(office / "governance.db")

    assert kit("snapshot", tmp_path / "link.db").status == 2
    assert kit("snapshot", office / "files" / ".." / "governance.db").status == 2
    assert kit("verify").status == 0


def test_an_earlier_snapshot_is_replaced(kit: Kit, office: Path, tmp_path: Path) -> None:
    """The second one holds the unit that came between; the mark is no part of what a snapshot's digest says."""
    first = kit("snapshot", tmp_path / "now.db", "--json").json["digest"]
    kit("do", "org.register_unit", "--as", "admin", "code=U2", "name=教育局")

    second = kit("snapshot", tmp_path / "now.db", "--json").json["digest"]

    assert first != second
    assert [row["code"] for row in kit("show", "units", "--snapshot", tmp_path / "now.db", "--json").json] == [
        "U1",
        "U2",
    ]


def test_a_folder_is_no_place_for_a_snapshot(kit: Kit, office: Path, tmp_path: Path) -> None:
    """The line names a file in it."""
    answer = kit("snapshot", tmp_path)

    assert answer.status == 2
    assert str(tmp_path / "now.db") in one_line(answer)


def test_a_folder_that_takes_no_files_is_said(kit: Kit, office: Path) -> None:
    """Linux lets nobody write into /proc."""
    answer = kit("snapshot", "/proc/now.db")

    assert answer.status == 2
    assert "cannot be written" in one_line(answer)


@pytest.mark.parametrize("other_file", ["settings", "json", "empty", "other database"], indirect=True)
def test_only_a_snapshot_is_read_as_one(kit: Kit, other_file: Path) -> None:
    """Another kind of file, an empty one and somebody else's database are named."""
    answer = kit("show", "projects", "--snapshot", other_file)

    assert answer.status == 2
    assert f"{other_file} is no snapshot" in one_line(answer)
