"""Totals: the printed total against the sum of execution and indicator scores."""

from kit.core.finding import Finding
from kit.core.language import phrase
from kit.evaluation.context import Context
from kit.evaluation.interval import shown
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
    values = {"printed": reading.table.total_printed, "computed": shown(sums.printed()[0])}
    if reading.total is not None and sums.may_agree_with(reading.total):
        said = phrase(
            "The total is printed as {printed}; the printed scores add up to {computed}. Rounding of the scores can "
            "explain it; please check.",
            **values,
        )
        return context.question("total_differs", said, field="total_printed")
    gaps = [value - reading.total.value for value in sums.printed()] if reading.total else []
    if may_be_adjusted_in_words(reading, gaps):
        said = phrase(
            "The total is printed as {printed}; the printed scores add up to {computed}. The text speaks of points "
            "added or taken off; check whether they explain it.",
            **values,
        )
        return context.question("total_differs", said, field="total_printed")
    said = phrase(
        "The total is printed as {printed}; the scores of execution and indicators add up to {computed}, and no "
        "rounding of them gives the total. Check the scores and the total.",
        **values,
    )
    return context.fault("total_differs", said, field="total_printed")
