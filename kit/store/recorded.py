"""Recorded tables: which tables the journal knows, and their rows in a fixed order."""

from sqlalchemy import Connection, Table, inspect

from kit.core.errors import KitError
from kit.core.tables import Base
from kit.store.sqlite_file import VERSION_TABLE


def recorded_tables() -> list[Table]:
    """The tables whose rows the journal knows, by name."""
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    return [table for table in tables if not table.info.get("unjournaled")]


def shared_tables() -> list[Table]:
    """The tables that a snapshot carries, by name: all but those that hold secrets, sessions and drafts."""
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    return [table for table in tables if not table.info.get("withheld")]


def refuse_unknown_tables(connection: Connection) -> None:
    """Raise KitError where the database holds a table that the kit does not declare: it could not be verified."""
    unknown = set(inspect(connection).get_table_names()) - {*Base.metadata.tables, VERSION_TABLE}
    if unknown:
        raise KitError(f"the database holds tables the kit does not know: {', '.join(sorted(unknown))}; remove them")
