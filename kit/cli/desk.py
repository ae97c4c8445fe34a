"""Desk of the command line: opens the workspace and speaks its language."""

import json
from collections.abc import Iterable
from datetime import date
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
    return _once(_read_pair(pair) for pair in pairs or [])


def read_json(text: str, what: str) -> Any:
    """*text* as JSON; raises UsageError, naming *what*, where it is none or gives a field twice."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{what} is not JSON: {error}") from None


def read_day(text: str | None, option: str) -> date | None:
    """The day that *option* names; raises UsageError where it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a day; write it like 2026-11-23") from None


def _read_pair(pair: str) -> tuple[str, Any]:
    name, equals, value = pair.partition("=")
    if not equals or not name:
        raise UsageError(f"{pair!r} is not key=value")
    return name, read_json(value, name) if value.startswith(("[", "{")) else value


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise UsageError(f"{name} is given twice; give it once")
        values[name] = value
    return values
