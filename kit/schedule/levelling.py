"""Levelling: dates that never take more of a resource than there is: by serial generation, or proved by CP-SAT.

Serial schedule generation as in R. Kolisch (1996), "Serial and parallel resource-constrained project scheduling methods
revisited", EJOR 90; the exact model is a cumulative constraint for each resource (Google OR-Tools, CP-SAT).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kit.core.errors import EnvironmentLacks, UsageError
from kit.schedule.network import Link, Network
from kit.schedule.passes import Limits, compute_times

Starts = NDArray[np.int64]
# Above this many tasks CP-SAT takes longer than people wait; serial generation answers at once.
EXACT_MAX = 300


@dataclass(frozen=True)
class Resources:
    """What each task takes (one row per task, one column per resource), and how much of each there is."""

    demand: NDArray[np.int64]
    capacity: NDArray[np.int64]

    def refuse_impossible(self) -> None:
        """Raise UsageError where one task alone takes more than there is."""
        wrong = np.argwhere(self.demand > self.capacity)
        if len(wrong):
            task, resource = wrong[0]
            raise UsageError(
                f"task {task} takes {self.demand[task, resource]} of resource {resource}, of which there are "
                f"{self.capacity[resource]}; raise the capacity or lower what it takes"
            )


@dataclass(frozen=True)
class Levelled:
    """Starts of all tasks, the length, the proved lower bound, and what it was found by.

    ``moved_by`` names for each task the resource that made it wait beyond its links, -1 where none did.
    """

    starts: Starts
    length: int
    bound: int
    method: str
    moved_by: NDArray[np.int64]

    @property
    def is_optimal(self) -> bool:
        """True where no shorter plan exists."""
        return self.length == self.bound

    @property
    def gap(self) -> float:
        """How much longer than the bound the plan is, as a share of its length; zero where it is proved optimal."""
        return (self.length - self.bound) / self.length if self.length else 0.0


def level(
    network: Network, resources: Resources, *, seconds: float = 10.0, workers: int = 2, seed: int = 1
) -> Levelled:
    """The shortest plan that CP-SAT finds within *seconds*, or serial generation for large plans.

    Raises UsageError where a task takes more than there is, EnvironmentLacks where a small plan needs ortools and it is
    not installed.
    """
    resources.refuse_impossible()
    serial = generate(network, resources)
    if serial.is_optimal or network.size > EXACT_MAX:
        return serial
    return _solve(network, resources, serial, seconds, workers, seed)


def generate(network: Network, resources: Resources) -> Levelled:
    """A plan by serial generation: tasks in order of their latest start, each where it first fits.

    The better of a forward plan and of forward-backward improvement (Li and Willis 1992, for finish-start links).
    """
    times = compute_times(network, Limits.free(network.size))
    bound = max(times.length, _energy_bound(network, resources))
    best = _placed(network, resources, times.late_start)
    for _round in range(3):
        improved = _forward_backward(network, resources, best)
        if _length(network, improved) >= _length(network, best):
            break
        best = improved
    return Levelled(best, _length(network, best), bound, "serial", _waited(network, resources, best))


def _energy_bound(network: Network, resources: Resources) -> int:
    """No plan is shorter than all the work on a resource divided by how much of it there is."""
    work = (network.duration[:, None] * resources.demand).sum(axis=0)
    return int(max((-(-work // resources.capacity)).max(initial=0), 0))


def _length(network: Network, starts: Starts) -> int:
    return int((starts + network.duration).max()) if network.size else 0


def _forward_backward(network: Network, resources: Resources, starts: Starts) -> Starts:
    """Push every task to the right from the last on, then to the left from the first on."""
    length = _length(network, starts)
    mirrored = Network(network.duration, network.target, network.source, network.kind, network.lag)
    if (network.kind != Link.FINISH_START).any():
        return _placed(network, resources, starts)
    from_end = _placed(mirrored, resources, length - (starts + network.duration))
    right = length - from_end - network.duration
    return _placed(network, resources, right)


def _placed(network: Network, resources: Resources, priority: Starts) -> Starts:
    """Each task, in an order that respects the levels and then *priority*, at the first moment at which it fits."""
    profile = _Profile(resources)
    starts = np.zeros(network.size, dtype=np.int64)
    incoming = _incoming(network)
    for task in _order(network, priority):
        length = int(network.duration[task])
        earliest = max((_held(network, link, starts, length) for link in incoming[task]), default=0)
        starts[task] = profile.place(max(earliest, 0), length, resources.demand[task])
    return starts


def _incoming(network: Network) -> list[list[int]]:
    found: list[list[int]] = [[] for _task in range(network.size)]
    for link, target in enumerate(network.target.tolist()):
        found[target].append(link)
    return found


def _order(network: Network, priority: Starts) -> list[int]:
    """Tasks by priority, none before what it waits for."""
    import heapq

    after: list[list[int]] = [[] for _task in range(network.size)]
    waiting = np.bincount(network.target, minlength=network.size).tolist()
    for source, target in zip(network.source.tolist(), network.target.tolist(), strict=True):
        after[source].append(target)
    ready = [(int(priority[task]), task) for task in range(network.size) if not waiting[task]]
    heapq.heapify(ready)
    order = []
    while ready:
        _urgency, task = heapq.heappop(ready)
        order.append(task)
        for following in after[task]:
            waiting[following] -= 1
            if not waiting[following]:
                heapq.heappush(ready, (int(priority[following]), following))
    return order


def _held(network: Network, link: int, starts: Starts, length: int) -> int:
    """The earliest start that one link allows its successor of that *length*."""
    source, kind = int(network.source[link]), int(network.kind[link])
    by_start = kind in (Link.START_START, Link.START_FINISH)
    to_finish = kind in (Link.FINISH_FINISH, Link.START_FINISH)
    reached = int(starts[source]) + (0 if by_start else int(network.duration[source])) + int(network.lag[link])
    return reached - (length if to_finish else 0)


class _Profile:
    """How much of each resource is taken from each moment to the next at which that changes."""

    def __init__(self, resources: Resources) -> None:
        self._capacity = resources.capacity
        self._times = [0]
        self._taken = [np.zeros(len(resources.capacity), dtype=np.int64)]

    def place(self, earliest: int, length: int, demand: NDArray[np.int64]) -> int:
        """The first moment from *earliest* on at which *demand* is free for *length*; it is taken."""
        if not length or not demand.any():
            return earliest
        start, free = earliest, self._capacity - demand
        place = self._at(earliest)
        while place < len(self._times) and self._times[place] < start + length:
            if (self._taken[place] > free).any():
                start = self._times[place + 1]
            place += 1
        self._take(start, start + length, demand)
        return start

    def _at(self, moment: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._times, moment) - 1

    def _take(self, start: int, end: int, demand: NDArray[np.int64]) -> None:
        first, last = self._cut(start), self._cut(end)
        first = self._at(start)
        last = self._at(end)
        for place in range(first, last):
            self._taken[place] = self._taken[place] + demand

    def _cut(self, moment: int) -> int:
        place = self._at(moment)
        if self._times[place] != moment:
            place += 1
            self._times.insert(place, moment)
            self._taken.insert(place, self._taken[place - 1])
        return place


def _waited(network: Network, resources: Resources, starts: Starts) -> NDArray[np.int64]:
    """The resource for which each task waited: the one that was short just before it began."""
    found = np.full(network.size, -1, dtype=np.int64)
    incoming = _incoming(network)
    ends = starts + network.duration
    for task in range(network.size):
        length = int(network.duration[task])
        earliest = max([0, *(_held(network, link, starts, length) for link in incoming[task])])
        if starts[task] > earliest:
            busy = (starts < starts[task]) & (ends >= starts[task])
            taken = resources.demand[busy].sum(axis=0)
            short = np.flatnonzero(taken + resources.demand[task] > resources.capacity)
            found[task] = short[0] if len(short) else -1
    return found


# --- the exact model -------------------------------------------------------------------------------------------------


def _solve(
    network: Network, resources: Resources, serial: Levelled, seconds: float, workers: int, seed: int
) -> Levelled:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise EnvironmentLacks("levelling with proof needs ortools: pip install 'governance-kit[levelling]'") from None
    model = cp_model.CpModel()
    horizon = serial.length
    # Each start lies between what its links allow from the front and, for the length found so far, from the end.
    times = compute_times(network, Limits.free(network.size))
    latest = times.late_start + (horizon - times.length)
    starts = [model.new_int_var(int(a), int(b), "") for a, b in zip(times.start, latest, strict=True)]
    tasks = [
        model.new_fixed_size_interval_var(start, int(length), "")
        for start, length in zip(starts, network.duration, strict=True)
    ]
    end = model.new_int_var(serial.bound, horizon, "")
    for start, length in zip(starts, network.duration, strict=True):
        model.add(end >= start + int(length))
    _add_links(model, network, starts)
    for resource, capacity in enumerate(resources.capacity.tolist()):
        demands = resources.demand[:, resource].tolist()
        used = [(task, demand) for task, demand in zip(tasks, demands, strict=True) if demand]
        model.add_cumulative([task for task, _demand in used], [demand for _task, demand in used], capacity)
    for start, hint in zip(starts, serial.starts.tolist(), strict=True):
        model.add_hint(start, hint)
    model.minimize(end)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return serial
    found = np.array([solver.value(start) for start in starts], dtype=np.int64)
    bound = max(serial.bound, round(solver.best_objective_bound))
    return Levelled(found, _length(network, found), bound, "CP-SAT", _waited(network, resources, found))


def _add_links(model: object, network: Network, starts: Sequence[object]) -> None:
    for link in range(len(network.source)):
        source, target = int(network.source[link]), int(network.target[link])
        kind, lag = int(network.kind[link]), int(network.lag[link])
        before = 0 if kind in (Link.START_START, Link.START_FINISH) else int(network.duration[source])
        after = int(network.duration[target]) if kind in (Link.FINISH_FINISH, Link.START_FINISH) else 0
        model.add(starts[target] + after >= starts[source] + before + lag)  # type: ignore[attr-defined, operator]


def is_feasible(network: Network, resources: Resources, starts: Starts) -> bool:
    """True where no link is broken and no resource is overdrawn at any moment: a check apart from how it was found."""
    for link in range(len(network.source)):
        target = int(network.target[link])
        if starts[target] < _held(network, link, starts, int(network.duration[target])):
            return False
    moments = np.unique(np.concatenate([starts, starts + network.duration]))
    for moment, _next in pairwise(moments.tolist()):
        active = (starts <= moment) & (starts + network.duration > moment)
        if (resources.demand[active].sum(axis=0) > resources.capacity).any():
            return False
    return True
