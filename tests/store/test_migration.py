"""Migrations: what they build is what the tables declare."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kit.actions import catalogue
from kit.core.errors import KitError, UsageError
from kit.core.tables import Base
from kit.store.database import Database
from kit.store.migration import check_schema, migrate
from kit.store.snapshot import write_snapshot
from kit.store.verify import verify
from kit.views.budget import show_budget_lines
from kit.views.evaluation import show_self_reviews
from kit.views.reader import Reader
from kit.workspace.workspace import Workspace


def test_the_migrated_tables_are_the_declared_ones(database: Database) -> None:
    """Alembic finds no difference, on either engine."""
    assert catalogue.ROOMS

    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    """The schema check passes before and after."""
    migrate(database)

    check_schema(database)


def test_a_database_without_tables_is_named_with_the_remedy(workspace: Workspace) -> None:
    """One line says how to make them."""
    with pytest.raises(KitError, match="kit init"):
        check_schema(Database(workspace.database_address))


def test_a_database_of_the_first_schema_goes_on(workspace: Workspace) -> None:
    """An office that began with the first version: told to migrate, then whole; its past reads in the new schema.

    ``schema_0001.sql`` was written by that version: P-1 submitted, P-3 a draft with 95 where 100 add up.
    """
    with sqlite3.connect(workspace.root / "governance.db") as old:
        old.executescript((Path(__file__).parent / "schema_0001.sql").read_text(encoding="utf-8"))
    database = Database(workspace.database_address)
    with pytest.raises(KitError, match="kit migrate"):
        check_schema(database)

    migrate(database)

    check_schema(database)
    assert verify(database).faults == []
    write_snapshot(database, workspace.root / "past.db", date(2026, 11, 24))
    for reader in (Reader(database), Reader.of_snapshot(workspace.root / "past.db")):
        reviews = show_self_reviews(reader).set_index("project")
        assert dict(reviews["state"]) == {"P-1": "submitted", "P-3": "draft"}
        assert reviews.loc["P-3", "total_printed"] == 95
        assert list(reviews["scheme_named"]) == [None, None]


def test_lines_of_the_second_schema_are_explained_by_movements(workspace: Workspace) -> None:
    """985.00 opened, 861.46 after a cut, 334.67 paid: three movements make the balances that stood there before."""
    with sqlite3.connect(workspace.root / "governance.db") as old:
        old.executescript((Path(__file__).parent / "schema_0002.sql").read_text(encoding="utf-8"))
    database = Database(workspace.database_address)

    migrate(database)

    assert verify(database).faults == []
    with database.reading() as connection:
        moved = connection.exec_driver_sql(
            "SELECT from_state, to_state, amount, cause FROM movement JOIN budget_line line ON line.id = line_id "
            "WHERE line.project = 'P-1' AND line.year = 2025 ORDER BY movement.id"
        ).all()
    assert moved == [
        ("outside", "available", 98500, "opening"),
        ("available", "outside", 12354, "taken_over"),
        ("available", "paid", 33467, "taken_over"),
    ]


def test_the_past_before_the_ledger_reads_in_the_schema_of_today(workspace: Workspace) -> None:
    """The state of a day before the migration has the lines, which had not moved by the fen then."""
    with sqlite3.connect(workspace.root / "governance.db") as old:
        old.executescript((Path(__file__).parent / "schema_0002.sql").read_text(encoding="utf-8"))
    database = Database(workspace.database_address)
    migrate(database)

    write_snapshot(database, workspace.root / "past.db", date(2026, 3, 2))

    lines = show_budget_lines(Reader.of_snapshot(workspace.root / "past.db"), "P-1")
    assert list(lines["allotted"]) == [86146, 1500]


@pytest.mark.parametrize("address", ["nonsense", "sqlite:///no/such/folder/x.db"])
def test_an_address_that_leads_nowhere_is_one_line(address: str) -> None:
    """Neither a traceback nor an empty database."""
    with pytest.raises(KitError) as caught:
        check_schema(Database(address))

    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, UsageError | KitError)
