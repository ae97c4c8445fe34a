"""Calendar: calendar days and working days by the State Council's holiday arrangements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from kit.core.errors import KitError

SATURDAY = 5
# Days are those of the offices, wherever the machine stands.
OFFICE_TIME = ZoneInfo("Asia/Shanghai")


class YearNotAnnounced(KitError):
    """The holiday arrangement of a year is not known; it is never guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"the State Council's holidays of {year} are not in data/calendar; add them when they are announced"
        )
        self.year = year


@dataclass(frozen=True)
class WorkingCalendar:
    """Holidays and make-up workdays (调休上班) of the announced years.

    ``holidays`` are days off as announced; ``workdays`` are Saturdays and Sundays on which people work.
    """

    years: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """True on a working day; raises YearNotAnnounced for a year whose arrangement is not in the data."""
        if day.year not in self.years:
            raise YearNotAnnounced(day.year)
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def add_workdays(self, start: date, count: int) -> date:
        """The *count*-th working day after *start*; the day itself is not counted (民法典 第二百零一条)."""
        days = self._workdays_after(start)
        for _ in range(count - 1):
            next(days)
        return next(days) if count > 0 else start

    def count_workdays(self, after: date, until: date, at_most: int | None = None) -> int:
        """How many working days lie after *after*, up to and with *until*.

        With *at_most* it counts no further than that: days beyond may lie in a year that is not announced yet.
        """
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(1 for _ in islice(filter(self.is_workday, days), at_most))

    def _workdays_after(self, start: date) -> Iterator[date]:
        day = start
        while True:
            day += timedelta(days=1)
            if self.is_workday(day):
                yield day
