"""Calendar: the working calendar read from the holiday arrangements of ``data/calendar``, one file a year."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, model_validator

from kit.core.calendar import SATURDAY, WorkingCalendar
from kit.core.errors import ConfigurationError
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FOLDER = "calendar"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DaysOff(_Entry):
    """One holiday: the days off as announced, weekends among them, first and last day included."""

    name: str
    since: date
    until: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "DaysOff":
        if self.until < self.since:
            raise ValueError(f"{self.name}: until {self.until} lies before since {self.since}; swap or mend them")
        return self

    def days(self) -> Iterator[date]:
        """Every day off."""
        return (self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1))


class Arrangement(_Entry):
    """The days off and the make-up workdays (调休上班) of one calendar year, and how the notice was read."""

    year: int
    instrument: str
    reading: str
    holidays: tuple[DaysOff, ...]
    workdays: tuple[date, ...]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Arrangement":
        off = self.days_off()
        for day in (*off, *self.workdays):
            if day.year != self.year:
                raise ValueError(f"{day} is not a day of {self.year}; write it into the file of its own year")
        for day in self.workdays:
            if day in off:
                raise ValueError(f"{day} stands both as a day off and as a workday; keep one")
            if day.weekday() < SATURDAY:
                raise ValueError(f"{day} is no Saturday or Sunday, so it is worked anyway; drop it from workdays")
        return self

    def days_off(self) -> frozenset[date]:
        """All days off of the year."""
        return frozenset(day for holiday in self.holidays for day in holiday.days())


def load_calendar(resources: Resources) -> WorkingCalendar:
    """The calendar of all years in ``data/calendar``; raises ConfigurationError with file and line."""
    return _join([_read(resources, path.name) for path in resources.list(FOLDER)])


def _read(resources: Resources, name: str) -> Arrangement:
    path = resources.find(f"{FOLDER}/{name}")
    arrangement = read_item(path, Arrangement)
    if path.stem != str(arrangement.year):
        raise ConfigurationError(f"{path}:1: holds the year {arrangement.year}; name the file {arrangement.year}.yaml")
    return arrangement


def _join(arrangements: Iterable[Arrangement]) -> WorkingCalendar:
    years = {arrangement.year: arrangement for arrangement in arrangements}
    return WorkingCalendar(
        years=frozenset(years),
        holidays=frozenset(day for arrangement in years.values() for day in arrangement.days_off()),
        workdays=frozenset(day for arrangement in years.values() for day in arrangement.workdays),
    )
