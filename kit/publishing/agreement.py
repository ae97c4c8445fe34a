"""Agreement: whether a text writes the value that it stands for: the same number, rounded, or the same digits."""

import re
from decimal import Decimal, InvalidOperation

from kit.publishing.columns import NOTHING

_SET_APART = re.compile(r"[,，\s%％+]")
_RUN = re.compile(r"\d+")


def agrees(value: str, text: str) -> bool:
    """True where *text* is *value* rounded to the decimals that it shows, or holds the digits of a value in words.

    Thousands may be set apart, a rate may bear its sign; a value of none is a dash.
    """
    number, said = _number(value), _number(text)
    if number is not None and said is not None:
        return abs(number - said) <= _half_a_unit(said)
    runs = _RUN.findall(value)
    return text == NOTHING if value in {"None", "nan"} else _follows(_RUN.findall(text), runs)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(_SET_APART.sub("", text).replace("−", "-"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _half_a_unit(said: Decimal) -> Decimal:
    exponent = said.as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) / 2


def _follows(said: list[str], runs: list[str]) -> bool:
    """True where the digits said are those of the value, from its first on: a day is the first part of a time."""
    return bool(said) and said == runs[: len(said)]
