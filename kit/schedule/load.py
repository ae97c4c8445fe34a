"""Load: tasks that take of resources of which there is only so much, and a plan in which they fit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.core.errors import UsageError
from kit.schedule.clock import Minutes
from kit.schedule.network import Link, Network
from kit.schedule.passes import FAR, NONE, Axis, Limits, PlainAxis, compute_times

Move = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True)
class Resources:
    """What each task takes (one row per task, one column per resource), and how much of each there is."""

    demand: NDArray[np.int64]
    capacity: NDArray[np.int64]

    @classmethod
    def assigned(
        cls, tasks: Sequence[str], capacity: Mapping[str, int], taken: Mapping[tuple[str, str], int]
    ) -> "Resources":
        """By the codes of *tasks* and resources; *taken* says how much a task takes of a resource."""
        demand = [[taken.get((task, resource), 0) for resource in capacity] for task in tasks]
        return cls(
            np.array(demand, dtype=np.int64).reshape(len(tasks), len(capacity)),
            np.array(list(capacity.values()), dtype=np.int64),
        )

    def refuse_impossible(self, tasks: Sequence[str] = (), names: Sequence[str] = ()) -> None:
        """Raise UsageError where one task alone takes more than there is."""
        wrong = np.argwhere(self.demand > self.capacity)
        if len(wrong):
            task, resource = wrong[0].tolist()
            raise UsageError(
                f"task {tasks[task] if tasks else task} takes {self.demand[task, resource]} of resource "
                f"{names[resource] if names else resource}, of which there are {self.capacity[resource]}; "
                "raise the capacity or lower what it takes"
            )


@dataclass(frozen=True)
class Load:
    """What is to be levelled: a network with its resources.

    ``floor`` is the earliest start of each task; ``fixed`` the start of what nothing moves, ``NONE`` for what may move.
    """

    network: Network
    resources: Resources
    floor: Minutes
    fixed: Minutes
    axis: Axis = field(default_factory=PlainAxis)

    @classmethod
    def free(cls, network: Network, resources: Resources) -> "Load":
        """All tasks may move, from the beginning on."""
        nothing = np.full(network.size, NONE, dtype=np.int64)
        return cls(network, resources, np.zeros(network.size, dtype=np.int64), nothing)

    @property
    def limits(self) -> Limits:
        """The same as limits of the passes."""
        size = self.network.size
        nothing = np.full(size, NONE, dtype=np.int64)
        return Limits(self.floor, np.full(size, FAR, dtype=np.int64), self.fixed, nothing, nothing)

    @property
    def is_plain(self) -> bool:
        """True where all tasks follow one calendar, so that working time adds up."""
        return isinstance(self.axis, PlainAxis)

    def finish(self, task: int, start: int) -> int:
        """When a task that begins at *start* is done."""
        return self._moved(self.axis.add, start, int(self.network.duration[task]), task)

    def settled(self, task: int, start: int) -> int:
        """When a task can really begin: not on a day off of its calendar."""
        return self._moved(self.axis.settle, start, int(self.network.duration[task]), task)

    def held_until(self, link: int, starts: Minutes) -> int:
        """The earliest start that one link allows its successor."""
        network = self.network
        source, target, kind = int(network.source[link]), int(network.target[link]), int(network.kind[link])
        by_start = kind in (Link.START_START, Link.START_FINISH)
        begun = int(starts[source])
        reached = begun if by_start else self.finish(source, begun)
        reached = self._moved(self.axis.add, reached, int(network.lag[link]), target)
        if kind in (Link.FINISH_FINISH, Link.START_FINISH):
            return self._moved(self.axis.take, reached, int(network.duration[target]), target)
        return reached

    def finishes(self, starts: Minutes) -> Minutes:
        """When each task is done."""
        return self.axis.add(starts, self.network.duration, np.arange(self.network.size, dtype=np.int32))

    def length(self, starts: Minutes) -> int:
        """When the last task is done."""
        return int(self.finishes(starts).max()) if self.network.size else 0

    def bound(self) -> int:
        """No plan ends earlier: the critical path, and the work on each resource divided by how much there is."""
        length = compute_times(self.network, self.limits, self.axis).length
        free = (self.fixed == NONE) & (self.network.duration > 0)
        if not self.is_plain or not free.any():
            return length
        work = (self.network.duration[free, None] * self.resources.demand[free]).sum(axis=0)
        energy = int((-(-work // np.maximum(self.resources.capacity, 1))).max(initial=0))
        return max(length, int(self.floor[free].min()) + energy)

    def _moved(self, move: Move, instant: int, amount: int, task: int) -> int:
        if self.is_plain:
            return int(move(instant, amount, task))
        return int(move(np.array([instant]), np.array([amount]), np.array([task], dtype=np.int32))[0])


@dataclass(frozen=True)
class Levelled:
    """Starts of all tasks, when the last is done, the proved lower bound of that, and how they were found.

    ``moved_by`` names for each task the resource that made it wait beyond its links, -1 where none did.
    """

    starts: Minutes
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
        """How much later than the bound the plan ends, as a share of its length; zero where it is proved optimal."""
        return (self.length - self.bound) / self.length if self.length else 0.0


def is_feasible(load: Load, starts: Minutes) -> bool:
    """True where no link is broken and no resource is overdrawn at any moment: a check apart from how it was found."""
    for link, target in enumerate(load.network.target.tolist()):
        if load.fixed[target] == NONE and starts[target] < load.held_until(link, starts):
            return False
    finishes = load.finishes(starts)
    for moment in np.unique(starts).tolist():
        active = (starts <= moment) & (finishes > moment)
        if (load.resources.demand[active].sum(axis=0) > load.resources.capacity).any():
            return False
    return True
