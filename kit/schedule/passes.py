"""Passes: the forward and the backward pass of the critical path method, level by level.

Kelley and Walker (1959), "Critical-path planning and scheduling"; the four kinds of link with lag as in the precedence
diagramming method (Fondahl 1961; IBM 1968).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kit.schedule.clock import Clock, Minutes
from kit.schedule.network import Level, Network, Places

NONE = np.iinfo(np.int64).min
FAR = np.iinfo(np.int64).max // 4


class Axis(Protocol):
    """How working time is counted: *who* are the places of the tasks whose calendar counts."""

    def add(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        """The instants at which *amounts* of work that begin at *instants* are done; negative amounts go back."""

    def take(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        """The instants at which work has to begin so that *amounts* are done at *instants*."""

    def span(self, since: Minutes, until: Minutes, who: Places) -> Minutes:
        """The work between two instants; negative where *until* lies first."""

    def settle(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        """The instants at which work of *amounts* can really begin: not on a day off."""


class PlainAxis:
    """An axis of pure working time: all tasks follow one calendar, whose time has been counted before."""

    def add(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:  # noqa: ARG002 - the axis' interface
        """Plain addition."""
        return instants + amounts

    def take(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:  # noqa: ARG002 - the axis' interface
        """Plain subtraction."""
        return instants - amounts

    def span(self, since: Minutes, until: Minutes, who: Places) -> Minutes:  # noqa: ARG002 - the axis' interface
        """Plain difference."""
        return until - since

    def settle(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:  # noqa: ARG002 - the axis' interface
        """Every instant is one of work."""
        return instants


@dataclass(frozen=True)
class ClockAxis:
    """An axis of real instants: each task follows one of several clocks."""

    clocks: tuple[Clock, ...]
    clock_of: NDArray[np.int16]

    def add(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        """Work done by each task's own clock; nothing to do takes no time."""
        return self._move(instants, amounts, who)

    def take(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        """Back along each task's own clock."""
        return self._move(instants, -amounts, who)

    def span(self, since: Minutes, until: Minutes, who: Places) -> Minutes:
        """Minutes worked between, by each task's own clock."""
        found = np.zeros(len(who), dtype=np.int64)
        for clock, mine in self._by_clock(who):
            found[mine] = clock.worked(until[mine]) - clock.worked(since[mine])
        return found

    def settle(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        """The next instant of work of each task's own clock; what takes no time stays where it is."""
        found = np.array(instants, dtype=np.int64)
        for clock, mine in self._by_clock(who):
            begun = clock.start_at(clock.worked(instants[mine]))
            found[mine] = np.where(amounts[mine] > 0, np.maximum(begun, instants[mine]), instants[mine])
        return found

    def _move(self, instants: Minutes, amounts: Minutes, who: Places) -> Minutes:
        found = np.array(instants, dtype=np.int64)
        for clock, mine in self._by_clock(who):
            moved = clock.worked(instants[mine]) + amounts[mine]
            forward = clock.finish_at(moved)
            backward = clock.start_at(np.maximum(moved, 0))
            found[mine] = np.where(amounts[mine] > 0, forward, np.where(amounts[mine] < 0, backward, instants[mine]))
        return found

    def _by_clock(self, who: Places) -> list[tuple[Clock, NDArray[np.bool_]]]:
        own = self.clock_of[who]
        return [(clock, own == place) for place, clock in enumerate(self.clocks) if (own == place).any()]


@dataclass(frozen=True)
class Limits:
    """What holds tasks beside their links, one value per task; ``NONE`` where nothing does.

    ``floor`` is the earliest start, ``ceiling`` the latest finish (``FAR`` without one), ``pinned`` a start that
    nothing moves; ``started`` and ``finished`` are what has happened. The duration of a task under way is what remains.
    """

    floor: Minutes
    ceiling: Minutes
    pinned: Minutes
    started: Minutes
    finished: Minutes

    @classmethod
    def free(cls, size: int, start: int = 0) -> "Limits":
        """Nothing but the start of the plan."""
        nothing = np.full(size, NONE, dtype=np.int64)
        return cls(np.full(size, start, np.int64), np.full(size, FAR, np.int64), nothing, nothing, nothing)


@dataclass(frozen=True)
class Times:
    """The answer of both passes, one value per task; slack in working time of the task's own calendar.

    ``resume`` is where the rest of a task under way begins, for every other task its start. ``link_slack`` has one
    value per link: zero where the link drives its successor.
    """

    start: Minutes
    resume: Minutes
    finish: Minutes
    late_start: Minutes
    late_finish: Minutes
    total_slack: Minutes
    free_slack: Minutes
    link_slack: Minutes

    @property
    def length(self) -> int:
        """The last finish."""
        return int(self.finish.max()) if len(self.finish) else 0


Part = tuple[Network, Limits]


def compute_times(
    network: Network, limits: Limits, axis: Axis | None = None, parts: NDArray[np.intp] | None = None
) -> Times:
    """Run both passes; raises CircleFound.

    *parts* are the places at which plans begin that stand one after the other in the network; each ends for itself.
    """
    along = axis or PlainAxis()
    start, resume, finish = _forward(network, limits, along)
    last = _last(finish, parts)
    late_start, late_finish = _backward(network, limits, along, last)
    who = np.arange(network.size, dtype=np.int32)
    by_finish = along.span(finish, late_finish, who)
    by_start = np.where(limits.started == NONE, along.span(start, late_start, who), by_finish)
    link_slack = _link_slack(network, along, start, resume, finish)
    free = _free_slack(network, along, finish, last, link_slack)
    is_done = limits.finished != NONE
    total = np.where(is_done, 0, np.minimum(by_start, by_finish))
    return Times(start, resume, finish, late_start, late_finish, total, np.where(is_done, 0, free), link_slack)


def compute_together(parts: Sequence[Part]) -> list[Times]:
    """The times of many plans on axes of plain working time, in one pass over all of them; raises CircleFound.

    No plan is empty. Each counts from a moment of its own: nothing is compared between them.
    """
    sizes = [network.size for network, _limits in parts]
    begins = np.cumsum([0, *sizes[:-1]])
    network = _joined([network for network, _limits in parts], begins)
    limits = Limits(*_columns([limits for _network, limits in parts]))
    times = compute_times(network, limits, parts=begins)
    links = np.cumsum([len(one.source) for one, _limits in parts])[:-1]
    cuts = {each.name: links if each.name == "link_slack" else begins[1:] for each in fields(times)}
    columns = [np.split(getattr(times, name), cut) for name, cut in cuts.items()]
    return [Times(*values) for values in zip(*columns, strict=True)]


def _joined(networks: Sequence[Network], begins: NDArray[np.intp]) -> Network:
    duration, source, target, kind, lag = _columns(networks)
    shift = np.repeat(begins, [len(network.source) for network in networks]).astype(np.int32)
    return Network(duration, source + shift, target + shift, kind, lag)


def _columns(many: Sequence[Network] | Sequence[Limits]) -> list[NDArray[Any]]:
    return [np.concatenate([getattr(one, each.name) for one in many]) for each in fields(many[0])]


def _last(finish: Minutes, parts: NDArray[np.intp] | None) -> Minutes:
    """For each task the last finish of its plan."""
    if parts is None or not len(finish):
        return np.full(len(finish), finish.max() if len(finish) else 0, dtype=np.int64)
    return np.repeat(np.maximum.reduceat(finish, parts), np.diff([*parts, len(finish)]))


def _forward(network: Network, limits: Limits, axis: Axis) -> tuple[Minutes, Minutes, Minutes]:
    start, resume, finish = limits.floor.copy(), limits.floor.copy(), limits.floor.copy()
    is_held = bool((limits.pinned != NONE).any() or (limits.started != NONE).any() or (limits.finished != NONE).any())
    for level in network.levels.forwards():
        tasks = level.tasks
        if len(level.links):
            held = _earliest(network, axis, level, start, finish)
            resume[level.with_links] = np.maximum(resume[level.with_links], held)
        begun = axis.settle(resume[tasks], network.duration[tasks], tasks)
        if is_held:
            begun = np.where(limits.pinned[tasks] != NONE, limits.pinned[tasks], begun)
        resume[tasks] = begun
        done = axis.add(begun, network.duration[tasks], tasks)
        if is_held:
            begun = np.where(limits.started[tasks] != NONE, limits.started[tasks], begun)
            done = np.where(limits.finished[tasks] != NONE, limits.finished[tasks], done)
        start[tasks], finish[tasks] = begun, done
    return start, resume, finish


def _earliest(network: Network, axis: Axis, level: Level, start: Minutes, finish: Minutes) -> Minutes:
    """The earliest start that the links into a level allow, for each of its tasks that has any."""
    links = level.links
    source, target = network.source[links], network.target[links]
    if network.is_finish_start:
        return np.maximum.reduceat(axis.add(finish[source], network.lag[links], target), level.first)
    begun = np.where(network.from_start[links], start[source], finish[source])
    reached = axis.add(begun, network.lag[links], target)
    back = np.where(network.to_finish[links], network.duration[target], 0)
    return np.maximum.reduceat(axis.take(reached, back, target), level.first)


def _backward(network: Network, limits: Limits, axis: Axis, last: Minutes) -> tuple[Minutes, Minutes]:
    late_finish = np.minimum(limits.ceiling, last)
    late_start = late_finish.copy()
    for level in network.levels.backwards():
        tasks = level.tasks
        if len(level.links):
            held = _latest(network, axis, level, late_start, late_finish)
            late_finish[level.with_links] = np.minimum(late_finish[level.with_links], held)
        late_start[tasks] = axis.take(late_finish[tasks], network.duration[tasks], tasks)
    return late_start, late_finish


def _latest(network: Network, axis: Axis, level: Level, late_start: Minutes, late_finish: Minutes) -> Minutes:
    """The latest finish that the links out of a level allow, for each of its tasks that has any."""
    links = level.links
    source, target = network.source[links], network.target[links]
    if network.is_finish_start:
        return np.minimum.reduceat(axis.take(late_start[target], network.lag[links], target), level.first)
    ends = np.where(network.to_finish[links], late_finish[target], late_start[target])
    allowed = axis.take(ends, network.lag[links], target)
    on = np.where(network.from_start[links], network.duration[source], 0)
    return np.minimum.reduceat(axis.add(allowed, on, source), level.first)


def _link_slack(network: Network, axis: Axis, start: Minutes, resume: Minutes, finish: Minutes) -> Minutes:
    source, target = network.source, network.target
    reached = axis.add(np.where(network.from_start, start[source], finish[source]), network.lag, target)
    return axis.span(reached, np.where(network.to_finish, finish[target], resume[target]), target)


def _free_slack(network: Network, axis: Axis, finish: Minutes, last: Minutes, link_slack: Minutes) -> Minutes:
    """How far a task can slip before it moves a successor, or the end of the plan where it has none."""
    who = np.arange(network.size, dtype=np.int32)
    free = axis.span(finish, last, who)
    np.minimum.at(free, network.source, link_slack)
    return free
