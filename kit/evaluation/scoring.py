"""Scoring: exact scores of self-review tables by a scheme; a single table is a batch of one.

Everything is counted in whole numbers: points in millionths (``POINT``), ratios as two whole numbers. A score is
``weight × numerator / denominator``, rounded once, halves up or all down, to the scheme's decimals (or to millionths
where the scheme rounds nothing or only the total). No float takes part.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from kit.evaluation.grades import Grade
from kit.evaluation.parsed import NO_SCORE, POINT, Flags, Ints, ParsedBatch, ParsedTable, Treatment, batch
from kit.evaluation.scheme import BelowTarget, Denominator, InverseFormula, RoundingMode, RoundingPlace, Scheme

_WORD = 62


@dataclass(frozen=True)
class Scores:
    """The scores of a batch; points in millionths, ``NO_SCORE`` where there is none.

    ``row_scores`` and the flags of rows follow the batch's rows, the rest its tables. ``grades`` are places in
    ``scheme.scale.grades``, -1 without a total.
    """

    scheme: Scheme
    batch: ParsedBatch
    row_scores: Ints
    row_computed: Flags
    over_achieved: Flags
    execution_scores: Ints
    execution_computed: Flags
    totals: Ints
    printed_sums: Ints
    grades: Ints

    def table(self, index: int) -> "TableScore":
        """The scores of one table in exact points."""
        rows = slice(int(self.batch.offsets[index]), int(self.batch.offsets[index + 1]))
        grade = int(self.grades[index])
        return TableScore(
            execution_rate=_rate(self.batch, index, self.scheme.execution.denominator),
            execution_score=_points(self.execution_scores[index]),
            execution_is_computed=bool(self.execution_computed[index]),
            row_scores=tuple(map(_points, self.row_scores[rows])),
            row_is_computed=tuple(map(bool, self.row_computed[rows])),
            over_achieved=tuple(map(bool, self.over_achieved[rows])),
            total=_points(self.totals[index]),
            printed_sum=_points(self.printed_sums[index]),
            grade=None if grade < 0 else self.scheme.scale.grades[grade],
        )


@dataclass(frozen=True)
class TableScore:
    """The scores of one table, in points.

    ``execution_rate`` is executed / budget, uncapped. ``row_scores`` holds the kit's own score where target and actual
    allow one (then ``row_is_computed``), the printed one where only a person can judge, None where there is neither or
    the row has no weight. ``total`` is their sum with execution, None where a row lacks one, where the table was cut,
    or where nothing is scored. ``printed_sum`` is the sum of the printed scores, None where one is missing.
    """

    execution_rate: Fraction | None
    execution_score: Fraction | None
    execution_is_computed: bool
    row_scores: tuple[Fraction | None, ...]
    row_is_computed: tuple[bool, ...]
    over_achieved: tuple[bool, ...]
    total: Fraction | None
    printed_sum: Fraction | None
    grade: Grade | None


def score_table(table: ParsedTable, scheme: Scheme) -> TableScore:
    """The scores of one table: a batch of one."""
    return score(batch([table]), scheme).table(0)


def score(parsed: ParsedBatch, scheme: Scheme) -> Scores:
    """The scores of every table and row of *parsed* by *scheme*."""
    row_scores, row_computed = _row_scores(parsed, scheme)
    execution_scores, execution_computed = _execution_scores(parsed, scheme)
    totals = _totals(parsed, scheme, row_scores, execution_scores)
    return Scores(
        scheme=scheme,
        batch=parsed,
        row_scores=row_scores,
        row_computed=row_computed,
        over_achieved=_over_achieved(parsed, scheme),
        execution_scores=execution_scores,
        execution_computed=execution_computed,
        totals=totals,
        printed_sums=_sums(parsed, parsed.printed, parsed.execution_printed, scheme),
        grades=_grades(totals, scheme),
    )


# --- rows ----------------------------------------------------------------------------------------------------------


def _row_scores(parsed: ParsedBatch, scheme: Scheme) -> tuple[Ints, Flags]:
    top, bottom = _ratios(parsed, scheme)
    kind = parsed.treatment
    computed = (kind >= Treatment.MORE) & (kind <= Treatment.REACHED)
    own = _share(np.where(computed, parsed.weight, 0), top, bottom, _row_step(scheme), _is_down(scheme))
    as_printed = (kind == Treatment.JUDGED) | (kind == Treatment.ADDED)
    scores = np.where(computed, own, np.where(as_printed, parsed.printed, NO_SCORE))
    return np.where(kind == Treatment.DEDUCTED, -parsed.printed, scores), computed


def _ratios(parsed: ParsedBatch, scheme: Scheme) -> tuple[Ints, Ints]:
    """Numerator and denominator of the share of its weight that each row earns, between 0 and 1."""
    target, actual, kind = parsed.target, parsed.actual, parsed.treatment
    less = kind == Treatment.LESS
    top, bottom = np.where(less, target, actual), np.where(less, actual, target)
    if scheme.quantitative.inverse is InverseFormula.EXCESS:
        # Each percent over the limit costs one percent of the weight: 1 - (actual - limit) / limit.
        over = less & (actual > target)
        top, bottom = np.where(over, 2 * target - actual, top), np.where(over, target, bottom)
    reached = np.where(less, actual <= target, actual >= target) | (kind == Treatment.REACHED)
    reached &= (kind != Treatment.BETWEEN) | (actual <= parsed.target_to)
    if scheme.quantitative.below_target is BelowTarget.NOTHING:
        top = np.zeros_like(top)
    usable = (bottom > 0) & ~reached
    top = np.where(reached, 1, np.where(usable, np.clip(top, 0, np.maximum(bottom, 0)), 0))
    return top, np.where(usable, bottom, 1)


def _over_achieved(parsed: ParsedBatch, scheme: Scheme) -> Flags:
    multiple = Fraction(scheme.quantitative.over_achievement)
    soft = (parsed.treatment == Treatment.MORE) & (parsed.target > 0)
    # Whole parts and rest apart, so that no product leaves 64 bits.
    whole, rest = np.divmod(parsed.actual, np.maximum(parsed.target, 1))
    limit, part = divmod(multiple.numerator, multiple.denominator)
    above = rest * multiple.denominator > parsed.target * part
    over: Flags = soft & ((whole > limit) | ((whole == limit) & above))
    return over


# --- execution -----------------------------------------------------------------------------------------------------


def _execution_scores(parsed: ParsedBatch, scheme: Scheme) -> tuple[Ints, Flags]:
    below = parsed.adjusted if scheme.execution.denominator is Denominator.ADJUSTED else parsed.initial
    weight = _execution_weight(parsed, scheme)
    computed = (below > 0) & (weight != NO_SCORE)
    top, bottom = np.where(computed, np.minimum(parsed.executed, below), 0), np.where(computed, below, 1)
    own = _share(np.where(computed, weight, 0), top, bottom, _row_step(scheme), _is_down(scheme))
    return np.where(computed, own, parsed.execution_printed), computed


def _execution_weight(parsed: ParsedBatch, scheme: Scheme) -> Ints:
    """The printed weight; the scheme's where the printed one is impossible, or where only a score is printed."""
    normal, largest = _scaled(scheme.execution.weight), _scaled(scheme.execution.weight_max)
    printed = (parsed.execution_weight >= 0) & (parsed.execution_weight <= largest)
    counted = (parsed.execution_weight != NO_SCORE) | (
        (parsed.execution_printed >= 0) & (parsed.execution_printed <= normal)
    )
    return np.where(printed, parsed.execution_weight, np.where(counted, normal, NO_SCORE))


# --- totals --------------------------------------------------------------------------------------------------------


def _totals(parsed: ParsedBatch, scheme: Scheme, row_scores: Ints, execution_scores: Ints) -> Ints:
    sums = _sums(parsed, row_scores, execution_scores, scheme)
    if scheme.rounding.at is RoundingPlace.TOTAL and scheme.rounding.decimals is not None:
        step = POINT // 10**scheme.rounding.decimals
        sums = np.where(sums == NO_SCORE, NO_SCORE, _rounded(sums, step, _is_down(scheme)))
    return np.where(parsed.is_complete, sums, NO_SCORE)


def _sums(parsed: ParsedBatch, rows: Ints, execution: Ints, scheme: Scheme) -> Ints:
    """The sum of each table's rows and execution, added and deducted points within the scheme's bounds."""
    kind = parsed.treatment
    counted = (kind != Treatment.SKIPPED) & (kind != Treatment.ADDED) & (kind != Treatment.DEDUCTED)
    missing = counted & (rows == NO_SCORE)
    plain = _per_table(parsed, np.where(counted & ~missing, rows, 0))
    bounds = scheme.adjustments
    added = _bounded(_per_table(parsed, np.where(kind == Treatment.ADDED, parsed.printed, 0)), bounds.added_max)
    taken = _bounded(_per_table(parsed, np.where(kind == Treatment.DEDUCTED, parsed.printed, 0)), bounds.deducted_max)
    has_execution = execution != NO_SCORE
    lacks_execution = ~has_execution & (parsed.execution_weight > 0)
    scored = (_per_table(parsed, (counted & ~missing).astype(np.int64)) > 0) | (has_execution & (execution > 0))
    known = (_per_table(parsed, missing.astype(np.int64)) == 0) & ~lacks_execution & scored
    return np.where(known, plain + added - taken + np.where(has_execution, execution, 0), NO_SCORE)


def _per_table(parsed: ParsedBatch, values: Ints) -> Ints:
    running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values, dtype=np.int64)])
    sums: Ints = running[parsed.offsets[1:]] - running[parsed.offsets[:-1]]
    return sums


def _bounded(points: Ints, most: Decimal | None) -> Ints:
    return points if most is None else np.minimum(points, _scaled(most))


def _grades(totals: Ints, scheme: Scheme) -> Ints:
    grades = scheme.scale.grades
    rising = np.array([_scaled(grade.points_min) for grade in reversed(grades)], dtype=np.int64)
    place = len(grades) - np.searchsorted(rising, totals, side="right")
    return np.where(totals == NO_SCORE, -1, np.minimum(place, len(grades) - 1)).astype(np.int64)


# --- exact division ------------------------------------------------------------------------------------------------


def _share(weight: Ints, top: Ints, bottom: Ints, step: int, is_down: bool) -> Ints:
    """The share top / bottom of weight, rounded to *step*; 0 ≤ top ≤ bottom.

    The product may leave 64 bits, so it is divided in pieces of the weight, as one divides on paper: as many bits of
    the weight at a time as leave the remainder times the piece inside the word.
    """
    if not len(weight):
        return weight
    piece = _WORD - int(bottom.max()).bit_length()
    length = int(weight.max()).bit_length()
    quotient, rest = np.zeros_like(weight), np.zeros_like(weight)
    for place in range(-(-length // piece) - 1, -1, -1):
        digit = (weight >> (place * piece)) & ((1 << piece) - 1)
        part, rest = np.divmod((rest << piece) + digit * top, bottom)
        quotient = (quotient << piece) + part
    return _rounded(quotient, step, is_down, rest, bottom)


def _rounded(points: Ints, step: int, is_down: bool, rest: Ints | int = 0, bottom: Ints | int = 1) -> Ints:
    """The sum points + rest/bottom to a multiple of *step*: down, or the half up."""
    whole, over = np.divmod(points, step)
    if is_down:
        return whole * step
    half = 2 * over >= step if step > 1 else 2 * np.asarray(rest) >= bottom
    return (whole + half) * step


def _row_step(scheme: Scheme) -> int:
    rounding = scheme.rounding
    if rounding.decimals is None or rounding.at is RoundingPlace.TOTAL:
        return 1
    return int(POINT // 10**rounding.decimals)


def _is_down(scheme: Scheme) -> bool:
    return scheme.rounding.mode is RoundingMode.DOWN


def _scaled(points: Decimal) -> int:
    return int(points * POINT)


def _points(scaled: np.int64) -> Fraction | None:
    return None if scaled == NO_SCORE else Fraction(int(scaled), POINT)


def _rate(parsed: ParsedBatch, index: int, denominator: Denominator) -> Fraction | None:
    below = int((parsed.adjusted if denominator is Denominator.ADJUSTED else parsed.initial)[index])
    return Fraction(int(parsed.executed[index]), below) if below > 0 else None
