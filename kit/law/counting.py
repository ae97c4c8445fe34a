"""Counting: whether a day keeps a period, by calendar days, working days, months or years.

The day of the event itself is not counted (财政部令第110号 第四十九条; 民法典 第二百零一条). A period in working days
ends on the last of them; one in calendar days that ends on a day off ends on the next workday where the rule says so.
"""

import calendar as months
from datetime import date, timedelta

from kit.core.calendar import WorkingCalendar
from kit.law.unit import Unit

ONE = timedelta(days=1)


def is_within(done: date, since: date, count: int, unit: Unit, calendar: WorkingCalendar) -> bool:
    """True where *done* is not later than *count* of *unit* after *since*; raises YearNotAnnounced."""
    if unit is Unit.WORKING_DAYS:
        # The last day is kept as long as fewer working days lie before the day of the deed.
        return done <= since or calendar.count_workdays(since, done - ONE) < count
    return done <= end_of(since, count, unit)


def is_within_rolled(done: date, since: date, count: int, unit: Unit, calendar: WorkingCalendar) -> bool:
    """As ``is_within``; a period that ends on a day off ends on the next workday."""
    if unit is Unit.WORKING_DAYS:
        return is_within(done, since, count, unit, calendar)
    last = end_of(since, count, unit)
    return done <= last or calendar.count_workdays(last - ONE, done - ONE) == 0


def is_apart(done: date, since: date, count: int, unit: Unit, calendar: WorkingCalendar) -> bool:
    """True where at least *count* of *unit* lie between *since* and *done*; raises YearNotAnnounced."""
    if unit is Unit.WORKING_DAYS:
        return done > since and calendar.count_workdays(since, done) >= count
    return done >= end_of(since, count, unit)


def end_of(since: date, count: int, unit: Unit) -> date:
    """The last day of a period in calendar days, months or years; a day that a month lacks is its last one."""
    if unit is Unit.DAYS:
        return since + timedelta(days=count)
    later = since.year * 12 + since.month - 1 + count * (12 if unit is Unit.YEARS else 1)
    year, month = divmod(later, 12)
    return date(year, month + 1, min(since.day, months.monthrange(year, month + 1)[1]))
