"""Aside: the one way to write rows that stand beside the journal: secrets, sessions, lockouts, drafts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from kit.core.tables import Aside, columns_of
from kit.store.database import allowed_to_write


def add_aside(connection: Connection, table: type[Aside], **values: Any) -> None:
    """Write a new row."""
    with allowed_to_write(connection):
        connection.execute(insert(columns_of(table)), values)


def change_aside(connection: Connection, table: type[Aside], which: Mapping[str, Any], **values: Any) -> int:
    """Change the rows that *which* names and answer how many there were; a value may be an expression of columns."""
    columns = columns_of(table)
    fits = [columns.c[name] == value for name, value in which.items()]
    with allowed_to_write(connection):
        return int(connection.execute(update(columns).where(*fits).values(**values)).rowcount)


def drop_aside(connection: Connection, table: type[Aside], *conditions: Any, **which: Any) -> int:
    """Take away the rows that *which* names and that meet the *conditions*; answer how many there were."""
    columns = columns_of(table)
    fits = [columns.c[name] == value for name, value in which.items()]
    with allowed_to_write(connection):
        return int(connection.execute(delete(columns).where(*fits, *conditions)).rowcount)
