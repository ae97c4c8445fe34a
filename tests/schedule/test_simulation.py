"""The simulation of plans: means, spreads and criticality that can be worked out, and the same seed the same answer."""

import numpy as np
import pytest

from kit.core.errors import UsageError
from kit.schedule.network import Link
from kit.schedule.simulation import Distribution, Draws, Spread, simulate
from kit.views.schedule.earned import show_schedule_risk
from tests.schedule.conftest import PlanOffice
from tests.schedule.test_network import network

RUNS = 40_000
CHAIN = network([10, 10], (0, 1, Link.FINISH_START, 0))
BESIDE = network([10, 10])


def spread(least: float, likely: float, greatest: float, size: int = 2) -> Spread:
    """The same three values for every task."""
    return Spread(np.full(size, least), np.full(size, likely), np.full(size, greatest))


def draw(of: object = CHAIN, **values: object) -> Draws:
    """Draw many plans of two tasks, each 8 to 10 to 18 days."""
    return simulate(of, spread(8, 10, 18), **({"runs": RUNS, "seed": 7} | values))  # type: ignore[arg-type]


def test_a_triangular_sum_has_the_mean_and_spread_of_its_parts() -> None:
    """Mean (8+10+18)/3 = 12 each; variance (8²+10²+18²-80-144-180)/18 = 84/18 each: together 24 and √(168/18) = 3.055."""
    found = draw(distribution=Distribution.TRIANGULAR)

    assert found.lengths.mean() == pytest.approx(24, abs=0.06)
    assert found.lengths.std() == pytest.approx(3.055, abs=0.05)


def test_a_pert_sum_has_the_mean_of_pert() -> None:
    """(8 + 4×10 + 18) / 6 = 11 each."""
    assert draw(distribution=Distribution.PERT).lengths.mean() == pytest.approx(22, abs=0.05)


def test_correlation_widens_the_range_and_leaves_the_mean() -> None:
    """Two tied parts have the variance 2σ²(1+r): for r near 1 twice that of two free ones; P80 moves out."""
    free, tied = draw(correlation=0.0), draw(correlation=0.95)

    assert tied.lengths.mean() == pytest.approx(free.lengths.mean(), abs=0.1)
    assert tied.lengths.var() / free.lengths.var() == pytest.approx(1.95, abs=0.1)
    assert tied.percentile(80) > free.percentile(80) > free.percentile(50)


def test_of_two_equal_tasks_side_by_side_each_is_critical_half_the_time() -> None:
    """And the longer of the two takes longer on average than either."""
    found = draw(BESIDE)

    assert found.criticality == pytest.approx([0.5, 0.5], abs=0.02)
    assert found.lengths.mean() > found.durations_mean.max() + 0.5


def test_a_chain_is_always_critical() -> None:
    """There is no other way to the end."""
    assert draw().criticality.tolist() == [1, 1]


def test_the_same_seed_gives_the_same_answer() -> None:
    """And another seed another one."""
    assert np.array_equal(draw(seed=3, runs=500).lengths, draw(seed=3, runs=500).lengths)
    assert not np.array_equal(draw(seed=3, runs=500).lengths, draw(seed=4, runs=500).lengths)


def test_a_duration_without_range_stays_what_it_is() -> None:
    """Ten and ten are twenty, in every plan that is drawn."""
    found = simulate(CHAIN, spread(10, 10, 10), runs=100)

    assert set(found.lengths.tolist()) == {20.0}
    assert found.chance_within(20) == 1


@pytest.mark.parametrize("values", [{"runs": 0}, {"runs": 10**9}, {"correlation": 1.0}, {"correlation": -0.1}])
def test_parameters_without_sense_are_one_line(values: dict[str, float]) -> None:
    """With what to choose instead."""
    with pytest.raises(UsageError, match="choose"):
        draw(**values)


def test_ranges_the_wrong_way_round_are_refused() -> None:
    """The least is not above the most likely."""
    with pytest.raises(UsageError, match="least"):
        simulate(CHAIN, spread(11, 10, 12), runs=10)


def test_a_plan_tells_its_p50_p80_and_criticality(planned: PlanOffice) -> None:
    """15 days are planned; design and works are one chain, the tender beside the design is seldom the longer."""
    frame = show_schedule_risk(planned.reader, "P1")

    values = dict(zip(frame["figure"], frame["value"], strict=True))
    critical = frame[frame["figure"] == "criticality"].set_index("task")["value"]
    assert values["planned_days"] == 15
    assert 15 < values["P50_days"] < values["P80_days"] < 15 * 1.3
    assert critical["2"] == 1
    assert critical["1.1"] > 0.99 > critical["1.2"]
