"""Migrations: what they build is what the tables declare."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kit.actions import catalogue
from kit.core.errors import KitError, UsageError
from kit.core.tables import Base
from kit.store.database import Database
from kit.store.migration import check_schema, migrate
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


@pytest.mark.parametrize("address", ["nonsense", "sqlite:///no/such/folder/x.db"])
def test_an_address_that_leads_nowhere_is_one_line(address: str) -> None:
    """Neither a traceback nor an empty database."""
    with pytest.raises(KitError) as caught:
        check_schema(Database(address))

    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, UsageError | KitError)
