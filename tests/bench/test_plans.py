"""The bench of plans: it screens a portfolio of plans of its own making, and computes some of them again one by one."""

import pytest

from kit.bench.plans import run
from kit.core.errors import UsageError


def test_plans_computed_together_are_those_computed_alone() -> None:
    """Twelve projects of fifty tasks each."""
    result = run(12).as_dict()

    assert result["figures"]["plans_unlike_those_computed_alone"] == 0
    assert result["conditions"]["covering"] >= 15


def test_the_bench_refuses_sizes_that_measure_nothing() -> None:
    """No project, no figure."""
    with pytest.raises(UsageError, match="at least one"):
        run(0)
