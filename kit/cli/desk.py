"""Desk of the command line: opens the workspace and speaks its language."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kit.core.errors import UsageError
from kit.core.language import set_language
from kit.workspace.resources import Resources
from kit.workspace.workspace import Workspace, find_workspace


def enter(named: Path | None) -> Workspace:
    """The workspace to work in; from here on its language is spoken."""
    workspace = find_workspace(named)
    set_language(workspace.settings.language)
    return workspace


def enter_if_there(named: Path | None) -> Resources:
    """The data files in force: the workspace's where there is one (or one is named), else the kit's own."""
    try:
        return enter(named).resources
    except UsageError:
        if named:
            raise
        return Resources()


def read_pairs(pairs: list[str] | None) -> dict[str, Any]:
    """``key=value`` words as a mapping; a value that is a JSON list or object is read as such."""
    read = [_read_pair(pair) for pair in pairs or []]
    refuse_twice(name for name, _ in read)
    return dict(read)


def refuse_twice(names: Iterable[str]) -> None:
    """Raise UsageError for a name that is given twice: which of its values is meant cannot be told."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError(f"{name} is given twice; say once what is meant")
        seen.add(name)


def _read_pair(pair: str) -> tuple[str, Any]:
    import json

    name, equals, value = pair.partition("=")
    if not equals or not name:
        raise UsageError(f"{pair!r} is not key=value")
    if not value.startswith(("[", "{")):
        return name, value
    try:
        return name, json.loads(value)
    except ValueError as error:
        raise UsageError(f"{name}: not JSON: {error}") from None
