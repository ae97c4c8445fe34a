"""Templates of reports: all are put together from the same components, so that forty of them do not drift apart.

A template asks one module of ``kit.publishing`` for its report and shows its pieces; the module draws each piece with the
components of ``kit.publishing.page`` and writes no HTML of its own. What stands around a report (source note, failure,
figures) is the one page template's.
"""

import ast
import importlib
import inspect
from functools import cached_property
from pathlib import Path

import pytest

from kit.publishing.page import Block
from tests.environment import CHECKOUT
from tests.house.test_notebooks import TEMPLATES, code_cells, every_template, is_parameters, source_of

COMPONENTS = "kit.publishing.page"
EVERY_REPORT = {"Block", "open_reader", "title"}
MODULES = [CHECKOUT / "kit" / "publishing" / f"{path.stem}.py" for path in TEMPLATES]

every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)


def names_from(path: Path, module: str) -> set[str]:
    """What a file imports from *module*."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == module]
    return {alias.name for node in lines for alias in node.names}


def shown_by(path: Path) -> list[str]:
    """The pieces that a template shows, in their order: what stands behind ``report.`` in each cell."""
    cells = [ast.parse(source_of(cell)).body[-1] for cell in code_cells(path)[1:] if not is_parameters(cell)]
    attributes = [node.value for node in cells if isinstance(node, ast.Expr)]
    assert all(ast.unparse(node).startswith("report.") for node in attributes)
    return [ast.unparse(node).removeprefix("report.") for node in attributes]


def report_of(path: Path) -> type:
    """The class of the report that a template opens: what its ``open_NAME`` answers."""
    module = importlib.import_module(f"kit.publishing.{path.stem}")
    answered = inspect.signature(getattr(module, f"open_{path.stem}")).return_annotation
    return getattr(module, answered.strip('"')) if isinstance(answered, str) else answered


@every_template
def test_a_template_opens_its_own_report_and_takes_snapshot_and_language(path: Path) -> None:
    """One import, one opener, which is handed the frozen data and the language to be spoken."""
    cells = code_cells(path)
    parameters = next(ast.parse(source_of(cell)).body for cell in cells if is_parameters(cell))

    assert source_of(cells[0]) == f"from kit.publishing.{path.stem} import open_{path.stem}"
    assert {"snapshot", "language"} <= {node.target.id for node in parameters if isinstance(node, ast.AnnAssign)}


@every_template
def test_a_template_begins_with_its_heading_and_shows_only_pieces_of_its_report(path: Path) -> None:
    """Each piece is a property that answers a block; the first is the heading."""
    report, shown = report_of(path), shown_by(path)
    properties = [inspect.getattr_static(report, name, None) for name in shown]
    getters = [each.func if isinstance(each, cached_property) else each.fget for each in properties]

    assert shown[0] == "heading"
    assert len(set(shown)) == len(shown)
    assert {inspect.signature(getter, eval_str=True).return_annotation for getter in getters} == {Block}


@every_module
def test_a_report_draws_with_the_shared_components_alone(path: Path) -> None:
    """Head, reader and blocks come from one file; no report writes HTML or names a colour of its own."""
    text = path.read_text(encoding="utf-8")

    assert names_from(path, COMPONENTS) >= EVERY_REPORT
    assert "markupsafe" not in text
    assert "class=" not in text
    assert "style=" not in text


def test_there_are_templates_to_guard() -> None:
    """A search that finds nothing would let everything pass."""
    assert {path.stem for path in TEMPLATES} >= {"self_review", "portfolio", "budget_execution"}
