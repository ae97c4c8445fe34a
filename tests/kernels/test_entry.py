"""Entry: papermill finds the engine of an installed kit, whichever of the two is imported first."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from papermill.engines import papermill_engines

from tests.environment import CHECKOUT

# What papermill does with the entry point while it is being imported, in a Python that has loaded neither.
FIRST = """
import entrypoints
found = entrypoints.EntryPoint("kit", *{target!r}.split(":"))
entrypoints.get_group_all = lambda group: [found]
import {first}
from papermill.engines import papermill_engines
assert papermill_engines.get_engine("kit") is found.load()
"""


def declared() -> str:
    """The entry point as the project declares it."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["entry-points"]["papermill.engine"]["kit"])


@pytest.mark.parametrize("first", ["papermill", "kit.kernels.engine"])
def test_either_may_be_imported_first(first: str) -> None:
    """Neither meets the other half imported."""
    code = FIRST.format(target=declared(), first=first)

    ended = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr


def test_the_entry_runs_a_notebook(run_cells: Callable[..., Any]) -> None:
    """What it points to does all that papermill asks of an engine."""
    papermill_engines.register("kit-entry", EntryPoint("kit", declared(), "papermill.engine").load())

    done = run_cells(["print(6 * 7)"], engine_name="kit-entry")

    assert done.cells[-1].outputs[0].text == "42\n"
