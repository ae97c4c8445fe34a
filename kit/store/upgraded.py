"""Upgraded: what a snapshot of an older schema holds, written anew in the schema of this version."""

import shutil
import tempfile
from pathlib import Path

from kit.store.database import Database
from kit.store.migration import migrate_from
from kit.store.snapshot import compact


def upgrade_snapshot(file: Path, schema: str, target: Path) -> None:
    """Write the snapshot *file* of *schema* to *target*, migrated.

    Raises KitError where the schema is unknown, or where the file holds what no such schema could.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".snapshot-") as folder:
        rough = Path(folder) / "rough.db"
        shutil.copyfile(file, rough)
        database = Database(f"sqlite:///{rough}")
        try:
            migrate_from(database, schema)
        finally:
            database.close()
        compact(rough, target)
