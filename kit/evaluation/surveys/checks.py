"""Checks: what a survey cannot bear, and what deserves a look before it is quoted."""

from collections.abc import Iterator

from kit.core.finding import Finding, fault, note, question
from kit.core.language import phrase
from kit.evaluation.answer import percent
from kit.evaluation.given import Grid, read_number
from kit.evaluation.surveys.given import Question, QuestionKind, Selection, SurveyGiven
from kit.evaluation.surveys.limits import SurveyLimits
from kit.evaluation.surveys.microdata import Answered
from kit.evaluation.surveys.result import Result
from kit.evaluation.surveys.weighted import margins_of

SHOWN = 10


def check_columns(given: SurveyGiven, answers: Grid) -> list[Finding]:
    """What is missing from the answers so that nothing can be counted, or weighted as asked."""
    named = [given.stratum_column, given.cluster_column, given.weight_column, *margins_of(given)]
    wanted = dict.fromkeys(name for name in [*named, *(each.column for each in given.questions)] if name)
    missing = [name for name in wanted if answers.place(name) is None]
    findings = [
        fault(
            "evaluation.survey_column_missing", phrase("the answers have no column {name}; check headings", name=name)
        )
        for name in missing
    ]
    if not given.questions:
        findings.append(_no_question())
    findings += [_bad_scale(each) for each in given.questions if _is_bad(each)]
    if missing:
        return findings
    return [*findings, *_check_population(given, answers), *_check_weights(given, answers)]


def _no_question() -> Finding:
    said = phrase("no question is described; name its column in the list of questions")
    return fault("evaluation.survey_no_question", said)


def _is_bad(each: Question) -> bool:
    width = each.highest - each.lowest
    return each.kind is QuestionKind.SCALE and not (width > 0 and each.top <= width)


def _bad_scale(each: Question) -> Finding:
    said = phrase(
        "{column}: a scale from {low} to {high} cannot have {top} top boxes; mend lowest, highest or top",
        column=each.column, low=each.lowest, high=each.highest, top=each.top,
    )  # fmt: skip
    return fault("evaluation.survey_scale_odd", said, each.column)


def _check_population(given: SurveyGiven, answers: Grid) -> Iterator[Finding]:
    if given.population is not None and len(answers.rows) > given.population:
        said = phrase(
            "{count} answers from a population of {population}; check doubled answers or the population",
            count=len(answers.rows), population=given.population,
        )  # fmt: skip
        yield fault("evaluation.survey_more_than_population", said)
    if given.stratum_column and given.strata:
        held, known = set(answers.texts(given.stratum_column)), {stratum.stratum for stratum in given.strata}
        yield from _strangers(given.stratum_column, held - known, known - held)


def _check_weights(given: SurveyGiven, answers: Grid) -> Iterator[Finding]:
    for column, margin in margins_of(given).items():
        held = set(answers.texts(column))
        yield from _strangers(column, held - set(margin), set(margin) - held)
    if given.weight_column:
        numbers = [read_number(text) for text in answers.texts(given.weight_column)]
        rows = [n + 2 for n, number in enumerate(numbers) if number is None or number <= 0]
        if rows:
            said = phrase("{count} weights are no positive numbers, first in row {row}", count=len(rows), row=rows[0])
            yield fault("evaluation.survey_weight_odd", said, given.weight_column, rows[0])


def _strangers(column: str, unknown: set[str], absent: set[str]) -> Iterator[Finding]:
    if unknown:
        said = phrase(
            "{column}: nothing is known of the population of {values}; add it, or merge the values",
            column=column, values=_listed(unknown),
        )  # fmt: skip
        yield fault("evaluation.survey_group_unknown", said, column)
    if absent:
        said = phrase(
            "{column}: nobody answered from {values}; merge it with its neighbour, or leave it out and say so",
            column=column, values=_listed(absent),
        )  # fmt: skip
        yield fault("evaluation.survey_group_absent", said, column)


def _listed(values: set[str]) -> str:
    return ", ".join(sorted(value or "—" for value in values)[:SHOWN])


def check_sample(given: SurveyGiven, asked: int, needed: int, limits: SurveyLimits) -> Iterator[Finding]:
    """What the number of answers and the way they were found mean for what may be said."""
    if given.selection is Selection.CONVENIENCE:
        said = phrase(
            "people were not selected at random: shares describe those who answered, no margin holds for others"
        )
        yield question("evaluation.survey_not_random", said, "selection")
    if given.selection is Selection.UNKNOWN:
        said = phrase("how people were selected is not stated; state it, since margins hold for random samples only")
        yield question("evaluation.survey_selection_missing", said, "selection")
    if limits.few_answers <= asked < needed and given.selection is not Selection.CENSUS:
        said = phrase(
            "{asked} answers; the margin of {margin} at {confidence} takes {needed}; state the margin reached instead",
            asked=asked, needed=needed, margin=percent(given.margin), confidence=percent(given.confidence),
        )  # fmt: skip
        yield question("evaluation.survey_sample_short", said, "margin")


def check_answered(answered: Answered, limits: SurveyLimits) -> Iterator[Finding]:
    """What is odd about the answers to one question."""
    name = answered.question.column
    if answered.outside:
        rows = ", ".join(str(row) for row in answered.outside[:SHOWN])
        said = phrase(
            "{column}: {count} answers are none of the scale (rows {rows}); they are left out, check them",
            column=name, count=len(answered.outside), rows=rows,
        )  # fmt: skip
        yield question("evaluation.survey_answer_outside", said, name)
    if answered.question.kind is QuestionKind.OPEN:
        return
    yield from _check_count(name, answered.answers, limits)
    unknown = int(answered.unknown.sum())
    if unknown > limits.unknown_share_max * (unknown + answered.answers):
        said = phrase(
            "{column}: {unknown} of {all} do not know; say so, and ask people who can answer",
            column=name, unknown=unknown, all=unknown + answered.answers,
        )  # fmt: skip
        yield question("evaluation.survey_unknown_many", said, name)


def _check_count(name: str, count: int, limits: SurveyLimits) -> Iterator[Finding]:
    if count == 0:
        said = phrase(
            "{column}: no answer counts; check the column, its scale and the words of its labels", column=name
        )
        yield fault("evaluation.survey_no_answer", said, name)
    elif count == 1:
        said = phrase("{column}: one answer is no survey; ask more people, or quote it as an interview", column=name)
        yield fault("evaluation.survey_one_answer", said, name)
    elif count < limits.few_answers:
        said = phrase(
            "{column}: {count} answers; say how many of how many, no percentage (fewer than {few})",
            column=name, count=count, few=limits.few_answers,
        )  # fmt: skip
        yield question("evaluation.survey_few_answers", said, name)


def check_weighting(effect: float, limits: SurveyLimits) -> Iterator[Finding]:
    """Weights so unequal that few people speak for many."""
    if effect > limits.weight_effect_max:
        said = phrase(
            "the weights widen the interval as if {share} of the answers were lost; merge small groups",
            share=percent(1 - 1 / effect),
        )  # fmt: skip
        yield question("evaluation.survey_weights_unequal", said)


def check_result(result: Result) -> Iterator[Finding]:
    """A share at its end, which people like to quote."""
    if result.satisfied and result.satisfied.share == 1:
        said = phrase(
            "{column}: all {count} are satisfied; in the population it may be as few as {low}",
            column=result.question.column, count=result.answers, low=percent(result.satisfied.low),
        )  # fmt: skip
        yield note("evaluation.survey_all_satisfied", said, result.question.column)
