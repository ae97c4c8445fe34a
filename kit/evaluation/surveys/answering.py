"""Answering: a survey from what was given to what a report may say."""

from collections.abc import Iterator, Sequence

from kit.core.finding import Finding
from kit.core.language import Phrase, phrase
from kit.evaluation.answer import Answer, Figure, Listing, refused
from kit.evaluation.given import Grid
from kit.evaluation.surveys.checks import (
    check_answered,
    check_columns,
    check_result,
    check_sample,
    check_weighting,
)
from kit.evaluation.surveys.design import Design
from kit.evaluation.surveys.given import SurveyGiven
from kit.evaluation.surveys.limits import SurveyLimits
from kit.evaluation.surveys.microdata import Answered, read_answers
from kit.evaluation.surveys.result import Result, judge_question
from kit.evaluation.surveys.sample import allocate, cluster_effect, margin_of, sample_size
from kit.evaluation.surveys.statement import must_not, state
from kit.evaluation.surveys.weighted import is_weighted, weigh
from kit.evaluation.surveys.weights import weight_effect

COCHRAN = "Cochran 1977, Sampling Techniques, 3rd ed., 4.4"
METHOD = "survey"
SHARES = frozenset({"satisfied", "share", "low", "high"})


def answer_survey(given: SurveyGiven, limits: SurveyLimits) -> Answer:
    """The plan of a survey and, where there are answers, what they bear."""
    title = phrase("Survey: {title}", title=given.title or "—")
    if given.answers is None or not given.answers.rows:
        return Answer(METHOD, title, tuple(_planned(given)), tuple(_allocated(given)), statement=(_plan_said(given),))
    faults = check_columns(given, given.answers)
    if faults:
        return refused(METHOD, title, faults)
    return _answer(given, given.answers, limits, title)


def _answer(given: SurveyGiven, answers: Grid, limits: SurveyLimits, title: Phrase) -> Answer:
    design = weigh(given, answers)
    answered = [read_answers(each, answers.texts(each.column)) for each in given.questions]
    results = [judge_question(each, design, given.confidence, limits.replicates, given.seed) for each in answered]
    asked = len(answers.rows)
    return Answer(
        METHOD,
        title,
        (*_planned(given), *_reached(given, design, asked)),
        (*_allocated(given), *_listings(results, limits)),
        tuple(state(given, results, asked, limits)),
        tuple(must_not(given, results, limits)),
        tuple(_findings(given, design, answered, results, limits)),
    )


def _findings(
    given: SurveyGiven, design: Design, answered: Sequence[Answered], results: Sequence[Result], limits: SurveyLimits
) -> Iterator[Finding]:
    yield from check_sample(given, len(design.weights), planned_size(given), limits)
    yield from check_weighting(weight_effect(design.weights), limits)
    for each in answered:
        yield from check_answered(each, limits)
    for result in results:
        yield from check_result(result)


def planned_size(given: SurveyGiven) -> int:
    """How many answers the margin wanted takes, clusters included."""
    effect = cluster_effect(given.cluster_size, given.cluster_correlation)
    population = given.population or sum(stratum.population for stratum in given.strata) or None
    return sample_size(given.margin, given.confidence, given.share, population, effect)


def _planned(given: SurveyGiven) -> Iterator[Figure]:
    needed = planned_size(given)
    effect = cluster_effect(given.cluster_size, given.cluster_correlation)
    yield Figure(
        "needed", phrase("answers needed"), needed, "n0 = z²p(1-p)/e²; n = deff · n0 / (1 + (n0-1)/N)", COCHRAN
    )
    yield Figure("invited", phrase("people to ask"), -int(-needed // given.response), "n / response rate")
    if effect != 1:
        source = "Kish 1965, Survey Sampling, 5.4"
        yield Figure("cluster_effect", phrase("design effect of clusters"), effect, "1 + (m-1)ρ", source)


def _reached(given: SurveyGiven, design: Design, asked: int) -> Iterator[Figure]:
    yield Figure("asked", phrase("rows of answers"), asked)
    effect = weight_effect(design.weights)
    if is_weighted(given):
        source = "Kish 1965, 11.7"
        yield Figure("weight_effect", phrase("design effect of weights"), effect, "n Σw² / (Σw)²", source)
    reached = margin_of(asked, given.confidence, given.share, given.population, effect)
    formula = "z √(deff · p(1-p)/n · (N-n)/(N-1))"
    yield Figure("margin", phrase("margin reached by all rows"), reached, formula, "Cochran 1977, 3.2", is_share=True)


def _allocated(given: SurveyGiven) -> Iterator[Listing]:
    if not given.strata:
        return
    sizes = allocate(planned_size(given), given.strata, given.allocation, given.share)
    rows = tuple((stratum.stratum, stratum.population, size) for stratum, size in zip(given.strata, sizes, strict=True))
    columns = (
        ("stratum", phrase("Stratum")),
        ("population", phrase("Population")),
        ("needed", phrase("answers needed")),
    )
    yield Listing("allocation", phrase("Sample by stratum"), columns, rows)


def _plan_said(given: SurveyGiven) -> Phrase:
    return phrase(
        "The survey needs {needed} answers for a margin of ±{margin} percentage points at {confidence}% confidence.",
        needed=planned_size(given),
        margin=f"{100 * given.margin:g}",
        confidence=f"{100 * given.confidence:g}",
    )


def _listings(results: Sequence[Result], limits: SurveyLimits) -> Iterator[Listing]:
    yield _questions(results)
    yield _shares(results)
    said = [(result.label, text) for result in results for text in result.texts]
    if said:
        columns = (("question", phrase("Question")), ("answer", phrase("Answer")))
        yield Listing("open_answers", phrase("Open answers"), columns, tuple(said[: limits.open_answers_max]))


def _questions(results: Sequence[Result]) -> Listing:
    columns = (
        ("column", phrase("Column")), ("question", phrase("Question")), ("answers", phrase("answers that count")),
        ("unknown", phrase("don't know")), ("missing", phrase("no answer")),
        ("satisfied", phrase("satisfied (top boxes)")), ("low", phrase("lower bound")), ("high", phrase("upper bound")),
        ("effect", phrase("design effect")), ("mean", phrase("mean")), ("mean_low", phrase("lower bound of the mean")),
        ("mean_high", phrase("upper bound of the mean")), ("index", phrase("mean on 0 to 100")),
    )  # fmt: skip
    rows = tuple(_question(result) for result in results)
    return Listing("questions", phrase("Questions"), columns, rows, shares=SHARES)


def _question(result: Result) -> tuple[str | int | float | None, ...]:
    own = (result.question.column, result.label, result.answers, result.unknown, result.missing)
    if result.satisfied is None or result.mean is None:
        return (*own, *[None] * 8)
    share, mean = result.satisfied, result.mean
    return (*own, share.share, share.low, share.high, result.effect, mean.value, mean.low, mean.high, mean.index)


def _shares(results: Sequence[Result]) -> Listing:
    columns = (
        ("column", phrase("Column")), ("answer", phrase("Answer")), ("count", phrase("Count")),
        ("share", phrase("Share")),
        ("low", phrase("lower bound")), ("high", phrase("upper bound")),
    )  # fmt: skip
    rows = [
        (result.question.column, share.value, share.count, share.share, share.low, share.high)
        for result in results
        for share in result.shares
    ]
    return Listing("shares", phrase("Share of each answer"), columns, tuple(rows), shares=SHARES)
