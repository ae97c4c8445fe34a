"""Result: what the answers to one question bear."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from kit.evaluation.surveys.design import Design
from kit.evaluation.surveys.given import Question, QuestionKind
from kit.evaluation.surveys.interval import bootstrap_mean, wilson
from kit.evaluation.surveys.microdata import Answered
from kit.evaluation.surveys.quantile import two_sided


@dataclass(frozen=True)
class Share:
    """A share of those who answered, with its interval; ``count`` is unweighted."""

    value: str
    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Mean:
    """The mean of a scale with its bootstrap interval; ``index`` is the same on a scale of 0 to 100."""

    value: float
    low: float
    high: float
    index: float


@dataclass(frozen=True)
class Result:
    """One question: counts, the share of each answer, and for a scale top boxes and mean."""

    question: Question
    answers: int
    unknown: int
    missing: int
    shares: tuple[Share, ...] = ()
    satisfied: Share | None = None
    mean: Mean | None = None
    effect: float = 1.0
    texts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The question's words, else its column."""
        return self.question.text or self.question.column


def judge_question(answered: Answered, design: Design, confidence: float, replicates: int, seed: int) -> Result:
    """What *answered* bears at that *confidence*; a question of open answers bears their texts."""
    question = answered.question
    counts = (answered.answers, int(answered.unknown.sum()), answered.missing)
    if question.kind is QuestionKind.OPEN:
        texts = tuple(text for text, is_said in zip(answered.texts, answered.counts, strict=True) if is_said)
        return Result(question, *counts, texts=texts)
    if not answered.answers:
        return Result(question, *counts)
    own = design.of(answered.counts)
    shares = tuple(_shares(answered, own, confidence))
    if question.kind is QuestionKind.CHOICE:
        return Result(question, *counts, shares=shares)
    hits = answered.satisfied[answered.counts]
    mean = _mean(answered, own, confidence, replicates, seed)
    satisfied = _share("satisfied", hits, own, confidence)
    return Result(question, *counts, shares=shares, satisfied=satisfied, mean=mean, effect=own.effect(hits))


def _shares(answered: Answered, design: Design, confidence: float) -> list[Share]:
    values = _values(answered)
    question = answered.question
    if question.kind is QuestionKind.SCALE:
        each = [str(point) for point in range(question.highest, question.lowest - 1, -1)]
    else:
        each = [value for value, _count in Counter(values.tolist()).most_common()]
    return [_share(value, values == value, design, confidence) for value in each]


def _values(answered: Answered) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    if answered.question.kind is QuestionKind.SCALE:
        return answered.points[answered.counts].astype(int).astype(str)
    return np.array(answered.texts)[answered.counts]


def _share(value: str, hits: np.ndarray[tuple[int], np.dtype[np.bool_]], design: Design, confidence: float) -> Share:
    share = design.share(hits)
    # A design without error (everybody was asked) leaves nothing to estimate.
    effect = design.effect(hits)
    low, high = (share, share) if effect <= 0 else wilson(share, len(hits) / effect, _reach(design, confidence))
    return Share(value, int(hits.sum()), share, low, high)


def _reach(design: Design, confidence: float) -> float:
    return two_sided(confidence, max(design.freedom, 1))


def _mean(answered: Answered, design: Design, confidence: float, replicates: int, seed: int) -> Mean:
    points = answered.points[answered.counts]
    above, strata = design.unit_sums(design.weights * points)
    below, _strata = design.unit_sums(design.weights)
    low, high = bootstrap_mean(above, below, strata, confidence, replicates, seed)
    mean = float(above.sum() / below.sum())
    question = answered.question
    return Mean(mean, low, high, 100 * (mean - question.lowest) / (question.highest - question.lowest))
