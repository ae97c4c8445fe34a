"""Judgement: one rule held against the facts of one thing: pass, fail or not applicable, and what decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from kit.core.calendar import WorkingCalendar, YearNotAnnounced
from kit.law.clause import NUMBERS, PLAIN, RELATIVE, TIMED, Clause, Operator
from kit.law.counting import is_apart, is_within, is_within_rolled
from kit.law.fact import FactKind, Facts
from kit.law.rule import DatedValue, Rule
from kit.law.rulebook import Rulebook
from kit.law.unit import Unit, month_day, share_of

HUNDRED = 100


class State(IntEnum):
    """How a rule stands to the facts; all but ``PASS`` and ``FAIL`` are "not applicable", each for its own reason."""

    MISSING = 0
    PASS = 1
    FAIL = 2
    OUTSIDE = 3
    NOT_IN_FORCE = 4


class Outcome(StrEnum):
    """The three answers of a check."""

    PASS = "pass"  # noqa: S105 - an outcome, no password
    FAIL = "fail"
    NOT_APPLICABLE = "n/a"


OUTCOMES = {State.PASS: Outcome.PASS, State.FAIL: Outcome.FAIL}


@dataclass(frozen=True)
class Limit:
    """A limit as it was applied: the value in the unit of the data, the rule and the dated value it comes from."""

    value: Any
    unit: Unit | None = None
    rule: Rule | None = None
    dated: DatedValue | None = None


@dataclass(frozen=True)
class Step:
    """One clause as it was decided: True, False, or None where something is missing."""

    clause: Clause
    is_so: bool | None
    limit: Limit | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What came out, and the trace: the day whose law was asked, the dated value in force, and each clause."""

    rule: Rule
    state: State
    day: date | None
    dated: DatedValue | None = None
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Pass, fail or not applicable."""
        return OUTCOMES.get(self.state, Outcome.NOT_APPLICABLE)

    @property
    def deciding(self) -> tuple[Step, ...]:
        """The clauses that decided: those that were not so for a fail or a rule that does not apply."""
        if self.state is State.PASS:
            return self.steps
        wanted = None if self.state is State.MISSING else False
        return tuple(step for step in self.steps if step.is_so is wanted)


@dataclass(frozen=True)
class _Bench:
    """What a clause is decided by: the facts, the law of the day, the rule's own value."""

    rulebook: Rulebook
    facts: Facts
    day: date
    rule: Rule
    dated: DatedValue


def judge(rulebook: Rulebook, rule: Rule, facts: Facts, asked: date) -> Judgement:
    """Hold *rule* against *facts* (money in fen, percent in hundredths); *asked* is the day where no fact names one."""
    check = rule.check
    assert check is not None
    day = facts.get(check.day) if check.day else asked
    if not isinstance(day, date):
        return Judgement(rule, State.MISSING, None, missing=(str(check.day),))
    unknown = tuple(name for name in rule.place_facts(day) if facts.get(name) is None)
    if unknown:
        return Judgement(rule, State.MISSING, day, missing=unknown)
    dated = rule.at(day, facts)
    if dated is None:
        return Judgement(rule, State.NOT_IN_FORCE, day)
    bench = _Bench(rulebook, facts, day, rule, dated)
    when, unless, require = (
        [_decide(clause, bench) for clause in clauses] for clauses in (check.when, check.unless, check.require)
    )
    state = _state(when, unless, require)
    steps = (*when, *unless, *require)
    missing = _missing(steps) if state is State.MISSING else ()
    return Judgement(rule, state, day, dated, steps, missing)


def _state(when: list[Step], unless: list[Step], require: list[Step]) -> State:
    """The three-valued answer: a fail needs everything that could take the rule away to be known."""
    if _any(when, False) or _any(unless, True):
        return State.OUTSIDE
    if _any(when, None):
        return State.MISSING
    if _any(require, False):
        return State.MISSING if _any(unless, None) else State.FAIL
    return State.MISSING if _any(require, None) else State.PASS


def _any(steps: list[Step], wanted: bool | None) -> bool:
    return any(step.is_so is wanted for step in steps)


def _missing(steps: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for step in steps if step.is_so is None for name in step.missing))


def _decide(clause: Clause, bench: _Bench) -> Step:
    unknown = tuple(name for name in clause.names if bench.facts.get(name) is None)
    limit = _limit(clause, bench)
    if limit is None:
        unknown = (*unknown, *_unknown_limit(clause, bench))
    if unknown:
        return Step(clause, None, limit, unknown)
    given = [bench.facts[name] for name in clause.names]
    try:
        is_so = _ASKED[clause.op](clause, given, limit, bench.rulebook.calendar)
    except YearNotAnnounced as error:
        return Step(clause, None, limit, (f"calendar.{error.year}",))
    return Step(clause, is_so, limit)


def _limit(clause: Clause, bench: _Bench) -> Limit | None:
    """The limit that holds for the clause; None where the rule that it names has none that day."""
    kind = bench.rulebook.facts[clause.fact].kind
    if not clause.is_limited_by_rule:
        # A clause without a limit holds what it asks for in itself.
        return Limit(scaled(clause.value, clause.unit, clause, kind), clause.unit)
    rule = bench.rulebook.rule(clause.rule) if clause.rule else bench.rule
    dated = bench.dated if clause.rule is None else _named_value(rule, bench)
    if dated is None or dated.value is None:
        return None
    return Limit(scaled(dated.value, rule.unit, clause, kind), rule.unit, rule, dated)


def _named_value(rule: Rule, bench: _Bench) -> DatedValue | None:
    is_unknown = any(bench.facts.get(name) is None for name in rule.place_facts(bench.day))
    return None if is_unknown else rule.at(bench.day, bench.facts)


def _unknown_limit(clause: Clause, bench: _Bench) -> tuple[str, ...]:
    rule = bench.rulebook.rule(clause.rule) if clause.rule else bench.rule
    unknown = tuple(name for name in rule.place_facts(bench.day) if bench.facts.get(name) is None)
    return unknown or (rule.code,)


def scaled(value: Any, unit: Unit | None, clause: Clause, kind: FactKind) -> Any:
    """A limit of *clause* in the unit of the data: a share of one, fen, hundredths of a percent, or as it stands."""
    if clause.op in RELATIVE:
        assert unit is not None
        return share_of(value, unit)
    is_hundredfold = kind is FactKind.PERCENT or unit is Unit.YUAN
    return int(value) * HUNDRED if is_hundredfold and clause.op in NUMBERS else value


# --- the operators -------------------------------------------------------------------------------------------------

Asked = Callable[[Clause, list[Any], Any, WorkingCalendar], bool]


def _plain(clause: Clause, given: list[Any], _limit: Any, _calendar: WorkingCalendar) -> bool:
    return bool((given[0] == clause.value) == (clause.op is Operator.IS))


def _choice(clause: Clause, given: list[Any], _limit: Any, _calendar: WorkingCalendar) -> bool:
    return (given[0] in clause.values) == (clause.op is Operator.ONE_OF)


def _number(clause: Clause, given: list[Any], limit: Any, _calendar: WorkingCalendar) -> bool:
    fact, bound = given[0], limit.value
    answers = {
        Operator.AT_MOST: fact <= bound,
        Operator.AT_LEAST: fact >= bound,
        Operator.ABOVE: fact > bound,
        Operator.BELOW: fact < bound,
    }
    return bool(answers[clause.op])


def _relative(clause: Clause, given: list[Any], limit: Any, _calendar: WorkingCalendar) -> bool:
    part, whole = given
    if clause.op is Operator.EXCESS_AT_MOST:
        part -= whole
    bound = whole * limit.value
    return bool(part >= bound if clause.op is Operator.SHARE_AT_LEAST else part <= bound)


def _timed(clause: Clause, given: list[Any], limit: Any, calendar: WorkingCalendar) -> bool:
    within = is_within_rolled if clause.rolls else is_within
    kept = within if clause.op is Operator.WITHIN else is_apart
    return kept(given[0], given[1], limit.value, limit.unit, calendar)


def _by_date(_clause: Clause, given: list[Any], limit: Any, _calendar: WorkingCalendar) -> bool:
    done, year = given
    return bool((done.year, done.month, done.day) <= (year, *month_day(limit.value)))


def _between(clause: Clause, given: list[Any], _limit: Any, _calendar: WorkingCalendar) -> bool:
    one, other = given
    answers: Mapping[Operator, Callable[[], bool]] = {
        Operator.NOT_ABOVE: lambda: one <= other,
        Operator.NOT_BEFORE: lambda: one >= other,
        Operator.SAME: lambda: one == other,
        Operator.DIFFERS: lambda: one != other,
    }
    return bool(answers[clause.op]())


def _odd(_clause: Clause, given: list[Any], _limit: Any, _calendar: WorkingCalendar) -> bool:
    return bool(given[0] % 2)


_ASKED: dict[Operator, Asked] = {
    **dict.fromkeys(PLAIN, _plain),
    **dict.fromkeys({Operator.ONE_OF, Operator.NONE_OF}, _choice),
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(RELATIVE, _relative),
    **dict.fromkeys(TIMED, _timed),
    Operator.BY_DATE: _by_date,
    Operator.ODD: _odd,
    **dict.fromkeys({Operator.NOT_ABOVE, Operator.NOT_BEFORE, Operator.SAME, Operator.DIFFERS}, _between),
}
