"""Recorded tables: which tables the journal knows, and their rows in a fixed order."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, inspect, select

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


def rows_by_dossier(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a recorded table, streamed, dossier after dossier."""
    query = select(table).order_by(table.c.dossier, table.c.id)
    result = connection.execution_options(stream_results=True).execute(query)
    names = list(result.keys())
    return (dict(zip(names, row, strict=True)) for part in result.partitions(2000) for row in part)


def refuse_unknown_tables(connection: Connection) -> None:
    """Raise KitError where the database holds a table that the kit does not declare: it could not be verified."""
    unknown = set(inspect(connection).get_table_names()) - {*Base.metadata.tables, VERSION_TABLE}
    if unknown:
        raise KitError(f"the database holds tables the kit does not know: {', '.join(sorted(unknown))}; remove them")
