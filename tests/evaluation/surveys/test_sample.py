"""How many to ask: published tables and examples, and their arithmetic."""

import math

import pytest

from kit.evaluation.surveys.given import Allocation, Stratum
from kit.evaluation.surveys.interval import bootstrap_mean, wilson
from kit.evaluation.surveys.quantile import two_sided
from kit.evaluation.surveys.sample import allocate, allocate_by, cluster_effect, margin_of, sample_size


@pytest.mark.parametrize(
    ("population", "printed"),
    [(10, 10), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (5000, 357), (10_000, 370)],
)
def test_the_sizes_are_those_of_the_table_of_krejcie_and_morgan(population: int, printed: int) -> None:
    """Krejcie & Morgan 1970, Determining sample size for research activities, table 1 (95 %, ±5 %, P = 0.5).

    Their formula χ²NP(1-P) / (d²(N-1) + χ²P(1-P)) is that of Cochran with N-1. The table rounds to the nearest, the kit
    up, so that a size may be one more: of 50 people 44.3 and of 500 217.5 are printed as 44 and 217.
    """
    assert sample_size(0.05, 0.95, 0.5, population) in {printed, printed + 1}


def test_the_size_is_that_of_cochrans_island() -> None:
    """Cochran 1977, 4.1 and 4.4: d = 0.05, t = 2, p = 0.5: n0 = 4·0.25/0.0025 = 400; of N = 3,200: 400/(1 + 399/3200) = 356."""
    two_errors = math.erf(2 / math.sqrt(2))

    assert sample_size(0.05, two_errors) == 400
    assert sample_size(0.05, two_errors, population=3200) == 356


def test_the_size_without_a_population_is_the_usual_385() -> None:
    """1.95996² · 0.25 / 0.0025 = 384.15, rounded up."""
    assert sample_size(0.05, 0.95) == 385


def test_clusters_take_more_answers() -> None:
    """Kish 1965, 5.4: deff = 1 + (m-1)ρ; with m = 20, ρ = 0.05: 1.95, and 384.146 · 1.95 = 749.08."""
    assert cluster_effect(20, 0.05) == pytest.approx(1.95)
    assert sample_size(0.05, 0.95, design_effect=1.95) == 750


def test_everybody_asked_leaves_no_margin() -> None:
    """1.95996 √(0.25/400) = 0.048999; of 400 people all are asked."""
    assert margin_of(400, 0.95) == pytest.approx(0.048999, abs=1e-6)
    assert margin_of(400, 0.95, population=400) == 0


def test_neyman_allocation_gives_more_to_the_stratum_that_varies() -> None:
    """Neyman 1934, arithmetic written out: N S is 400·0.5 = 200 and 600·0.3 = 180: 100·200/380 = 52.6, 100·180/380 = 47.4.

    A spread of 0.3 is that of a share of 0.9: √(0.9·0.1) = 0.3. Proportional: 40 and 60.
    """
    strata = [Stratum(stratum="A", population=400, share=0.5), Stratum(stratum="B", population=600, share=0.9)]

    assert allocate(100, strata, Allocation.NEYMAN) == [53, 47]
    assert allocate(100, strata, Allocation.PROPORTIONAL) == [40, 60]


def test_a_stratum_gives_no_more_than_it_holds_and_no_less_than_two() -> None:
    """The five of a small stratum are all asked, the rest goes where people are; a tiny one still gets two."""
    assert allocate_by([5, 1000, 1000], [100.0, 1.0, 1.0], 25) == [5, 10, 10]
    assert allocate_by([10, 5000], [10.0, 5000.0], 100) == [2, 98]


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_wilson_interval_is_that_of_newcombe(hits: int, count: int, low: float, high: float) -> None:
    """Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3."""
    assert wilson(hits / count, count, two_sided(0.95)) == pytest.approx((low, high), abs=5e-5)


def test_few_clusters_take_students_quantile() -> None:
    """Printed tables of t at 97.5 %: 12.706, 4.303, 2.571, 2.228, 2.042 with 1, 2, 5, 10, 30 degrees of freedom."""
    found = [round(two_sided(0.95, freedom), 3) for freedom in (1, 2, 10, 30)]

    assert found == [12.706, 4.303, 2.228, 2.042]
    assert two_sided(0.95, 5) == pytest.approx(2.571, abs=1e-3)


def test_the_bootstrap_is_drawn_again_from_the_same_seed() -> None:
    """The mean of 100 answers, 1 to 5 in equal numbers, has the standard error √2/10; two of them are 0.28."""
    import numpy as np

    points = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 20)
    drawn = [bootstrap_mean(points, np.ones(100), np.zeros(100, dtype=int), 0.95, 4000, 7) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert drawn[0] == pytest.approx((3 - 1.96 * 0.1414, 3 + 1.96 * 0.1414), abs=0.03)
