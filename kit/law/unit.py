"""Unit: what the value of a rule is counted in, and which values a unit takes."""

import re
from enum import StrEnum
from fractions import Fraction

PERCENT_MAX = 1000
DAYS_OF_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Unit(StrEnum):
    """The units that values of rules may have; a rule without one holds a flag or a word."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MONTH = "month"
    MONTH_DAY = "month_day"
    YUAN = "yuan"
    PERCENT = "percent"
    PER_TEN_THOUSAND = "per_ten_thousand"
    FRACTION = "fraction"
    POINTS = "points"
    COUNT = "count"


SPANS = frozenset({Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS})
SHARES = frozenset({Unit.PERCENT, Unit.FRACTION, Unit.PER_TEN_THOUSAND})
_FRACTION = re.compile(r"[1-9]\d?/[1-9]\d?")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def wrong_value(value: object, unit: Unit | None) -> str | None:
    """What is wrong with *value* in *unit*, and what was expected; None where it fits."""
    if unit is None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return f"{value} is a number without a unit; name the unit" if is_number else None
    if unit is Unit.MONTH_DAY:
        return None if _is_month_day(value) else f"{value!r} is no day of a year; write it like 06-30"
    if unit is Unit.FRACTION:
        return None if _matches(_FRACTION, value) else f"{value!r} is no fraction; write it like 2/3"
    return _wrong_number(value, unit)


def share_of(value: object, unit: Unit) -> Fraction:
    """A value in percent, per ten thousand or as a fraction, as a share of one."""
    if unit is Unit.FRACTION:
        return Fraction(str(value))
    return Fraction(int(str(value)), 100 if unit is Unit.PERCENT else 10_000)


def month_day(value: object) -> tuple[int, int]:
    """Month and day of a value like ``06-30``."""
    month, day = str(value).split("-")
    return int(month), int(day)


def _wrong_number(value: object, unit: Unit) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{value!r} is no whole number of {unit}"
    if value < 0:
        return f"{value} {unit} is less than nothing"
    if unit is Unit.PERCENT and value > PERCENT_MAX:
        return f"{value} percent is beyond {PERCENT_MAX}; check the unit"
    if unit is Unit.MONTH and not 1 <= value <= 12:
        return f"{value} is no month; write 1 to 12"
    return None


def _is_month_day(value: object) -> bool:
    if not _matches(_MONTH_DAY, value):
        return False
    month, day = month_day(value)
    return day <= DAYS_OF_MONTH.get(month, 31)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
