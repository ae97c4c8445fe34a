"""Provenance: by which code of the kit, and in which environment, a run is made."""

from importlib.metadata import distributions
from pathlib import Path
from platform import machine, python_version, system
from typing import Any

from kit.core.digest import canonical, digest, digest_file
from kit.workspace.resources import CARRIED, PACKAGE

# What decides a figure: the code, and the catalogue in whose words it is written.
KINDS = ("*.py", "*.po")


def code_files() -> dict[str, str]:
    """The digest of every file of the kit's code by its path, the same in a checkout and in an installed wheel."""
    found = sorted(path for kind in KINDS for path in PACKAGE.rglob(kind) if CARRIED not in path.parents)
    return {_named(path): digest_file(path) for path in found}


def code_digest(files: dict[str, str]) -> str:
    """The one digest of all files of the code."""
    return digest(canonical(files))


def environment() -> dict[str, Any]:
    """Python, machine, and every installed package with its version."""
    return {"python": python_version(), "system": system(), "machine": machine(), "packages": _packages()}


def lock_text(packages: dict[str, str]) -> str:
    """The packages as a file that ``pip install -r`` takes."""
    return "".join(f"{name}=={version}\n" for name, version in packages.items())


def _packages() -> dict[str, str]:
    found = {str(each.metadata["Name"]).lower(): each.version for each in distributions() if each.metadata["Name"]}
    return dict(sorted(found.items()))


def _named(path: Path) -> str:
    return (Path(PACKAGE.name) / path.relative_to(PACKAGE)).as_posix()
