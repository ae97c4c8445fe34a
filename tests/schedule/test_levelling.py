"""Levelling: published optima of PSPLIB, feasibility checked apart, never below a proved bound, the reason of each wait."""

import statistics
from pathlib import Path

import numpy as np
import pytest

from kit.bench.psplib import instances, published
from kit.core.errors import UsageError
from kit.schedule.exact import Effort
from kit.schedule.levelling import level
from kit.schedule.load import Load, Resources, is_feasible
from kit.schedule.network import Link
from kit.schedule.serial import generate
from kit.views.schedule.levelling import show_levelling
from kit.views.schedule.tasks import show_tasks
from tests.schedule.conftest import LINKS, TASKS, PlanOffice
from tests.schedule.test_network import network


@pytest.mark.slow
def test_a_plan_that_is_called_optimal_has_the_published_length(shared: Path) -> None:
    """Every twentieth instance of thirty jobs (optima of Demeulemeester and Herroelen); ``kit bench levelling`` has all."""
    pytest.importorskip("ortools", reason="no ortools: pip install 'governance-kit[levelling]'")
    folder = shared / "datasets" / "psplib"
    optima = published(folder, "j30", "psplib_best")

    found = {one.name: (one, level(one.load, Effort(5.0))) for one in list(instances(folder, "j30"))[::20]}

    assert all(is_feasible(one.load, answer.starts) for one, answer in found.values())
    assert all(answer.bound <= optima[name] <= answer.length for name, (_one, answer) in found.items())
    proved = {name: answer.length for name, (_one, answer) in found.items() if answer.is_optimal}
    assert proved == {name: optima[name] for name in proved}
    # On the busiest machine most are proved within seconds.
    assert len(proved) >= len(found) // 2


def test_serial_generation_is_feasible_and_never_below_a_proved_bound(shared: Path) -> None:
    """Every fourth instance of thirty jobs; on average within a tenth of the optimum."""
    folder = shared / "datasets" / "psplib"
    optima = published(folder, "j30", "psplib_best")

    found = {one.name: (one, generate(one.load)) for one in list(instances(folder, "j30"))[::4]}

    assert all(is_feasible(one.load, answer.starts) for one, answer in found.values())
    assert all(answer.bound <= optima[name] <= answer.length for name, (_one, answer) in found.items())
    assert statistics.mean(answer.length / optima[name] - 1 for name, (_one, answer) in found.items()) < 0.1


def crew_of(tasks: int, capacity: int = 1) -> Resources:
    """Every task takes one of the crews."""
    return Resources(np.ones((tasks, 1), dtype=np.int64), np.array([capacity], dtype=np.int64))


def test_one_crew_does_one_task_after_the_other_and_the_reason_is_named() -> None:
    """Three times two days are six; the first waits for nobody, the others for the crew."""
    found = level(Load.free(network([2, 2, 2]), crew_of(3)))

    assert (found.length, found.bound, found.gap) == (6, 6, 0.0)
    assert sorted(found.starts.tolist()) == [0, 2, 4]
    assert sorted(found.moved_by.tolist()) == [-1, 0, 0]


def test_a_plan_that_overdraws_a_resource_or_breaks_a_link_is_no_plan() -> None:
    """The check apart says no to both."""
    load = Load.free(network([2, 2], (0, 1, Link.START_START, 3)), crew_of(2))

    assert is_feasible(load, np.array([0, 3]))
    assert not is_feasible(load, np.array([0, 2]))
    assert not is_feasible(Load.free(network([2, 2]), crew_of(2)), np.array([0, 1]))


def test_a_task_that_takes_more_than_there_is_is_named() -> None:
    """No plan can hold it."""
    with pytest.raises(UsageError, match="takes 1 of resource 0, of which there are 0"):
        level(Load.free(network([2]), crew_of(1, 0)))


def test_links_of_every_kind_hold_in_a_levelled_plan() -> None:
    """Start-start with a lag, finish-finish, start-finish, with one crew for three of the tasks."""
    links = [(0, 1, Link.START_START, 3), (1, 2, Link.FINISH_FINISH, 1), (0, 3, Link.START_FINISH, 6)]
    resources = Resources(np.array([[1], [1], [0], [1]], dtype=np.int64), np.ones(1, dtype=np.int64))
    load = Load.free(network([4, 3, 2, 2], *links), resources)

    assert is_feasible(load, level(load).starts)


def test_a_large_plan_is_levelled_by_serial_generation() -> None:
    """Two thousand tasks in chains of ten and five crews: feasible, with its gap to the bound stated."""
    size = 2000
    links = [(task, task + 1, Link.FINISH_START, 0) for task in range(size - 1) if (task + 1) % 10]
    load = Load.free(network([1 + task % 7 for task in range(size)], *links), crew_of(size, 5))

    found = level(load)

    assert found.method == "serial"
    assert is_feasible(load, found.starts)
    assert 0 <= found.gap < 0.05


# --- plans of an office -------------------------------------------------------------------------------------------------

CREW = {"resources": [{"code": "T", "name": "招标专员"}]}
BOTH = [{"task": "1.1", "resource": "T"}, {"task": "1.2", "resource": "T"}]


def test_a_levelled_plan_says_what_moved_where_and_why(office: PlanOffice) -> None:
    """Design (2 to 6 March) and tender (3 days) need the same person.

    Whoever goes first, works begin after 8 working days, on Thursday 12 March, and take ten: the acceptance is on Wednesday
    25 March.
    """
    office.draw(**CREW, assignments=BOTH)

    moved = show_levelling(office.reader, "P1").set_index("task")

    later = ({"1.1", "1.2"} & set(moved.index)).pop()
    assert list(moved.index) == [later, "2", "3"]
    assert "招标专员" in moved.loc[later, "reason"]
    assert f"{moved.loc['2', 'start']:%m-%d}" == "03-12"
    assert list(moved["gap_percent"]) == [0, 0, 0]


def test_a_levelling_is_applied_as_the_view_shows_it_and_keeps_its_reasons(office: PlanOffice) -> None:
    """Afterwards nothing is left to level; the acceptance stands on 25 March."""
    office.draw(**CREW, assignments=BOTH)
    moved = show_levelling(office.reader, "P1")

    office.do("schedule.apply_levelling", moves=moved.to_dict("records"))

    tasks = show_tasks(office.reader, "P1").set_index("task")
    assert show_levelling(office.reader, "P1").empty
    assert f"{tasks.loc['3', 'finish']:%m-%d}" == "03-25"
    assert tasks.loc["2", "moved_because"] == moved.set_index("task").loc["2", "reason"]


def test_what_has_begun_stays_where_it_is(office: PlanOffice) -> None:
    """The design has begun, so the tender waits for it: from 9 March."""
    office.draw(**CREW, assignments=BOTH)
    office.on("2026-03-03")
    office.do("schedule.record_progress", task="1.1", percent=20, started="2026-03-02", on="2026-03-02")

    moved = show_levelling(office.reader, "P1").set_index("task")

    assert "1.1" not in moved.index
    assert f"{moved.loc['1.2', 'start']:%m-%d}" == "03-09"
    assert "schedule.task_held" in office.refused(
        "schedule.apply_levelling", moves=[{"task": "1.1", "start": "2026-03-09", "reason": "x"}]
    )


def test_tasks_of_several_calendars_are_levelled_by_their_own_days(office: PlanOffice) -> None:
    """The tender works at weekends too, three days from Saturday 7 March, once the designer is free on Friday evening."""
    every_day = [[[480, 720], [780, 1020]]] * 7
    tasks = [task | ({"calendar": "daily"} if task["code"] == "1.2" else {}) for task in TASKS]
    calendar = {"code": "daily", "week": every_day}
    chain = [*LINKS, {"predecessor": "1.1", "successor": "1.2", "kind": "SS"}]
    office.draw(**CREW, assignments=BOTH, tasks=tasks, calendars=[calendar], links=chain)
    office.on("2026-03-03")
    office.do("schedule.record_progress", task="1.1", percent=20, started="2026-03-02", on="2026-03-02")

    moved = show_levelling(office.reader, "P1").set_index("task")

    assert f"{moved.loc['1.2', 'start']:%m-%d}" == "03-07"
    assert list(moved["method"]) == ["serial"] * len(moved)


def test_a_resource_that_is_too_small_for_a_task_is_named(office: PlanOffice) -> None:
    """By the codes of the plan."""
    office.draw(**CREW, assignments=[{"task": "2", "resource": "T", "units": 3}])

    with pytest.raises(UsageError, match="task 2 takes 3 of resource T, of which there are 1"):
        show_levelling(office.reader, "P1")
