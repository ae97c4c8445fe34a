"""Weights: whether the points of a form make a hundred, and whether a score keeps within its weight."""

from fractions import Fraction

from kit.core.finding import Finding
from kit.core.language import Phrase, phrase
from kit.core.number import PrintedNumber
from kit.evaluation.context import SCORED, Context
from kit.evaluation.counting import (
    FULL,
    Way,
    heading_sum,
    merged_ways,
    way_with_one_merge,
    ways_of,
    weight_interval,
    weight_sum,
)
from kit.evaluation.reading import Part, Reading, Row
from kit.evaluation.sums import is_graded_in_hundreds, says_rescaled, score_sums


def check_weights(context: Context) -> list[Finding]:
    """The weights with that of execution make a hundred, in whatever lawful way they are counted."""
    reading = context.reading
    if not context.is_summable or is_execution_weight_impossible(reading):
        return []
    ways = [way for way in ways_of(reading) if way.is_weighted()]
    if not ways or _makes_hundred(reading, ways) or _may_leave_out(context, ways):
        return []
    said = _say_weights(reading, ways[0])
    if _may_make_hundred(reading, ways) or _is_brought_to_hundred(context):
        return [context.question("weights_not_100", said, field="total_weight_printed")]
    return [context.fault("weights_not_100", said, field="total_weight_printed")]


def check_execution_weight(context: Context) -> list[Finding]:
    """Execution is one part of the hundred points: it cannot carry all of them, nor less than none."""
    reading = context.reading
    if reading.kind not in SCORED or not is_execution_weight_impossible(reading):
        return []
    said = phrase(
        "The execution weight is printed as {weight}, while indicators carry points too; check whether it is the total "
        "of the form that stands there.",
        weight=reading.table.budget.weight,
    )
    return [context.fault("execution_weight_odd", said, field="budget.weight")]


def check_scores_within_weights(context: Context) -> list[Finding]:
    """No score lies over its weight, and none below zero except on a row for deductions."""
    reading = context.reading
    if reading.kind not in SCORED or is_graded_in_hundreds(reading):
        return []
    rows = [row for row in reading.rows if row.part in (Part.INDICATOR, Part.EXECUTION)]
    findings = [finding for row in rows for finding in _check_row(context, row)]
    if is_execution_weight_impossible(reading):
        return findings
    return findings + _check_score(context, reading.execution_weight, reading.execution_score, None)


def is_execution_weight_impossible(reading: Reading) -> bool:
    """True where execution would carry a hundred points or less than none beside weighted or scored indicators."""
    weight = reading.execution_weight
    if weight is None or not any(row.weight or row.score for row in reading.indicators):
        return False
    return weight.value >= FULL or weight.value < 0


def _makes_hundred(reading: Reading, ways: list[Way]) -> bool:
    execution = reading.execution_weight
    if any(FULL in weight_interval(way, execution, rounded_whole=False) for way in ways):
        return True
    return any(weight_sum(way, execution) == FULL for way in merged_ways(ways))


def _may_leave_out(context: Context, ways: list[Way]) -> bool:
    """True where points may lawfully be missing: execution without a printed weight, or rows that do not apply."""
    reading = context.reading
    gaps = [FULL - weight_sum(way, reading.execution_weight) for way in ways]
    if any(row.is_not_applicable for row in reading.rows) and any(gap > 0 for gap in gaps):
        return True
    is_unprinted = reading.execution_weight is None and not any(row.part is Part.EXECUTION for row in reading.rows)
    return is_unprinted and any(0 < gap <= context.scheme.execution.weight_max for gap in gaps)


def _may_make_hundred(reading: Reading, ways: list[Way]) -> bool:
    execution = reading.execution_weight
    own = execution.value if execution else Fraction(0)
    rows_alone = [weight_sum(way, None) for way in ways]
    headed = heading_sum(reading)
    return (
        any(FULL in weight_interval(way, execution, rounded_whole=True) for way in ways)
        # Rows that make a hundred before execution is added are the common mistake, not merged cells.
        or (FULL not in rows_alone and way_with_one_merge(ways, FULL, own))
        or (headed is not None and FULL in (headed, headed + own) and headed not in rows_alone)
        or _agrees_with_printed_base(reading, ways)
        or (any(row.is_open for row in reading.rows) and any(weight_sum(way, execution) < FULL for way in ways))
    )


def _is_brought_to_hundred(context: Context) -> bool:
    """True where the printed total, or what the table says, is that of a form of other than a hundred points."""
    reading = context.reading
    if says_rescaled(reading):
        return True
    sums = score_sums(reading, context.scheme.execution.weight_max)
    if reading.total is None or sums.agree_with(reading.total):
        return False
    return sums.may_be_rescaled_to(reading.total, is_part_missing=context.is_part_missing)


def _agrees_with_printed_base(reading: Reading, ways: list[Way]) -> bool:
    base = reading.total_weight
    sums = {weight_sum(way, reading.execution_weight) for way in ways}
    return base is not None and base.value != FULL and base.value in sums


def _say_weights(reading: Reading, way: Way) -> Phrase:
    with_execution = weight_sum(way, reading.execution_weight)
    return phrase(
        "The weights make {with_execution} with execution ({execution}) and {without} without it; a form makes {full}. "
        "Check which weight is wrong.",
        with_execution=reading.as_printed(with_execution),
        execution=reading.table.budget.weight or "-",
        without=reading.as_printed(weight_sum(way, None)),
        full=reading.as_printed(FULL),
    )


def _check_row(context: Context, row: Row) -> list[Finding]:
    is_over = row.score is not None and row.weight is not None and row.score.value > row.weight.value
    if is_over and _stands_for_group(context.reading, row):
        return []
    return _check_score(context, row.weight, row.score, row)


def _check_score(
    context: Context, weight: PrintedNumber | None, score: PrintedNumber | None, row: Row | None
) -> list[Finding]:
    if weight is None or score is None or weight.value <= 0:
        return []
    field = None if row else "budget.score_printed"
    if score.value > weight.value:
        return [_over(context, weight, score, row)]
    if score.high < 0 and not _prints_deductions(context.reading):
        said = phrase(
            "The score {score} is below zero on a row of {weight} points; check it.",
            **_both(context.reading, weight, score),
        )
        return [context.fault("score_above_weight", said, row, field)]
    return []


def _over(context: Context, weight: PrintedNumber, score: PrintedNumber, row: Row | None) -> Finding:
    said = phrase(
        "The score {score} lies above the weight {weight}; check both.", **_both(context.reading, weight, score)
    )
    field = None if row else "budget.score_printed"
    # A weight printed as 7 may be 7.14 (50 points over seven rows), of which 7.1 can be scored.
    is_whole = weight.step >= 1
    is_impossible = score.low >= weight.high and (is_whole or score.value - weight.value > weight.step)
    return (context.fault if is_impossible else context.question)("score_above_weight", said, row, field)


def _both(reading: Reading, weight: PrintedNumber, score: PrintedNumber) -> dict[str, str]:
    return {"weight": reading.as_printed(weight.value), "score": reading.as_printed(score.value)}


def _stands_for_group(reading: Reading, row: Row) -> bool:
    """True where one merged score cell serves the rows below the same heading, of which the others print none."""
    same = [
        other
        for other in reading.indicators
        if other is not row and other.printed.level1 == row.printed.level1 and other.score is None and other.weight
    ]
    room = sum((other.weight.value for other in same if other.weight), row.weight.value if row.weight else Fraction(0))
    return bool(same) and row.score is not None and row.score.value <= room


def _prints_deductions(reading: Reading) -> bool:
    """True where the column holds the points taken off instead of those given: nothing in it is above zero."""
    return all(row.score.value <= 0 for row in reading.rows if row.score is not None)
