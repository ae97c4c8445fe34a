"""Indicators: the library as data, and what it says of facts: hit with a level, clear, or not applicable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.core.digest import digest_file
from kit.core.language import _, spoken
from kit.law.rulebook import Law
from kit.risk.measures import MEASURES, Column
from kit.risk.states import AlertLevel
from kit.workspace.configuration import read_item, read_items
from kit.workspace.resources import Resources

# What an indicator rests on: a rule of the law by its code, or a choice of the office.
BY_LAW, BY_OFFICE = "law:", "机关自定"
FILE, HANDLING_FILE = "alerts/indicators.yaml", "alerts/handling.yaml"
# What a result can be, by number: the levels count up with their weight.
NOT_APPLICABLE, CLEAR = -1, 0
LEVELS = {level.weight: level for level in reversed(AlertLevel)}


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Thresholds(_Entry):
    """The thresholds of one indicator from a day on; a level that is left out is never reached."""

    since: date
    until: date | None = None
    yellow: float | None = None
    orange: float | None = None
    red: float | None = None

    def holds_on(self, day: date) -> bool:
        """True where they are in force on *day*."""
        return self.since <= day and (self.until is None or day <= self.until)


class Indicator(_Entry):
    """One indicator: what it measures of which facts, its dated thresholds with their basis, and who answers."""

    code: str = Field(pattern=r"^[a-z_]+$")
    title: str
    title_en: str
    measure: str
    facts: tuple[str, ...] = Field(min_length=1, max_length=2)
    direction: Literal["at_least", "at_most", "above"]
    basis: str
    route: Literal["unit", "department", "finance", "performance"]
    history: tuple[Thresholds, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_measurable(self) -> "Indicator":
        if self.measure not in MEASURES:
            raise ValueError(f"there is no measure {self.measure!r}; choose {', '.join(MEASURES)}")
        return self

    @property
    def name(self) -> str:
        """What it is called, in the language spoken."""
        return spoken(self.title, self.title_en)

    def on(self, day: date) -> Thresholds | None:
        """The thresholds in force on a day."""
        return next((each for each in self.history if each.holds_on(day)), None)


class Handling(_Entry):
    """How alerts are handled."""

    due_workdays: dict[AlertLevel, int]
    escalation: dict[str, tuple[str, ...]]
    again_days: int = Field(ge=0)
    closings_min: int = Field(ge=1)
    precision_min: int = Field(ge=0, le=100)


@dataclass(frozen=True)
class Screening:
    """What one indicator says of all projects: ``result`` by number (see above), ``measured`` its value."""

    indicator: Indicator
    result: NDArray[np.int8]
    measured: Column

    @property
    def coverage(self) -> float:
        """The share of projects for which the facts are known, from 0 to 1."""
        return float((self.result != NOT_APPLICABLE).mean()) if len(self.result) else 0.0


def screen(facts: Mapping[str, Column], indicators: Sequence[Indicator], day: date) -> list[Screening]:
    """Hold every indicator against the facts of all projects; a fact that no column holds is known of none."""
    size = len(next(iter(facts.values()))) if facts else 0
    nothing = np.full(size, np.nan)
    return [_screen_one(each, [facts.get(name, nothing) for name in each.facts], day) for each in indicators]


def _screen_one(indicator: Indicator, columns: list[Column], day: date) -> Screening:
    measured = MEASURES[indicator.measure](*columns)
    result = np.full(len(measured), CLEAR, dtype=np.int8)
    thresholds = indicator.on(day)
    for number, level in LEVELS.items():
        bound = getattr(thresholds, str(level), None)
        if bound is not None:
            result[_reached(measured, bound, indicator.direction)] = number
    result[np.isnan(measured) if thresholds else slice(None)] = NOT_APPLICABLE
    return Screening(indicator, result, measured)


def _reached(measured: Column, bound: float, direction: str) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        if direction == "at_least":
            return np.asarray(measured >= bound)
        return np.asarray(measured <= bound) if direction == "at_most" else np.asarray(measured > bound)


def load_indicators(resources: Resources) -> tuple[Indicator, ...]:
    """The library in force; raises ConfigurationError with file and line."""
    path = resources.find(FILE)
    return _read(resources, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(resources: Resources, _changed: int) -> tuple[Indicator, ...]:
    return tuple(indicator for indicator, _place in read_items(resources.find(FILE), Indicator))


def library_digest(resources: Resources) -> str:
    """The digest of the library's file."""
    return digest_file(resources.find(FILE))


def cite_basis(basis: str, law: Law) -> str:
    """What an indicator rests on in words: instrument and article, or that the office has set it."""
    if basis == BY_OFFICE:
        return _("set by the office")
    return law.cite(basis.removeprefix(BY_LAW)) if basis.startswith(BY_LAW) else basis


def load_handling(resources: Resources) -> Handling:
    """How alerts are handled here; raises ConfigurationError with file and line."""
    return read_item(resources.find(HANDLING_FILE), Handling)
