"""Target: targets and actual values read from what is printed; what is doubtful stays words."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from kit.core.number import PrintedNumber, parse_printed, to_halfwidth
from kit.evaluation.dates import period, read_date
from kit.evaluation.numerals import NUMERALS, read_numeral
from kit.evaluation.signs import SIGNS, read_operator, split_operator
from kit.evaluation.units import is_unit, read_unit
from kit.evaluation.value import Leaning, Operator, Value, ValueKind

LONGEST = 120
_NAME_TAIL = 40
_EMPTY = frozenset(
    {"", "/", "//", "\\", "-", "--", "---", "—", "——", "———", "–", "…", "...", "......", "……", "、", ".", "*", "**"}
)
_NOTHING = frozenset({"无", "不适用", "未设置", "空"})
# For these the word 无 is an answer: no accident happened.
_UNWANTED = (
    "事故",
    "投诉",
    "伤亡",
    "违规",
    "违纪",
    "违法",
    "案件",
    "火灾",
    "疫情",
    "上访",
    "信访",
    "举报",
    "泄密",
    "差错",
    "中断",
)
_LEFT_OVER = re.compile(r"指标\d{0,3}[::]?[.…]*")
_TEMPLATE = re.compile(r"[≥≤<>=≧≦]{0,2}[*×X_□x]{2,}[^\d]{0,6}")
_ENCLOSED = re.compile(r"[①-⓿㈠-㊿½¼¾⅓-⅞²³]")
_SPACED_DIGITS = re.compile(r"\d[ \t\r\n]+\d")
_DIGITS = r"[+-]?\d[\d,]*(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<number>{_DIGITS}|\.\d+)(?:(?P<much>[余多])|(?P<scale>[十百千]?[万亿]|[百千])(?P<more>[余多]))?(?P<unit>.*)",
    re.DOTALL,
)
_RANGE = re.compile(rf"(?P<low>{_DIGITS})(?P<first>[^\d~—–至到-]{{0,6}})(?:[~—–至到-]{{1,2}})(?P<high>\d.*)", re.DOTALL)
_NUMERAL = re.compile(rf"(?P<number>[{NUMERALS}]{{1,12}})(?P<unit>\D{{1,8}})")
_PERCENT = re.compile(rf"百分(?:之)?(?P<number>(?<=之)\d+(?:\.\d+)?|百|(?<=之)[{NUMERALS}]{{1,4}})")
_APPROXIMATE = {
    "大约": Leaning.EITHER, "约": Leaning.EITHER, "接近": Leaning.BELOW, "将近": Leaning.BELOW, "近": Leaning.BELOW,
    "逾": Leaning.ABOVE,
}  # fmt: skip
_ROUGHLY = ("左右", "上下", "余")
_PREFIX = re.compile(r"[\u4e00-\u9fff]{1,8}(?=\d)")
# After these words a number is a change, a rank, a share of another thing or the opposite of what it seems.
_NO_PREFIX = re.compile("[不未无非降减增升涨第每近比超差欠缩延提高低少多仅余剩倍由从至到年月日]")
_PLAIN_PREFIX = frozenset({"新增", "新增加", "增加值", "提供"})
_NO_SUFFIX = re.compile("[不未无非降减增升涨第比超差欠缩延高低少多至到前后的或和及]")
# Words that no unit is: 3完成 is no number of 完成.
_NO_UNIT = frozenset({
    *("完成", "达标", "合格", "达到", "已完成", "通过", "等", "了", "左右", "优", "良", "有效", "及时"),
    *("月", "月份", "号", "款"),
})  # fmt: skip
_RANKS = frozenset({None, "级", "类", "等", "分", "立方米", "度", "点", "%"})
_YEARS = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(
    r"(?P<date>[^%]{2,16}?(?:[月年][底末内]?|[日号]|季度)(?:之前|以前|前)?)(?P<deed>完成|达到|达|支付|实现)(?P<rest>.+)"
)
_MONTH_NAME = re.compile(r"(?:时限|时间|期限|完成|完工)[^()]*\(月(?:份)?\)")
_TIME_WORDS = ("时间", "时限", "时效", "日期", "期限", "工期", "及时")
_DOTTED = re.compile(r"(?:19|20)\d\d\.\d{1,2}")
_PACKED_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)")
_TAIL = re.compile(rf"(?:{_DIGITS})[^\d()、,,;。~至到-]{{1,6}}\)?$")
# A number before these at the end of a name is part of what the thing is called, not its target.
_NOT_A_TARGET = frozenset({"年", "月", "岁", "级", "日", "期", "天", "分", "号", "次会"})


@dataclass(frozen=True)
class _Heading:
    """What operator, unit columns and the indicator's name say about its values."""

    operator: Operator = Operator.NONE
    unit: str | None = None
    is_month: bool = False
    is_time: bool = False
    allows_nothing: bool = False


def parse_target(
    text: str | None, *, operator: str | None = None, unit: str | None = None, name: str | None = None
) -> Value:
    """The target as it is understood.

    *operator* and *unit* are the columns of their own where the form has them; *name* is the indicator's name, which
    may carry an operator or unit as a template (``公猪舍(≥**平方米)``) or, where the cell is empty, the target itself.
    """
    heading = _read_heading(operator or "", unit or "", (name or "")[:LONGEST])
    value = _parse(text or "", heading)
    if value.kind is ValueKind.EMPTY and name:
        value = _from_name(text, name[:LONGEST]) or value
    return replace(value, text=text) if value.text != text else value


def parse_actual(text: str | None, *, unit: str | None = None, name: str | None = None) -> Value:
    """The actual value as it is understood. An operator copied from the target is kept in ``operator``."""
    heading = _heading_of_actual(unit or "", (name or "")[:LONGEST])
    value = _parse(text or "", heading)
    if value.operator is Operator.AT_LEAST and (text or "").lstrip().startswith("达"):
        # An actual 达到95% tells what was reached; only a target asks for at least that.
        value = replace(value, operator=Operator.NONE)
    return replace(value, text=text) if value.text != text else value


@lru_cache(maxsize=65_536)
def _parse(text: str, heading: _Heading) -> Value:
    if len(text) > LONGEST:
        return Value(ValueKind.WORDS, text)
    halfwidth = to_halfwidth(text)
    plain = "".join(halfwidth.split())
    if _is_empty(plain, heading):
        return Value(ValueKind.EMPTY, text)
    if _ENCLOSED.search(text) or _SPACED_DIGITS.search(halfwidth):
        return Value(ValueKind.WORDS, text)
    value = None if _is_doubtful(plain, heading) else _read(plain, heading)
    return replace(value, text=text) if value else Value(ValueKind.WORDS, text)


def _read(plain: str, heading: _Heading) -> Value | None:
    if _DOTTED.fullmatch(plain) and not heading.is_time:
        return _read_number(plain, heading)
    return (
        _read_month(plain, heading) or _read_date(plain, heading) or _read_number(plain, heading) or _read_dated(plain)
    )


def _is_doubtful(plain: str, heading: _Heading) -> bool:
    # 2023.12 and 20231231 without unit or heading may be dates or amounts; 6-30 under a time may be a day or a range.
    if _DOTTED.fullmatch(plain) or _PACKED_DATE.fullmatch(plain):
        return not (heading.is_time and "." in plain) and heading.unit is None
    return heading.is_time and bool(re.fullmatch(r"\d{1,2}[-/~.]\d{1,2}", plain))


def _is_empty(plain: str, heading: _Heading) -> bool:
    if plain in _EMPTY or _LEFT_OVER.fullmatch(plain) or _TEMPLATE.fullmatch(plain):
        return True
    return plain in _NOTHING and not (plain == "无" and heading.allows_nothing)


# --- dates ---------------------------------------------------------------------------------------------------------


def _read_month(plain: str, heading: _Heading) -> Value | None:
    if not heading.is_month or not plain.isascii() or not plain.isdigit() or not 1 <= int(plain) <= 12:
        return None
    return Value(ValueKind.DATE, None, heading.operator, period(0, int(plain)))


def _read_date(plain: str, heading: _Heading) -> Value | None:
    sign = next((sign for sign in SIGNS if plain.startswith(sign)), "")
    found = read_date(plain.removeprefix(sign))
    if found is None:
        return None
    number, operator = found
    printed = SIGNS[sign] if sign else operator
    return Value(ValueKind.DATE, None, heading.operator if printed is Operator.NONE else printed, number)


def _read_dated(plain: str) -> Value | None:
    # 11月底完成100% asks for a number by a day: the number is what is scored, the day is kept beside it.
    match = _DATED.fullmatch(plain)
    found = read_date(match["date"]) if match else None
    if match is None or found is None:
        return None
    value = _read_number(match["rest"], _Heading())
    return replace(value, deadline=found[0]) if value else None


# --- numbers -------------------------------------------------------------------------------------------------------


def _read_number(plain: str, heading: _Heading) -> Value | None:
    operator, body = split_operator(_without_remark(plain))
    leaning, body = _split_leaning(body)
    if body.startswith("¥"):
        heading, body = replace(heading, unit="元"), body.removeprefix("¥")
    value = _read_plain(body, leaning) or _read_spelt(body) or _read_range(body) or _read_prefixed(body)
    if value is None:
        return None
    if value.operator is Operator.RANGE:
        return _in_unit(value, heading) if operator is Operator.NONE else None
    printed = heading.operator if operator is Operator.NONE else operator
    return _in_unit(replace(value, operator=printed, leaning=value.leaning or leaning), heading)


def _without_remark(plain: str) -> str:
    # 6架(已布防): a closing bracket without a number or a unit remarks on the value.
    match = re.search(r"\(([^()\d]{1,30})\)$", plain)
    if not match or match[1] == "含" or match.start() == 0:
        return plain
    return plain[: match.start()] + (match[1] if is_unit(match[1]) else "")


def _split_leaning(body: str) -> tuple[Leaning | None, str]:
    for word, leaning in _APPROXIMATE.items():
        if body.startswith(word):
            return leaning, body.removeprefix(word)
    for word in _ROUGHLY:
        if body.endswith(word):
            return (Leaning.ABOVE if word == "余" else Leaning.EITHER), body.removesuffix(word)
    return None, body


def _read_plain(body: str, leaning: Leaning | None = None) -> Value | None:
    match = _NUMBER.fullmatch(body)
    number = parse_printed(match["number"]) if match else None
    if match is None or number is None:
        return None
    more = match["much"] or match["more"]
    found = read_unit((match["scale"] or "") + match["unit"])
    if found is None or not _is_unit_or_words(found, number):
        return None
    unit, held, rest = found
    leaning = Leaning.ABOVE if more else leaning
    return Value(
        ValueKind.NUMBER, None, number=number.times(held), unit=unit or rest or None, scale=held, leaning=leaning
    )


def _is_unit_or_words(found: tuple[str | None, Fraction, str], number: PrintedNumber) -> bool:
    unit, held, rest = found
    if unit is None and held != 1 and rest:
        return False
    if unit == "年" and _YEARS.fullmatch(str(number.value)):
        return False
    # Words after a known unit explain it (6架飞机); alone they are taken for a unit that the kit does not know.
    is_short = unit is not None or (len(rest) <= 4 and rest not in _NO_UNIT)
    return is_short and not _NO_SUFFIX.search(rest) and not rest.startswith("月")


def _read_spelt(body: str) -> Value | None:
    percent = _PERCENT.fullmatch(body)
    if percent:
        return _spelt(100 if percent["number"] == "百" else _numeral_or_digits(percent["number"]), "%", Fraction(1))
    match = _NUMERAL.fullmatch(body)
    found = read_unit(match["unit"]) if match else None
    # 一级 is a rank and 三年级 a school form: only a counted unit, with nothing after it, makes the numeral a number.
    if match is None or found is None or found[2] or found[0] in _RANKS:
        return None
    return _spelt(read_numeral(match["number"]), found[0], found[1])


def _numeral_or_digits(text: str) -> Fraction | int | None:
    return Fraction(text) if text.isascii() else read_numeral(text)


def _spelt(number: Fraction | int | None, unit: str | None, held: Fraction) -> Value | None:
    if number is None:
        return None
    exact = PrintedNumber(Fraction(number), Fraction(1)).times(held)
    return Value(ValueKind.NUMBER, None, number=exact, unit=unit, scale=held)


def _read_range(body: str) -> Value | None:
    match = _RANGE.fullmatch(body)
    high = _read_plain(match["high"]) if match else None
    if match is None or high is None or high.number is None or high.leaning:
        return None
    low = _read_plain(match["low"] + match["first"])
    if low is None or low.number is None or (low.unit is not None and low.unit != high.unit):
        return None
    if low.unit is None and low.scale == 1:
        low = replace(low, number=low.number.times(high.scale))
    assert low.number is not None
    if low.number.value >= high.number.value or _is_span_of_years(match["low"], match["high"]):
        return None
    return replace(high, operator=Operator.RANGE, number=low.number, number_to=high.number)


def _is_span_of_years(low: str, high: str) -> bool:
    return bool(_YEARS.fullmatch(low) and _YEARS.match(high))


def _read_prefixed(body: str) -> Value | None:
    # 布防6架: a short verb before a number with a known unit; anything that may turn its meaning stays words.
    match = _PREFIX.match(body)
    if not match or (_NO_PREFIX.search(match[0]) and match[0] not in _PLAIN_PREFIX):
        return None
    rest = body[match.end() :]
    value = _read_plain(rest)
    unit = _NUMBER.fullmatch(rest)
    return value if value and unit and is_unit((unit["scale"] or "") + unit["unit"]) else None


def _in_unit(value: Value, heading: _Heading) -> Value:
    found = read_unit(heading.unit) if heading.unit and value.unit is None and value.scale == 1 else None
    if found is None or value.number is None:
        return value
    unit, held, rest = found
    to = value.number_to.times(held) if value.number_to else None
    return replace(value, number=value.number.times(held), number_to=to, unit=unit or rest or None, scale=held)


# --- headings and names --------------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def _read_heading(operator: str, unit: str, name: str) -> _Heading:
    plain = "".join(to_halfwidth(name).split())
    named, named_unit = _read_template(plain)
    column = _unit_text(unit)
    is_month = (column in {"月", "月份"} and "时" in plain) or bool(_MONTH_NAME.search(plain))
    own = read_operator(to_halfwidth(operator[:20]))
    return _Heading(
        operator=named if own is Operator.NONE else own,
        unit=column or named_unit,
        is_month=is_month,
        is_time=any(word in plain for word in _TIME_WORDS),
        allows_nothing=any(word in plain for word in _UNWANTED),
    )


@lru_cache(maxsize=65_536)
def _heading_of_actual(unit: str, name: str) -> _Heading:
    return replace(_read_heading("", unit, name), operator=Operator.NONE)


def _unit_text(unit: str) -> str | None:
    plain = "".join(to_halfwidth(unit[:20]).split()).strip("()")
    return plain if plain and plain not in _EMPTY and read_unit(plain) else None


def _read_template(name: str) -> tuple[Operator, str | None]:
    """Operator and unit from a bracket of the name: ``(≥**平方米)``, ``(万元)``, ``(%)``."""
    for inside in _IN_BRACKETS.findall(name):
        sign = next((sign for sign in SIGNS if inside.startswith(sign)), "")
        unit = inside.removeprefix(sign).removeprefix("单位:").strip("*×X_□x")
        if is_unit(unit) and (sign or unit == inside.removeprefix("单位:")):
            return SIGNS.get(sign, Operator.NONE), unit
    return Operator.NONE, None


@lru_cache(maxsize=16_384)
def _from_name(text: str | None, name: str) -> Value | None:
    plain = "".join(to_halfwidth(name).split())[-_NAME_TAIL:]
    match = _TAIL.search(plain)
    if match is None or (match.start() and plain[match.start() - 1] in ".,~-至到×x/年第"):
        return None
    operator = _operator_before(plain[: match.start()])
    value = _read_plain(match[0].removesuffix(")"))
    if value is None or value.number is None or value.unit in _NOT_A_TARGET or not _ends_in_unit(match[0]):
        return None
    return replace(value, text=text, operator=operator, from_name=True)


def _ends_in_unit(tail: str) -> bool:
    return is_unit(re.sub(rf"^{_DIGITS}", "", tail.removesuffix(")")))


def _operator_before(text: str) -> Operator:
    for length in range(5, 0, -1):
        found = read_operator(text[-length:])
        if found is not Operator.NONE:
            return found
    return Operator.NONE
