"""Totals: the printed total against the sum of execution and indicator scores."""

from kit.core.finding import Finding
from kit.core.language import Phrase, phrase
from kit.evaluation.context import Context
from kit.evaluation.counting import weight_sum
from kit.evaluation.sums import ScoreSums, is_graded_in_hundreds, may_be_adjusted_in_words, score_sums


def check_total(context: Context) -> list[Finding]:
    """The printed total is a sum of the printed scores, whatever way they are counted and rounded."""
    reading, total = context.reading, context.reading.total
    has_scores = any(row.score for row in reading.rows)
    if not context.is_summable or total is None or not has_scores or is_graded_in_hundreds(reading):
        return []
    sums = score_sums(reading, context.scheme.execution.weight_max)
    if not sums.ways or sums.agree_with(total) or sums.has_gap_for(total):
        return []
    return [_differing(context, sums)]


def _differing(context: Context, sums: ScoreSums) -> Finding:
    reading = context.reading
    values = {"printed": reading.table.total_printed, "computed": reading.as_printed(sums.printed()[0])}
    explained = _explained(context, sums, values)
    if explained is not None:
        return context.question("total_differs", explained, field="total_printed")
    said = phrase(
        "The total is printed as {printed}; the scores of execution and indicators add up to {computed}, and no "
        "rounding of them gives the total. Check the scores and the total.",
        **values,
    )
    return context.fault("total_differs", said, field="total_printed")


def _explained(context: Context, sums: ScoreSums, values: dict[str, str | None]) -> Phrase | None:
    """What may lawfully explain the difference, or None."""
    reading, total = context.reading, context.reading.total
    if total is not None and sums.may_agree_with(total):
        return phrase(
            "The total is printed as {printed}; the printed scores add up to {computed}. Rounding of the scores can "
            "explain it; please check.",
            **values,
        )
    if total is not None and sums.may_be_rescaled_to(total, is_part_missing=context.is_part_missing):
        return phrase(
            "The total is printed as {printed}; the printed scores add up to {computed} of {weight} points. Brought "
            "to a hundred they give the total; check whether the form says so.",
            weight=reading.as_printed(weight_sum(sums.ways[0], reading.execution_weight)),
            **values,
        )
    if may_be_adjusted_in_words(reading, [value - total.value for value in sums.printed()] if total else []):
        return phrase(
            "The total is printed as {printed}; the printed scores add up to {computed}. The text speaks of points "
            "added or taken off; check whether they explain it.",
            **values,
        )
    return None
