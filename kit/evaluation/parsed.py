"""Parsed table: what scoring needs of a printed table, in exact whole numbers; many of them as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

import numpy as np
import numpy.typing as npt

from kit.core.money import parse_amount
from kit.core.number import to_halfwidth
from kit.evaluation.comparison import Direction, Pair, align, direction_of, is_met
from kit.evaluation.points import parse_points
from kit.evaluation.printed import PrintedBudget, PrintedIndicator, PrintedTable
from kit.evaluation.scheme import Denominator, Scheme
from kit.evaluation.target import parse_actual, parse_target
from kit.evaluation.value import Value, ValueKind

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Points are counted in millionths. Weights and scores up to 1,000 points and operands up to 10^15 keep every product
# inside 64 bits when kit/evaluation/scoring.py divides.
POINT = 1_000_000
POINTS_MAX = 1_000 * POINT
OPERAND_MAX = 10**15
NO_SCORE = np.iinfo(np.int64).min
_EXECUTION = "执行率"


class Treatment(IntEnum):
    """How a row gets its score.

    ``SKIPPED``: no weight and no score (a sub-row such as 其中…). ``MORE`` and ``LESS``: computed, more or less being
    better. ``BETWEEN``: computed for a range. ``REACHED``: a date that is kept and its like, full points. ``JUDGED``:
    words, or values that do not compare, which only a person can judge: the printed score is taken where it lies
    between 0 and the weight. ``OPEN``: to be judged, and no usable score is printed. ``ADDED`` and ``DEDUCTED``: points
    outside the weights, taken as printed.
    """

    SKIPPED = 0
    MORE = 1
    LESS = 2
    BETWEEN = 3
    REACHED = 4
    JUDGED = 5
    OPEN = 6
    ADDED = 7
    DEDUCTED = 8


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row. Points in millionths; ``target``, ``target_to`` and ``actual`` as whole numbers on one scale."""

    treatment: Treatment
    weight: int = 0
    printed: int = NO_SCORE
    target: int = 0
    target_to: int = 0
    actual: int = 0


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """One table.

    ``executed``, ``adjusted`` and ``initial`` as whole numbers on one scale, all 0 where no executed amount is printed
    or where they are out of bounds.
    ``execution_weight`` and ``execution_printed`` in millionths, ``NO_SCORE`` where the table prints none.
    """

    rows: tuple[ParsedRow, ...]
    executed: int = 0
    adjusted: int = 0
    initial: int = 0
    execution_weight: int = NO_SCORE
    execution_printed: int = NO_SCORE
    is_complete: bool = True


@dataclass(frozen=True)
class ParsedBatch:
    """Many tables as columns. The rows of table *i* are those from ``offsets[i]`` up to ``offsets[i + 1]``."""

    offsets: Ints
    treatment: Ints
    weight: Ints
    printed: Ints
    target: Ints
    target_to: Ints
    actual: Ints
    executed: Ints
    adjusted: Ints
    initial: Ints
    execution_weight: Ints
    execution_printed: Ints
    is_complete: Flags

    def __len__(self) -> int:
        return len(self.offsets) - 1


_ROW_COLUMNS = tuple(field.name for field in fields(ParsedRow))
_TABLE_COLUMNS = tuple(field.name for field in fields(ParsedTable) if field.name != "rows")


def batch(tables: Sequence[ParsedTable]) -> ParsedBatch:
    """*tables* as columns."""
    rows = [row for table in tables for row in table.rows]
    columns = {name: _column([getattr(row, name) for row in rows]) for name in _ROW_COLUMNS}
    columns |= {name: _column([getattr(table, name) for table in tables]) for name in _TABLE_COLUMNS}
    offsets = np.concatenate([[0], np.cumsum([len(table.rows) for table in tables], dtype=np.int64)]).astype(np.int64)
    return ParsedBatch(offsets=offsets, is_complete=columns.pop("is_complete").astype(np.bool_), **columns)


def parse_table(table: PrintedTable, scheme: Scheme) -> ParsedTable:
    """What scoring by *scheme* needs of a printed table; the scheme knows words for direction and added points."""
    executed, adjusted, initial = _money(table.budget)
    stands_as_row = _stands_as_row(table, scheme)
    return ParsedTable(
        rows=tuple(parse_row(row, scheme) for row in table.indicators),
        executed=executed,
        adjusted=adjusted,
        initial=initial,
        execution_weight=int(NO_SCORE) if stands_as_row else _points(table.budget.weight),
        execution_printed=int(NO_SCORE) if stands_as_row else _points(table.budget.score_printed),
        is_complete=table.complete,
    )


def parse_row(row: PrintedIndicator, scheme: Scheme) -> ParsedRow:
    """One indicator row with the treatment that its values allow."""
    weight, printed = _points(row.weight), _points(row.score)
    special = _outside_weights(row, printed, scheme)
    if special is not None:
        return ParsedRow(special, printed=printed if printed == NO_SCORE else abs(printed))
    if weight == NO_SCORE or weight < 0:
        return ParsedRow(_without_weight(printed), printed=printed)
    target, actual = parse_values(row)
    return _computed(target, actual, row, scheme, weight, printed) or ParsedRow(
        _judged(printed, weight), weight=weight, printed=printed
    )


def parse_values(row: PrintedIndicator) -> tuple[Value, Value]:
    """Target and actual value of a row, with its operator and unit columns and its name."""
    target = parse_target(row.target, operator=row.op_column, unit=row.unit_column, name=row.name)
    return target, parse_actual(row.actual, unit=row.unit_column, name=row.name)


def execution_rate(budget: PrintedBudget, denominator: Denominator = Denominator.ADJUSTED) -> Fraction | None:
    """Executed / adjusted (or initial) budget, uncapped; None where either is not printed or the budget is 0."""
    executed, adjusted, initial = _money(budget)
    below = adjusted if denominator is Denominator.ADJUSTED else initial
    return Fraction(executed, below) if below > 0 else None


# --- rows ----------------------------------------------------------------------------------------------------------


def _outside_weights(row: PrintedIndicator, printed: int, scheme: Scheme) -> Treatment | None:
    names = [to_halfwidth(text or "") for text in (row.level1, row.name)]
    if any(name.startswith(scheme.adjustments.added_names) for name in names):
        return Treatment.SKIPPED if printed == NO_SCORE else Treatment.ADDED
    deducted = any(name.startswith(scheme.adjustments.deducted_names) for name in names)
    if deducted or (printed != NO_SCORE and printed < 0):
        return Treatment.SKIPPED if printed == NO_SCORE else Treatment.DEDUCTED
    return None


def _without_weight(printed: int) -> Treatment:
    return Treatment.SKIPPED if printed == NO_SCORE else Treatment.JUDGED


def _judged(printed: int, weight: int) -> Treatment:
    return Treatment.JUDGED if 0 <= printed <= weight else Treatment.OPEN


def _computed(
    target: Value, actual: Value, row: PrintedIndicator, scheme: Scheme, weight: int, printed: int
) -> ParsedRow | None:
    direction = direction_of(target, scheme.inverse_words, row.name, row.level2)
    met = is_met(target, actual, direction)
    if met is None:
        return None
    if target.kind is ValueKind.DATE:
        return ParsedRow(Treatment.REACHED, weight, printed) if met else None
    pair = align(target, actual)
    operands = _operands(pair) if pair else None
    if operands is None or pair is None or (pair.target < 0 and not met):
        return None
    return ParsedRow(_treatment(pair, direction, met=met), weight, printed, *operands)


def _treatment(pair: Pair, direction: Direction, *, met: bool) -> Treatment:
    if met and (pair.target <= 0 or pair.actual < 0):
        return Treatment.REACHED
    if pair.target_to is not None:
        return Treatment.BETWEEN
    return Treatment.LESS if direction is Direction.INVERSE else Treatment.MORE


def _operands(pair: Pair) -> tuple[int, int, int] | None:
    """Target, its upper end and the actual value as the smallest whole numbers in their proportion."""
    values = (pair.target, pair.target if pair.target_to is None else pair.target_to, pair.actual)
    whole = _on_one_scale(values)
    return whole if max(map(abs, whole)) <= OPERAND_MAX else None


def _on_one_scale(values: tuple[Fraction, Fraction, Fraction]) -> tuple[int, int, int]:
    common = lcm(*(value.denominator for value in values))
    first, second, third = (value.numerator * (common // value.denominator) for value in values)
    shared = gcd(first, second, third) or 1
    return first // shared, second // shared, third // shared


def _stands_as_row(table: PrintedTable, scheme: Scheme) -> bool:
    """True where the execution rate is an indicator row, whose points the money block only repeats."""
    weight = _points(table.budget.weight)
    is_row = any(_EXECUTION in (row.name or "") and _points(row.weight) == weight for row in table.indicators)
    return is_row and sum(max(_points(row.weight), 0) for row in table.indicators) == scheme.total * POINT


# --- money and points ----------------------------------------------------------------------------------------------


def _money(budget: PrintedBudget) -> tuple[int, int, int]:
    printed = (budget.executed, budget.adjusted, budget.initial)
    unit = _unit(budget)
    amounts = [parse_amount(text, unit) for text in printed]
    if amounts[0] is None or amounts[0].value < 0:
        return 0, 0, 0
    values = [max(amount.value, Fraction(0)) if amount else Fraction(0) for amount in amounts]
    whole = _on_one_scale((values[0], values[1], values[2]))
    return whole if max(whole) <= OPERAND_MAX else (0, 0, 0)


def _unit(budget: PrintedBudget) -> str:
    plain = to_halfwidth(budget.unit or "").strip("()")
    # The rate needs no unit of its own; where the heading's is not one of money, the amounts share the official one.
    return plain if plain in {"元", "千元", "百万元", "亿元"} else "万元"


@lru_cache(maxsize=4096)
def _points(text: str | None) -> int:
    """Points in millionths, NO_SCORE where none is printed or they are beyond all bounds."""
    number = parse_points(text)
    scaled = number.value * POINT if number else None
    if scaled is None or scaled.denominator != 1 or abs(scaled) > POINTS_MAX:
        return int(NO_SCORE)
    return int(scaled)


def _column(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
