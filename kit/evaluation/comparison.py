"""Comparison: an actual value held against its target, said only where it can be said."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kit.core.number import PrintedNumber
from kit.evaluation.dates import year_of
from kit.evaluation.units import count_alike, may_count_alike
from kit.evaluation.value import Leaning, Operator, Value, ValueKind

PERCENT = "%"
# A bare number that the unit of its partner makes a hundred times too great or too small was printed in another unit.
_FAR = 100
_RATE_MIN = 50


class Direction(StrEnum):
    """Whether more is better or less is."""

    POSITIVE = "positive"
    INVERSE = "inverse"


@dataclass(frozen=True)
class Pair:
    """Target and actual as exact numbers in one unit; ``target_to`` is the upper end of a range."""

    target: Fraction
    actual: Fraction
    target_to: Fraction | None = None


def is_comparable(target: Value, actual: Value) -> bool:
    """True where both are numbers of the same kind of thing, or both are dates; words and empty cells never are."""
    if target.kind is ValueKind.DATE:
        return actual.kind is ValueKind.DATE and _same_years(target, actual)
    return align(target, actual) is not None


def have_alien_units(target: Value, actual: Value) -> bool:
    """True where both are numbers that measure different things: 100 % answered with 1000件."""
    both = target.kind is ValueKind.NUMBER and actual.kind is ValueKind.NUMBER
    return both and not may_count_alike(target.unit, actual.unit)


def align(target: Value, actual: Value) -> Pair | None:
    """Both numbers in one unit, or None where they do not compare.

    A number without unit takes that of its partner (``≤90万元`` answered with ``90``); a rate printed as ``1`` or
    ``0.95`` stands for a percentage beside a partner of at least 50 %.
    """
    first, second = target.number, actual.number
    if target.kind is not ValueKind.NUMBER or actual.kind is not ValueKind.NUMBER or first is None or second is None:
        return None
    if not count_alike(target.unit, actual.unit) or actual.operator is Operator.RANGE:
        return None
    to = target.number_to.value if target.number_to else None
    if target.unit is not None and actual.unit is None and actual.scale == 1:
        return _checked(Pair(first.value, _answer(second, target), to), target.scale)
    if actual.unit is not None and target.unit is None and target.scale == 1:
        if _is_rate(first, target, second, actual.unit):
            return Pair(first.value * 100, second.value, to * 100 if to is not None else None)
        scaled = to * actual.scale if to is not None else None
        return _checked(Pair(first.value * actual.scale, second.value, scaled), actual.scale)
    return Pair(first.value, second.value, to)


def is_met(target: Value, actual: Value, direction: Direction | None = None) -> bool | None:
    """True where the target is met, False where it is not, None where it cannot be said.

    *direction* decides where no operator (or ``=``) is printed; without it more is taken as better. An approximate
    actual value decides only where the side on which it leans cannot change the answer.
    """
    if target.kind is ValueKind.DATE:
        return _is_in_time(target, actual) if is_comparable(target, actual) else None
    pair = align(target, actual)
    if pair is None or (target.leaning not in (None, Leaning.ABOVE) and pair.target != pair.actual):
        return None
    if actual.leaning is not None:
        return _is_met_roughly(pair, target, actual, direction)
    return _holds(pair, target.operator, direction)


def direction_of(target: Value, inverse_words: tuple[str, ...], *texts: str | None) -> Direction:
    """The direction of an indicator: by the operator of its target, else by words in its name that only fit one.

    *texts* are the name and the heading above it (``成本指标``).
    """
    if target.operator in (Operator.AT_MOST, Operator.LESS_THAN):
        return Direction.INVERSE
    if target.operator in (Operator.AT_LEAST, Operator.MORE_THAN, Operator.RANGE):
        return Direction.POSITIVE
    named = any(word in text for text in texts if text for word in inverse_words)
    return Direction.INVERSE if named else Direction.POSITIVE


def ratio(pair: Pair, direction: Direction) -> Fraction | None:
    """How far the target is reached: actual / target, or target / actual where less is better; 1 is reached.

    None where zero or a negative number leaves no ratio.
    """
    target, actual = pair.target, pair.actual
    if pair.target_to is not None:
        return _range_ratio(pair)
    if target == actual:
        return Fraction(1)
    above, below = (target, actual) if direction is Direction.INVERSE else (actual, target)
    return above / below if below > 0 and above >= 0 else None


# --- numbers -------------------------------------------------------------------------------------------------------


def _answer(number: PrintedNumber, target: Value) -> Fraction:
    if target.unit != PERCENT:
        return number.value * target.scale
    assert target.number is not None
    is_rate = _is_rate(number, target, target.number, PERCENT)
    return number.value * (100 if is_rate else target.scale)


def _is_rate(number: PrintedNumber, target: Value, partner: PrintedNumber, unit: str) -> bool:
    """True where *number* beside a *partner* in percent is a share of one: 0.85 beside 86%."""
    is_limit = target.operator in (Operator.AT_MOST, Operator.LESS_THAN)
    return unit == PERCENT and 0 < number.value <= 1 and partner.value >= _RATE_MIN and not is_limit


def _checked(pair: Pair, scale: Fraction) -> Pair | None:
    if scale <= _FAR or 0 in (pair.target, pair.actual):
        return pair
    return pair if 1 / Fraction(_FAR) <= abs(pair.actual / pair.target) <= _FAR else None


def _holds(pair: Pair, operator: Operator, direction: Direction | None) -> bool | None:
    target, actual = pair.target, pair.actual
    if operator is Operator.MORE_THAN:
        return actual > target
    if operator is Operator.LESS_THAN:
        return actual < target
    if operator is Operator.RANGE:
        assert pair.target_to is not None
        return True if target <= actual <= pair.target_to else False if actual < target else None
    if operator is Operator.AT_MOST:
        return actual <= target
    if operator is Operator.AT_LEAST or actual == target:
        return actual >= target
    return _without_operator(pair, operator, direction)


def _without_operator(pair: Pair, operator: Operator, direction: Direction | None) -> bool | None:
    is_better = pair.actual < pair.target if direction is Direction.INVERSE else pair.actual > pair.target
    if not is_better:
        return False
    # More than "= 8" is not 8, and more than none (0起) without a word for its direction may be good or bad.
    doubtful = operator is Operator.EQUAL or (pair.target == 0 and direction is not Direction.INVERSE)
    return None if doubtful else True


def _is_met_roughly(pair: Pair, target: Value, actual: Value, direction: Direction | None) -> bool | None:
    here = _holds(pair, target.operator, direction)
    slight = abs(pair.target) / 10 or Fraction(1)
    ends = [pair.actual]
    if actual.leaning in (Leaning.ABOVE, Leaning.EITHER):
        ends.append(pair.actual + slight)
    if actual.leaning in (Leaning.BELOW, Leaning.EITHER):
        ends.append(pair.actual - slight)
    answers = {_holds(Pair(pair.target, end, pair.target_to), target.operator, direction) for end in ends}
    return here if answers == {here} else None


def _range_ratio(pair: Pair) -> Fraction | None:
    assert pair.target_to is not None
    if pair.actual < pair.target:
        return pair.actual / pair.target if pair.target > 0 and pair.actual >= 0 else None
    return Fraction(1) if pair.actual <= pair.target_to else None


# --- dates ---------------------------------------------------------------------------------------------------------


def _same_years(target: Value, actual: Value) -> bool:
    if target.number is None or actual.number is None:
        return False
    return bool(year_of(target.number)) == bool(year_of(actual.number))


def _is_in_time(target: Value, actual: Value) -> bool | None:
    due, done = target.number, actual.number
    assert due is not None
    assert done is not None
    due_end, done_end = due.value + due.step, done.value + done.step
    if target.operator is Operator.LESS_THAN:
        return True if done_end <= due.value else False if done.value >= due_end else None
    if target.operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        return None
    return True if done_end <= due_end else False if done.value >= due_end else None
