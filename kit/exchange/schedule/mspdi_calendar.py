"""MSPDI calendar: the working calendars of a plan of Microsoft Project."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element

from kit.core.finding import Finding, question
from kit.core.language import phrase
from kit.schedule.calendars import check_shifts
from kit.schedule.clock import DAY, OFFICE_SHIFTS, Shifts, WorkPattern

# DayType 1 is Sunday; 0 marks an exception.
EXCEPTION, SUNDAY = 0, 1
USUAL_WEEK: tuple[Shifts, ...] = (*(OFFICE_SHIFTS,) * 5, (), ())
SPAN_DAYS_MAX = 20 * 366
# An exception that is one span of days; the others repeat by rules of their own.
DAILY = {"", "1"}


def read_calendars(root: Element) -> tuple[dict[str, WorkPattern], str, list[Finding]]:
    """The calendars of a file by their number, the one that the plan follows, and what was noticed."""
    found: dict[str, WorkPattern] = {}
    noticed: list[Finding] = []
    elements = {_text(each, "UID"): each for each in root.iterfind("Calendars/Calendar")}
    for number in elements:
        found[number] = _calendar(number, elements, noticed, ())
    default = _text(root, "CalendarUID")
    if default not in found:
        if default and found:
            raise ValueError(f"the plan follows calendar {default}, which the file does not hold")
        default = default or "1"
        found[default] = WorkPattern(USUAL_WEEK)
    return found, default, noticed


def shared_calendars(
    root: Element, calendars: dict[str, WorkPattern], default: str
) -> dict[str, tuple[str, WorkPattern]]:
    """The calendar of each task whose people work at other times than the plan, with its code: all their shifts.

    A task that a day shift and a night shift share goes on in both.
    """
    own = {_text(each, "UID"): _text(each, "CalendarUID") for each in root.iterfind("Resources/Resource")}
    worked: dict[str, set[str]] = {}
    for each in root.iterfind("Assignments/Assignment"):
        calendar = own.get(_text(each, "ResourceUID"), "")
        worked.setdefault(_text(each, "TaskUID"), set()).add(calendar if calendar in calendars else default)
    found = {
        task: (" + ".join(sorted(used)), _together([calendars[one] for one in used])) for task, used in worked.items()
    }
    return {task: made for task, made in found.items() if made[1] != calendars[default]}


def _together(patterns: list[WorkPattern]) -> WorkPattern:
    if len(patterns) == 1:
        return patterns[0]
    week = tuple(_union([pattern.week[day] for pattern in patterns]) for day in range(7))
    days = {day for pattern in patterns for day in pattern.exceptions}
    return WorkPattern(week, {day: _union([pattern.shifts_on(day) for pattern in patterns]) for day in days})


def _union(parts: list[Shifts]) -> Shifts:
    found: list[tuple[int, int]] = []
    for start, end in sorted(shift for shifts in parts for shift in shifts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _calendar(number: str, elements: dict[str, Element], noticed: list[Finding], below: tuple[str, ...]) -> WorkPattern:
    if number in below:
        raise ValueError(f"calendar {number} is based on itself")
    element, base = elements[number], _text(elements[number], "BaseCalendarUID")
    inherited = WorkPattern(USUAL_WEEK)
    if base in elements:
        inherited = _calendar(base, elements, noticed, (*below, number))
    week, exceptions = list(inherited.week), dict(inherited.exceptions)
    for day in element.iterfind("WeekDays/WeekDay"):
        kind = int(_text(day, "DayType") or 0)
        if kind == EXCEPTION:
            exceptions |= dict.fromkeys(_days(day), _shifts(day))
        else:
            week[(kind - SUNDAY - 1) % 7] = _shifts(day)
    for day in element.iterfind("Exceptions/Exception"):
        if _text(day, "Type") in DAILY:
            exceptions |= dict.fromkeys(_days(day), _shifts(day))
        else:
            said = phrase("an exception of calendar {calendar} repeats by a rule that is not read", calendar=number)
            noticed.append(question("schedule.exception_not_read", said, "calendars"))
    return WorkPattern(tuple(week), exceptions)


def _shifts(day: Element) -> Shifts:
    if _text(day, "DayWorking") != "1":
        return ()
    spans = [_span(each) for each in day.iterfind("WorkingTimes/WorkingTime") if _text(each, "FromTime")]
    shifts = tuple(sorted(spans)) if spans else OFFICE_SHIFTS
    check_shifts(shifts)
    return shifts


def _span(element: Element) -> tuple[int, int]:
    start, end = (_minute(_text(element, name)) for name in ("FromTime", "ToTime"))
    # Midnight at the end of a shift is the end of the day.
    return start, end or DAY


def _minute(said: str) -> int:
    found = datetime.strptime(said, "%H:%M:%S")  # noqa: DTZ007 - a time of day has no zone
    return found.hour * 60 + found.minute


def _days(day: Element) -> Iterator[date]:
    span = day.find("TimePeriod")
    if span is None:
        return
    first, last = (datetime.fromisoformat(_text(span, name)).date() for name in ("FromDate", "ToDate"))
    for offset in range(min((last - first).days, SPAN_DAYS_MAX) + 1):
        yield first + timedelta(days=offset)


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
