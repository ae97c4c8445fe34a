"""Rates: discount rates as dated values with their source."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from kit.core.language import spoken
from kit.law.rule import Reading
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FILE = "evaluation/discount_rates.yaml"


class DatedRate(BaseModel):
    """A rate, from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    value: float = Field(gt=0, lt=1)


class DiscountRate(BaseModel):
    """A discount rate that somebody with authority has set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    title_en: str
    source: str
    read: Reading
    note: str = ""
    history: tuple[DatedRate, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        """The title in the language spoken."""
        return spoken(self.title, self.title_en)

    def on(self, day: date) -> float | None:
        """The value in force on *day*, None before the first."""
        begun = [dated for dated in self.history if dated.since <= day]
        return max(begun, key=lambda dated: dated.since).value if begun else None


def load_rates(resources: Resources) -> dict[str, DiscountRate]:
    """All rates by code; raises ConfigurationError with file and line."""
    return {rate.code: rate for rate, _place in read_items(resources.find(FILE), DiscountRate)}
