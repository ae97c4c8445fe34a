"""Reader: the way into one database for views; it cannot write."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Executable, func, select

from kit.law.rulebook import Rulebook, load_rulebook
from kit.store.database import Database
from kit.store.journal import MIGRATION, Entry, read_entries, read_in_order
from kit.views.lineage import Trace, key_queries
from kit.workspace.resources import Resources

INPUTS = "inputs"


def frozen_resources(snapshot: str | Path) -> Resources:
    """The data files that a run froze beside its *snapshot*; the kit's own where it stands alone."""
    return Resources(Path(snapshot).resolve().parent / INPUTS, is_frozen=True)


class Reader:
    """Reads the live database or a snapshot; each frame is one consistent look.

    ``resources`` are the office's data in force, beside a snapshot those that its run froze; the kit's own without.
    """

    def __init__(self, database: Database, resources: Resources | None = None, *, is_cited: bool = False) -> None:
        self._database = database
        # A report cites the rows behind its figures; a screen that is watched does without.
        self._is_cited = is_cited
        self._traces: list[Trace] = []
        self.resources = resources or Resources()

    @classmethod
    def of_snapshot(cls, file: str | Path) -> "Reader":
        """A reader of a snapshot file."""
        return cls(Database.of_snapshot(Path(file)), frozen_resources(file), is_cited=True)

    def close(self) -> None:
        """Give the database back; for those who read once and go on to something else."""
        self._database.close()

    @cached_property
    def rulebook(self) -> Rulebook:
        """The law as dated values."""
        return load_rulebook(self.resources)

    def frame(self, query: Executable) -> pd.DataFrame:
        """The rows of *query* as a frame; texts stay texts and whole numbers whole."""
        with self._database.reading() as connection:
            result = connection.execute(query)
            names, rows = list(result.keys()), list(result)
        self._note(query, (dict(row._mapping) for row in rows))
        return pd.DataFrame.from_records(rows, columns=names, coerce_float=False)

    def rows(self, query: Executable) -> list[dict[str, Any]]:
        """The rows of *query* as mappings."""
        with self._database.reading() as connection:
            result = connection.execute(query)
            names = tuple(result.keys())
            rows = [dict(zip(names, row, strict=True)) for row in result]
        self._note(query, rows)
        return rows

    @property
    def is_cited(self) -> bool:
        """True where frames are to say which rows they come from."""
        return self._is_cited

    @contextmanager
    def tracing(self) -> Iterator[Trace]:
        """Note, inside the ``with`` block, which rows are read; a view inside a view is part of what is read."""
        trace = Trace()
        self._traces.append(trace)
        try:
            yield trace
        finally:
            self._traces.remove(trace)

    @cached_property
    def as_of(self) -> str:
        """The time of the last entry in the journal, as recorded; empty where there is none."""
        with self._database.reading() as connection:
            return str(connection.execute(select(func.max(Entry.at)).where(Entry.action != MIGRATION)).scalar() or "")

    def _note(self, query: Executable, rows: Iterable[dict[str, Any]]) -> None:
        if self._traces:
            self._tell(query, list(rows))
            self._note_keys(query)

    def _note_keys(self, query: Executable) -> None:
        for each in key_queries(query):
            with self._database.reading() as connection:
                self._tell(each, [dict(row) for row in connection.execute(each).mappings()])

    def _tell(self, query: Executable, rows: list[dict[str, Any]]) -> None:
        for trace in self._traces:
            trace.note(query, rows)

    def all_entries(self) -> Iterator[Any]:
        """The journal of all dossiers in the order in which it was written, streamed."""
        with self._database.reading() as connection:
            yield from read_in_order(connection)

    def entries(self, dossier: str) -> list[Any]:
        """The journal of one dossier, in order."""
        with self._database.reading() as connection:
            return list(read_entries(connection, dossier=dossier))
