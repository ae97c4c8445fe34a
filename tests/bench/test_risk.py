"""The bench of risk: it screens a portfolio of its own making and holds every result against a plain loop."""

import pytest

from kit.bench.risk import run
from kit.core.errors import UsageError


def test_the_bench_finds_every_result_equal_to_the_plain_loop() -> None:
    """Six hundred projects; every second review has a fault, which is an alert."""
    result = run(600).as_dict()

    assert result["conditions"]["indicators"] >= 30
    assert result["figures"]["results_unlike_the_plain_loop"] == 0
    assert result["figures"]["alerts_to_raise"] >= 300


def test_the_bench_refuses_sizes_that_measure_nothing() -> None:
    """No project, no figure."""
    with pytest.raises(UsageError, match="at least one"):
        run(0)
