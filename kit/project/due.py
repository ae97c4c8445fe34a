"""Due: the day by which a node is to be done."""

from datetime import date

from kit.core.calendar import WorkingCalendar, YearNotAnnounced
from kit.law.counting import end_of
from kit.law.rulebook import Law
from kit.law.unit import Unit
from kit.project.lifecycle import Limit

UNITS = {"workdays": Unit.WORKING_DAYS, "days": Unit.DAYS, "months": Unit.MONTHS}


def due_day(limit: Limit | None, opened_on: date, law: Law, calendar: WorkingCalendar) -> date | None:
    """The last day of a node that opened on a day; None without a limit, or where its holidays are not announced yet.

    The day on which it opens is not counted (民法典 第二百零一条).
    """
    if limit is None:
        return None
    count, unit = _span(limit, law)
    if unit is not Unit.WORKING_DAYS:
        return end_of(opened_on, count, unit)
    try:
        return calendar.add_workdays(opened_on, count)
    except YearNotAnnounced:
        return None


def _span(limit: Limit, law: Law) -> tuple[int, Unit]:
    for name, unit in UNITS.items():
        if (count := getattr(limit, name)) is not None:
            return count, unit
    assert limit.rule
    rule = law.rulebook.rule(limit.rule)
    return law.number(limit.rule) or 0, Unit(str(rule.unit))
