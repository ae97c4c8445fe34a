"""Verify: every way of changing the past or the present on the side is found at its place."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

import kit.store.verify
from kit.actions.desk import Desk
from kit.core.errors import KitError
from kit.org.requests import RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.checkpoint import read_checkpoints, sign_checkpoint
from kit.store.crew import spans_of
from kit.store.database import Database, allowed_to_write
from kit.store.journal import Head
from kit.store.signing import make_key
from kit.store.verify import verify
from kit.workspace.workspace import Workspace

Tamper = Callable[[str], None]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two units and a project with a refused twin: entries in three places."""
    desk.record(RegisterUnit(code="U1", name="水利局"))
    desk.record(RegisterUnit(code="U2", name="教育局"))
    desk.record(RegisterProject(code="P1", name="水库", owner="U1", year_from=2024, year_to=2025))
    desk.record(RegisterProject(code="P1", name="水库", owner="U1", year_from=2024, year_to=2025))
    return desk


@pytest.fixture
def tamper(database: Database) -> Tamper:
    """Somebody with the database's own tools: no guard stands in the way."""

    def run(statement: str) -> None:
        with database.writing() as connection, allowed_to_write(connection):
            connection.execute(text(statement))

    return run


def test_an_untouched_database_is_clean(filled: Desk, database: Database) -> None:
    """Four entries, no fault."""
    verdict = verify(database)

    assert (verdict.entries, verdict.faults) == (4, [])


@pytest.mark.parametrize(
    ("statement", "kind", "where"),
    [
        ("UPDATE project SET name = '别的' WHERE code = 'P1'", "row", "project 1"),
        ("DELETE FROM unit WHERE code = 'U2'", "row", "unit 2"),
        ("INSERT INTO unit (id, dossier, version, code, name) VALUES (9, 'office', 1, 'U9', '假')", "row", "unit 9"),
        ("INSERT INTO unit (id, dossier, version, code, name) VALUES (9, 'zz', 1, 'U9', '假')", "row", "unit 9"),
        ("INSERT INTO unit (id, dossier, version, code, name) VALUES (9, 'A', 1, 'U9', '假')", "row", "unit 9"),
        ("UPDATE journal SET text = replace(text, '水利局', '水务局') WHERE number = 1", "seal", "office 1"),
        ("UPDATE journal SET actor = 'li' WHERE dossier = 'office' AND number = 2", "columns", "office 2"),
        ("DELETE FROM journal WHERE dossier = 'office' AND number = 1", "chain", "office 2"),
        ("DELETE FROM journal WHERE dossier = 'P1' AND number = 2", "head", "P1"),
        ("UPDATE dossier SET seal = 'x' WHERE code = 'P1'", "head", "P1"),
        ("UPDATE journal SET text = '{' WHERE dossier = 'P1' AND number = 1", "seal", "P1 1"),
    ],
)
def test_a_change_on_the_side_is_named_at_its_place(
    filled: Desk, database: Database, tamper: Tamper, statement: str, kind: str, where: str
) -> None:
    """The fault names the kind of harm and the row or entry."""
    tamper(statement)

    faults = verify(database).faults

    assert (kind, where) in [(fault.kind, fault.where) for fault in faults]


def test_a_cut_tail_is_seen_by_its_checkpoint(
    filled: Desk, database: Database, workspace: Workspace, tamper: Tamper
) -> None:
    """Whoever cuts the last entry and mends the head is caught by what was signed before."""
    sign_checkpoint(database, workspace.keys, workspace.checkpoints, datetime.now(UTC))
    tamper("DELETE FROM journal WHERE dossier = 'P1' AND number = 2")
    tamper(
        "UPDATE dossier SET number = 1, seal = (SELECT seal FROM journal WHERE dossier = 'P1' AND number = 1) "
        "WHERE code = 'P1'"
    )

    without = verify(database)
    with_checkpoint = verify(database, read_checkpoints(workspace.keys, workspace.checkpoints))

    assert without.faults == []
    assert [(fault.kind, "P1" in fault.message) for fault in with_checkpoint.faults] == [("checkpoint", True)]


def test_a_checkpoint_signed_by_another_key_counts_as_none(
    filled: Desk, database: Database, workspace: Workspace, tmp_path: Path
) -> None:
    """A forger who signs anew with a key of his own is found."""
    make_key(tmp_path / "other")
    sign_checkpoint(database, tmp_path / "other", workspace.checkpoints, datetime.now(UTC))

    faults = verify(database, read_checkpoints(workspace.keys, workspace.checkpoints)).faults

    assert [fault.kind for fault in faults] == ["checkpoint"]


def test_a_changed_checkpoint_file_is_found(filled: Desk, database: Database, workspace: Workspace) -> None:
    """A seal changed inside the file no longer fits the signature; neither does a file that is no JSON."""
    sign_checkpoint(database, workspace.keys, workspace.checkpoints, datetime.now(UTC))
    (file,) = workspace.checkpoints.glob("*.json")
    file.write_text(file.read_text().replace('"P1",2', '"P1",1'))
    (workspace.checkpoints / "broken.json").write_text("{")

    faults = verify(database, read_checkpoints(workspace.keys, workspace.checkpoints)).faults

    assert [fault.kind for fault in faults] == ["checkpoint", "checkpoint"]


def test_a_table_that_the_kit_does_not_know_is_refused(database: Database, tamper: Tamper) -> None:
    """What cannot be verified is said, not passed over."""
    tamper("CREATE TABLE shadow (id INTEGER)")

    with pytest.raises(KitError, match="shadow"):
        verify(database)


def test_verify_only_reads(filled: Desk, database: Database, workspace: Workspace) -> None:
    """It runs beside a writer and leaves the database file as it was."""
    if database.path is None:
        pytest.skip("a question about the file of the embedded database")
    writer = sqlite3.connect(database.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    verdict = verify(database)

    writer.execute("ROLLBACK")
    assert verdict.faults == []


@pytest.mark.parametrize(
    ("numbers", "parts", "highs"),
    [
        ((5, 5, 5, 5), 2, ["B"]),
        ((100, 1, 1, 1), 2, ["A"]),
        ((1, 1, 1, 100), 2, []),
        ((1, 1, 1, 1), 3, ["B", "C"]),
        ((7,), 4, []),
        ((0, 0), 2, ["A"]),
    ],
)
def test_spans_divide_the_entries(numbers: tuple[int, ...], parts: int, highs: list[str]) -> None:
    """Four times five in two halves end at B; a giant at the end stays alone with those before it."""
    heads = [Head(code, number, "") for code, number in zip("ABCD", numbers, strict=False)]

    spans = spans_of(heads, parts)

    assert [span.high for span in spans] == [*highs, None]
    assert [span.low for span in spans] == ["", *highs]


def test_several_processes_find_what_one_finds(
    filled: Desk, database: Database, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults in either half, and rows before, between and after all dossiers: the same list, each once."""
    monkeypatch.setattr(kit.store.verify, "ENTRIES_MIN", 1)
    monkeypatch.setattr(kit.store.verify.os, "sched_getaffinity", lambda _process: {0, 1})
    for place, dossier in enumerate(("A", "P2", "zz"), start=90):
        tamper(
            f"INSERT INTO unit (id, dossier, version, code, name) VALUES ({place}, '{dossier}', 1, 'U{place}', '假')"
        )
    tamper("UPDATE project SET name = '别的' WHERE code = 'P1'")
    tamper("UPDATE dossier SET seal = 'x' WHERE code = 'office'")
    told: list[int] = []

    together = verify(database, progress=told.append)
    monkeypatch.setattr(kit.store.verify, "ENTRIES_MIN", 10**9)
    alone = verify(database)

    assert together.entries == alone.entries == 4
    assert len(alone.faults) == 5
    assert sorted(map(str, together.faults)) == sorted(map(str, alone.faults))
    assert told, "several processes count, one of four entries does not"
