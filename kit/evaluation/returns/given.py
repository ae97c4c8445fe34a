"""Given: the flows of a project over its years, with and without it, and how sure they are."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kit.core.language import Phrase, phrase
from kit.core.request import entry
from kit.evaluation.given import Count, Given, GivenRow, Grid, Number, Prose, Text


class FlowKind(StrEnum):
    """What a row of flows is: of the project, or of what would be without it."""

    BENEFIT = "benefit"
    COST = "cost"
    BENEFIT_WITHOUT = "benefit_without"
    COST_WITHOUT = "cost_without"

    @property
    def sign(self) -> int:
        """What a flow of the kind adds to the net flow of the project."""
        return 1 if self in {FlowKind.BENEFIT, FlowKind.COST_WITHOUT} else -1


class Shape(StrEnum):
    """How an uncertain item spreads."""

    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    NORMAL = "normal"


FLOW_KINDS = {
    FlowKind.BENEFIT: phrase("benefit"),
    FlowKind.COST: phrase("cost"),
    FlowKind.BENEFIT_WITHOUT: phrase("benefit without the project"),
    FlowKind.COST_WITHOUT: phrase("cost without the project"),
}
SHAPES: dict[StrEnum, Phrase] = {
    Shape.TRIANGULAR: phrase("triangular"),
    Shape.UNIFORM: phrase("uniform"),
    Shape.NORMAL: phrase("normal"),
}


class Range(GivenRow):
    """How far an item may lie from its value: changes such as -20% and 20%."""

    item: Text = entry("Item", min_length=1)
    low: Number = entry("Lowest change", gt=-10)
    high: Number = entry("Highest change", lt=10)


class Spread(GivenRow):
    """The distribution of the change of an item; ``deviation`` is the standard deviation of a normal one."""

    item: Text = entry("Item", min_length=1)
    shape: Shape = entry("Distribution", default=Shape.TRIANGULAR)
    low: Number = entry("Lowest change", default=0.0)
    likely: Number = entry("Most likely change", default=0.0)
    high: Number = entry("Highest change", default=0.0)
    deviation: Number = entry("Standard deviation", default=0.0, ge=0)


class ReturnsGiven(Given):
    """The flows of a project: a row for each item, its kind, and a column for each year."""

    title: Prose = entry("Title", default="")
    unit: Prose = entry("Unit", default="")
    rate: Annotated[Number | None, Field(gt=-1, lt=10)] = entry("Discount rate", default=None)
    rate_source: Prose = entry("Source of the discount rate", default="")
    rate_code: Text = entry("Code of the discount rate", default="cn.social")
    base_year: Annotated[Count | None, Field(ge=0, le=3000)] = entry("Base year", default=None)
    counterfactual: Prose = entry("What would be without the project", default="")
    change: Number = entry("Change in the sensitivity analysis", default=0.2, gt=0, lt=1)
    trials: Count = entry("Trials", default=10_000, ge=100, le=1_000_000)
    seed: Count = entry("Seed", default=2018, ge=0)
    flows: Grid = entry("Flows")
    ranges: tuple[Range, ...] = entry("Ranges", default=())
    spreads: tuple[Spread, ...] = entry("Distributions", default=())

    @classmethod
    def main(cls) -> str:
        """A file of one table holds the flows."""
        return "flows"
