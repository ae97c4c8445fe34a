"""Clock: the working time of one calendar as an axis of minutes.

An *instant* is a whole number of minutes since 1970-01-01 00:00; what is *worked* is a whole number of minutes of
working time since the first day of the clock. All functions take and answer numpy arrays of int64.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.int64]
Shift = tuple[int, int]
Shifts = tuple[Shift, ...]
DAY = 1440
EPOCH = date(1970, 1, 1)
# Eight hours, as in the standard calendars of planning programs.
OFFICE_SHIFTS: Shifts = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


@dataclass(frozen=True)
class WorkPattern:
    """When people work: ``week`` holds the shifts of Monday to Sunday, ``exceptions`` those of single days.

    A shift is a pair of minutes of the day, ``(480, 720)`` for 8 to 12 o'clock; a day without shifts is off.
    """

    week: tuple[Shifts, ...]
    exceptions: Mapping[date, Shifts] = field(default_factory=dict, hash=False)

    def shifts_on(self, day: date) -> Shifts:
        """The shifts of one day."""
        found = self.exceptions.get(day)
        return self.week[day.weekday()] if found is None else found


class Clock:
    """Working time between two days, both included; instants outside are held at its ends."""

    def __init__(self, pattern: WorkPattern, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.starts, self.ends = _intervals(pattern, first, last)
        lengths = self.ends - self.starts
        self._after = np.cumsum(lengths)
        self._before = self._after - lengths

    @property
    def total(self) -> int:
        """All minutes worked from the first day to the last."""
        return int(self._after[-1]) if len(self._after) else 0

    def worked(self, instants: Minutes) -> Minutes:
        """The minutes worked from the first day up to each instant."""
        if not len(self.starts):
            return np.zeros(np.shape(instants), dtype=np.int64)
        place = np.searchsorted(self.starts, instants, side="right") - 1
        inside = np.maximum(place, 0)
        done = self._before[inside] + np.minimum(instants, self.ends[inside]) - self.starts[inside]
        return np.where(place < 0, 0, done).astype(np.int64)

    def worked_at(self, instant: int) -> int:
        """The minutes worked from the first day up to one instant."""
        starts, ends, before = self._lists
        place = bisect_right(starts, instant) - 1
        return 0 if place < 0 else before[place] + min(instant, ends[place]) - starts[place]

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[int]]:
        """The same for one moment at a time, which arrays are slow at."""
        return self.starts.tolist(), self.ends.tolist(), self._before.tolist()

    def start_at(self, worked: Minutes) -> Minutes:
        """The instant at which the work after *worked* minutes begins: the morning, not the evening before."""
        return self._instant(worked, np.searchsorted(self._after, worked, side="right"))

    def finish_at(self, worked: Minutes) -> Minutes:
        """The instant at which *worked* minutes are done: the evening, not the morning after."""
        return self._instant(worked, np.searchsorted(self._after, worked, side="left"))

    def _instant(self, worked: Minutes, place: NDArray[np.intp]) -> Minutes:
        if not len(self.starts):
            return np.full(np.shape(worked), instant_of(self.first), dtype=np.int64)
        inside = np.minimum(place, len(self.starts) - 1)
        found: Minutes = self.starts[inside] + np.asarray(worked) - self._before[inside]
        return found


@lru_cache(maxsize=64)
def clock_of(pattern: WorkPattern, first_year: int, last_year: int) -> Clock:
    """The clock of whole years; plans that follow one calendar share it."""
    return Clock(pattern, date(first_year, 1, 1), date(last_year, 12, 31))


def instant_of(day: date | datetime) -> int:
    """The instant of a time, or of the midnight at which a day begins."""
    if isinstance(day, datetime):
        return (day.date() - EPOCH).days * DAY + day.hour * 60 + day.minute
    return (day - EPOCH).days * DAY


def time_of(instant: int) -> datetime:
    """The time of an instant."""
    days, minute = divmod(int(instant), DAY)
    return datetime.combine(EPOCH + timedelta(days=days), datetime.min.time()) + timedelta(minutes=minute)


def day_of(instant: int) -> date:
    """The day of an instant."""
    return EPOCH + timedelta(days=int(instant) // DAY)


def _intervals(pattern: WorkPattern, first: date, last: date) -> tuple[Minutes, Minutes]:
    spans = [
        (instant_of(day) + start, instant_of(day) + end)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        for start, end in pattern.shifts_on(day)
    ]
    table = np.array(_joined(spans), dtype=np.int64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _joined(spans: Iterable[Shift]) -> list[Shift]:
    """Shifts in order; one that begins where another ends goes on (round-the-clock work has no seams)."""
    found: list[Shift] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
    return found
