"""Value: a target or an actual value as it is understood after parsing."""

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True)
class Value:
    """A parsed target or actual value.

    ``number`` (and ``number_to`` for a range) are in the base unit of ``unit``: 万元 become 元, 万人 become 人, ‰ and
    percent become ``%`` (0.9‰ is 0.09 %). For a date, ``number`` counts months (year × 12 + month, the year 0 where none
    is printed) with the day as a fraction, so that a later date is a greater number. ``is_approximate`` marks 200余人
    and the like; ``text`` is what was printed.
    """

    kind: ValueKind
    text: str | None
    operator: Operator = Operator.NONE
    number: PrintedNumber | None = None
    number_to: PrintedNumber | None = None
    unit: str | None = None
    is_approximate: bool = False
