"""Migration: brings a database to the schema of this version of the kit (Alembic)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from kit.core.errors import KitError
from kit.store.database import Database, allowed_to_write
from kit.store.journal import SCHEMA
from kit.store.sqlite_file import VERSION_TABLE

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Create or upgrade the tables."""
    with _alembic(database) as (command, config):
        command.upgrade(config, revision)


def migrate_from(database: Database, revision: str) -> None:
    """Upgrade tables that stand at *revision* without saying so themselves, as those of a snapshot do.

    Raises KitError where no such revision is known, or where what the tables hold does not fit it.
    """
    from alembic.util import CommandError

    try:
        with _alembic(database) as (command, config):
            command.stamp(config, revision)
            command.upgrade(config, "head")
    except CommandError:
        raise KitError(
            f"this version of the kit knows no schema {revision}; a newer one wrote it: update the kit"
        ) from None
    except (SQLAlchemyError, LookupError, TypeError, ValueError) as error:
        said = str(error).strip().splitlines() or [""]
        raise KitError(f"schema {revision} cannot be brought to {SCHEMA}: {said[0]}") from None


@contextmanager
def _alembic(database: Database) -> Iterator[tuple[Any, Any]]:
    """Alembic's commands and their configuration, in one transaction that may write."""
    # Alembic takes a second to import, and most commands never migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with database.writing() as connection, allowed_to_write(connection):
        config.attributes["connection"] = connection
        yield command, config


def check_schema(database: Database) -> None:
    """Raise KitError unless the database has the schema of this version."""
    with database.reading() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            raise KitError(
                "the database has no tables yet; kit init DIR makes a workspace, kit migrate fills a database"
            )
        found = connection.execute(select(column("version_num")).select_from(table(VERSION_TABLE))).scalar()
    if found != SCHEMA:
        raise KitError(f"the database has schema {found}, this kit needs {SCHEMA}; back it up, then run kit migrate")
