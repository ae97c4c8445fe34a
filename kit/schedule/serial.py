"""Serial generation: tasks one after the other, each at the first moment at which it fits.

R. Kolisch (1996), "Serial and parallel resource-constrained project scheduling methods revisited", EJOR 90; made better
by forward-backward improvement (K. Li, R. Willis 1992, EJOR 56).
"""

import heapq
from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from kit.schedule.clock import Minutes
from kit.schedule.load import Levelled, Load, Resources
from kit.schedule.network import Link, Network
from kit.schedule.passes import NONE, compute_times

IMPROVEMENTS = 3


def generate(load: Load) -> Levelled:
    """A plan by serial generation in the order of the latest starts, made better where all links are finish-start."""
    best = place(load, compute_times(load.network, load.limits, load.axis).late_start)
    for _round in range(IMPROVEMENTS if _can_mirror(load) else 0):
        improved = place(load, _pushed_right(load, best))
        if load.length(improved) >= load.length(best):
            break
        best = improved
    return settled(load, best, load.bound(), "serial")


def settled(load: Load, starts: Minutes, bound: int, method: str) -> Levelled:
    """A plan in which nothing waits without need: found *starts* are moved to the left as far as they go."""
    final = place(load, starts)
    return Levelled(final, load.length(final), bound, method, _waited(load, final))


def place(load: Load, priority: Minutes) -> Minutes:
    """Each task at the first moment at which it fits, in an order that respects the links, then *priority*."""
    profile, incoming = _Profile(load.resources), _incoming(load.network)
    starts = np.where(load.fixed == NONE, 0, load.fixed)
    for task in np.flatnonzero(load.fixed != NONE).tolist():
        profile.take(int(starts[task]), load.finish(task, int(starts[task])), load.resources.demand[task])
    for task in _in_order(load.network, priority):
        if load.fixed[task] == NONE:
            earliest = _earliest(load, task, incoming[task], starts)
            starts[task] = profile.fit(load, task, earliest)
    return starts


def _can_mirror(load: Load) -> bool:
    return load.is_plain and bool((load.network.kind == Link.FINISH_START).all() and (load.fixed == NONE).all())


def _pushed_right(load: Load, starts: Minutes) -> Minutes:
    """Where tasks begin when all are pushed to the right, from the last on."""
    network, length = load.network, load.length(starts)
    mirrored = Network(network.duration, network.target, network.source, network.kind, network.lag)
    from_end = place(Load.free(mirrored, load.resources), length - load.finishes(starts))
    return np.asarray(length - from_end - network.duration)


def _earliest(load: Load, task: int, links: list[int], starts: Minutes) -> int:
    held = max((load.held_until(link, starts) for link in links), default=int(load.floor[task]))
    return load.settled(task, max(held, int(load.floor[task])))


def _incoming(network: Network) -> list[list[int]]:
    found: list[list[int]] = [[] for _task in range(network.size)]
    for link, target in enumerate(network.target.tolist()):
        found[target].append(link)
    return found


def _in_order(network: Network, priority: Minutes) -> list[int]:
    """Tasks by priority, none before what it waits for."""
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


class _Profile:
    """How much of each resource is taken from each moment to the next at which that changes."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._times = [int(np.iinfo(np.int64).min)]
        self._taken = [np.zeros(len(resources.capacity), dtype=np.int64)]

    def fit(self, load: Load, task: int, earliest: int) -> int:
        """The first moment from *earliest* on at which what the task takes is free until it is done; it is taken."""
        demand = self._resources.demand[task]
        start = earliest
        finish = load.finish(task, start)
        if finish == start or not demand.any():
            return start
        at = self._at(start)
        while at < len(self._times) and self._times[at] < finish:
            if (self._taken[at] + demand > self._resources.capacity).any() and self._times[at + 1] > start:
                start = load.settled(task, self._times[at + 1])
                finish = load.finish(task, start)
            at += 1
        self.take(start, finish, demand)
        return start

    def take(self, start: int, finish: int, demand: NDArray[np.int64]) -> None:
        """Take *demand* from *start* to *finish*."""
        first, last = self._cut(start), self._cut(finish)
        for at in range(first, last):
            self._taken[at] = self._taken[at] + demand

    def _at(self, moment: int) -> int:
        return bisect_right(self._times, moment) - 1

    def _cut(self, moment: int) -> int:
        """The place that begins at *moment*; what went on over it is cut in two."""
        at = self._at(moment)
        if self._times[at] == moment:
            return at
        self._times.insert(at + 1, moment)
        self._taken.insert(at + 1, self._taken[at])
        return at + 1


def _waited(load: Load, starts: Minutes) -> NDArray[np.int64]:
    """The resource for which each task waited: the first that would be overdrawn had it begun when its links allow."""
    found = np.full(load.network.size, -1, dtype=np.int64)
    incoming, finishes = _incoming(load.network), load.finishes(starts)
    for task in np.flatnonzero(load.fixed == NONE).tolist():
        earliest = _earliest(load, task, incoming[task], starts)
        if starts[task] > earliest:
            found[task] = _overdrawn(load, task, earliest, starts, finishes)
    return found


def _overdrawn(load: Load, task: int, earliest: int, starts: Minutes, finishes: Minutes) -> int:
    """The first resource that the other tasks leave too little of at some moment, had *task* begun at *earliest*."""
    resources, finish = load.resources, load.finish(task, earliest)
    others = np.flatnonzero((starts < finish) & (finishes > earliest) & (np.arange(len(starts)) != task))
    for moment in sorted({earliest, *np.maximum(starts[others], earliest).tolist()}):
        active = others[(starts[others] <= moment) & (finishes[others] > moment)]
        taken = resources.demand[active].sum(axis=0) + resources.demand[task]
        short = np.flatnonzero(taken > resources.capacity)
        if len(short):
            return int(short[0])
    return -1
