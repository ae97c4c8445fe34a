"""Manifest: what a run was, written last and sealed: a folder without one is a run that did not end."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from kit import __version__
from kit.core.digest import digest, digest_file
from kit.core.errors import UsageError
from kit.publishing.json_file import rough_name, write_json
from kit.publishing.seal import run_digest, seal_manifest
from kit.store.signing import SigningKey

MANIFEST_NAME = "manifest.json"
# The first form had no seal and kept too little to be replayed.
FORMAT = 2
PACKAGES = ("papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "altair", "vl-convert-python", "sqlalchemy")


def write_manifest(folder: Path, content: dict[str, Any], key: SigningKey | None) -> str:
    """Write the manifest, with the digest of every file of the run and its seal; answers the digest of the run."""
    found = run_digest(folder, content)
    whole = {"format": FORMAT, "digest": found} | content | {"versions": _versions(), "files": file_digests(folder)}
    write_json(folder / MANIFEST_NAME, seal_manifest(whole, key))
    return found


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run; raises UsageError where the folder holds none."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{folder} is no finished run: it holds no {MANIFEST_NAME}; run the reports again") from None
    except ValueError:
        raise UsageError(f"{folder / MANIFEST_NAME} is not JSON; run the reports again") from None
    return content


def list_runs(folder: Path) -> list[dict[str, Any]]:
    """The manifests of all finished runs below *folder*, the latest first; each with its place under ``dir``."""
    places = sorted(
        (path.parent for path in folder.glob(f"*/{MANIFEST_NAME}")), key=lambda place: place.name, reverse=True
    )
    return [read_manifest(place) | {"dir": str(place)} for place in places]


def file_digests(folder: Path) -> dict[str, str]:
    """The digest of every file of a run but its manifest, by its path in the folder."""
    return dict(_digests(folder))


def _versions() -> dict[str, str]:
    return {"python": python_version(), "kit": __version__} | {name: version(name) for name in PACKAGES}


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            # What it leads to may be another thing tomorrow; a link to a folder would not be looked into at all.
            yield name, digest(f"link to {path.readlink()}")
        elif path.is_file() and path not in {folder / MANIFEST_NAME, rough_name(folder / MANIFEST_NAME)}:
            yield name, digest_file(path)
