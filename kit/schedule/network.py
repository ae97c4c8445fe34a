"""Network: tasks and links as arrays, and the levels in which they can be computed all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kit.core.errors import KitError
from kit.schedule.clock import Minutes

Places = NDArray[np.int32]


class Link(IntEnum):
    """The four kinds of dependency, by which end of the predecessor holds which end of the successor."""

    FINISH_START = 0
    START_START = 1
    FINISH_FINISH = 2
    START_FINISH = 3


class CircleFound(KitError):
    """Tasks wait for each other; ``circles`` holds the places of all tasks of each circle, in order."""

    def __init__(self, circles: list[list[int]]) -> None:
        named = "; ".join(" → ".join(map(str, [*circle, circle[0]])) for circle in circles[:3])
        super().__init__(f"tasks wait for each other in a circle: {named}; remove one link of each circle")
        self.circles = circles


@dataclass(frozen=True)
class Network:
    """Tasks by place from 0, and links between them; durations and lags are in the unit of the axis.

    ``source``, ``target``, ``kind`` (``Link``) and ``lag`` have one value per link.
    """

    duration: Minutes
    source: Places
    target: Places
    kind: NDArray[np.int8]
    lag: Minutes

    @property
    def size(self) -> int:
        """How many tasks there are."""
        return len(self.duration)

    @cached_property
    def is_finish_start(self) -> bool:
        """True where every link is from a finish to a start, as in most plans."""
        return not self.kind.any()

    @cached_property
    def from_start(self) -> NDArray[np.bool_]:
        """The links that the start of the predecessor holds."""
        return np.asarray((self.kind == Link.START_START) | (self.kind == Link.START_FINISH))

    @cached_property
    def to_finish(self) -> NDArray[np.bool_]:
        """The links that hold the finish of the successor."""
        return np.asarray((self.kind == Link.FINISH_FINISH) | (self.kind == Link.START_FINISH))

    @cached_property
    def levels(self) -> "Levels":
        """The tasks in levels; raises CircleFound."""
        return Levels(self)


@dataclass(frozen=True)
class Level:
    """The tasks of one level, and the links at one end of them: ``links`` in order of task, each group's ``first``.

    ``with_links`` are the tasks that have any, one for each group.
    """

    tasks: Places
    links: Places
    first: NDArray[np.intp]
    with_links: Places


class Levels:
    """The levels of a network: the links into a level all come from the levels before it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.of_task = _levels_of(network)
        order = np.argsort(self.of_task, kind="stable").astype(np.int32)
        count = int(self.of_task.max()) + 1 if network.size else 0
        bounds = np.searchsorted(self.of_task[order], np.arange(count + 1))
        self._tasks = [order[bounds[k] : bounds[k + 1]] for k in range(count)]

    def __len__(self) -> int:
        return len(self._tasks)

    def forwards(self) -> Sequence[Level]:
        """The levels from the first on, each with the links that come in."""
        return self._incoming

    def backwards(self) -> Iterator[Level]:
        """The levels from the last on, each with the links that go out."""
        return reversed(self._outgoing)

    @cached_property
    def _incoming(self) -> list[Level]:
        return self._with_links(self._network.target)

    @cached_property
    def _outgoing(self) -> list[Level]:
        return self._with_links(self._network.source)

    def _with_links(self, end: Places) -> list[Level]:
        level = self.of_task[end]
        order = np.lexsort((end, level)).astype(np.int32)
        bounds = np.searchsorted(level[order], np.arange(len(self) + 1))
        parts = (order[bounds[k] : bounds[k + 1]] for k in range(len(self)))
        return [_level(tasks, links, end) for tasks, links in zip(self._tasks, parts, strict=True)]


def _level(tasks: Places, links: Places, end: Places) -> Level:
    ends = end[links]
    is_first = np.ones(len(ends), dtype=bool)
    is_first[1:] = ends[1:] != ends[:-1]
    first = np.flatnonzero(is_first)
    return Level(tasks, links, first, ends[first])


def _levels_of(network: Network) -> Places:
    """The level of each task: one more than the highest of those it waits for; raises CircleFound."""
    by_source = np.argsort(network.source, kind="stable")
    pointer = np.searchsorted(network.source[by_source], np.arange(network.size + 1))
    targets = network.target[by_source]
    waiting = np.bincount(network.target, minlength=network.size)
    level = np.full(network.size, -1, dtype=np.int32)
    ready, number = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = number
        reached, counts = np.unique(targets[_ranges(pointer[ready], pointer[ready + 1])], return_counts=True)
        waiting[reached] -= counts
        ready, number = reached[waiting[reached] == 0], number + 1
    if (level < 0).any():
        raise CircleFound(_circles(network, np.flatnonzero(level < 0)))
    return level


def _ranges(start: NDArray[np.intp], end: NDArray[np.intp]) -> NDArray[np.intp]:
    """All places from each start up to its end, one after the other."""
    lengths = end - start
    total = int(lengths.sum())
    offset = np.repeat(start - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return offset + np.arange(total)


def _circles(network: Network, left: NDArray[np.intp]) -> list[list[int]]:
    """The tasks of every knot in which tasks wait for each other."""
    inside = set(left.tolist())
    after: dict[int, list[int]] = {task: [] for task in inside}
    for source, target in zip(network.source.tolist(), network.target.tolist(), strict=True):
        if source in inside and target in inside:
            after[source].append(target)
    return [_in_order(knot, after) for knot in _knots(after)]


def _knots(after: dict[int, list[int]]) -> list[list[int]]:
    """The parts in which every task is reached from every other (Kosaraju 1978, in the form of Sharir 1981)."""
    before: dict[int, list[int]] = {task: [] for task in after}
    for source, targets in after.items():
        for target in targets:
            before[target].append(source)
    seen: set[int] = set()
    left = [task for start in after for task in _finished(start, after, seen)]
    placed: set[int] = set()
    knots = [_finished(start, before, placed) for start in reversed(left)]
    return [knot for knot in knots if len(knot) > 1 or (knot and knot[0] in after[knot[0]])]


def _finished(start: int, after: dict[int, list[int]], seen: set[int]) -> list[int]:
    """The tasks reached from *start* and not *seen* before, in the order in which they are left for good."""
    if start in seen:
        return []
    seen.add(start)
    order, way = [], [(start, iter(after[start]))]
    while way:
        task, rest = way[-1]
        following = next((each for each in rest if each not in seen), None)
        if following is None:
            order.append(task)
            way.pop()
        else:
            seen.add(following)
            way.append((following, iter(after[following])))
    return order


def _in_order(knot: list[int], after: dict[int, list[int]]) -> list[int]:
    """All tasks of a knot, in the order of a walk along its links from the first task on."""
    inside, start = set(knot), min(knot)
    order, seen, waiting = [], {start}, [start]
    while waiting:
        task = waiting.pop()
        order.append(task)
        following = [each for each in after[task] if each in inside and each not in seen]
        seen.update(following)
        waiting += reversed(following)
    return order
