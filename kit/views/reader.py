"""Reader: the way into one database for views; it cannot write."""

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Executable

from kit.law.rulebook import Rulebook, load_rulebook
from kit.store.database import Database
from kit.store.journal import read_entries
from kit.workspace.resources import Resources

INPUTS = "inputs"


class Reader:
    """Reads the live database or a snapshot; each frame is one consistent look.

    ``resources`` are the office's data in force, beside a snapshot those that its run froze; the kit's own without.
    """

    def __init__(self, database: Database, resources: Resources | None = None) -> None:
        self._database = database
        self.resources = resources or Resources()

    @classmethod
    def of_snapshot(cls, file: str | Path) -> "Reader":
        """A reader of a snapshot file."""
        path = Path(file).resolve()
        return cls(Database.of_snapshot(path), Resources(path.parent / INPUTS))

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
            return pd.DataFrame.from_records(list(result), columns=list(result.keys()), coerce_float=False)

    def rows(self, query: Executable) -> list[dict[str, Any]]:
        """The rows of *query* as mappings."""
        with self._database.reading() as connection:
            result = connection.execute(query)
            names = tuple(result.keys())
            return [dict(zip(names, row, strict=True)) for row in result]

    def entries(self, dossier: str) -> list[Any]:
        """The journal of one dossier, in order."""
        with self._database.reading() as connection:
            return list(read_entries(connection, dossier=dossier))
