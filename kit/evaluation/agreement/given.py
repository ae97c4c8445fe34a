"""Given: the scores of several scorers, one row for each item."""

from enum import StrEnum

from kit.core.language import Phrase, phrase
from kit.core.request import entry
from kit.evaluation.given import Count, Given, Grid, Number, Prose, Text


class Level(StrEnum):
    """What distances between scores mean: none, an order, or an amount."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


LEVELS: dict[StrEnum, Phrase] = {
    Level.NOMINAL: phrase("kinds without order"),
    Level.ORDINAL: phrase("grades in order"),
    Level.INTERVAL: phrase("points"),
}


class AgreementGiven(Given):
    """Scores: the item, then a column for each scorer; an empty cell says that a scorer did not score it."""

    title: Text = entry("Title", default="")
    level: Level = entry("Level of measurement", default=Level.INTERVAL)
    categories: Text = entry("Categories from the lowest to the highest", default="")
    tolerance: Number = entry("Difference left to stand", default=0.0, ge=0)
    confidence: Number = entry("Confidence level", default=0.95, gt=0.5, lt=1)
    replicates: Count = entry("Bootstrap replicates", default=1000, ge=100, le=100_000)
    seed: Count = entry("Seed", default=2018, ge=0)
    note: Prose = entry("How the scorers worked", default="")
    scores: Grid = entry("Scores")

    @classmethod
    def main(cls) -> str:
        """A file of one table holds the scores."""
        return "scores"
