"""Levelling: published optima of PSPLIB, feasibility checked apart, never below a proved bound, the reason of each wait."""

import os
import statistics
from pathlib import Path

import numpy as np
import pytest

from kit.core.errors import UsageError
from kit.schedule.levelling import Levelled, Resources, generate, is_feasible, level
from kit.schedule.network import Link, Network
from tests.schedule.psplib import Instance, instances, published
from tests.schedule.test_network import network

IS_SOAK = bool(os.environ.get("KIT_SOAK"))
# Every sixteenth instance of j30, every fortieth of j60; all of them in the soak.
J30_STEP, J60_STEP = (1, 1) if IS_SOAK else (16, 40)
J60_SECONDS = 20.0 if IS_SOAK else 10.0


def resources_of(one: Instance) -> Resources:
    """What its jobs take, and how much there is."""
    return Resources(np.array(one.demands, dtype=np.int64), np.array(one.capacities, dtype=np.int64))


def levelled(folder: Path, name: str, step: int, seconds: float) -> dict[str, Levelled]:
    """Every *step*-th instance of a set, levelled; each plan is feasible by a check of its own."""
    found = {}
    for one in list(instances(folder, name))[::step]:
        answer = level(one.network, resources_of(one), seconds=seconds)
        assert is_feasible(one.network, resources_of(one), answer.starts), one.name
        found[one.name] = answer
    return found


@pytest.mark.slow
@pytest.mark.soak
def test_the_instances_of_thirty_jobs_are_proved_optimal(shared: Path) -> None:
    """Proved, and equal to the published optimum (Demeulemeester and Herroelen)."""
    pytest.importorskip("ortools", reason="no ortools: pip install 'governance-kit[levelling]'")
    folder = shared / "datasets" / "psplib"

    found = levelled(folder, "j30", J30_STEP, 120.0)

    optima = published(folder, "j30", "psplib_best")
    print(f"j30: {len(found)} instances, {sum(one.is_optimal for one in found.values())} proved optimal")
    assert {name: one.length for name, one in found.items()} == {name: optima[name] for name in found}
    assert [name for name, one in found.items() if not one.is_optimal] == []


@pytest.mark.slow
@pytest.mark.soak
def test_the_instances_of_sixty_jobs_come_within_half_a_percent_of_the_best_known(shared: Path) -> None:
    """On average; and none is shorter than the best proved lower bound."""
    pytest.importorskip("ortools", reason="no ortools: pip install 'governance-kit[levelling]'")
    folder = shared / "datasets" / "psplib"

    found = levelled(folder, "j60", J60_STEP, J60_SECONDS)

    best, bounds = published(folder, "j60", "best_ub"), published(folder, "j60", "best_lb")
    gap = statistics.mean(one.length / best[name] - 1 for name, one in found.items())
    print(f"j60: {len(found)} instances, mean gap to the best known {gap:.4%}")
    assert gap <= 0.005
    assert [name for name, one in found.items() if one.length < bounds[name] or one.bound > best[name]] == []


def test_serial_generation_is_feasible_and_never_below_a_proved_bound(shared: Path) -> None:
    """All 480 instances of thirty jobs; on average within a tenth of the optimum."""
    folder = shared / "datasets" / "psplib"
    optima = published(folder, "j30", "psplib_best")

    found = {one.name: (one, generate(one.network, resources_of(one))) for one in instances(folder, "j30")}

    assert all(is_feasible(one.network, resources_of(one), answer.starts) for one, answer in found.values())
    assert all(answer.bound <= optima[name] <= answer.length for name, (_one, answer) in found.items())
    assert statistics.mean(answer.length / optima[name] - 1 for name, (_one, answer) in found.items()) < 0.1


def one_crew(size: int = 3) -> tuple[Network, Resources]:
    """Tasks of two days each that all need the only crew."""
    return network([2] * size), Resources(np.ones((size, 1), dtype=np.int64), np.ones(1, dtype=np.int64))


def test_one_crew_does_one_task_after_the_other_and_the_reason_is_named() -> None:
    """Three times two days are six; the first waits for nobody, the others for the crew."""
    found = level(*one_crew())

    assert (found.length, found.bound, found.gap) == (6, 6, 0.0)
    assert sorted(found.starts.tolist()) == [0, 2, 4]
    assert sorted(found.moved_by.tolist()) == [-1, 0, 0]


def test_a_task_that_takes_more_than_there_is_is_named() -> None:
    """No plan can hold it."""
    made, resources = one_crew()

    with pytest.raises(UsageError, match="takes 1 of resource 0, of which there are 0"):
        level(made, Resources(resources.demand, np.zeros(1, dtype=np.int64)))


def test_links_of_every_kind_hold_in_a_levelled_plan() -> None:
    """Start-start with a lag, finish-finish, start-finish, with one crew for two of the tasks."""
    links = [(0, 1, Link.START_START, 3), (1, 2, Link.FINISH_FINISH, 1), (0, 3, Link.START_FINISH, 6)]
    made = network([4, 3, 2, 2], *links)
    resources = Resources(np.array([[1], [1], [0], [1]], dtype=np.int64), np.ones(1, dtype=np.int64))

    found = level(made, resources)

    assert is_feasible(made, resources, found.starts)


def test_a_large_plan_is_levelled_by_serial_generation() -> None:
    """Two thousand tasks in chains of ten and five crews: feasible, with its gap to the bound stated."""
    size = 2000
    links = [(task, task + 1, Link.FINISH_START, 0) for task in range(size - 1) if (task + 1) % 10]
    made = network([1 + task % 7 for task in range(size)], *links)
    resources = Resources(np.ones((size, 1), dtype=np.int64), np.array([5], dtype=np.int64))

    found = level(made, resources)

    assert found.method == "serial"
    assert is_feasible(made, resources, found.starts)
    assert 0 <= found.gap < 0.05
