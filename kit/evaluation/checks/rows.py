"""Rows: each indicator's target, actual value and score held against each other."""

import re
from fractions import Fraction

from kit.core.finding import Finding
from kit.core.language import Phrase, phrase
from kit.core.number import to_halfwidth
from kit.evaluation.comparison import PERCENT, Direction, align, direction_of, have_alien_units, is_met, ratio
from kit.evaluation.context import OWN_FORMS, Context
from kit.evaluation.interval import shown
from kit.evaluation.kinds import TableKind, is_filled
from kit.evaluation.reading import Reading, Row
from kit.evaluation.sums import is_graded_in_hundreds
from kit.evaluation.value import Operator, ValueKind

_COPIED = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN})
_SIGNS = tuple("≥≤><≧≦")
_SHARE_DONE = re.compile(r"完成|达成|落实|到位")
_REASONED = ("原因", "偏差", "未完成", "整改", "改进措施")


def check_scores_present(context: Context) -> list[Finding]:
    """A row with values and a weight has a score, in a table that is otherwise scored."""
    reading = context.reading
    weighted = [row for row in reading.indicators if row.weight and row.weight.value > 0]
    scored = [row for row in weighted if row.score]
    if reading.kind is not TableKind.SELF_REVIEW or len(scored) * 2 < len(weighted) or not scored:
        return []
    said = phrase("The row has a weight and values but no score; check whether it was left out.")
    grouped = _headings_with_merged_scores(reading)
    missing = [row for row in weighted if _lacks_score(row) and row.printed.level1 not in grouped]
    findings = [context.question("score_missing", said, row, "score") for row in missing]
    return findings + _execution_without_score(context)


def check_units(context: Context) -> list[Finding]:
    """Target and actual value measure the same kind of thing."""
    if context.reading.kind not in OWN_FORMS:
        return []
    return [
        context.question(
            "units_differ",
            phrase(
                "The target {target} is answered with {actual}; check whether the two can be compared.", **_values(row)
            ),
            row,
            "actual",
        )
        for row in context.reading.indicators
        if have_alien_units(row.target, row.actual) and not _says_share_done(row)
    ]


def check_losses_explained(context: Context) -> list[Finding]:
    """Where points were lost, a reason stands somewhere in the table."""
    reading = context.reading
    if reading.kind is not TableKind.SELF_REVIEW or not reading.is_whole or _has_reasons(reading):
        return []
    if is_graded_in_hundreds(reading):
        return []
    reached = [row for row in _losing_rows(context) if _is_reached(context, row)]
    short = [row for row in _losing_rows(context) if not _is_reached(context, row)]
    return [context.question("loss_without_reason", _say_reached(row), row, "reason") for row in reached] + [
        context.question("loss_without_reason", _say_losses(short), short[0], "reason") for _ in short[:1]
    ]


def check_full_scores_reached(context: Context) -> list[Finding]:
    """Full points stand only where the actual value does not fall short of the target."""
    if context.reading.kind is not TableKind.SELF_REVIEW:
        return []
    return [
        context.question(
            "full_score_short_of_target",
            phrase(
                "Full points ({score}) although the actual value {actual} falls short of the target {target}; check "
                "the values and the score.",
                score=row.printed.score,
                **_values(row),
            ),
            row,
            "score",
        )
        for row in context.reading.indicators
        if _is_scored_full(row) and is_met(row.target, row.actual, _direction(context, row)) is False
    ]


def check_large_over_achievement(context: Context) -> list[Finding]:
    """An actual value far over its target raises the question how the target was set."""
    limit = Fraction(context.scheme.quantitative.over_achievement)
    if context.reading.kind not in OWN_FORMS:
        return []
    findings = []
    for row in context.reading.indicators:
        reached = _share_reached(context, row)
        if reached is not None and reached > limit:
            said = phrase(
                "The actual value {actual} is {percent}% of the target {target}; check how the target was set.",
                percent=shown(Fraction(round(reached * 1000), 10)),
                **_values(row),
            )
            findings.append(context.question("over_achievement_large", said, row, "actual"))
    return findings


def check_copied_operators(context: Context) -> list[Finding]:
    """An actual value is a measured value, not the target with its operator."""
    if context.reading.kind not in OWN_FORMS:
        return []
    copied = [row for row in context.reading.indicators if row.actual.operator in _COPIED and _is_copied(row)]
    if not copied:
        return []
    return [context.question("actual_copies_operator", _say_copied(copied), copied[0], "actual")]


def _say_copied(rows: list[Row]) -> Phrase:
    """One question for all rows: who copies one target mostly copies them all."""
    if len(rows) == 1:
        return phrase(
            "The actual value {actual} carries an operator like a target; enter the value reached.", **_values(rows[0])
        )
    return phrase(
        "The actual values of {count} rows ({rows}) carry an operator like a target; enter the values reached.",
        **_counted(rows),
    )


def _is_copied(row: Row) -> bool:
    """True where a sign, or the very words of the target, stand before the value; 50个以上 is a way to say more."""
    target, actual = to_halfwidth(row.printed.target or ""), to_halfwidth(row.printed.actual or "")
    if row.actual.kind is not ValueKind.NUMBER:
        return False
    return is_filled(target) and (actual[:1] in _SIGNS or actual == target)


def _says_share_done(row: Row) -> bool:
    """True where a number of things is answered with the share of them that is done: 1200亩, 完成率98%."""
    return row.actual.unit == PERCENT and bool(_SHARE_DONE.search(row.printed.actual or ""))


def _lacks_score(row: Row) -> bool:
    has_values = is_filled(row.printed.target) or is_filled(row.printed.actual)
    return row.printed.score is None and has_values and not row.is_not_applicable


def _headings_with_merged_scores(reading: Reading) -> set[str | None]:
    """The headings below which one row prints more points than its own weight: a merged score cell for all of them."""
    return {
        row.printed.level1
        for row in reading.indicators
        if row.score is not None and row.weight is not None and row.score.value > row.weight.value
    }


def _execution_without_score(context: Context) -> list[Finding]:
    reading, budget = context.reading, context.reading.table.budget
    if not reading.execution_weight or is_filled(budget.score_printed) or not is_filled(budget.executed):
        return []
    if reading.execution_weight.value <= 0 or budget.score_printed is not None:
        return []
    said = phrase(
        "The execution has a weight ({weight}) but no score; check whether it was left out.", weight=budget.weight
    )
    return [context.question("score_missing", said, field="budget.score_printed")]


def _has_reasons(reading: Reading) -> bool:
    if any(is_filled(row.printed.reason) for row in reading.rows):
        return True
    return any(word in (reading.table.text or "") for word in _REASONED)


def _losing_rows(context: Context) -> list[Row]:
    """The indicators that lose points; of those that share one merged weight the first, where together they lose."""
    shared = {merged.rows[0].number: merged for merged in context.basis.merged}
    return [
        row
        for row in context.reading.indicators
        if (
            shared[row.number].is_lost_on
            if row.number in shared
            else _loses_points(row) and row.number not in context.basis.in_merged
        )
    ]


def _loses_points(row: Row) -> bool:
    return row.weight is not None and row.score is not None and 0 <= row.score.value < row.weight.value


def _is_reached(context: Context, row: Row) -> bool:
    return is_met(row.target, row.actual, _direction(context, row)) is True


def _say_reached(row: Row) -> Phrase:
    return phrase(
        "{score} of {weight} points although the target {target} is reached ({actual}), and no reason stands in "
        "the table; check the score or add the reason.",
        score=row.printed.score,
        weight=row.printed.weight,
        **_values(row),
    )


def _say_losses(rows: list[Row]) -> Phrase:
    """One question for all rows that lose points: the column for reasons was left empty once."""
    if len(rows) == 1:
        lost = {"score": rows[0].printed.score, "weight": rows[0].printed.weight}
        return phrase("{score} of {weight} points and no reason stands in the table; please add it.", **lost)
    return phrase(
        "Points are lost in {count} rows ({rows}) and no reason stands in the table; please add the reasons.",
        **_counted(rows),
    )


def _counted(rows: list[Row]) -> dict[str, str]:
    return {"count": str(len(rows)), "rows": "、".join(str(row.number) for row in rows)}


def _is_scored_full(row: Row) -> bool:
    return row.is_full and row.weight is not None and row.weight.value > 0


def _direction(context: Context, row: Row) -> Direction:
    return direction_of(row.target, context.scheme.inverse_words, row.printed.name, row.printed.level2)


def _share_reached(context: Context, row: Row) -> Fraction | None:
    pair = align(row.target, row.actual)
    if pair is None or _direction(context, row) is Direction.INVERSE or pair.target <= 0 or pair.target_to is not None:
        return None
    return ratio(pair, Direction.POSITIVE)


def _values(row: Row) -> dict[str, str | None]:
    return {"target": row.target.text or row.printed.target or row.name, "actual": row.printed.actual}
