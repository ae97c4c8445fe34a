"""Glossary: one Chinese term, one English term, one identifier, and the identifier exists in the code."""

import ast
import re
from functools import cache

import pytest

from tests.catalogue import code_files
from tests.environment import CHECKOUT

ROW = re.compile(r"^\|(?P<chinese>[^|]+)\|(?P<english>[^|]+)\|(?P<identifiers>[^|]+)\|$")
IDENTIFIER = re.compile(r"`([^`]+)`")


def rows() -> list[tuple[str, str, list[str]]]:
    """The rows of the glossary's tables, without headings."""
    lines = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    found = [match for line in lines if (match := ROW.match(line.strip()))]
    return [
        (match["chinese"].strip(), match["english"].strip(), identifiers)
        for match in found
        if (identifiers := IDENTIFIER.findall(match["identifiers"]))
    ]


@cache
def names_in_code() -> frozenset[str]:
    """Every name that the code gives: classes, functions, parameters, variables, and members as `Class.MEMBER`."""
    names: set[str] = set()
    for path in code_files():
        names.add(path.stem)
        names.update(part for part in path.relative_to(CHECKOUT).parts[:-1])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names.update(names_given(node))
    return frozenset(names)


def names_given(node: ast.AST) -> set[str]:
    """The names that one piece of code gives."""
    if isinstance(node, ast.ClassDef):
        return {node.name} | {f"{node.name}.{member}" for inner in node.body for member in names_given(inner)}
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.arg):
        return {node.arg}
    if isinstance(node, ast.AnnAssign | ast.Assign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {
            name for target in targets if isinstance(name := getattr(target, "id", getattr(target, "attr", None)), str)
        }
    return set()


@pytest.mark.parametrize(
    ("chinese", "english", "identifiers"), rows(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_term_exists_in_the_code(chinese: str, english: str, identifiers: list[str]) -> None:
    """A term that the code does not know misleads the reader; it comes with its code."""
    assert [name for name in identifiers if name not in names_in_code()] == []


def test_a_term_and_an_identifier_stand_once() -> None:
    """Two names for one thing, or one name for two, is how a kit becomes unreadable."""
    terms = [chinese for chinese, _, _ in rows()]
    identifiers = [name for _, _, found in rows() for name in found]

    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert sorted({name for name in identifiers if identifiers.count(name) > 1}) == []


def test_the_glossary_is_not_empty() -> None:
    """A table that the test cannot read would pass unseen."""
    assert len(rows()) >= 40
