"""Given: what a survey is: its design, its questions and, once people have answered, its microdata."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kit.core.language import Phrase, phrase
from kit.core.request import entry
from kit.evaluation.given import Count, Given, GivenRow, Grid, Number, Prose, Text


class Selection(StrEnum):
    """How those who were asked came into the sample."""

    RANDOM = "random"
    CENSUS = "census"
    CONVENIENCE = "convenience"
    UNKNOWN = "unknown"


class Allocation(StrEnum):
    """How a sample is divided over strata."""

    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"


class QuestionKind(StrEnum):
    """What kind of answers a question takes."""

    SCALE = "scale"
    CHOICE = "choice"
    OPEN = "open"


SELECTIONS: dict[StrEnum, Phrase] = {
    Selection.RANDOM: phrase("at random"),
    Selection.CENSUS: phrase("all were asked"),
    Selection.CONVENIENCE: phrase("whoever could be reached"),
    Selection.UNKNOWN: phrase("not stated"),
}
ALLOCATIONS: dict[StrEnum, Phrase] = {
    Allocation.PROPORTIONAL: phrase("proportional"),
    Allocation.NEYMAN: phrase("Neyman"),
}
QUESTION_KINDS: dict[StrEnum, Phrase] = {
    QuestionKind.SCALE: phrase("scale"),
    QuestionKind.CHOICE: phrase("choice"),
    QuestionKind.OPEN: phrase("open question"),
}


class Question(GivenRow):
    """One question; ``labels`` gives points to words (``满意=4;一般=3``), ``unknown`` lists answers such as 不了解."""

    column: Text = entry("Column", min_length=1)
    text: Prose = entry("Question", default="")
    kind: QuestionKind = entry("Kind of question", default=QuestionKind.SCALE)
    lowest: Count = entry("Lowest point", default=1)
    highest: Count = entry("Highest point", default=5)
    top: Count = entry("Points that count as satisfied", default=2, ge=1)
    labels: Text = entry("Points of words", default="")
    unknown: Text = entry("Answers that mean don't know", default="")


class Stratum(GivenRow):
    """One stratum: how many it holds, the share expected (for its spread) and how many were planned to be asked."""

    stratum: Text = entry("Stratum", min_length=1)
    population: Count = entry("Population", ge=1)
    share: Annotated[Number | None, Field(ge=0, le=1)] = entry("Expected share", default=None)


class Margin(GivenRow):
    """How many of the population belong to one value of a column, for weighting."""

    column: Text = entry("Column", min_length=1)
    value: Text = entry("Value", min_length=1)
    population: Number = entry("Population", gt=0)


class SurveyGiven(Given):
    """A survey: settings, questions, strata, margins of the population, and answers (one row for each person)."""

    title: Prose = entry("Title", default="")
    selection: Selection = entry("How people were selected", default=Selection.UNKNOWN)
    population: Annotated[Count | None, Field(ge=1)] = entry("Population", default=None)
    confidence: Number = entry("Confidence level", default=0.95, gt=0.5, lt=1)
    margin: Number = entry("Margin of error wanted", default=0.05, gt=0, lt=1)
    share: Number = entry("Expected share", default=0.5, gt=0, lt=1)
    response: Number = entry("Expected response rate", default=1.0, gt=0, le=1)
    cluster_size: Number = entry("People asked in each cluster", default=1.0, ge=1)
    cluster_correlation: Number = entry("Correlation within clusters", default=0.0, ge=0, le=1)
    allocation: Allocation = entry("Allocation to strata", default=Allocation.PROPORTIONAL)
    stratum_column: Text = entry("Column of strata", default="")
    cluster_column: Text = entry("Column of clusters", default="")
    weight_column: Text = entry("Column of weights", default="")
    seed: Count = entry("Seed", default=2018, ge=0)
    questions: tuple[Question, ...] = entry("Questions", default=())
    strata: tuple[Stratum, ...] = entry("Strata", default=())
    margins: tuple[Margin, ...] = entry("Margins of the population", default=())
    answers: Grid | None = entry("Answers", default=None)

    @classmethod
    def main(cls) -> str:
        """A file of one table holds the answers."""
        return "answers"
