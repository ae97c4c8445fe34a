"""Notebooks: they show and do not think (CONTRIBUTING, Notebooks)."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.environment import CHECKOUT

LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While, ast.If, ast.IfExp, ast.Try,
    ast.TryStar, ast.With, ast.AsyncWith, ast.Match, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp,
)  # fmt: skip
READING = {"kit.views", "kit.insight", "kit.publishing", "widgets"}
# Apps for people also act; a template for reports only reads.
ALLOWED = {"notebooks": READING | {"kit.actions"}, "reports": READING}
CELL_LINES_MAX = 15
KERNEL = "python3"

NOTEBOOKS = [path for folder in ALLOWED for path in sorted((CHECKOUT / folder).rglob("*.ipynb"))]
TEMPLATES = [path for path in NOTEBOOKS if "reports" in path.relative_to(CHECKOUT).parts]

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)


def read(path: Path) -> dict[str, Any]:
    """The notebook as it is stored."""
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(path: Path) -> list[dict[str, Any]]:
    """The cells that hold code."""
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def source_of(cell: dict[str, Any]) -> str:
    """The text of one cell."""
    return "".join(cell["source"])


def is_parameters(cell: dict[str, Any]) -> bool:
    """True for the cell that a run fills."""
    return "parameters" in cell["metadata"].get("tags", [])


def imported(tree: ast.AST) -> set[str]:
    """The modules that a cell imports."""
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@every_notebook
def test_a_notebook_holds_no_logic(path: Path) -> None:
    """No function, class, loop, condition, comprehension or lambda; a line that is not Python is a magic."""
    found = [
        f"{type(node).__name__} in {source_of(cell)!r}"
        for cell in code_cells(path)
        for node in ast.walk(ast.parse(source_of(cell)))
        if isinstance(node, LOGIC)
    ]

    assert found == []


@every_notebook
def test_a_notebook_imports_only_what_shows(path: Path) -> None:
    """Views, publishing and screens; apps also actions. Whole packages, so that a notebook depends on no inner file."""
    allowed = ALLOWED[path.relative_to(CHECKOUT).parts[0]]
    modules = {module for cell in code_cells(path) for module in imported(ast.parse(source_of(cell)))}

    foreign = {
        module for module in modules if not any(module == own or module.startswith(f"{own}.") for own in allowed)
    }

    assert foreign == set()


@every_notebook
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    """Outputs belong to a run; in the repository they would hide what changed."""
    assert [source_of(cell) for cell in code_cells(path) if cell["outputs"] or cell["execution_count"]] == []


@every_notebook
def test_a_notebook_runs_on_the_plain_python_kernel(path: Path) -> None:
    """Every machine has the kernel python3."""
    assert read(path)["metadata"]["kernelspec"]["name"] == KERNEL


@every_notebook
def test_a_notebook_opens_with_its_purpose(path: Path) -> None:
    """The first cell is text that says what it is for, and no cell of code is long."""
    cells = read(path)["cells"]

    assert cells[0]["cell_type"] == "markdown"
    assert max(len(source_of(cell).splitlines()) for cell in code_cells(path)) <= CELL_LINES_MAX


@every_template
def test_a_template_has_one_cell_of_annotated_parameters(path: Path) -> None:
    """The cell is tagged `parameters`, and every parameter says its type."""
    cells = [cell for cell in code_cells(path) if is_parameters(cell)]

    assert len(cells) == 1
    assert all(isinstance(line, ast.AnnAssign) for line in ast.parse(source_of(cells[0])).body)
