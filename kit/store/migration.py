"""Migration: brings a database to the schema of this version of the kit (Alembic)."""

from pathlib import Path

from sqlalchemy import column, inspect, select, table

from kit.core.errors import KitError
from kit.store.database import Database, allowed_to_write
from kit.store.journal import SCHEMA
from kit.store.sqlite_file import VERSION_TABLE

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Create or upgrade the tables."""
    # Alembic takes a second to import, and most commands never migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with database.writing() as connection, allowed_to_write(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


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
