"""Conformance: a notebook that runs in a warm kernel comes out as plain papermill would have left it."""

from collections.abc import Callable
from typing import Any

import pytest

from kit.kernels.look import Tier, choose_tier
from kit.kernels.normal import normal_form
from kit.kernels.warm import WarmParent
from tests.kernels.conftest import KNOWN
from tests.kernels.notebooks import LOUD, QUIET

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


@pytest.mark.parametrize("name", QUIET)
def test_a_quiet_notebook_comes_out_the_same_from_every_tier(
    name: str, warm: WarmParent, run_cells: Callable[..., Any]
) -> None:
    """Outputs, errors, warnings, counts and metadata; only times, places and names by chance may differ."""
    plain = normal_form(run_cells(QUIET[name]))

    assert choose_tier(QUIET[name], KNOWN) == Tier.SHELL
    for tier in (Tier.SHELL, Tier.KERNEL):
        assert normal_form(run_cells(QUIET[name], engine_name="kit", warm=warm.address, tier=tier)) == plain


@pytest.mark.parametrize("name", LOUD)
def test_a_notebook_that_wants_more_gets_a_real_kernel(
    name: str, warm: WarmParent, run_cells: Callable[..., Any]
) -> None:
    """Programs, threads, input, widgets, magics: what a shell without channels could not show as a kernel does."""
    plain = normal_form(run_cells(LOUD[name]))

    assert choose_tier(LOUD[name], KNOWN) == Tier.KERNEL
    assert normal_form(run_cells(LOUD[name], engine_name="kit", warm=warm.address, known=KNOWN)) == plain


def test_a_notebook_comes_out_the_same_where_nothing_can_be_forked(run_cells: Callable[..., Any]) -> None:
    """The address leads nowhere, as when the warm parent was killed: each notebook gets a kernel of its own."""
    cells = QUIET["rich output"]
    plain = normal_form(run_cells(cells))

    assert normal_form(run_cells(cells, engine_name="kit", warm="/nowhere/at.sock", tier=Tier.SHELL)) == plain
    assert normal_form(run_cells(cells, engine_name="kit", warm="/nowhere/at.sock", tier=Tier.KERNEL)) == plain


def test_parameters_and_cells_that_may_fail_are_kept(warm: WarmParent, run_cells: Callable[..., Any]) -> None:
    """Injected parameters are papermill's own; ``allow_errors`` lets a notebook go on after an error."""
    cells = ["1 / 0", "print('after')"]
    plain = normal_form(run_cells(cells, parameters={"day": "2026-01-01"}, allow_errors=True))

    found = run_cells(cells, parameters={"day": "2026-01-01"}, allow_errors=True, engine_name="kit", warm=warm.address)

    assert normal_form(found) == plain


def test_two_kernels_share_no_random_numbers(warm: WarmParent, run_cells: Callable[..., Any]) -> None:
    """Two children of one parent draw apart, from both generators; the chance of two equal draws is 2 to the -53."""
    cells = ["import random\nimport numpy as np\nprint(random.random(), np.random.rand())"]

    drawn = [run_cells(cells, engine_name="kit", warm=warm.address, tier=tier) for tier in (Tier.SHELL, Tier.KERNEL)]
    drawn.append(run_cells(cells, engine_name="kit", warm=warm.address, tier=Tier.SHELL))

    numbers = [number for found in drawn for number in found["cells"][0]["outputs"][0]["text"].split()]
    assert len(set(numbers)) == 6
