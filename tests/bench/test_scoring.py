"""The scoring bench: it measures what it says, on any size, and compares every score."""

import pytest

from kit.bench.scoring import run
from kit.core.errors import UsageError


def test_the_bench_names_its_targets_and_finds_every_score_equal():
    """Three hundred tables, once: the plain loop and the single path agree with the batch in every score."""
    result = run(tables=300, repeats=1).as_dict()

    assert result["bench"] == "scoring"
    assert result["conditions"]["n"] == 300
    assert result["figures"]["unequal_scores"] == 0
    assert {target["name"]: target["met"] for target in result["targets"]}[
        "scores unlike the plain loop or the single path"
    ]


def test_the_bench_refuses_sizes_that_measure_nothing():
    """No tables, no figures."""
    with pytest.raises(UsageError, match="at least 1"):
        run(tables=0)
