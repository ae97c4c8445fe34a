"""Levelling: the dates at which a plan never takes more of a resource than there is, and why a task moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec

import numpy as np

from kit.schedule.exact import Effort, shorten
from kit.schedule.load import Levelled, Load, Resources
from kit.schedule.passes import NONE
from kit.schedule.plan import MOVABLE, Constraint
from kit.schedule.serial import generate
from kit.schedule.timetable import Timetable

# Above this many tasks CP-SAT takes longer than people wait; serial generation answers at once.
EXACT_MAX = 300


@dataclass(frozen=True)
class Moved:
    """One task that a levelling moves; ``waits_for`` is the resource, None where it follows what it waits for."""

    task: str
    planned: datetime
    start: datetime
    waits_for: str | None


def level(load: Load, effort: Effort | None = None) -> Levelled:
    """The shortest plan that CP-SAT finds in time; by serial generation where it is large or has several calendars.

    Raises UsageError where a task takes more than there is, EnvironmentLacks where ortools is not installed.
    """
    load.resources.refuse_impossible()
    serial = generate(load)
    if serial.is_optimal or load.network.size > EXACT_MAX or not load.is_plain:
        return serial
    return shorten(load, serial, effort or Effort())


def load_of(table: Timetable, capacity: Mapping[str, int], taken: Mapping[tuple[str, str], int]) -> Load:
    """What a plan takes of its resources; what has begun, or is held by a constraint, stays where it is.

    *taken* says how much a task (by code) takes of a resource. Raises UsageError where a task takes more than there is.
    """
    leaves = table.plan.leaves
    ends = table.network.size - len(leaves)
    codes = [task.code for task in leaves]
    resources = Resources.assigned([*codes, *[""] * ends], capacity, taken)
    resources.refuse_impossible(codes, list(capacity))
    stays = [task.started is not None or task.constraint not in MOVABLE for task in leaves] + [False] * ends
    waits = [task.constraint is Constraint.AS_LATE_AS_POSSIBLE and task.started is None for task in leaves]
    held = np.where(np.array(waits + [False] * ends, dtype=bool), table.times.late_start, table.times.resume)
    fixed = np.where(np.array(stays, dtype=bool), held, NONE)
    return Load(table.network, resources, table.limits.floor, fixed, table.axis)


def moves(table: Timetable, levelled: Levelled, capacity: Mapping[str, int]) -> list[Moved]:
    """The tasks that begin later than they did, in the order of the plan."""
    names, planned = list(capacity), table.moments_of(table.times.start)
    starts = table.moments_of(levelled.starts)
    return [
        Moved(task.code, planned[place], starts[place], names[waited] if waited >= 0 else None)
        for place, (task, waited) in enumerate(zip(table.plan.leaves, levelled.moved_by.tolist(), strict=False))
        if task.started is None and starts[place] > planned[place]
    ]


def can_prove() -> bool:
    """True where ortools is installed."""
    return find_spec("ortools") is not None
