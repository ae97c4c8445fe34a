"""Value: a target or an actual value as it is understood after parsing."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kit.core.number import PrintedNumber


class Operator(StrEnum):
    """How an actual value is held against the target. ``NONE``: nothing printed; the form takes it as at least."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="
    RANGE = "~"
    NONE = ""


class ValueKind(StrEnum):
    """What a printed value is."""

    NUMBER = "number"
    DATE = "date"
    WORDS = "words"
    EMPTY = "empty"


class Leaning(StrEnum):
    """On which side of an approximate number the true one lies: 200余人 above, 近200人 below, 约200人 either."""

    ABOVE = "above"
    BELOW = "below"
    EITHER = "either"


@dataclass(frozen=True)
class Value:
    """A parsed target or actual value.

    ``number`` (and ``number_to`` for a range) are in the base unit of ``unit``: 万元 become 元, 万人 become 人, ‰ and
    percent become ``%`` (0.9‰ is 0.09 %). For a date, ``number`` counts months (year × 12 + month, the year 0 where
    none is printed) with the day as a fraction, so that a later date is a greater number; its ``step`` is how long the
    printed period lasts (1 for a month, 3 for a quarter). ``text`` is what was printed.

    ``scale`` is how many base units one printed unit holds (10000 for 万元), for an answer that leaves the unit out.
    ``leaning`` marks 200余人 and the like. ``deadline`` is the date of a target such as 11月底完成100%. ``from_name``
    says that the target cell was empty and the target was read from the indicator's name.
    """

    kind: ValueKind
    text: str | None
    operator: Operator = Operator.NONE
    number: PrintedNumber | None = None
    number_to: PrintedNumber | None = None
    unit: str | None = None
    scale: Fraction = Fraction(1)
    leaning: Leaning | None = None
    deadline: PrintedNumber | None = None
    from_name: bool = False

    @property
    def is_approximate(self) -> bool:
        """True for 200余人, 约200人, 200人左右."""
        return self.leaning is not None
