"""Style: how one office prints targets and actual values; the forms are those of published self-review tables."""

from enum import StrEnum

from kit.evaluation.printed import PrintedIndicator


class Style(StrEnum):
    """Operator and unit: a sign and glued, spaced, in words, a wide sign, no operator, in columns of their own."""

    SIGN = "sign"
    SPACED = "spaced"
    WORDS = "words"
    WIDE_SIGN = "wide_sign"
    BARE = "bare"
    COLUMNS = "columns"


_AT_LEAST = {
    Style.SIGN: "≥{number}{unit}",
    Style.SPACED: "≥{number} {unit}",
    Style.WORDS: "不少于{number}{unit}",
    Style.WIDE_SIGN: "≧{number}{unit}",
    Style.BARE: "{number}{unit}",
}
_AT_MOST = {
    Style.SIGN: "≤{number}{unit}",
    Style.SPACED: "≤{number} {unit}",
    Style.WORDS: "不超过{number}{unit}",
    Style.WIDE_SIGN: "≦{number}{unit}",
    Style.BARE: "≤{number}{unit}",
}


def print_at_least(style: Style, target: int, actual: int, unit: str) -> PrintedIndicator:
    """A target to be reached, and what was reached."""
    if style is Style.COLUMNS:
        return PrintedIndicator(op_column="≥", target=str(target), actual=str(actual), unit_column=unit)
    wanted = _AT_LEAST[style].format(number=target, unit=unit)
    return PrintedIndicator(target=_percent_words(wanted, unit), actual=f"{actual}{unit}")


def print_amount(style: Style, target: str, actual: str) -> PrintedIndicator:
    """A limit in 万元 that is not to be passed, and what it cost."""
    if style is Style.COLUMNS:
        return PrintedIndicator(op_column="≤", target=target, actual=actual, unit_column="万元")
    return PrintedIndicator(target=_AT_MOST[style].format(number=target, unit="万元"), actual=f"{actual}万元")


def print_month(style: Style, due: int, done: int) -> PrintedIndicator:
    """A month by which something is done, and the month in which it was."""
    end = "底前" if style in (Style.SIGN, Style.WORDS, Style.COLUMNS) else "前"
    # 11月前 ends with October, so that the deed in the month itself would be late.
    month = due if end == "底前" else due + 1
    if month > 12:
        return PrintedIndicator(target="12月底前", actual=f"{done}月")
    return PrintedIndicator(target=f"{month}月{end}", actual=f"{done}月")


def print_words(target: str, actual: str) -> PrintedIndicator:
    """A target in words, answered in words."""
    return PrintedIndicator(target=target, actual=actual)


def _percent_words(target: str, unit: str) -> str:
    return target.replace("不少于", "不低于") if unit == "%" else target
