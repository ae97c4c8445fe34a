"""Plan: the tasks of a project with their links, as values; what is computed from them stands in a timetable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from kit.schedule.network import Link


class TaskKind(StrEnum):
    """A task takes time, a milestone marks a moment, a summary only gathers the tasks below it."""

    TASK = "task"
    MILESTONE = "milestone"
    SUMMARY = "summary"


class LinkKind(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"

    @property
    def link(self) -> Link:
        """The same as a number of the network."""
        return _LINKS[self]


_LINKS = {
    LinkKind.FINISH_START: Link.FINISH_START,
    LinkKind.START_START: Link.START_START,
    LinkKind.FINISH_FINISH: Link.FINISH_FINISH,
    LinkKind.START_FINISH: Link.START_FINISH,
}


class Constraint(StrEnum):
    """What else holds the dates of a task."""

    AS_SOON_AS_POSSIBLE = "as_soon_as_possible"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"
    START_NOT_BEFORE = "start_not_before"
    START_NOT_AFTER = "start_not_after"
    FINISH_NOT_BEFORE = "finish_not_before"
    FINISH_NOT_AFTER = "finish_not_after"
    START_ON = "start_on"
    FINISH_ON = "finish_on"


UNDATED = frozenset({Constraint.AS_SOON_AS_POSSIBLE, Constraint.AS_LATE_AS_POSSIBLE})
# What levelling may move: nothing but an earliest start holds it.
MOVABLE = frozenset({Constraint.AS_SOON_AS_POSSIBLE, Constraint.START_NOT_BEFORE})


@dataclass(frozen=True)
class PlanTask:
    """One task; ``minutes`` is its duration in working time, ``remaining`` what is left of it once it has started.

    ``parent`` is the code of the summary above it; ``calendar`` that of its own calendar, else the plan's; ``cost`` is
    planned money in fen. ``deadline`` moves nothing and shows in the slack.
    """

    code: str
    name: str = ""
    kind: TaskKind = TaskKind.TASK
    minutes: int = 0
    parent: str | None = None
    calendar: str | None = None
    constraint: Constraint = Constraint.AS_SOON_AS_POSSIBLE
    constraint_at: datetime | None = None
    deadline: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None
    remaining: int | None = None
    percent: int = 0
    cost: int = 0


@dataclass(frozen=True)
class PlanLink:
    """One dependency: the successor waits for the predecessor; ``lag`` in working minutes, negative for a lead."""

    predecessor: str
    successor: str
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0


@dataclass(frozen=True)
class Plan:
    """All tasks and links of one project, its start, its calendar, and the day up to which progress is known."""

    start: datetime
    tasks: tuple[PlanTask, ...]
    links: tuple[PlanLink, ...] = ()
    calendar: str = "standard"
    status: datetime | None = None
    by_code: Mapping[str, PlanTask] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {task.code: task for task in self.tasks})

    @cached_property
    def leaves(self) -> list[PlanTask]:
        """The tasks and milestones, without summaries."""
        return [task for task in self.tasks if task.kind is not TaskKind.SUMMARY]

    def leaves_below(self) -> dict[str, list[str]]:
        """The codes of all tasks and milestones below each summary."""
        found: dict[str, list[str]] = {task.code: [] for task in self.tasks if task.kind is TaskKind.SUMMARY}
        for task in self.leaves:
            for above in self._above(task):
                found[above].append(task.code)
        return found

    @cached_property
    def percents(self) -> dict[str, int]:
        """How much of each task is done, in whole percent; of a summary the share of the working time below it."""
        below = self.leaves_below()
        found = {task.code: task.percent for task in self.leaves}
        return found | {code: _done_of([self.by_code[leaf] for leaf in below[code]]) for code in below}

    def _above(self, task: PlanTask) -> Iterable[str]:
        seen = {task.code}
        while task.parent is not None and task.parent in self.by_code and task.parent not in seen:
            seen.add(task.parent)
            task = self.by_code[task.parent]
            yield task.code


def _done_of(tasks: list[PlanTask]) -> int:
    """The share of the working time of *tasks* that is done; of milestones alone, that of the least."""
    minutes = sum(task.minutes for task in tasks)
    if minutes == 0:
        return min((task.percent for task in tasks), default=0)
    return sum(task.percent * task.minutes for task in tasks) // minutes
