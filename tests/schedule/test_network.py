"""The network: critical path lengths as published, the four kinds of link by hand, circles with all their tasks."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from kit.bench.psplib import instances, published
from kit.schedule.network import CircleFound, Link, Network
from kit.schedule.passes import FAR, NONE, Limits, Times, compute_times

FS, SS, FF, SF = Link.FINISH_START, Link.START_START, Link.FINISH_FINISH, Link.START_FINISH


def network(durations: list[int], *links: tuple[int, int, Link, int]) -> Network:
    """A network of a few tasks; a link is (predecessor, successor, kind, lag)."""
    columns = [[link[place] for link in links] for place in range(4)]
    kinds = (np.int32, np.int32, np.int8, np.int64)
    source, target, kind, lag = (np.array(column, dtype=type_) for column, type_ in zip(columns, kinds, strict=True))
    return Network(np.array(durations, dtype=np.int64), source, target, kind, lag)


def times(durations: list[int], *links: tuple[int, int, Link, int]) -> Times:
    """Both passes of such a network."""
    made = network(durations, *links)
    return compute_times(made, Limits.free(made.size))


@pytest.mark.parametrize("name", ["j30", "j60"])
def test_critical_path_lengths_are_the_published_ones(shared: Path, name: str) -> None:
    """All 480 instances of each set: the length that the file's own heading gives (MPM time)."""
    folder = shared / "datasets" / "psplib"

    lengths = {
        one.name: compute_times(one.network, Limits.free(len(one.durations))).length for one in instances(folder, name)
    }

    assert len(lengths) == 480
    assert lengths == published(folder, name, "mpm_time_header")


def test_each_kind_of_link_holds_its_ends() -> None:
    """A takes 5 days, B 3. With a lag of 2: B starts at 5+2, at 0+2, at (5+2)-3, and at (0+4)-3 for a lag of 4."""
    starts = [
        times([5, 3], (0, 1, FS, 2)).start[1],
        times([5, 3], (0, 1, SS, 2)).start[1],
        times([5, 3], (0, 1, FF, 2)).start[1],
        times([5, 3], (0, 1, SF, 4)).start[1],
    ]

    assert [int(start) for start in starts] == [7, 2, 4, 1]


def test_slack_by_hand() -> None:
    """A(3) → B(4) → D(2) and A(3) → C(1) → D(2): 9 days, and C can slip by three days without moving D."""
    found = times([3, 4, 1, 2], (0, 1, FS, 0), (0, 2, FS, 0), (1, 3, FS, 0), (2, 3, FS, 0))

    assert found.length == 9
    assert found.total_slack.tolist() == [0, 0, 3, 0]
    assert found.free_slack.tolist() == [0, 0, 3, 0]
    assert found.late_start.tolist() == [0, 3, 6, 7]
    assert found.link_slack.tolist() == [0, 0, 0, 3]


def test_a_chain_shares_its_total_slack_and_only_its_end_has_free_slack() -> None:
    """Beside ten days, A(2) → B(3) has five days to spare, all of them free for B, none for A."""
    found = times([10, 2, 3], (1, 2, FS, 0))

    assert found.total_slack.tolist() == [0, 5, 5]
    assert found.free_slack.tolist() == [0, 0, 5]


def test_a_start_start_link_holds_the_late_start_of_the_predecessor() -> None:
    """A(6) and B(4) that may start two days after A: nine days less four make a late start of B at 5, of A at 3."""
    found = times([6, 4, 9], (0, 1, SS, 2))

    assert found.late_start.tolist() == [3, 5, 0]


def test_a_lead_lets_the_successor_begin_earlier() -> None:
    """Two days before A (5) is done."""
    assert times([5, 3], (0, 1, FS, -2)).start[1] == 3


def test_a_deadline_that_is_missed_shows_as_negative_slack() -> None:
    """Three and four days, due on the sixth: one day too late, for both."""
    made = network([3, 4], (0, 1, FS, 0))
    limits = Limits.free(2)
    limits.ceiling[1] = 6

    assert compute_times(made, limits).total_slack.tolist() == [-1, -1]


def test_what_has_happened_counts_instead_of_what_was_planned() -> None:
    """A was begun on day 1 and has two days left on status day 6: it ends on 8, and B (3) on 11."""
    made = network([2, 3], (0, 1, FS, 0))
    free = Limits.free(2, start=6)
    started = np.array([1, NONE])

    found = compute_times(made, Limits(free.floor, np.full(2, FAR), free.pinned, started, free.finished))

    assert found.start.tolist() == [1, 8]
    assert found.finish.tolist() == [8, 11]


def test_a_circle_is_named_with_all_its_tasks() -> None:
    """1 → 2 → 3 → 1, reached from 0 and leading to 4: neither of those is in the circle."""
    links = [(0, 1), (1, 2), (2, 3), (3, 1), (3, 4)]
    made = network([1] * 5, *[(source, target, FS, 0) for source, target in links])

    with pytest.raises(CircleFound) as caught:
        compute_times(made, Limits.free(5))

    assert [sorted(circle) for circle in caught.value.circles] == [[1, 2, 3]]
    assert "remove one link" in str(caught.value)


def test_two_circles_are_both_named_and_a_task_that_waits_for_itself_is_one() -> None:
    """0 ⇄ 1, and 2 waits for itself."""
    made = network([1] * 4, (0, 1, FS, 0), (1, 0, FS, 0), (2, 2, FS, 0), (2, 3, FS, 0))

    with pytest.raises(CircleFound) as caught:
        compute_times(made, Limits.free(4))

    assert sorted(sorted(circle) for circle in caught.value.circles) == [[0, 1], [2]]


def test_a_plan_without_tasks_has_no_length() -> None:
    """An empty plan computes to nothing."""
    assert times([]).length == 0


@given(some.data())
def test_the_passes_agree_with_a_plain_search(data: some.DataObject) -> None:
    """Random networks of all four kinds: dates found by relaxing every link until nothing moves any more."""
    size = data.draw(some.integers(2, 8))
    durations = data.draw(some.lists(some.integers(0, 9), min_size=size, max_size=size))
    pairs = some.tuples(some.integers(0, size - 2), some.integers(1, size - 1)).filter(lambda pair: pair[0] < pair[1])
    kinds, lags = some.sampled_from([FS, SS, FF, SF]), some.integers(-3, 6)
    links = data.draw(some.lists(some.tuples(pairs, kinds, lags), max_size=12))

    found = times(durations, *[(*pair, kind, lag) for pair, kind, lag in links])

    starts = relaxed(durations, [(*pair, kind, lag) for pair, kind, lag in links])
    assert found.start.tolist() == starts
    assert found.length == max(start + length for start, length in zip(starts, durations, strict=True))


def relaxed(durations: list[int], links: list[tuple[int, int, Link, int]]) -> list[int]:
    """The earliest starts, each link taken in turn until nothing moves."""
    starts = [0] * len(durations)
    for _round in range(len(durations) + 1):
        for before, after, kind, lag in links:
            from_end = starts[before] + (0 if kind in (SS, SF) else durations[before])
            held = from_end + lag - (durations[after] if kind in (FF, SF) else 0)
            starts[after] = max(starts[after], held)
    return starts
