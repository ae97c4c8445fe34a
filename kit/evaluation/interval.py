"""Interval: all the true values that a printed number can stand for."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kit.core.number import PrintedNumber


@dataclass(frozen=True)
class Interval:
    """The values from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __contains__(self, value: Fraction) -> bool:
        return self.low <= value <= self.high

    def meets(self, other: "Interval") -> bool:
        """True where some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def times(self, factor: Fraction | int) -> "Interval":
        """The interval of the products with *factor*."""
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))


NOTHING = Interval(Fraction(0), Fraction(0))


def exactly(value: Fraction) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def thinkable(printed: PrintedNumber) -> Interval:
    """The true values of *printed* where nobody knows whether it was rounded or cut off after its last digit."""
    half = printed.step / 2
    if printed.value < 0:
        return Interval(printed.value - printed.step, printed.value + half)
    return Interval(printed.value - half, printed.value + printed.step)


def total_of(intervals: Iterable[Interval]) -> Interval:
    """The interval of the sums."""
    total = NOTHING
    for interval in intervals:
        total = total + interval
    return total


def is_printed_of(value: Fraction, printed: PrintedNumber) -> bool:
    """True where *value* prints as *printed*, rounded half up or cut off."""
    return thinkable(printed).low <= value < thinkable(printed).high or is_rounded_to(value, printed)


def is_rounded_to(value: Fraction, printed: PrintedNumber) -> bool:
    """True where *value* rounds to *printed*; at the half either neighbour passes, since spreadsheets differ."""
    return printed.low <= value <= printed.high


def shown(value: Fraction) -> str:
    """*value* for a message: at most four decimals, no trailing zeros."""
    ten_thousandths = (abs(value) * 10_000 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(ten_thousandths, 10_000)
    fraction = f"{rest:04d}".rstrip("0")
    sign = "-" if value < 0 and ten_thousandths else ""
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
