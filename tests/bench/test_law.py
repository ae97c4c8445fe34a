"""The bench of law: rules held against many things at once answer as they do one by one."""

import pytest

from kit.bench.law import run
from kit.core.errors import UsageError


def test_the_bench_finds_every_answer_equal_to_one_by_one() -> None:
    """Five hundred things, fifty rules."""
    result = run(500).as_dict()

    assert result["conditions"]["rules"] == 50
    assert result["figures"]["unlike_answers"] == 0


def test_the_bench_refuses_sizes_that_measure_nothing() -> None:
    """No thing, no figure."""
    with pytest.raises(UsageError):
        run(0)
