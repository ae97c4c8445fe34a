"""Calendars: the working calendars that plans may follow, from the office's data and from the plan itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kit.core.calendar import WorkingCalendar
from kit.core.language import spoken
from kit.schedule.clock import DAY, Shifts, WorkPattern
from kit.workspace.calendar import load_calendar
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FILE = "schedule/calendars.yaml"
STANDARD = "standard"
MONDAY = 0
BREAK_YEARS = range(1990, 2101)


def read_minute(text: object) -> object:
    """``"08:30"`` as a minute of the day; ``"24:00"`` is the end of it."""
    hours, colon, minutes = str(text).partition(":")
    if not colon or not (hours.isdecimal() and minutes.isdecimal()) or int(minutes) > 59:
        raise ValueError(f"{text!r} is no time of day; write it like 08:30")
    return int(hours) * 60 + int(minutes)


Minute = Annotated[int, BeforeValidator(read_minute), Field(ge=0, le=DAY)]


class ProjectCalendar(BaseModel):
    """One working calendar as data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    title_en: str = ""
    follows_holidays: bool = False
    week: tuple[tuple[tuple[Minute, Minute], ...], ...] = Field(min_length=7, max_length=7)
    breaks: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _shifts_are_in_order(self) -> "ProjectCalendar":
        for shifts in self.week:
            check_shifts(shifts)
        if not any(self.week):
            raise ValueError(f"calendar {self.code} has no working time at all; give one day a shift")
        return self

    @property
    def name(self) -> str:
        """What it is called, in the language spoken."""
        return spoken(self.title, self.title_en or self.title)

    def pattern(self, holidays: WorkingCalendar) -> WorkPattern:
        """The calendar as shifts, with the days off and the make-up workdays that are known."""
        exceptions: dict[date, Shifts] = {day: () for span in self.breaks for day in _every_year(span)}
        if self.follows_holidays:
            exceptions |= dict.fromkeys(holidays.holidays, ())
            exceptions |= dict.fromkeys(holidays.workdays, self.week[MONDAY])
        return WorkPattern(self.week, exceptions)


def check_shifts(shifts: Shifts) -> None:
    """Raise ValueError unless the shifts of a day lie in order and do not overlap."""
    ends = [minute for shift in shifts for minute in shift]
    if ends != sorted(ends) or any(start == end for start, end in shifts):
        raise ValueError("shifts lie in order, do not overlap and do not end where they begin")


def load_calendars(resources: Resources) -> dict[str, ProjectCalendar]:
    """The calendars in force by code; raises ConfigurationError with file and line."""
    return {calendar.code: calendar for calendar, _place in read_items(resources.find(FILE), ProjectCalendar)}


def load_patterns(resources: Resources) -> dict[str, WorkPattern]:
    """The shifts of every calendar in force."""
    files = [resources.find(FILE), *resources.list("calendar")]
    return dict(_patterns(resources, tuple((path, path.stat().st_mtime_ns) for path in files)))


@lru_cache(maxsize=8)
def _patterns(resources: Resources, _files: tuple[tuple[Path, int], ...]) -> dict[str, WorkPattern]:
    # Every plan asks for them; a file that was changed is read anew.
    holidays = load_calendar(resources)
    return {code: calendar.pattern(holidays) for code, calendar in load_calendars(resources).items()}


def unannounced_years(
    since: date, until: date, used: Iterable[str], calendars: Mapping[str, ProjectCalendar], holidays: WorkingCalendar
) -> list[int]:
    """The years between two days whose holidays are not announced, where a calendar in use follows them."""
    if not any(calendars[code].follows_holidays for code in used if code in calendars):
        return []
    return [year for year in range(since.year, until.year + 1) if year not in holidays.years]


def _every_year(span: tuple[str, str]) -> Iterator[date]:
    for year in BREAK_YEARS:
        day, last = (date.fromisoformat(f"{year}-{end}") for end in span)
        while day <= last:
            yield day
            day += timedelta(days=1)
