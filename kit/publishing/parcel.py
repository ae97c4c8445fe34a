"""Parcel: what a run reads, packed for other machines, and what they send back; with no library of any cluster."""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

import kit
from kit.publishing.manifest import PACKAGES

TEXTS = {".ipynb", ".html", ".json"}
Files = dict[str, bytes]


def pack(folder: Path, names: Iterable[str]) -> Files:
    """The files below *folder* that are, or lie below, one of *names*; by their path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for name in names for path in _files(folder / name)}


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write *files* below *folder*; raises ValueError for a path that leads out of it."""
    for name, content in files.items():
        target = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise ValueError(f"{name!r} leads out of the folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def digest_files(files: Mapping[str, bytes]) -> str:
    """One digest of all *files*: of their paths and their content."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\n{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()


def moved(files: Mapping[str, bytes], places: Mapping[str, str]) -> Files:
    """*files* whose texts name other *places*: notebooks and pages say where they were written."""
    return {name: _moved(content, places) if Path(name).suffix in TEXTS else content for name, content in files.items()}


def _moved(content: bytes, places: Mapping[str, str]) -> bytes:
    for there, here in places.items():
        content = content.replace(there.encode(), here.encode())
    return content


def _files(path: Path) -> Iterator[Path]:
    return (each for each in sorted(path.rglob("*")) if each.is_file()) if path.is_dir() else iter([path])


@dataclass(frozen=True)
class Versions:
    """What decides, beside the inputs, what a report says: Python, the kit's own code, and the libraries."""

    found: tuple[tuple[str, str], ...]

    def differing(self, other: "Versions") -> list[str]:
        """Each thing that *other* has another version of, with both."""
        there = dict(other.found)
        return [f"{name} {there.get(name)} instead of {here}" for name, here in self.found if there.get(name) != here]


@lru_cache
def own_versions() -> Versions:
    """The versions of this process."""
    root = Path(kit.__file__).parent
    code = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.py"))}
    named = {"python": python_version(), "kit": kit.__version__, "code of the kit": digest_files(code)[:12]}
    return Versions(tuple((named | {name: _version(name) for name in PACKAGES} | {"platform": sys.platform}).items()))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
