"""Dates: days, months, quarters and years as targets print them, as periods on one scale of months."""

import re
from calendar import monthrange
from fractions import Fraction

from kit.core.number import PrintedNumber
from kit.evaluation.numerals import read_numeral
from kit.evaluation.value import Operator

LONGEST = 24
_LEAP_YEAR = 2000
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTHS = r"(?:[1-9]|0[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_DATE = re.compile(
    rf"(?:{_YEAR}年度?)?(?:(?P<month>{_MONTHS})月份?(?:(?P<day>\d{{1,2}})[日号])?"
    rf"|第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年)?(?P<end>(?:月|年)?[底末]|年内|当年|内)?"
)
_DIGITS = re.compile(rf"{_YEAR}[-./](?P<month>0?[1-9]|1[0-2])(?:[-./](?P<day>\d{{1,2}}))?")
_END = re.compile(r"(?:年|当年|本年|全年)(?:度)?[底末内]|当年")
_BEFORE = ("之前", "以前", "前")
_WITHIN = ("之内", "以内", "为止", "止")
_DONE = (
    "完成",
    "完工",
    "竣工",
    "开工",
    "完成率",
    "建成",
    "验收",
    "到位",
    "完毕",
    "支付",
    "实施完成",
    "按时完成",
    "全部完成",
)
_NOT_LATER = ("不晚于", "不迟于", "截至", "截止到", "截止", "在", "于")


def read_date(text: str) -> tuple[PrintedNumber, Operator] | None:
    """The period that *text* names, and whether the deed is due before it begins, before it ends, or in it.

    ``value`` is where the period begins and ``step`` how long it lasts, in months. *text* is half-width without spaces.
    None where it is no date; a day that does not exist (2月30日) is no date.
    """
    if len(text) > LONGEST:
        return None
    body, operator = _without_words(text)
    if _END.fullmatch(body):
        return period(0, 12), Operator.AT_MOST
    match = _DIGITS.fullmatch(body) or _DATE.fullmatch(body)
    found = _period_of(match) if match else None
    if match is None or found is None:
        return None
    # The end of a month, and a day before which something is due, count with it; 9月前 may mean either side of it.
    ends = match.groupdict().get("end") or (operator is Operator.LESS_THAN and match["day"])
    return found, Operator.AT_MOST if ends else operator


def period(year: int, month: int, day: int | None = None, months: int = 1) -> PrintedNumber:
    """The period that begins in *month* (or on that *day*), on the scale of months."""
    begin = Fraction(year * 12 + month)
    if day is None:
        return PrintedNumber(begin, Fraction(months))
    length = days_of(year, month)
    return PrintedNumber(begin + Fraction(day - 1, length), Fraction(1, length))


def days_of(year: int, month: int) -> int:
    """The days of a month; February has 29 where no year is printed."""
    return monthrange(year or _LEAP_YEAR, month)[1]


def year_of(date: PrintedNumber) -> int:
    """The printed year of a date, 0 where none is printed."""
    return int((date.value - 1) // 12)


def _without_words(text: str) -> tuple[str, Operator]:
    body = _stripped(text, _DONE)
    for word in _NOT_LATER:
        if body.startswith(word):
            return _stripped(body.removeprefix(word), _BEFORE + _WITHIN), Operator.AT_MOST
    if (before := _stripped(body, _BEFORE)) != body:
        return before, Operator.LESS_THAN
    within = _stripped(body, _WITHIN)
    return within, Operator.NONE if within == body else Operator.AT_MOST


def _stripped(text: str, words: tuple[str, ...]) -> str:
    word = max((word for word in words if text.endswith(word)), key=len, default="")
    return text.removesuffix(word)


def _period_of(match: re.Match[str]) -> PrintedNumber | None:
    groups = match.groupdict()
    year = int(groups["year"] or 0)
    if groups.get("quarter"):
        return period(year, 3 * _small(groups["quarter"]) - 2, months=3)
    if groups.get("half"):
        return period(year, 1 if groups["half"] == "上" else 7, months=6)
    if groups["month"]:
        return _month_or_day(year, _small(groups["month"]), groups["day"])
    if not year:
        return None
    return period(year, 12) if groups.get("end") else period(year, 1, months=12)


def _month_or_day(year: int, month: int, day: str | None) -> PrintedNumber | None:
    if day is None:
        return period(year, month)
    return period(year, month, int(day)) if 1 <= int(day) <= days_of(year, month) else None


def _small(text: str) -> int:
    return int(text) if text.isascii() else read_numeral(text) or 0
