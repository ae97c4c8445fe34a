"""Rule: one parameter of the law, with its article, its dated values, how it was read and what it requires."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from itertools import combinations

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from kit.core.actor import Role
from kit.core.finding import Severity
from kit.core.language import Phrase, phrase, spoken
from kit.law.clause import Check, Clause
from kit.law.unit import Unit, wrong_value

RULE_CODE = r"^[a-z_]+(\.[a-z_0-9]+)+$"


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


class Level(StrEnum):
    """The level of the budget that pays."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    CITY = "city"
    COUNTY = "county"


class Purchased(StrEnum):
    """What is bought, where the law tells it apart."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"


class Place(BaseModel):
    """Where and for what a value holds; what is left out holds for all. ``region`` is the code of the division."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level | None = None
    region: str | None = Field(None, pattern=r"^\d{2}(\d{2}){0,2}$")
    object: Purchased | None = None

    @property
    def asked(self) -> dict[str, str]:
        """What has to be so, by the names of the facts that say it."""
        keys = {"level": self.level, "region": self.region, "object": self.object}
        return {PLACE_FACTS[key]: str(value) for key, value in keys.items() if value is not None}

    def meets(self, other: "Place") -> bool:
        """True where both may hold for one and the same thing and are equally exact."""
        mine, theirs = self.asked, other.asked
        return mine.keys() == theirs.keys() and mine == theirs


PLACE_FACTS = {"level": "office.level", "region": "office.region", "object": "purchase.object"}
EVERYWHERE = Place()


class DatedValue(BaseModel):
    """What holds from one day to another (both included; no end means still in force)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    until: date | None = None
    value: str | int | bool | None = None
    article: str | None = None
    instrument: str | None = None
    where: Place = EVERYWHERE

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "DatedValue":
        if self.until and self.until < self.since:
            raise ValueError(f"until {self.until} lies before since {self.since}; swap or mend them")
        return self

    def holds_on(self, day: date) -> bool:
        """True where the value is in force on *day*."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "DatedValue") -> bool:
        """True where both hold on one and the same day for one and the same thing."""
        ends = [value.until or date.max for value in (self, other)]
        return self.where.meets(other.where) and max(self.since, other.since) <= min(ends)


class Waivable(BaseModel):
    """Who may waive a rule, and why law leaves room for it; a rule without this is absolute."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: frozenset[Role] = Field(min_length=1)
    reason: str
    days_max: int = Field(366, ge=1, le=1100)


class Rule(BaseModel):
    """One rule or parameter.

    ``entry`` is the fact it was built from in the list of regulations; ``check`` says what it requires, ``needs`` what
    the kit would have to know to check it; ``severity`` is what a failed check weighs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=RULE_CODE)
    title: str
    title_en: str
    instrument: str
    article: str
    unit: Unit | None = None
    reading: Reading
    source_url: str | None = None
    note: str | None = None
    entry: str | None = None
    severity: Severity = Severity.QUESTION
    history: tuple[DatedValue, ...] = Field(min_length=1)
    check: Check | None = None
    needs: str | None = None
    waiver: Waivable | None = None

    @model_validator(mode="after")
    def _values_do_not_overlap(self) -> "Rule":
        for earlier, later in combinations(sorted(self.history, key=lambda value: value.since), 2):
            if earlier.meets(later):
                raise ValueError(f"the values since {earlier.since} and {later.since} overlap; end the earlier one")
        return self

    @model_validator(mode="after")
    def _values_fit_the_unit(self) -> "Rule":
        for dated in self.history:
            wrong = None if dated.value is None else wrong_value(dated.value, self.unit)
            if wrong:
                raise ValueError(f"since {dated.since}: {wrong}")
        return self

    @model_validator(mode="after")
    def _limits_fit_the_clauses(self, info: ValidationInfo) -> "Rule":
        if info.context is None or self.check is None:
            return self
        for clause in self.own_limits():
            wrong = clause.wrong_unit(self.unit, info.context["facts"])
            if wrong:
                raise ValueError(f"unit: {wrong}")
        return self

    @model_validator(mode="after")
    def _memory_stops_nobody(self) -> "Rule":
        if self.severity is Severity.BLOCK and self.reading is Reading.MEMORY:
            raise ValueError("a rule from memory may not stop an action; set severity to question, or read the text")
        if self.check and self.needs:
            raise ValueError("a rule has a check or says what it needs, not both")
        return self

    @property
    def label(self) -> str:
        """The title in the language spoken."""
        return spoken(self.title, self.title_en)

    def own_limits(self) -> list[Clause]:
        """The clauses that take their limit from this rule."""
        clauses = self.check.clauses if self.check else ()
        return [clause for clause in clauses if clause.is_limited_by_rule and clause.rule is None]

    def on(self, day: date) -> DatedValue | None:
        """The value in force on *day* wherever one is, or None; a rule that differs by place is asked ``at``."""
        return next((value for value in self.history if value.holds_on(day)), None)

    def place_facts(self, day: date) -> list[str]:
        """The facts that choose between the values of *day*."""
        return list(dict.fromkeys(name for value in self._of(day) for name in value.where.asked))

    def at(self, day: date, facts: Mapping[str, object]) -> DatedValue | None:
        """The value in force on *day* for what *facts* say of level, region and object; the most exact one."""
        fitting = [value for value in self._of(day) if _is_there(value.where, facts)]
        return max(fitting, key=lambda value: len(value.where.asked), default=None)

    def citation(self, dated: DatedValue | None = None) -> str:
        """Instrument and article as they are cited; the instrument stays Chinese in every language."""
        instrument = (dated and dated.instrument) or self.instrument
        article = (dated and dated.article) or self.article
        return f"{instrument} {article}".strip()

    def mark(self) -> Phrase:
        """How the text was read, as people are told."""
        return READING_MARKS[self.reading]

    def _of(self, day: date) -> Iterable[DatedValue]:
        return (value for value in self.history if value.holds_on(day))


def _is_there(place: Place, facts: Mapping[str, object]) -> bool:
    return all(facts.get(name) == value for name, value in place.asked.items())
