"""Rule: one parameter of the law, with its article, its dated values and how it was read."""

from datetime import date
from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.core.language import Phrase, phrase


class Reading(StrEnum):
    """How the text behind a rule was read."""

    TEXT = "text"
    SECONDARY = "secondary"
    MEMORY = "memory"


READING_MARKS = {
    Reading.TEXT: phrase("read in the text"),
    Reading.SECONDARY: phrase("read on a secondary page"),
    Reading.MEMORY: phrase("from memory, to be confirmed"),
}


class DatedValue(BaseModel):
    """What holds from one day to another (both included; no end means still in force)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    until: date | None = None
    value: str | int | bool | None = None
    article: str | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "DatedValue":
        if self.until and self.until < self.since:
            raise ValueError(f"until {self.until} lies before since {self.since}; swap or mend them")
        return self

    def holds_on(self, day: date) -> bool:
        """True where the value is in force on *day*."""
        return self.since <= day and (self.until is None or day <= self.until)


class Rule(BaseModel):
    """One rule or parameter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z_]+(\.[a-z_0-9]+)+$")
    title: str
    title_en: str
    instrument: str
    article: str
    unit: str | None = None
    reading: Reading
    source_url: str | None = None
    note: str | None = None
    history: tuple[DatedValue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _values_do_not_overlap(self) -> "Rule":
        ordered = sorted(self.history, key=lambda value: value.since)
        for earlier, later in pairwise(ordered):
            if earlier.until is None or earlier.until >= later.since:
                raise ValueError(f"the values since {earlier.since} and {later.since} overlap; end the earlier one")
        return self

    def on(self, day: date) -> DatedValue | None:
        """The value in force on *day*, or None."""
        return next((value for value in self.history if value.holds_on(day)), None)

    def citation(self) -> str:
        """Instrument and article as they are cited; the instrument stays Chinese in every language."""
        return f"{self.instrument} {self.article}".strip()

    def mark(self) -> Phrase:
        """How the text was read, as people are told."""
        return READING_MARKS[self.reading]
