"""Look: what a notebook's code says about the kernel that it needs."""

import json
from pathlib import Path

import pytest

from kit.kernels.look import Tier, choose_tier, sources_of
from kit.publishing.execution import KNOWN

REPORTS = sorted((Path(__file__).parents[2] / "reports").glob("*.ipynb"))


@pytest.mark.parametrize("template", REPORTS, ids=lambda path: path.stem)
def test_every_template_of_the_kit_runs_in_the_fastest_tier(template: Path) -> None:
    """A template that asked for more would cost each of its reports a second."""
    notebook = json.loads(template.read_text(encoding="utf-8"))
    sources = ["".join(source) for source in sources_of(notebook | {"cells": _joined(notebook["cells"])})]

    assert choose_tier(sources, KNOWN) == Tier.SHELL


def _joined(cells: list[dict[str, object]]) -> list[dict[str, object]]:
    return [cell | {"source": "".join(cell["source"])} for cell in cells]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os import path",
        "import threading",
        "import ipywidgets as w",
        "from IPython import get_ipython",
        "import polars",
        "from . import near",
        "print(__import__('os').name)",
        "().__class__.__bases__",
        "exec('1')",
        "get_ipython().system('ls')",
        "await x",
        "%matplotlib inline",
        "!ls",
        "x?",
    ],
)
def test_what_leads_past_the_shell_gets_a_kernel(source: str) -> None:
    """Other code, other processes, other channels, IPython's own language."""
    assert choose_tier([source], KNOWN) == Tier.KERNEL


@pytest.mark.parametrize(
    "source",
    ["import kit.views.project", "from collections.abc import Iterable", "x = {}\nx.items()", "import altair as alt"],
)
def test_what_is_loaded_and_quiet_runs_in_the_shell(source: str) -> None:
    """What the parent has loaded, the quiet part of the standard library, and plain Python."""
    assert choose_tier([source], KNOWN) == Tier.SHELL
