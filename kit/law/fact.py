"""Fact: one thing that rules ask about a project, a tender, a contract, with its kind and who records it."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from kit.core.errors import ConfigurationError, UsageError
from kit.core.language import spoken
from kit.core.money import Money, NotAnAmount
from kit.core.number import parse_printed
from kit.law.unit import SPANS, Unit
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FOLDER = "facts"
FACT_NAME = r"^[a-z]+\.[a-z_0-9]+$"
Value = date | bool | int | str
Facts = Mapping[str, Value | None]


class FactKind(StrEnum):
    """What a fact is: a day, an amount in fen, a count, hundredths of a percent, yes or no, a word."""

    DAY = "day"
    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    FLAG = "flag"
    TEXT = "text"

    @property
    def is_number(self) -> bool:
        """True for what can be more or less."""
        return self in {FactKind.MONEY, FactKind.COUNT, FactKind.PERCENT}


# In what unit the limit of a fact of each kind may stand, where the two are compared as numbers.
UNITS_OF = {
    FactKind.MONEY: {Unit.YUAN},
    FactKind.PERCENT: {Unit.PERCENT, Unit.POINTS},
    FactKind.COUNT: {Unit.COUNT, Unit.POINTS, Unit.HOURS, Unit.MONTH, Unit.PER_TEN_THOUSAND, *SPANS},
}


class Fact(BaseModel):
    """One fact; ``room`` is the room of the kit that records it, nothing where whoever asks has to give it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=FACT_NAME)
    kind: FactKind
    title: str
    title_en: str
    room: str | None = None

    @property
    def label(self) -> str:
        """What the fact is called in the language spoken."""
        return spoken(self.title, self.title_en)

    def read(self, given: object) -> Value:
        """A value as people or data files write it: yuan, percent, 2026-11-23, true; raises UsageError."""
        try:
            return _READERS[self.kind](given)
        except (ValueError, TypeError, NotAnAmount):
            raise UsageError(f"{self.name}: {given!r} is no {self.kind}; write it {_WRITTEN[self.kind]}") from None


def load_facts(resources: Resources) -> dict[str, Fact]:
    """All facts of ``data/facts`` by name; raises ConfigurationError with file and line."""
    facts: dict[str, Fact] = {}
    for path in resources.list(FOLDER):
        for fact, place in read_items(path, Fact):
            if fact.name in facts:
                raise ConfigurationError(f"{place}: the fact {fact.name} stands twice; give each its own name")
            facts[fact.name] = fact
    return facts


def read_facts(given: Mapping[str, object], known: Mapping[str, Fact]) -> dict[str, Value | None]:
    """The facts of a case or a file, each read by its kind; raises UsageError for one that is not known."""
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        raise UsageError(f"there is no fact {unknown!r}; kit law facts lists all")
    return {name: None if value is None else known[name].read(value) for name, value in given.items()}


def _day(given: object) -> date:
    return given if isinstance(given, date) else date.fromisoformat(str(given))


def _fen(given: object) -> int:
    if isinstance(given, bool):
        raise TypeError
    return Money.parse(str(given)).fen


def _count(given: object) -> int:
    if isinstance(given, bool):
        raise TypeError
    return int(str(given))


def _hundredths(given: object) -> int:
    printed = None if isinstance(given, bool) else parse_printed(str(given))
    hundredths = printed.value * 100 if printed else Fraction(1, 2)
    if hundredths.denominator != 1:
        raise ValueError
    return int(hundredths)


def _flag(given: object) -> bool:
    if isinstance(given, bool):
        return given
    return {"true": True, "false": False}[str(given)] if str(given) in {"true", "false"} else _refuse()


def _refuse() -> bool:
    raise ValueError


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


_READERS: dict[FactKind, Callable[[object], Value]] = {
    FactKind.DAY: _day,
    FactKind.MONEY: _fen,
    FactKind.COUNT: _count,
    FactKind.PERCENT: _hundredths,
    FactKind.FLAG: _flag,
    FactKind.TEXT: _text,
}
_WRITTEN = {
    FactKind.DAY: "like 2026-11-23",
    FactKind.MONEY: "in yuan, like 1,740,000.00 or 174万元",
    FactKind.COUNT: "as a whole number",
    FactKind.PERCENT: "in percent, like 12.5",
    FactKind.FLAG: "as true or false",
    FactKind.TEXT: "as text, in quotes where it looks like a number",
}
