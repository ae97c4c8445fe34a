"""Clause: one comparison of a fact with a limit or with another fact; the operators are a fixed list."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from kit.law.fact import UNITS_OF, Fact, FactKind
from kit.law.unit import SHARES, SPANS, Unit, wrong_value


class Operator(StrEnum):
    """What a clause may ask. There is no other: no expression, no pattern, no loop."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOVE = "above"
    BELOW = "below"
    ODD = "odd"
    NOT_ABOVE = "not_above"
    SAME = "same"
    DIFFERS = "differs"
    SHARE_AT_MOST = "share_at_most"
    SHARE_AT_LEAST = "share_at_least"
    EXCESS_AT_MOST = "excess_at_most"
    WITHIN = "within"
    APART = "apart"
    NOT_BEFORE = "not_before"
    BY_DATE = "by_date"


_O = Operator
NUMBERS = frozenset({_O.AT_MOST, _O.AT_LEAST, _O.ABOVE, _O.BELOW})
RELATIVE = frozenset({_O.SHARE_AT_MOST, _O.SHARE_AT_LEAST, _O.EXCESS_AT_MOST})
TIMED = frozenset({_O.WITHIN, _O.APART})
CHOICES = frozenset({_O.ONE_OF, _O.NONE_OF})
PLAIN = frozenset({_O.IS, _O.IS_NOT})
# Two facts are compared, and no limit is asked for.
BETWEEN_FACTS = frozenset({_O.NOT_ABOVE, _O.SAME, _O.DIFFERS, _O.NOT_BEFORE})
WITH_OTHER = BETWEEN_FACTS | RELATIVE | TIMED | {_O.BY_DATE}
# The limit is the rule's own value of the day unless the clause holds one or names another rule.
LIMITED = NUMBERS | RELATIVE | TIMED | {_O.BY_DATE}


class Clause(BaseModel):
    """One comparison.

    ``fact`` is what is judged; ``other`` the fact it is held against: the day from which is counted, the sum of which
    it is a share, its peer. ``value`` is a limit of the clause's own, in ``unit``; ``rule`` the code of the rule whose
    value of the day is the limit. ``rolls`` lets a period that ends on a day off end on the next workday.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    op: Operator
    fact: str
    other: str | None = None
    value: bool | int | str | None = None
    values: tuple[str, ...] = ()
    unit: Unit | None = None
    rule: str | None = None
    rolls: bool = False

    @model_validator(mode="after")
    def _fits_its_operator(self, info: ValidationInfo) -> "Clause":
        _refuse(self._wrong_parts())
        facts: dict[str, Fact] = (info.context or {}).get("facts", {})
        if info.context is not None:
            _refuse(self._unknown_fact(facts) or self._wrong_kinds(facts))
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that the clause asks for."""
        return (self.fact,) if self.other is None else (self.fact, self.other)

    @property
    def is_limited_by_rule(self) -> bool:
        """True where the limit is a dated value: the rule's own, or that of the rule it names."""
        return self.op in LIMITED and self.value is None

    def _wrong_parts(self) -> str | None:
        if (self.op in WITH_OTHER) != (self.other is not None):
            return f"{self.op} needs {'another fact' if self.op in WITH_OTHER else 'no other fact'} (other:)"
        if (self.op in CHOICES) != bool(self.values):
            return f"{self.op} {'needs values: [...]' if self.op in CHOICES else 'takes no values'}"
        return self._wrong_limit()

    def _wrong_limit(self) -> str | None:
        if self.op in PLAIN and self.value is None:
            return f"{self.op} needs a value"
        if self.op not in LIMITED | PLAIN and self.value is not None:
            return f"{self.op} takes no value"
        if self.rule and (self.op not in LIMITED or self.value is not None):
            return f"{self.op} cannot take its limit from a rule here; give either value or rule"
        return wrong_value(self.value, self.unit) if self.op in LIMITED and self.value is not None else None

    def _unknown_fact(self, facts: dict[str, Fact]) -> str | None:
        unknown = next((name for name in self.names if name not in facts), None)
        return f"there is no fact {unknown!r}; name one of data/facts, or declare it there" if unknown else None

    def _wrong_kinds(self, facts: dict[str, Fact]) -> str | None:
        kinds = [facts[name].kind for name in self.names]
        wanted = _KINDS.get(self.op)
        if wanted and kinds[0] not in wanted:
            return f"{self.op} judges {_spoken(wanted)}, and {self.fact} is a {kinds[0]}"
        second = {FactKind.COUNT} if self.op is Operator.BY_DATE else {kinds[0]}
        if self.other and kinds[1] not in second:
            return f"{self.op} compares a {kinds[0]} with {_spoken(second)}, and {self.other} is a {kinds[1]}"
        if self.op in PLAIN:
            return self._wrong_plain(kinds[0])
        return self.wrong_unit(self.unit, facts) if self.value is not None else None

    def _wrong_plain(self, kind: FactKind) -> str | None:
        fits = {FactKind.FLAG: bool, FactKind.TEXT: str, FactKind.COUNT: int}
        wanted = fits.get(kind)
        if wanted is None or type(self.value) is not wanted:
            return f"{self.value!r} is no value of {self.fact}, which is a {kind}"
        return None

    def _units(self, kind: FactKind) -> frozenset[Unit]:
        if self.op in NUMBERS:
            return frozenset(UNITS_OF[kind])
        if self.op in TIMED:
            return SPANS
        return SHARES if self.op in RELATIVE else frozenset({Unit.MONTH_DAY})

    def wrong_unit(self, unit: Unit | None, facts: dict[str, Fact]) -> str | None:
        """What is wrong with a limit in *unit* for this clause; None where it fits."""
        allowed = self._units(facts[self.fact].kind)
        if unit in allowed:
            return None
        return f"{self.op} on {self.fact} needs a limit in {_spoken(allowed)}, not in {unit or 'no unit'}"


class Check(BaseModel):
    """When a rule applies, and what it then requires.

    ``subject`` is what is judged (``tender``, ``contract``); ``day`` the fact whose day chooses the law, the asked day
    where none is named. All of ``when`` must hold; one of ``unless`` that holds takes the rule away; all of
    ``require`` must hold for a pass.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str = Field(pattern=r"^[a-z]+$")
    day: str | None = None
    when: tuple[Clause, ...] = ()
    unless: tuple[Clause, ...] = ()
    require: tuple[Clause, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _day_is_a_day(self, info: ValidationInfo) -> "Check":
        facts: dict[str, Fact] = (info.context or {}).get("facts", {})
        if info.context is not None and self.day is not None:
            known = facts.get(self.day)
            _refuse(None if known and known.kind is FactKind.DAY else f"{self.day!r} is no fact that is a day")
        return self

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses."""
        return (*self.when, *self.unless, *self.require)

    @property
    def names(self) -> tuple[str, ...]:
        """Every fact that the check asks for, once."""
        asked = [name for clause in self.clauses for name in clause.names]
        return tuple(dict.fromkeys([*asked, *([self.day] if self.day else [])]))


_ANY_NUMBER = frozenset(kind for kind in FactKind if kind.is_number)
_KINDS: dict[Operator, frozenset[FactKind]] = {
    **dict.fromkeys(NUMBERS | RELATIVE | {_O.NOT_ABOVE}, _ANY_NUMBER),
    **dict.fromkeys(TIMED | {_O.NOT_BEFORE, _O.BY_DATE}, frozenset({FactKind.DAY})),
    **dict.fromkeys(CHOICES | {_O.SAME, _O.DIFFERS}, frozenset({FactKind.TEXT})),
    _O.ODD: frozenset({FactKind.COUNT}),
}


def _spoken(names: Any) -> str:
    return " or ".join(sorted(str(name) for name in names))


def _refuse(wrong: str | None) -> None:
    if wrong:
        raise ValueError(wrong)
