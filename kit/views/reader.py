"""Reader: the way into one database for views; it cannot write."""

from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Executable

from kit.store.database import Database
from kit.store.journal import read_entries


class Reader:
    """Reads the live database or a snapshot; each frame is one consistent look."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def of_snapshot(cls, file: str | Path) -> "Reader":
        """A reader of a snapshot file."""
        return cls(Database.of_snapshot(Path(file)))

    def frame(self, query: Executable) -> pd.DataFrame:
        """The rows of *query* as a frame; texts stay texts and whole numbers whole."""
        with self._database.reading() as connection:
            result = connection.execute(query)
            return pd.DataFrame.from_records(list(result), columns=list(result.keys()), coerce_float=False)

    def rows(self, query: Executable) -> list[dict[str, Any]]:
        """The rows of *query* as mappings."""
        with self._database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def entries(self, dossier: str) -> list[Any]:
        """The journal of one dossier, in order."""
        with self._database.reading() as connection:
            return list(read_entries(connection, dossier=dossier))
