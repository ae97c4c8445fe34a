"""Rates: shares in percent and amounts in fen, computed exactly and rounded once, half up, at the end."""

from decimal import Decimal
from fractions import Fraction
from math import floor

DECIMALS = 2


def percent(part: Fraction | int, whole: int) -> Decimal | None:
    """*part* of *whole* in percent with two decimals; None where *whole* is zero, since nothing divides by it."""
    if whole == 0:
        return None
    return Decimal(half_up(Fraction(part) * 100 * 10**DECIMALS / whole)).scaleb(-DECIMALS)


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half going away from zero."""
    rounded = floor(abs(value) + Fraction(1, 2))
    return -rounded if value < 0 else rounded
