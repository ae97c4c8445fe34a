"""Numeral: a number of a spreadsheet as the cell shows it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

EXACT_DIGITS = 15
GENERAL = frozenset({"", "general", "@", "g/通用格式"})
# Colours and conditions ([Red]), the locale of a currency ([$¥-804] keeps ¥), padding (_x, *x).
_ASIDE = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(\.[#0?]*)?|\.[#0?]+")
_MARK = "\ue000"


@dataclass(frozen=True)
class _Pattern:
    """One section of a number format: what stands before and after the digits, and how many decimals."""

    before: str
    after: str
    decimals_min: int
    decimals_max: int
    grouped: bool

    def show(self, value: Decimal) -> str:
        scaled = value * 100 if "%" in self.before + self.after else value
        rounded = scaled.quantize(Decimal(1).scaleb(-self.decimals_max), ROUND_HALF_UP)
        text = format(rounded, ",f" if self.grouped else "f")
        return self.before + self._trimmed(text) + self.after

    def _trimmed(self, text: str) -> str:
        optional = self.decimals_max - self.decimals_min
        while optional and text.endswith("0"):
            text, optional = text[:-1], optional - 1
        return text.rstrip(".") if "." in text else text


def show_number(value: float, form: str | None) -> str:
    """*value* as a cell of the number format *form* prints it: 0.978 under ``0.00%`` is ``97.80%``.

    A format that is not a plain pattern of digits is left aside: the shortest text of the number then stands for it.
    """
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{EXACT_DIGITS}g"))
    pattern = _pattern(form or "", exact)
    return pattern.show(exact) if pattern else _general(exact)


def is_beyond_exact(value: float) -> bool:
    """True for a whole number of more digits than a spreadsheet keeps: its last ones are lost."""
    return bool(abs(value) >= 10**EXACT_DIGITS)


def show_date(value: date | datetime | time, form: str | None) -> str:
    """A date cell: year and month where the format shows no day, else the whole date; a time as it is."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if form and not _has_day(form):
        return f"{value.year}年{value.month}月"
    return f"{value.year}年{value.month}月{value.day}日"


def _has_day(form: str) -> bool:
    return "d" in _LITERAL.sub("", _ASIDE.sub("", form)).lower()


def _general(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pattern(form: str, value: Decimal) -> _Pattern | None:
    if form.lower() in GENERAL:
        return None
    sections = form.split(";")
    wanted = 1 if value < 0 and len(sections) > 1 else 0
    pattern = _read_section(sections[wanted])
    if pattern and wanted and "-" not in pattern.before:
        # A section of its own for negative numbers often shows brackets; the minus is what a reader understands.
        return _read_section(sections[0])
    return pattern if not wanted else _read_section(sections[0])


def _read_section(section: str) -> _Pattern | None:
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] if match[1] is not None else match[2])
        return _MARK

    plain = _ASIDE.sub(lambda match: match[1] or "", _LITERAL.sub(keep, section))
    digits = _DIGITS.search(plain)
    if (
        not digits
        or digits[0].endswith(",")
        or re.search(r"[A-Za-z@#0?/!]", plain[: digits.start()] + plain[digits.end() :])
    ):
        return None
    before, after = plain[: digits.start()], plain[digits.end() :]
    texts = iter(literals)
    before, after = (re.sub(_MARK, lambda _: next(texts), part).strip() for part in (before, after))
    decimals = digits[0].partition(".")[2]
    return _Pattern(before, after, decimals.count("0"), len(decimals), "," in digits[0])
