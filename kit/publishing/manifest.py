"""Manifest: what a run was, written last: a folder without one is a run that did not end."""

import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from kit import __version__
from kit.core.digest import digest_file
from kit.core.errors import UsageError

MANIFEST_NAME = "manifest.json"
PACKAGES = ("papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "altair", "vl-convert-python", "sqlalchemy")


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest with the digest of every file of the run, as a whole or not at all."""
    whole = content | {"versions": _versions(), "files": dict(_digests(folder))}
    rough = folder / f".{MANIFEST_NAME}"
    with rough.open("w", encoding="utf-8") as file:
        json.dump(whole, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    rough.replace(folder / MANIFEST_NAME)


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


def _versions() -> dict[str, str]:
    return {"python": python_version(), "kit": __version__} | {name: version(name) for name in PACKAGES}


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in {MANIFEST_NAME, f".{MANIFEST_NAME}"}:
            yield path.relative_to(folder).as_posix(), digest_file(path)
