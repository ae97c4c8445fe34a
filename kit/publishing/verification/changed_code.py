"""Changed code: in what the kit and its packages here are others than those that made a run."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.core.language import _
from kit.publishing.provenance import code_digest, code_files, environment
from kit.publishing.seal import INPUTS
from kit.publishing.verification.sealed import SealedRun

SHOWN_MAX = 5
# Said instead of the files, where the list that the run kept of them was changed.
UNKNOWN = "?"


@dataclass(frozen=True)
class ChangedCode:
    """The files of the kit that differ, and the packages, each as ``name old → new``."""

    files: tuple[str, ...]
    packages: tuple[str, ...]

    def __bool__(self) -> bool:
        """True where anything differs."""
        return bool(self.files or self.packages)

    def as_dict(self) -> dict[str, Any]:
        """What differs, as the command line prints it."""
        return {"changed": bool(self), "files": list(self.files), "packages": list(self.packages)}

    def remarks(self) -> list[str]:
        """What differs, in words."""
        said = []
        if self.files:
            text = _("code changed since: {count} files of the kit ({names})")
            said.append(text.format(count=len(self.files), names=_shown(self.files)))
        if self.packages:
            text = _("packages changed since: {count} ({names})")
            said.append(text.format(count=len(self.packages), names=_shown(self.packages)))
        return said


def find_changed_code(sealed: SealedRun) -> ChangedCode:
    """What made the run against what is here; what the run kept of it counts only where it fits the manifest."""
    here = code_files()
    kept = _read(sealed.folder / INPUTS / "code.json")
    files: list[str] = []
    if sealed.code_digest != code_digest(here):
        names = kept.keys() | here.keys() if code_digest(kept) == sealed.code_digest else {UNKNOWN}
        files = sorted(name for name in names if name == UNKNOWN or kept.get(name) != here.get(name))
    return ChangedCode(tuple(files), tuple(_packages(_read(sealed.folder / INPUTS / "environment.json"))))


def _packages(kept: dict[str, Any]) -> list[str]:
    now = environment()
    old = {"python": kept.get("python")} | dict(kept.get("packages") or {})
    new = {"python": now["python"]} | now["packages"]
    return [f"{name} {old.get(name)} → {new.get(name)}" for name in sorted(old) if old[name] != new.get(name)]


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _shown(names: tuple[str, ...]) -> str:
    return ", ".join(names[:SHOWN_MAX]) + (" …" if len(names) > SHOWN_MAX else "")
