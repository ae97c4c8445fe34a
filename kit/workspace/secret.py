"""Secret: a password or a key, found by the name that ``kit.toml`` gives it."""

import os
import stat
from pathlib import Path

from kit.core.errors import EnvironmentLacks

FOLDER = "secrets"
CREDENTIALS = "CREDENTIALS_DIRECTORY"


def read_secret(name: str, root: Path) -> str:
    """The secret *name*: an environment variable, a credential of systemd, or ``secrets/NAME`` in the workspace.

    *root* is the workspace. Raises EnvironmentLacks where there is none, or where others may read the file.
    """
    given = os.environ.get(name)
    if given:
        return given
    for file in _files(name, root):
        if file.is_file():
            return _read(file, is_own=file.parent == root / FOLDER)
    raise EnvironmentLacks(
        f"there is no secret {name}: set the environment variable, load it as a credential of systemd, "
        f"or write it to {root / FOLDER / name}, readable by its owner only"
    )


def _files(name: str, root: Path) -> list[Path]:
    loaded = os.environ.get(CREDENTIALS)
    return [*([Path(loaded) / name] if loaded else []), root / FOLDER / name]


def _read(file: Path, *, is_own: bool) -> str:
    if is_own and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise EnvironmentLacks(f"{file} can be read by others; chmod 600 {file}")
    try:
        found = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise EnvironmentLacks(f"{file} cannot be read; check its rights and that it is text") from None
    if not found:
        raise EnvironmentLacks(f"{file} is empty; write the secret into it")
    return found
