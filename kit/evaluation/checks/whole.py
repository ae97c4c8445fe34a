"""Whole: what only the table as a whole can show: unfilled forms, missing dimensions, all points given."""

import re
from fractions import Fraction

from kit.core.finding import Finding
from kit.core.language import phrase
from kit.evaluation.checks.weights import is_execution_weight_impossible
from kit.evaluation.context import OWN_FORMS, Context
from kit.evaluation.interval import is_rounded_to, shown
from kit.evaluation.kinds import TableKind, is_filled
from kit.evaluation.money import HUNDRED, execution_rate
from kit.evaluation.reading import Reading, Row
from kit.evaluation.value import ValueKind

_TEMPLATE = re.compile(r"说明项目自评总分|\(?请在此处|此处填写|填报说明[::]?请|简要说明[^。]{0,20}情况[。)]?$|[X×]{3,}")
_TEMPLATE_ROW = re.compile(r"(二级|三级)?指标\d{0,2}[::]?")
_SURVEYED = re.compile(r"调查|问卷|样本|抽样|回访|测评|访谈|走访|回收")
_ROWS_TO_JUDGE = 3
_MONEY_UNIT = "元"
_FEN = 100


def check_filled(context: Context) -> list[Finding]:
    """A published table holds actual values or scores, and none of the form's own instructions."""
    reading = context.reading
    if reading.kind is not TableKind.SELF_REVIEW:
        return []
    if reading.table.rows_complete and _is_unfilled(reading):
        said = phrase(
            "No indicator row holds an actual value or a score; check whether the form was published unfilled."
        )
        return [context.question("unfilled_template", said)]
    left = _TEMPLATE.search(reading.table.text or "") or _left_in_rows(reading)
    if left:
        said = phrase("Text of the blank form was left in the table ({text}); please check.", text=left[0])
        return [context.question("unfilled_template", said)]
    return []


def check_low_execution(context: Context) -> list[Finding]:
    """Where little of the money was spent, full outputs deserve a look."""
    reading, rate = context.reading, execution_rate(context.reading)
    if reading.kind is not TableKind.SELF_REVIEW or not reading.is_whole or rate is None:
        return []
    outputs = [row for row in reading.indicators if context.dimension_of(row) == "output" and row.weight]
    if rate >= context.limits.low_execution_percent or not outputs or not all(row.is_full for row in outputs):
        return []
    said = phrase(
        "{rate}% of the budget is executed while every output has full points; check the outputs and the reason.",
        rate=shown(Fraction(round(rate * 100), 100)),
    )
    return [context.question("low_execution_full_output", said, field="budget.executed")]


def check_cost_targets(context: Context) -> list[Finding]:
    """A cost target is not above the money of the project."""
    reading = context.reading
    budget = reading.table.budget
    texts = [budget.initial, budget.adjusted, *(t for fund in budget.funds for t in (fund.initial, fund.adjusted))]
    amounts = [amount.high for text in texts if (amount := reading.amount(text)) is not None]
    if reading.kind not in OWN_FORMS or not amounts or max(amounts) <= 1:
        return []
    said = phrase(
        "The cost target lies above the budget ({budget}); check both.", budget=budget.adjusted or budget.initial
    )
    return [
        context.question("cost_target_above_budget", said, row, "target")
        for row in reading.indicators
        if _is_cost(row) and _fen(row) is not None and (_fen(row) or 0) > max(amounts)
    ]


def check_survey(context: Context) -> list[Finding]:
    """A satisfaction in percent rests on a survey that the table names."""
    reading = context.reading
    if reading.kind is not TableKind.SELF_REVIEW or not reading.is_whole or _SURVEYED.search(reading.wording):
        return []
    rows = [row for row in reading.indicators if context.dimension_of(row) == "satisfaction"]
    measured = [row for row in rows if row.actual.kind is ValueKind.NUMBER and row.score]
    said = phrase("The satisfaction is given as a number and no survey is named; check what it rests on.")
    return [context.question("satisfaction_without_survey", said, row, "actual") for row in measured[:1]]


def check_dimensions(context: Context) -> list[Finding]:
    """Outputs, benefits and satisfaction all have an indicator."""
    reading = context.reading
    if reading.kind is not TableKind.SELF_REVIEW or not reading.is_whole or len(reading.indicators) < _ROWS_TO_JUDGE:
        return []
    if not context.missing_dimensions:
        return []
    titles = "、".join(dimension.title for dimension in context.missing_dimensions)
    said = phrase(
        "No indicator of {dimensions} stands in the table; check whether they do not apply.", dimensions=titles
    )
    return [context.question("dimension_missing", said)]


def check_execution_score(context: Context) -> list[Finding]:
    """The printed execution score beside that of the scheme."""
    reading, rate = context.reading, execution_rate(context.reading)
    score = reading.execution_score
    if (
        reading.kind is not TableKind.SELF_REVIEW
        or rate is None
        or score is None
        or is_execution_weight_impossible(reading)
    ):
        return []
    weight = reading.execution_weight.value if reading.execution_weight else Fraction(context.scheme.execution.weight)
    own = weight * min(rate, HUNDRED) / HUNDRED
    if is_rounded_to(own, score):
        return []
    said = phrase(
        "The execution score is printed as {printed}; the rate of {rate}% gives {computed} of {weight}. Check "
        "the rule used.",
        printed=reading.table.budget.score_printed,
        rate=shown(Fraction(round(rate * 100), 100)),
        computed=reading.as_printed(Fraction(round(own * 100), 100)),
        weight=reading.as_printed(weight),
    )
    return [context.note("execution_score_differs", said, field="budget.score_printed")]


def check_all_full(context: Context) -> list[Finding]:
    """Every row has full points."""
    reading = context.reading
    rows = [row for row in reading.indicators if row.weight and row.weight.value > 0]
    if reading.kind is not TableKind.SELF_REVIEW or not reading.is_whole or len(rows) < _ROWS_TO_JUDGE:
        return []
    weight, score = reading.execution_weight, reading.execution_score
    is_execution_full = weight is None or (score is not None and score.value >= weight.value)
    if not is_execution_full or not all(row.is_full for row in rows):
        return []
    return [context.note("all_full_scores", phrase("Every row has full points."))]


def _is_unfilled(reading: Reading) -> bool:
    rows = reading.indicators
    cells = [text for row in rows for text in (row.printed.actual, row.printed.score)]
    return bool(rows) and not any(map(is_filled, cells)) and not is_filled(reading.table.total_printed)


def _left_in_rows(reading: Reading) -> re.Match[str] | None:
    for row in reading.indicators:
        match = _TEMPLATE_ROW.fullmatch(row.printed.name or "")
        if match and (is_filled(row.printed.weight) or is_filled(row.printed.score)):
            return match
    return None


def _is_cost(row: Row) -> bool:
    return any("成本" in (text or "") for text in (row.printed.level1, row.printed.level2))


def _fen(row: Row) -> Fraction | None:
    number = row.target.number
    return number.low * _FEN if number is not None and row.target.unit == _MONEY_UNIT else None
