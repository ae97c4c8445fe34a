"""Files: evidence kept by its content, so that a file can neither change nor stand twice."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kit.core.digest import digest_file
from kit.core.errors import UsageError

SIZE_MAX = 200_000_000


@dataclass(frozen=True)
class KeptFile:
    """A file in the workspace."""

    digest: str
    name: str
    media_type: str
    size: int


def keep_file(folder: Path, path: Path) -> KeptFile:
    """Copy a file into *folder* under its digest; the same content is kept once."""
    import mimetypes

    if not path.is_file():
        raise UsageError(f"no file {path}; check the name")
    size = path.stat().st_size
    if size > SIZE_MAX:
        raise UsageError(f"{path} has {size:,} bytes, at most {SIZE_MAX:,} are kept; split or compress it")
    found = keep_content(folder, path.read_bytes())
    return KeptFile(found, path.name, mimetypes.guess_type(path.name)[0] or "application/octet-stream", size)


def keep_content(folder: Path, content: bytes) -> str:
    """Keep *content* in *folder* under its digest, and answer that; it is on the disk when this returns."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        copy.write(content)
        copy.flush()
        os.fsync(copy.fileno())
    found = digest_file(Path(copy.name))
    Path(copy.name).replace(place_of(folder, found))
    return found


def place_of(folder: Path, digest: str) -> Path:
    """Where a file of that digest is kept."""
    place = folder / digest[:2] / digest
    place.parent.mkdir(exist_ok=True)
    return place
