"""A workspace that may only be looked at: an archive copy, a medium that cannot be written, another person's folder."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Kit

NOBODY = 65534
LOOKING = [("show", "units", "--json"), ("verify", "--json"), ("history", "unit", "1", "--json")]


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everywhere; inside it works as nobody."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def lock(folder: Path) -> None:
    """Take every right to write away."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.fixture(autouse=True)
def loaded(kit: Kit, office: Path) -> None:
    """Every module that looking needs; as nobody the test might not be allowed to read the Python of root."""
    for words in LOOKING:
        assert kit(*words).status == 0


@pytest.fixture
def archive(lone_office: Path) -> Iterator[Path]:
    """The office in a folder that takes no writing."""
    lock(lone_office)
    yield lone_office
    for folder in (lone_office, *(path for path in lone_office.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


@pytest.mark.parametrize("words", LOOKING)
def test_a_read_only_workspace_can_be_looked_at(kit: Kit, archive: Path, words: tuple[str, ...]) -> None:
    """Its database keeps changes in a -wal file, of which none stands here; nothing appears beside it."""
    before = sorted(path.name for path in archive.iterdir())

    with without_rights():
        answer = kit(*words)

    assert (answer.status, answer.err) == (0, "")
    assert answer.json
    assert sorted(path.name for path in archive.iterdir()) == before


def test_a_read_only_file_in_a_folder_of_ones_own_can_be_looked_at(kit: Kit, archive: Path) -> None:
    """The folder takes files, the database does not."""
    archive.chmod(0o777)

    with without_rights():
        answer = kit("verify")

    assert (answer.status, answer.err) == (0, "")


def test_a_read_only_database_without_a_wal_can_be_looked_at(kit: Kit, lone_office: Path) -> None:
    """As VACUUM and other tools leave it."""
    with closing(sqlite3.connect(lone_office / "governance.db")) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    lock(lone_office)

    with without_rights():
        answer = kit("verify")

    lone_office.chmod(0o755)
    assert (answer.status, answer.err) == (0, "")


def test_nothing_can_be_done_in_a_read_only_workspace(kit: Kit, archive: Path) -> None:
    """One line that says where it can."""
    with without_rights():
        answer = kit("do", "org.register_unit", "--as", "admin", "code=U2", "name=教育局")

    assert answer.status == 3
    assert f"the database {archive / 'governance.db'} cannot be used" in answer.err
    assert "work on a copy that you may write to" in answer.err
    assert answer.err.count("\n") == 1


def test_a_read_only_workspace_gives_a_snapshot(kit: Kit, archive: Path) -> None:
    """In a place that may be written; the workspace itself takes none."""
    free = archive.parent / "free"
    free.mkdir()
    free.chmod(0o777)

    with without_rights():
        taken, refused = kit("snapshot", free / "now.db"), kit("snapshot", archive / "now.db")

    assert (taken.status, taken.err) == (0, "")
    assert refused.status == 2
    assert "cannot be written" in refused.err


def left_with_changes(folder: Path, *, with_shm: bool) -> None:
    """The database as a copy made while somebody worked has it: a change stands in the -wal file only."""
    file = folder / "governance.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("UPDATE unit SET name = '水务局'")
        database.commit()
        for ending in ("-wal", "-shm") if with_shm else ("-wal",):
            shutil.copyfile(f"{file}{ending}", folder / f"kept{ending}")
        shutil.copyfile(file, folder / "kept")
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    for ending in ("", "-wal", "-shm") if with_shm else ("", "-wal"):
        (folder / f"kept{ending}").rename(f"{file}{ending}")


def test_changes_that_cannot_be_seen_are_said(kit: Kit, lone_office: Path) -> None:
    """A -wal file without its index: to look past it would show an older state as that of now."""
    left_with_changes(lone_office, with_shm=False)
    lock(lone_office)

    with without_rights():
        answer = kit("show", "units")

    lone_office.chmod(0o755)
    assert answer.status == 3
    assert "governance.db-wal" in answer.err
    assert "copy the whole folder" in answer.err
    assert answer.err.count("\n") == 1


def test_changes_beside_the_database_are_seen(kit: Kit, lone_office: Path) -> None:
    """With the index beside it the -wal file is read too."""
    left_with_changes(lone_office, with_shm=True)
    lock(lone_office)

    with without_rights():
        answer = kit("show", "units", "--json")

    lone_office.chmod(0o755)
    assert [row["name"] for row in answer.json] == ["水务局"]
