"""Trace: a judgement in words, with the fact, the limit, and the rule, article and day that decided."""

from datetime import date

from kit.core.language import Phrase, phrase
from kit.core.money import Money
from kit.law.clause import BETWEEN_FACTS, LIMITED, PLAIN, TIMED, Clause, Operator
from kit.law.fact import Fact, FactKind, Facts, Value
from kit.law.judgement import Judgement, Limit, State, Step
from kit.law.rulebook import Rulebook, cite
from kit.law.unit import Unit

CALENDAR = "calendar."
_SAID = {
    Operator.IS: phrase("is"),
    Operator.IS_NOT: phrase("is not"),
    Operator.ONE_OF: phrase("is one of"),
    Operator.NONE_OF: phrase("is none of"),
    Operator.AT_MOST: phrase("at most"),
    Operator.AT_LEAST: phrase("at least"),
    Operator.ABOVE: phrase("above"),
    Operator.BELOW: phrase("below"),
    Operator.ODD: phrase("is odd"),
    Operator.NOT_ABOVE: phrase("not above"),
    Operator.SAME: phrase("the same as"),
    Operator.DIFFERS: phrase("other than"),
    Operator.SHARE_AT_MOST: phrase("as a share at most"),
    Operator.SHARE_AT_LEAST: phrase("as a share at least"),
    Operator.EXCESS_AT_MOST: phrase("in excess at most"),
    Operator.WITHIN: phrase("not later than"),
    Operator.APART: phrase("not earlier than"),
    Operator.NOT_BEFORE: phrase("not before"),
    Operator.BY_DATE: phrase("in the year, at the latest on"),
}
_UNITS = {
    Unit.DAYS: phrase("days"),
    Unit.WORKING_DAYS: phrase("working days"),
    Unit.MONTHS: phrase("months"),
    Unit.YEARS: phrase("years"),
    Unit.HOURS: phrase("hours"),
    Unit.YUAN: phrase("yuan"),
    Unit.PERCENT: phrase("%"),
    Unit.PER_TEN_THOUSAND: phrase("per ten thousand"),
    Unit.POINTS: phrase("points"),
}
_STATES = {
    State.PASS: phrase("kept"),
    State.FAIL: phrase("not kept"),
    State.MISSING: phrase("not applicable: something is missing"),
    State.OUTSIDE: phrase("not applicable: the rule is about something else"),
    State.NOT_IN_FORCE: phrase("not applicable: no value was in force that day for this level and region"),
}


def said_of(judgement: Judgement) -> Phrase:
    """What came out."""
    return _STATES[judgement.state]


def explain(judgement: Judgement, rulebook: Rulebook, facts: Facts) -> list[str]:
    """The deciding clauses in words, one line each; where something is missing, what."""
    lines = [step_words(step, rulebook, facts) for step in judgement.deciding if step.is_so is not None]
    missing = [label_of(name, rulebook) for name in judgement.missing]
    return [*lines, *(str(phrase("missing: {fact}", fact=name)) for name in missing)]


def step_words(step: Step, rulebook: Rulebook, facts: Facts) -> str:
    """One clause with the values it met, its limit, and the rule, article and day that the limit comes from."""
    fact = rulebook.facts[step.clause.fact]
    met = f"{fact.label} = {shown(facts.get(fact.name), fact)}"
    if step.clause.other:
        other = rulebook.facts[step.clause.other]
        met += f", {other.label} = {shown(facts.get(other.name), other)}"
    return f"{met}; {clause_words(step.clause, rulebook, step.limit)}{_source(step.limit)}"


def clause_words(clause: Clause, rulebook: Rulebook, limit: Limit | None = None) -> str:
    """What a clause asks for, without the values it met."""
    parts = [str(_SAID[clause.op]), _asked(clause, rulebook, limit)]
    if clause.other:
        joined = phrase("after: {fact}") if clause.op in TIMED else phrase("of: {fact}")
        label = rulebook.facts[clause.other].label
        parts.append(label if clause.op in BETWEEN_FACTS else str(Phrase(joined.text, {"fact": label})))
    return " ".join(part for part in parts if part)


def value_words(value: object, unit: Unit | None) -> str:
    """A value of the law with its unit."""
    if isinstance(value, bool):
        return str(phrase("yes") if value else phrase("no"))
    if unit is Unit.YUAN and isinstance(value, int):
        return Money(value * 100).text("元")
    return f"{value} {_UNITS[unit]}" if unit in _UNITS else str(value)


def label_of(name: str, rulebook: Rulebook) -> str:
    """What is missing, by its label: a fact, a year of the calendar, or the value of a rule."""
    if name in rulebook.facts:
        return f"{rulebook.facts[name].label} ({name})"
    if name.startswith(CALENDAR):
        return str(phrase("the holidays of {year}, not announced yet", year=name.removeprefix(CALENDAR)))
    return str(phrase("a value of {rule} for that day, level and region", rule=name))


def shown(value: Value | None, fact: Fact) -> str:
    """A fact as people read it."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return value_words(value, None)
    if fact.kind is FactKind.MONEY and isinstance(value, int):
        return str(Money(value))
    if fact.kind is FactKind.PERCENT and isinstance(value, int):
        return f"{value / 100:g} %"
    return value.isoformat() if isinstance(value, date) else str(value)


def _asked(clause: Clause, rulebook: Rulebook, limit: Limit | None) -> str:
    if clause.values:
        return ", ".join(clause.values)
    if clause.op in PLAIN:
        return value_words(clause.value, None)
    if clause.op not in LIMITED:
        return ""
    if clause.value is not None:
        return value_words(clause.value, clause.unit)
    if limit is not None and limit.dated is not None and limit.rule is not None:
        return value_words(limit.dated.value, limit.rule.unit)
    named = rulebook.rules[clause.rule].label if clause.rule else str(phrase("the value of the rule"))
    return f"[{named}]"


def _source(limit: Limit | None) -> str:
    if limit is None or limit.rule is None or limit.dated is None:
        return ""
    said = phrase("in force since {day}", day=str(limit.dated.since))
    return f" ({cite(limit.rule, limit.dated)}, {said})"
