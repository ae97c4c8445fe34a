"""Tables: the base of every recorded row, and the kinds of columns."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

OFFICE = "office"

# Texts that order or join dossiers compare by code point on both engines, so that verify can merge streams.
CODE = String(80).with_variant(String(80, collation="C"), "postgresql")
IDENTITY = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """All tables of the kit."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {int: BigInteger}


class Recorded(Base):
    """A row that the journal knows: it belongs to one dossier and carries a version, from 1.

    Rows are values: nobody changes one in memory; ``work.change`` answers the row as it stands after.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(IDENTITY, primary_key=True)
    dossier: Mapped[str] = mapped_column(CODE, index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Balanced(Recorded):
    """A row with balances: whole numbers that change only by amounts, relative to how they stand.

    No balance and no ``spare`` of them falls below zero; ``work.move`` is the one way to change them.
    """

    __abstract__ = True
    balances: ClassVar[tuple[str, ...]]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """What is left to give, of balances that are numbers or columns."""
        raise NotImplementedError

    @property
    def left(self) -> int:
        """What is left to give, as the row stands."""
        return int(self.spare({name: getattr(self, name) for name in self.balances}))


class Aside(Base):
    """A row beside the journal: secrets, sessions, drafts. No entry, no snapshot and no ``verify`` knows it."""

    __abstract__ = True
    __table_args__: Any = {"info": {"unjournaled": True, "withheld": True}}


Row = TypeVar("Row", bound=Base)


def columns_of(table: type[Base]) -> Table:
    """The columns of a declared table, for statements."""
    columns = table.__table__
    assert isinstance(columns, Table)
    return columns


def read_row(table: type[Row], values: Mapping[Any, Any]) -> Row:
    """A row of *table* from a mapping of all its columns.

    It is a value that no session ever holds, so the bookkeeping of changes that the mapper keeps is passed by: that
    took a third of the time of an action.
    """
    row = table.__new__(table)
    row.__dict__.update(values)
    return row
