"""Fixtures: one warm parent for all tests of kernels, and a way to run a notebook by papermill."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from kit.kernels import engine
from kit.kernels.warm import WarmParent
from tests.kernels.notebooks import make_notebook

KNOWN = ("altair", "numpy", "pandas")


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmParent]:
    """A warm parent that has loaded what the quiet notebooks use."""
    engine.register()
    with WarmParent(KNOWN) as parent:
        yield parent


@pytest.fixture
def run_cells(tmp_path: Path) -> Callable[..., Any]:
    """Runs cells by papermill and answers the notebook as it was left, failed or not."""

    def run(cells: list[str], **options: Any) -> Any:
        out = tmp_path / "out.ipynb"
        with suppress(papermill.PapermillExecutionError):
            papermill.execute_notebook(
                make_notebook(cells), out, progress_bar=False, kernel_name="python3", cwd=str(tmp_path), **options
            )
        return nbformat.read(out, as_version=4)

    return run


def errors_of(notebook: Any) -> list[str]:
    """The names of the errors that a notebook shows."""
    return [
        output["ename"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]
