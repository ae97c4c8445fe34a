"""Lineage: where the numbers of a frame come from: the view, the rows that it read, and the day that it speaks of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Column, Label, Select, Table
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import SelectBase

ATTRIBUTE = "lineage"
# What tells one row of a frame from another, and under which names the tables hold it.
OWN_MARKS = ("project", "year", "place")
# A row that names another belongs to whatever that one belongs to.
PARENTS = {
    "line_id": "budget_line",
    "contract_id": "contract",
    "reservation_id": "reservation",
    "payment_id": "payment",
    "self_review_id": "self_review",
}
# The journal tells of the facts and is none of them.
UNTOLD = frozenset({"journal"})
MARKS = (*OWN_MARKS, *PARENTS)


@dataclass(frozen=True)
class Origin:
    """One row of a table that a view read: table, key, and what tells it apart."""

    table: str
    key: int
    marks: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


@dataclass(frozen=True, eq=False)
class Lineage:
    """Where a frame comes from; it stays with the frame while rows and columns are chosen from it."""

    view: str
    parameters: str
    as_of: str
    origins: tuple[Origin, ...]
    frame: pd.DataFrame = field(repr=False)

    def gave(self, name: str, value: Any) -> bool:
        """True where the view gave *value* in its column *name*, or has no such column: what is made of others."""
        if name not in self.frame.columns:
            return True
        return any(said in self._given(name) for said in _spellings(value))

    def _given(self, name: str) -> frozenset[str]:
        if name not in self._values:
            self._values[name] = frozenset(map(_plain, self.frame[name]))
        return self._values[name]

    @cached_property
    def _values(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def all_rows(self) -> tuple[str, ...]:
        """Every row that was read, as ``table:key``, once."""
        return tuple(dict.fromkeys(map(str, self.origins)))

    def behind(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """The rows behind one row of the frame, as ``table:key``: those of which no mark speaks against it."""
        known = {name: _plain(row[name]) for name in MARKS if name in row and not _is_open(row[name])}
        kept = tuple(known.items())
        if kept not in self._behind:
            self._behind[kept] = self._look_up(known)
        return self._behind[kept]

    def _look_up(self, known: Mapping[str, str]) -> tuple[str, ...]:
        fitting = [origin for names, group in self._groups.items() for origin in group.fitting(names, known)]
        held = {(origin.table, origin.key) for origin in fitting}
        rows = (str(origin) for origin in fitting if _has_parents(origin, held, self._read))
        return tuple(dict.fromkeys(rows))

    @cached_property
    def _behind(self) -> dict[tuple[tuple[str, str], ...], tuple[str, ...]]:
        return {}

    @cached_property
    def _read(self) -> frozenset[str]:
        return frozenset(origin.table for origin in self.origins)

    @cached_property
    def _groups(self) -> dict[tuple[str, ...], "_Group"]:
        """The origins by the marks that they bear."""
        found: dict[tuple[str, ...], _Group] = {}
        for origin in self.origins:
            found.setdefault(tuple(origin.marks), _Group()).origins.append(origin)
        return found

    def __deepcopy__(self, _memo: Any) -> "Lineage":
        # pandas copies what is attached to a frame with every frame that is made of it.
        return self


@dataclass(eq=False)
class _Group:
    """Origins that bear the same marks, found by the values of any of these."""

    origins: list[Origin] = field(default_factory=list)
    by_values: dict[tuple[str, ...], dict[tuple[str, ...], list[Origin]]] = field(default_factory=dict)

    def fitting(self, names: tuple[str, ...], known: Mapping[str, str]) -> list[Origin]:
        """Those whose marks are as *known*; a mark that is not known does not count."""
        asked = tuple(name for name in names if name in known)
        if asked not in self.by_values:
            self.by_values[asked] = self._index(asked)
        return self.by_values[asked].get(tuple(known[name] for name in asked), [])

    def _index(self, names: tuple[str, ...]) -> dict[tuple[str, ...], list[Origin]]:
        found: dict[tuple[str, ...], list[Origin]] = {}
        for origin in self.origins:
            found.setdefault(tuple(_plain(origin.marks[name]) for name in names), []).append(origin)
        return found


@dataclass(eq=False)
class Trace:
    """What is read while a view is at work."""

    origins: list[Origin] = field(default_factory=list)

    def note(self, query: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        """Note which rows of which tables a *query* gave."""
        if not isinstance(query, SelectBase):
            return
        found = list(_keyed(query))
        for row in rows:
            self.origins += [Origin(table, row[key], _marks(row, names)) for table, key, names in found if row[key]]


def key_queries(query: Any) -> Iterator[Any]:
    """Queries for the rows behind a *query* that does not give their keys itself (sums, counts, chosen columns)."""
    if not isinstance(query, Select) or any(True for _table in _keyed(query)):
        return
    for table in dict.fromkeys(_tables(query)):
        if "id" in table.c and table.name not in UNTOLD:
            kept = [table.c[name] for name in ("id", "code", *MARKS) if name in table.c]
            yield query.with_only_columns(*kept, maintain_column_froms=True).group_by(None).order_by(None)


def _tables(query: Select[Any]) -> Iterator[Any]:
    """The tables whose columns a query shows or adds up."""
    for shown in query.selected_columns:
        for part in visitors.iterate(shown):
            if isinstance(part, Column) and isinstance(part.table, Table):
                yield part.table


def attach(frame: pd.DataFrame, lineage: Lineage) -> pd.DataFrame:
    """*frame* with its lineage."""
    frame.attrs[ATTRIBUTE] = lineage
    return frame


def lineage_of(frame: pd.DataFrame) -> Lineage | None:
    """Where *frame* comes from; None where no view made it."""
    return frame.attrs.get(ATTRIBUTE)


def _keyed(query: SelectBase) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The tables of which a query gives the key: table, name of the key in the result, names of the marks."""
    columns = [(name, _column(column)) for name, column in query.exported_columns.items()]
    own = [(name, column) for name, column in columns if column is not None and column.table is not None]
    for name, column in own:
        if column.primary_key and column.name == "id" and str(column.table) not in UNTOLD:
            of_table = {_mark_of(each): as_named for as_named, each in own if each.table is column.table}
            yield str(column.table), name, {mark: of_table[mark] for mark in MARKS if mark in of_table}


def _mark_of(column: Column[Any]) -> str:
    """Under which mark a column tells rows apart: a project's own code is what others call their project."""
    return "project" if str(column) == "project.code" else column.name


def _column(column: Any) -> Column[Any] | None:
    inner = column.element if isinstance(column, Label) else column
    base = next(iter(getattr(inner, "base_columns", [])), inner)
    return base if isinstance(base, Column) else None


def _marks(row: Mapping[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {mark: row[name] for mark, name in names.items() if row[name] is not None}


def _has_parents(origin: Origin, held: set[tuple[str, int]], read: frozenset[str]) -> bool:
    """False where it belongs to a row that was read and is not behind this one."""
    named = ((PARENTS[mark], key) for mark, key in origin.marks.items() if mark in PARENTS)
    return all(table not in read or (table, key) in held for table, key in named)


def _is_open(value: Any) -> bool:
    """True for a mark without a value: a total over all projects has no project."""
    return value is None or bool(pd.isna(value))


def _spellings(value: Any) -> tuple[str, ...]:
    """A value as a view may have given it: an amount in 万元 is whole fen there (10,000 yuan are 10^6 fen)."""
    said = _plain(value)
    return (said, f"{value.scaleb(6):f}".split(".")[0]) if isinstance(value, Decimal) else (said,)


def _plain(value: Any) -> str:
    # A column with gaps holds its whole numbers as floats.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
