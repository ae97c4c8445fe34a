"""Contracts: a floor imports only the floors below it, and a room sees neither a clock nor a session."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import CHECKOUT

ROOMS = ("org", "project", "budget", "evaluation", "schedule", "risk", "law", "core")
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "localtime"}
CLOCK_OWNERS = {"date", "datetime", "time"}
DATABASE_WORK = {"Session", "sessionmaker", "create_engine", "Engine", "Connection"}


def room_files() -> list[Path]:
    """Every file of a floor that judges values."""
    return [path for room in ROOMS for path in sorted((CHECKOUT / "kit" / room).rglob("*.py"))]


def clocks_read(tree: ast.AST) -> list[int]:
    """The lines that ask what time it is."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and not node.args)
    return [
        call.lineno
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in CLOCKS and getattr(call.value, "id", "") in CLOCK_OWNERS
    ]


def database_names(tree: ast.AST) -> set[str]:
    """The names of engines and sessions that are imported from SQLAlchemy."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {
        alias.name
        for node in imports
        if (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in DATABASE_WORK
    }


def test_every_import_goes_downward() -> None:
    """All contracts of pyproject.toml are kept; a folder without a floor breaks them."""
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", room_files(), ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_a_room_reads_no_clock_and_opens_no_session(path: Path) -> None:
    """The day of a deed and the rows come in as values, so that a check says the same tomorrow."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert clocks_read(tree) == []
    assert database_names(tree) == set()
