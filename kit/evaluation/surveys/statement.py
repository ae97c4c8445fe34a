"""Statement: what a report may say of a survey, and what it must not."""

from collections.abc import Iterator, Sequence

from kit.core.language import Phrase, phrase
from kit.evaluation.answer import percent
from kit.evaluation.surveys.given import Selection, SurveyGiven
from kit.evaluation.surveys.limits import SurveyLimits
from kit.evaluation.surveys.result import Result


def state(given: SurveyGiven, results: Sequence[Result], asked: int, limits: SurveyLimits) -> Iterator[Phrase]:
    """Sentences ready for a report, a question each after the one about the sample."""
    yield _sample(given, asked)
    for result in results:
        if result.satisfied is not None:
            yield _few(result) if result.answers < limits.few_answers else _share(given, result)


def must_not(given: SurveyGiven, results: Sequence[Result], limits: SurveyLimits) -> Iterator[Phrase]:
    """Sentences that the answers do not bear, with the reason."""
    if given.selection in {Selection.CONVENIENCE, Selection.UNKNOWN}:
        yield phrase(
            "that the shares hold for all beneficiaries: those who answered were not shown to be a random sample"
        )
    for result in results:
        satisfied = result.satisfied
        if satisfied is None:
            continue
        if result.answers < limits.few_answers:
            yield phrase(
                "“{question}: {share} are satisfied”: {count} answers bear no percentage",
                question=result.label, share=percent(satisfied.share, 0), count=result.answers,
            )  # fmt: skip
        elif satisfied.share == 1:
            yield phrase("“{question}: everybody is satisfied”: everybody who was asked is", question=result.label)
        if result.unknown:
            yield phrase(
                "“{question}: {share} of those asked”: {unknown} who do not know are left out of the share",
                question=result.label, share=percent(satisfied.share), unknown=result.unknown,
            )  # fmt: skip


def _sample(given: SurveyGiven, asked: int) -> Phrase:
    how = {
        Selection.RANDOM: phrase("{count} people, selected at random, took part in the survey.", count=asked),
        Selection.CENSUS: phrase("All were to be asked; {count} people took part in the survey.", count=asked),
        Selection.CONVENIENCE: phrase("{count} people who could be reached took part in the survey.", count=asked),
        Selection.UNKNOWN: phrase("{count} people took part in the survey.", count=asked),
    }
    return how[given.selection]


def _few(result: Result) -> Phrase:
    assert result.satisfied is not None
    return phrase(
        "On “{question}” {hits} of {count} who answered are satisfied.",
        question=result.label, hits=result.satisfied.count, count=result.answers,
    )  # fmt: skip


def _share(given: SurveyGiven, result: Result) -> Phrase:
    satisfied = result.satisfied
    assert satisfied is not None
    values = {
        "question": result.label,
        "count": result.answers,
        "share": percent(satisfied.share),
        "unknown": result.unknown,
    }
    if given.selection is Selection.CONVENIENCE:
        return phrase(
            "On “{question}” {count} answered, of whom {share} are satisfied ({unknown} do not know, left out); "
            "the sample was not drawn at random, so that no margin is stated.",
            **values,
        )
    return phrase(
        "On “{question}” {count} answered, of whom {share} are satisfied ({confidence} interval {low} to {high}; "
        "{unknown} do not know, left out).",
        **values,
        confidence=percent(given.confidence, 0),
        low=percent(satisfied.low),
        high=percent(satisfied.high),
    )
