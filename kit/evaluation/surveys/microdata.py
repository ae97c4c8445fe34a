"""Microdata: the answers of a survey by question: what counts, what is don't know, what is missing, what is odd."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.core.number import to_halfwidth
from kit.evaluation.given import read_number
from kit.evaluation.surveys.given import Question, QuestionKind

EMPTY = {"", "na", "n/a", "nan", "null", "none", "-", "—", "(空)", "(跳过)"}
_APART = re.compile(r"[;,，；、|]")
# The headings and the notes of a spreadsheet come before its rows.
FIRST_ROW = 2


@dataclass(frozen=True)
class Answered:
    """One question over all rows: ``texts`` as given; ``points`` NaN where there are none."""

    question: Question
    texts: tuple[str, ...]
    counts: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    points: NDArray[np.float64]
    outside: tuple[int, ...] = ()

    @property
    def answers(self) -> int:
        """How many answers count."""
        return int(self.counts.sum())

    @property
    def missing(self) -> int:
        """How many rows say nothing."""
        return len(self.texts) - self.answers - int(self.unknown.sum()) - len(self.outside)

    @property
    def satisfied(self) -> NDArray[np.bool_]:
        """Which rows lie in the top boxes of the scale."""
        return np.asarray(self.counts & (self.points > self.question.highest - self.question.top))


def read_answers(question: Question, texts: Sequence[str]) -> Answered:
    """The answers to *question*; ``outside`` are rows, as a spreadsheet counts, whose answer is none of the scale."""
    plain = [to_halfwidth(text) for text in texts]
    filled = np.array([text.casefold() not in EMPTY for text in plain], dtype=bool)
    words = {word.casefold() for word in _parts(question.unknown)}
    unknown = np.array([text.casefold() in words for text in plain], dtype=bool) & filled
    if question.kind is not QuestionKind.SCALE:
        nothing = np.full(len(plain), np.nan)
        return Answered(question, tuple(plain), filled & ~unknown, unknown, nothing)
    return _read_scale(question, plain, filled & ~unknown, unknown)


def _read_scale(question: Question, texts: list[str], given: NDArray[np.bool_], unknown: NDArray[np.bool_]) -> Answered:
    labels = read_labels(question.labels)
    points = np.array(
        [_points(text, labels) if is_given else np.nan for text, is_given in zip(texts, given, strict=True)]
    )
    counts = (points >= question.lowest) & (points <= question.highest)
    outside = tuple(int(row) + FIRST_ROW for row in np.flatnonzero(given & ~counts))
    return Answered(question, tuple(texts), counts, unknown, np.where(counts, points, np.nan), outside)


def read_labels(text: str) -> Mapping[str, float]:
    """The points of words, from ``满意=4;一般=3``; a part that is none is left out."""
    pairs = (part.partition("=") for part in _parts(text))
    return {
        word.strip().casefold(): number for word, _equals, value in pairs if (number := read_number(value)) is not None
    }


def _points(text: str, labels: Mapping[str, float]) -> float:
    named = labels.get(text.casefold())
    number = read_number(text) if named is None else named
    # 10.5 on a scale of whole points is a slip of the pen.
    return np.nan if number is None or number != int(number) else number


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _APART.split(to_halfwidth(text)) if part.strip()]
