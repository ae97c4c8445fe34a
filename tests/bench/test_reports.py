"""Reports bench: a small run of it: rivals and ours write the same notebooks, and what is said of them adds up."""

import pytest

from kit.bench.reports import run

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def test_a_small_bench_compares_every_notebook_of_the_rivals() -> None:
    """Four projects, one a round: four notebooks compared, all equal; each ratio is that of its figures."""
    measured = run(4)

    figures = measured.figures
    assert (figures["rival_notebooks"], figures["rival_notebooks_equal"]) == (4, 4)
    assert measured.ratios["plain_to_ours"] == pytest.approx(
        figures["plain_seconds"] / figures["ours_seconds"], rel=0.01
    )
    assert figures["ours_peak_memory_mb"] > 0
