"""Style: short functions, small files, every module a noun that says what it is (CONTRIBUTING, Rules)."""

import ast
import re
import statistics
from pathlib import Path

import pytest

from tests.catalogue import code_files
from tests.environment import CHECKOUT

LINES_MAX = 50
LINES_MOST = 25
LINES_MEDIAN = 8
SHARE_SHORT = 0.9
FILE_LINES_MAX = 420
VAGUE_NAMES = {"utils", "helpers", "common", "manager", "misc"}
OPENING = re.compile(r"[A-Z][^:\n]{0,60}: \S|[A-Z][^.\n]{0,119}\.")

# Written in pieces, so that this file does not hold what it looks for.
LEFT_OVER = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]))
OF_ONE_MACHINE = re.compile(
    "|".join(["/wo" + "rk/", r"/\.lib" + "rary", r"pypi\.o" + "rg", r"pythonh" + "osted", r"npmj" + "s"])
)

TEXT_ENDINGS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".cfg",
    ".sh",
    ".ipynb",
    ".po",
    ".json",
    ".css",
    ".js",
    ".ini",
}
TOP_LEVEL = ("kit", "widgets", "notebooks", "reports", "data", "docs", "tests", "scripts", ".ci")

CODE = code_files()
every_module = pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(CHECKOUT).as_posix())


def texts() -> list[Path]:
    """Every text file of the project."""
    files = [path for name in TOP_LEVEL for path in (CHECKOUT / name).rglob("*")]
    files += [path for path in CHECKOUT.iterdir() if path.name == "Makefile" or path.suffix in TEXT_ENDINGS]
    return [path for path in files if path.is_file() and (path.suffix in TEXT_ENDINGS or path.suffix == "")]


def functions() -> dict[str, int]:
    """The length in lines of every function of the kit and its screens."""
    return {
        f"{path.relative_to(CHECKOUT).as_posix()}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_functions_are_short() -> None:
    """None over fifty lines, nine in ten within twenty-five, half within eight."""
    lengths = functions()

    assert {name: length for name, length in lengths.items() if length > LINES_MAX} == {}
    assert sum(length <= LINES_MOST for length in lengths.values()) >= SHARE_SHORT * len(lengths)
    assert statistics.median(lengths.values()) <= LINES_MEDIAN


@every_module
def test_a_file_is_one_noun_and_small(path: Path) -> None:
    """A file that needs a vague name, or more room, is two files."""
    assert path.stem not in VAGUE_NAMES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES_MAX


@every_module
def test_a_module_opens_by_saying_what_it_is(path: Path) -> None:
    """One sentence: the noun, and what it is."""
    opening = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]

    assert OPENING.match(opening), opening


def test_nothing_is_left_for_later_in_the_code() -> None:
    """What is left to do stands in an issue."""
    found = [
        path.relative_to(CHECKOUT).as_posix() for path in CODE if LEFT_OVER.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    """No absolute path of a working place and no package index: the project runs wherever it is cloned."""
    found = [
        path.relative_to(CHECKOUT).as_posix()
        for path in texts()
        if OF_ONE_MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []
