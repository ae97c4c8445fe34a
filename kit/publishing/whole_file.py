"""Whole file: bytes that reach the disk as a whole or not at all, and packages without times."""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first day that a ZIP archive can name: what is made of the same content gets the same bytes on any day.
DAY_ZERO = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def put_file(path: Path, content: bytes) -> None:
    """Write *content* beside *path*, then put it in its place; raises OSError, and leaves nothing half written."""
    rough = rough_name(path)
    try:
        with rough.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rough.replace(path)
    except OSError:
        rough.unlink(missing_ok=True)
        raise


def rough_name(path: Path) -> Path:
    """Where the file is written before it is put in its place."""
    return path.with_name(f".{path.name}")


def without_times(package: bytes) -> bytes:
    """The same package with the same parts in the same order, none of which says when it was written."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w") as new:
        for each in old.infolist():
            entry = ZipInfo(each.filename, DAY_ZERO)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
            new.writestr(entry, old.read(each))
    return made.getvalue()
