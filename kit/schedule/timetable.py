"""Timetable: what a plan computes to: dates, slack, the critical path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kit.schedule.clock import Minutes, WorkPattern, clock_of, instant_of, time_of
from kit.schedule.network import CircleFound, Link, Network
from kit.schedule.passes import (
    FAR,
    NONE,
    Axis,
    ClockAxis,
    Limits,
    PlainAxis,
    Times,
    compute_times,
    compute_together,
)
from kit.schedule.plan import Constraint, Plan, PlanLink, PlanTask, TaskKind

YEAR_DAYS = 366
# A clock reaches this many times as far as the work in the plan would take one after the other, and some years more.
STRETCH, SPARE_YEARS = 3, 3
Patterns = Mapping[str, WorkPattern]


@dataclass(frozen=True)
class TaskTimes:
    """The dates of one task; slack in working minutes of its calendar (negative: later than it may be)."""

    code: str
    start: datetime
    finish: datetime
    late_start: datetime
    late_finish: datetime
    total_slack: int
    free_slack: int
    is_critical: bool


class Timetable:
    """The computed plan; raises CircleFound (with the codes of the tasks) when it is made.

    Without *is_computed* its ``times`` are left to ``compute_all``.
    """

    times: Times

    def __init__(self, plan: Plan, patterns: Patterns, *, is_computed: bool = True) -> None:
        self.plan = plan
        self._place = {task.code: place for place, task in enumerate(plan.leaves)}
        self._build(patterns)
        if is_computed:
            self.compute()

    def compute(self) -> None:
        """Run the passes; raises CircleFound."""
        try:
            self.times = compute_times(self.network, self.limits, self.axis)
        except CircleFound as found:
            codes = [task.code for task in self.plan.leaves] + self._ends
            raise CircleFound([[codes[place] for place in circle] for circle in found.circles]) from None  # type: ignore[misc]

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self, patterns: Patterns) -> None:
        leaves = self.plan.leaves
        self._gathered = self.plan.leaves_below()
        self._ends: list[str] = []
        links = _Links(self._place, self._gathered)
        for link in self.plan.links:
            links.add(link)
        self._ends, self._made = links.ends, links.made
        durations = [_work(task) for task in leaves] + [0] * len(links.ends)
        self._choose_axis(patterns)
        self.network = Network(
            np.array(durations, dtype=np.int64),
            np.array(links.source, dtype=np.int32),
            np.array(links.target, dtype=np.int32),
            np.array(links.kind, dtype=np.int8),
            np.array(links.lag, dtype=np.int64),
        )
        self.limits = self._bounds(leaves, len(links.ends))

    def _choose_axis(self, patterns: Patterns) -> None:
        """Where all tasks follow one calendar its working time is the axis; else real instants are."""
        names = [task.calendar or self.plan.calendar for task in self.plan.leaves]
        used = list(dict.fromkeys([self.plan.calendar, *names]))
        first, last = self._reach()
        self.clocks = {name: clock_of(patterns[name], first.year, last.year) for name in used}
        self._clock = self.clocks[self.plan.calendar]
        self.axis: Axis = PlainAxis()
        if len(used) > 1:
            own = [used.index(name) for name in names] + [0] * len(self._ends)
            self.axis = ClockAxis(tuple(self.clocks.values()), np.array(own, dtype=np.int16))

    def _reach(self) -> tuple[date, date]:
        named = [
            moment
            for task in self.plan.tasks
            for moment in (task.constraint_at, task.deadline, task.started, task.finished)
            if moment is not None
        ]
        known = [self.plan.start, *named, *([self.plan.status] if self.plan.status else [])]
        lags = sum(abs(link.lag) for link in self.plan.links)
        work = sum(task.minutes for task in self.plan.leaves) + lags
        days = STRETCH * work // 480 + SPARE_YEARS * YEAR_DAYS
        first = min(known).date() - timedelta(days=YEAR_DAYS)
        # No plan of a public project reaches further than the calendar does.
        room = (date.max - max(known).date()).days - 1
        return first, max(known).date() + timedelta(days=min(days, room, 80 * YEAR_DAYS))

    def _bounds(self, leaves: list[PlanTask], ends: int) -> Limits:
        size = len(leaves) + ends
        limits = Limits.free(size, self._at(self.plan.start))
        floor, ceiling = limits.floor, limits.ceiling
        pinned, started, finished = (np.full(size, NONE, dtype=np.int64) for _ in range(3))
        status = self._at(self.plan.status) if self.plan.status else NONE
        for place, task in enumerate(leaves):
            floor[place] = self._floor(task, int(floor[place]), status)
            ceiling[place] = self._ceiling(task)
            pinned[place] = self._pin(task)
            started[place] = self._at(task.started) if task.started else NONE
            finished[place] = self._at(task.finished) if task.finished else NONE
        return Limits(floor, ceiling, pinned, started, finished)

    def _floor(self, task: PlanTask, floor: int, status: int) -> int:
        if task.finished is None and status != NONE:
            floor = max(floor, status)
        if task.constraint_at and task.constraint is Constraint.START_NOT_BEFORE:
            floor = max(floor, self._at(task.constraint_at))
        if task.constraint_at and task.constraint is Constraint.FINISH_NOT_BEFORE:
            floor = max(floor, self._back(task))
        return floor

    def _ceiling(self, task: PlanTask) -> int:
        bounds = [FAR]
        if task.deadline:
            bounds.append(self._at(task.deadline))
        if task.constraint_at and task.constraint in (Constraint.FINISH_NOT_AFTER, Constraint.FINISH_ON):
            bounds.append(self._at(task.constraint_at))
        if task.constraint_at and task.constraint in (Constraint.START_NOT_AFTER, Constraint.START_ON):
            bounds.append(self._on(task))
        return min(bounds)

    def _pin(self, task: PlanTask) -> int:
        if task.started or not task.constraint_at:
            return NONE
        if task.constraint is Constraint.START_ON:
            return self._at(task.constraint_at)
        return self._back(task) if task.constraint is Constraint.FINISH_ON else NONE

    def _back(self, task: PlanTask) -> int:
        """The start from which a task is done at the moment of its constraint."""
        assert task.constraint_at is not None
        return self._shifted(task, self._at(task.constraint_at), -task.minutes)

    def _on(self, task: PlanTask) -> int:
        """The finish of a task that starts at the moment of its constraint."""
        assert task.constraint_at is not None
        return self._shifted(task, self._at(task.constraint_at), task.minutes)

    def _shifted(self, task: PlanTask, at: int, minutes: int) -> int:
        who = np.array([self._place[task.code]], dtype=np.int32)
        return int(self.axis.add(np.array([at]), np.array([minutes]), who)[0])

    def _at(self, moment: datetime) -> int:
        instant = instant_of(moment)
        if isinstance(self.axis, ClockAxis):
            return instant
        return self._clock.worked_at(instant)

    # --- reading -------------------------------------------------------------------------------------------------

    @cached_property
    def starts(self) -> Minutes:
        """The start of each task (in order of ``plan.leaves``) as an instant."""
        return self._instants(self._shown(self.times.start, self.times.late_start), is_start=True)

    @cached_property
    def finishes(self) -> Minutes:
        """The finish of each task as an instant; a milestone stands where what it waits for has ended."""
        return self._instants(self._shown(self.times.finish, self.times.late_finish), is_start=False)

    def _shown(self, early: Minutes, late: Minutes) -> Minutes:
        """The early dates, but the late ones for tasks that are to be done as late as possible."""
        leaves = self.plan.leaves
        waits = [task.constraint is Constraint.AS_LATE_AS_POSSIBLE and not task.started for task in leaves]
        return np.where(np.array([*waits, *[False] * len(self._ends)], dtype=bool), late, early)

    def moments_of(self, starts: Minutes) -> list[datetime]:
        """Starts on the plan's axis as dates, one for each task (in order of ``plan.leaves``)."""
        return [time_of(instant) for instant in self._instants(starts, is_start=True).tolist()]

    @cached_property
    def is_critical(self) -> NDArray[np.bool_]:
        """True where a task that is not done has no slack."""
        found: NDArray[np.bool_] = (self.times.total_slack <= 0) & (self.limits.finished == NONE)
        return found[: len(self._place)]

    @cached_property
    def late(self) -> tuple[Minutes, Minutes]:
        """The latest start and finish of each task as instants."""
        return (
            self._instants(self.times.late_start, is_start=True),
            self._instants(self.times.late_finish, is_start=False),
        )

    @property
    def finish(self) -> datetime:
        """When the last task is done."""
        return time_of(int(self.finishes.max())) if len(self.finishes) else self.plan.start

    @property
    def start(self) -> datetime:
        """When the first task begins."""
        return time_of(int(self.starts.min())) if len(self.starts) else self.plan.start

    def of(self, code: str) -> TaskTimes:
        """The times of one task, milestone or summary."""
        below = self._gathered.get(code)
        places = [self._place[code]] if below is None else [self._place[each] for each in below]
        if not places:
            moment = self.plan.start
            return TaskTimes(code, moment, moment, moment, moment, 0, 0, is_critical=False)
        chosen = np.array(places)
        slack = self.times.total_slack[chosen]
        return TaskTimes(
            code,
            time_of(int(self.starts[chosen].min())),
            time_of(int(self.finishes[chosen].max())),
            time_of(int(self.late[0][chosen].min())),
            time_of(int(self.late[1][chosen].max())),
            int(slack.min()),
            int(self.times.free_slack[chosen].min()) if below is None else self._free_slack(code, chosen),
            is_critical=bool(self.is_critical[chosen].any()),
        )

    def _free_slack(self, code: str, below: NDArray[np.int64]) -> int:
        """How far the end of a summary can slip before it moves what waits for it, or the end of the plan."""
        end = self._made.get((code, False))
        if end is not None:
            return int(self.times.free_slack[end])
        who = below[:1].astype(np.int32)
        ends = np.array([self.times.finish[below].max()]), np.array([self.times.length])
        return int(self.axis.span(*ends, who)[0])

    @cached_property
    def critical_path(self) -> list[str]:
        """The codes of one chain of tasks that determines the end, first to last."""
        driven_by: dict[int, int] = {}
        for link in np.flatnonzero(self.times.link_slack <= 0).tolist():
            driven_by.setdefault(int(self.network.target[link]), int(self.network.source[link]))
        codes = [task.code for task in self.plan.leaves]
        if not codes:
            return []
        finish, level = self.times.finish[: len(codes)], self.network.levels.of_task[: len(codes)]
        # Of those that end last, the one that waits for the others: the acceptance, not the works before it.
        last = int(np.lexsort((level, finish))[-1])
        chain, place = [last], last
        while place in driven_by:
            place = driven_by[place]
            chain.append(place)
        return [codes[place] for place in reversed(chain) if place < len(codes)]

    def worked(self, instants: Minutes) -> Minutes:
        """Working time in minutes of the plan's calendar up to each of *instants*, from one beginning for all."""
        return self._clock.worked(instants)

    def worked_at(self, instant: int) -> int:
        """The same up to one instant."""
        return self._clock.worked_at(instant)

    def worked_days(self, since: datetime, until: datetime) -> float:
        """Working days of the plan's calendar between two moments, of eight hours each."""
        return (self._clock.worked_at(instant_of(until)) - self._clock.worked_at(instant_of(since))) / 480

    def _instants(self, values: Minutes, *, is_start: bool) -> Minutes:
        count = len(self._place)
        if isinstance(self.axis, ClockAxis):
            return values[:count]
        found = self._clock.start_at(values) if is_start else self._clock.finish_at(values)
        done = self.network.duration == 0
        begun = self._clock.start_at(values)
        # A moment stands at the end of the work before it; at the very start of the plan there is none.
        moments = np.where(values <= self._at(self.plan.start), begun, self._clock.finish_at(values))
        return np.where(done & (self.limits.started == NONE), moments, found)[:count]


def compute_all(tables: Iterable[Timetable]) -> None:
    """Run the passes of many plans: those that follow one calendar each in one go; raises CircleFound."""
    together: list[Timetable] = []
    for table in tables:
        if isinstance(table.axis, PlainAxis) and table.network.size:
            together.append(table)
        else:
            table.compute()
    if together:
        found = compute_together([(table.network, table.limits) for table in together])
        for table, times in zip(together, found, strict=True):
            table.times = times


class _Links:
    """The links of a plan by place; a summary that is linked gets an end of its own, before or after all below it."""

    def __init__(self, place: Mapping[str, int], gathered: Mapping[str, list[str]]) -> None:
        self._place, self._gathered = place, gathered
        self.source: list[int] = []
        self.target: list[int] = []
        self.kind: list[int] = []
        self.lag: list[int] = []
        self.ends: list[str] = []
        self.made: dict[tuple[str, bool], int] = {}

    def add(self, link: PlanLink) -> None:
        by_start = link.kind.link in (Link.START_START, Link.START_FINISH)
        to_finish = link.kind.link in (Link.FINISH_FINISH, Link.START_FINISH)
        source = self._end(link.predecessor, is_start=by_start)
        target = self._end(link.successor, is_start=not to_finish)
        self._enter(source, target, int(link.kind.link), link.lag)

    def _enter(self, source: int, target: int, kind: int, lag: int) -> None:
        self.source.append(source)
        self.target.append(target)
        self.kind.append(kind)
        self.lag.append(lag)

    def _end(self, code: str, *, is_start: bool) -> int:
        if code in self._place:
            return self._place[code]
        key = (code, is_start)
        if key not in self.made:
            end = self.made[key] = len(self._place) + len(self.ends)
            self.ends.append(code)
            for below in self._gathered[code]:
                ends = (end, self._place[below]) if is_start else (self._place[below], end)
                self._enter(*ends, int(Link.START_START if is_start else Link.FINISH_START), 0)
        return self.made[key]


def _work(task: PlanTask) -> int:
    if task.kind is TaskKind.MILESTONE or task.finished:
        return 0
    return task.minutes if task.remaining is None or task.started is None else task.remaining


__all__ = ["TaskTimes", "Times", "Timetable", "compute_all"]
