"""Columns: rules held against many things at once, a column for each fact; the same answers as one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.core.calendar import WorkingCalendar
from kit.law.clause import CHOICES, NUMBERS, PLAIN, RELATIVE, TIMED, Clause, Operator
from kit.law.fact import Fact, FactKind, Facts
from kit.law.judgement import State, scaled
from kit.law.rule import DatedValue, Rule
from kit.law.rulebook import Rulebook
from kit.law.unit import Unit, month_day

Array = NDArray[Any]
# Beyond this a product of two columns could leave 64 bits; then whole numbers of any size take over.
PRODUCT_MAX = 2**62
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Column:
    """One fact of many things: its values (days as ordinals, money in fen) and where it is known."""

    values: Array
    known: Array


@dataclass(frozen=True)
class Table:
    """The facts of *size* things, a column each; a fact without a column is missing everywhere."""

    size: int
    columns: Mapping[str, Column]

    def column(self, name: str) -> Column:
        """The column of a fact."""
        found = self.columns.get(name)
        return found or Column(np.zeros(self.size, np.int64), np.zeros(self.size, bool))


@dataclass(frozen=True)
class _Workdays:
    """How many working days lie up to each day of the announced years."""

    first: int
    counted: Array
    is_announced: Array

    def at(self, ordinals: Array) -> tuple[Array, Array]:
        """The count up to each ordinal, and whether its year is announced."""
        places = ordinals - self.first
        inside = (places >= 0) & (places < len(self.counted))
        safe = np.where(inside, places, 0)
        return np.where(inside, self.counted[safe], 0), inside & self.is_announced[safe]


def tabulate(things: Sequence[Facts], facts: Mapping[str, Fact]) -> Table:
    """The facts of many things as columns."""
    names = dict.fromkeys(name for thing in things for name in thing)
    return Table(len(things), {name: column_of([t.get(name) for t in things], facts[name].kind) for name in names})


def column_of(values: Sequence[Any], kind: FactKind) -> Column:
    """One column from values that may be None."""
    known = np.array([value is not None for value in values], bool)
    if kind is FactKind.TEXT:
        return Column(np.array(["" if value is None else value for value in values], object), known)
    if kind is FactKind.DAY:
        return Column(np.array([0 if value is None else value.toordinal() for value in values], np.int64), known)
    return Column(np.array([0 if value is None else int(value) for value in values], np.int64), known)


class Judge:
    """Holds the rules of one rulebook against tables; what does not depend on a table is made once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._workdays = _count_workdays(rulebook.calendar)

    def states(self, rule: Rule, table: Table, asked: date) -> NDArray[np.int8]:
        """How *rule* stands to each thing, as ``State`` says it."""
        check = rule.check
        assert check is not None
        day = table.column(check.day) if check.day else _everywhere(asked.toordinal(), table.size)
        at = _Sheet(self._rulebook, self._workdays, table, day, rule)
        own, is_placed = at.dated(rule)
        when, unless, require = (
            [at.decide(clause) for clause in clauses] for clauses in (check.when, check.unless, check.require)
        )
        judged = _three_valued(when, unless, require, table.size)
        found = np.where(own >= 0, judged, np.int8(State.NOT_IN_FORCE))
        return np.where(day.known & is_placed, found, np.int8(State.MISSING)).astype(np.int8)

    def table(self, rules: Iterable[Rule], table: Table, asked: date) -> dict[str, NDArray[np.int8]]:
        """The states of many rules, by code."""
        return {rule.code: self.states(rule, table, asked) for rule in rules}


@dataclass(frozen=True)
class _Truth:
    """Where a clause is so, and where that is known."""

    is_so: Array
    known: Array


@dataclass(frozen=True)
class _Limits:
    """The limit of each thing as a share: ``top`` over ``bottom``; ``known`` where there is one."""

    top: Array
    bottom: int
    known: Array
    unit: Unit | None


@dataclass(frozen=True)
class _Sheet:
    """One rule and one table."""

    rulebook: Rulebook
    workdays: _Workdays
    table: Table
    day: Column
    rule: Rule

    def dated(self, rule: Rule) -> tuple[Array, Array]:
        """Which value of the rule's history holds for each thing (-1: none), and where that can be said."""
        found = np.full(self.table.size, -1, np.int64)
        is_placed = np.ones(self.table.size, bool)
        for place in _by_exactness(rule.history):
            dated = rule.history[place]
            holds = self._in_force(dated)
            for name, wanted in dated.where.asked.items():
                column = self.table.column(name)
                is_placed &= column.known | ~holds
                holds = holds & column.known & (column.values == wanted)
            found[holds] = place
        return found, is_placed

    def decide(self, clause: Clause) -> _Truth:
        """Where *clause* is so."""
        columns = [self.table.column(name) for name in clause.names]
        known = np.logical_and.reduce([column.known for column in columns])
        values = [column.values for column in columns]
        if clause.op in TIMED:
            limits = self._limits(clause)
            is_so, counted = self._timed(clause, values, limits)
            return _Truth(is_so, known & limits.known & counted)
        if clause.op in NUMBERS | RELATIVE | {Operator.BY_DATE}:
            limits = self._limits(clause)
            return _Truth(_LIMITED[clause.op](values, limits), known & limits.known)
        return _Truth(_unlimited(clause, values), known)

    def _in_force(self, dated: DatedValue) -> Array:
        until = dated.until.toordinal() if dated.until else date.max.toordinal()
        days = self.day.values
        return self.day.known & (days >= dated.since.toordinal()) & (days <= until)

    def _limits(self, clause: Clause) -> _Limits:
        kind = self.rulebook.facts[clause.fact].kind
        if not clause.is_limited_by_rule:
            top, bottom = _fraction(scaled(clause.value, clause.unit, clause, kind))
            size = self.table.size
            return _Limits(np.full(size, top, np.int64), bottom, np.ones(size, bool), clause.unit)
        rule = self.rulebook.rule(clause.rule) if clause.rule else self.rule
        held, is_placed = self.dated(rule)
        values = [
            _fraction(scaled(each.value, rule.unit, clause, kind)) if each.value is not None else (0, 1)
            for each in rule.history
        ]
        bottom = int(np.lcm.reduce([below for _, below in values]))
        tops = np.array([above * (bottom // below) for above, below in values], np.int64)
        is_valued = np.array([each.value is not None for each in rule.history])
        known = (held >= 0) & is_placed & is_valued[held]
        return _Limits(tops[held], bottom, known, rule.unit)

    def _timed(self, clause: Clause, values: list[Array], limits: _Limits) -> tuple[Array, Array]:
        done, since = values
        if limits.unit is Unit.WORKING_DAYS:
            return self._working(clause, done, since, limits.top)
        last = since + limits.top if limits.unit is Unit.DAYS else _later(since, limits)
        if clause.op is Operator.APART:
            return done >= last, np.ones(len(done), bool)
        kept = done <= last
        if not clause.rolls:
            return kept, np.ones(len(done), bool)
        between, counted = self._between(last - 1, done - 1)
        return kept | (between == 0), kept | counted

    def _working(self, clause: Clause, done: Array, since: Array, count: Array) -> tuple[Array, Array]:
        if clause.op is Operator.APART:
            between, counted = self._between(since, done)
            return (done > since) & (between >= count), counted | (done <= since)
        between, counted = self._between(since, done - 1)
        return (done <= since) | (between < count), counted | (done <= since)

    def _between(self, after: Array, until: Array) -> tuple[Array, Array]:
        """How many working days lie after *after* up to *until*, and where every year between is announced."""
        # What lies before the first announced year counts nothing; the day after it decides whether it is announced.
        before, _ = self.workdays.at(after)
        up_to, is_last = self.workdays.at(until)
        _, is_first = self.workdays.at(after + 1)
        nothing = until <= after
        return np.where(nothing, 0, up_to - before), nothing | (is_last & is_first & self._is_unbroken(after, until))

    def _is_unbroken(self, after: Array, until: Array) -> Array:
        gaps = np.concatenate([[0], np.cumsum(~self.workdays.is_announced)])
        places = [np.clip(days - self.workdays.first, 0, len(gaps) - 1) for days in (after + 1, until)]
        return np.asarray(gaps[places[0]] == gaps[places[1]])


def _three_valued(when: list[_Truth], unless: list[_Truth], require: list[_Truth], size: int) -> Array:
    """As ``judgement._state`` says it, over columns."""
    outside = _some(when, size, lambda t: t.known & ~t.is_so) | _some(unless, size, lambda t: t.known & t.is_so)
    unclear = _some(when, size, lambda t: ~t.known)
    failed = _some(require, size, lambda t: t.known & ~t.is_so)
    excused = _some(unless, size, lambda t: ~t.known)
    open_ = _some(require, size, lambda t: ~t.known)
    conditions = [outside, unclear, failed & excused, failed, open_]
    answers = [State.OUTSIDE, State.MISSING, State.MISSING, State.FAIL, State.MISSING]
    return np.select(conditions, [np.int8(answer) for answer in answers], np.int8(State.PASS))


def _some(truths: list[_Truth], size: int, where: Callable[[_Truth], Array]) -> Array:
    found = np.zeros(size, bool)
    for truth in truths:
        found |= where(truth)
    return found


def _everywhere(value: int, size: int) -> Column:
    return Column(np.full(size, value, np.int64), np.ones(size, bool))


def _by_exactness(history: Sequence[DatedValue]) -> list[int]:
    # A more exact value is written over a less exact one; of two alike the first stands, as `max` keeps it.
    return sorted(range(len(history)), key=lambda place: (len(history[place].where.asked), -place))


def _fraction(value: Any) -> tuple[int, int]:
    if isinstance(value, Fraction):
        return value.numerator, value.denominator
    if isinstance(value, str):
        month, day = month_day(value)
        return month * 100 + day, 1
    return int(value or 0), 1


# --- the operators over columns --------------------------------------------------------------------------------------


def _unlimited(clause: Clause, values: list[Array]) -> Array:
    one = values[0]
    if clause.op in PLAIN:
        same = np.asarray(one == clause.value)
        return same if clause.op is Operator.IS else ~same
    if clause.op in CHOICES:
        inside = np.logical_or.reduce([np.asarray(one == word) for word in clause.values])
        return np.asarray(inside if clause.op is Operator.ONE_OF else ~inside)
    return np.asarray(_BETWEEN[clause.op](one, values[-1])).astype(bool)


_BETWEEN: dict[Operator, Callable[[Array, Array], Array]] = {
    Operator.NOT_ABOVE: lambda one, other: one <= other,
    Operator.NOT_BEFORE: lambda one, other: one >= other,
    Operator.SAME: lambda one, other: one == other,
    Operator.DIFFERS: lambda one, other: one != other,
    Operator.ODD: lambda one, _other: one % 2 == 1,
}


def _times(one: Array, other: Array | int) -> Array:
    """The product, in whole numbers of any size where 64 bits could be too few."""
    largest = int(np.abs(one).max(initial=0)) * int(np.abs(np.asarray(other)).max(initial=0))
    return one * other if largest < PRODUCT_MAX else one.astype(object) * other


def _share(values: list[Array], limits: _Limits, excess: bool = False) -> tuple[Array, Array]:
    part, whole = values
    return _times(part - whole if excess else part, limits.bottom), _times(whole, limits.top)


def _share_at_most(values: list[Array], limits: _Limits) -> Array:
    part, bound = _share(values, limits)
    return np.asarray(part <= bound, bool)


def _share_at_least(values: list[Array], limits: _Limits) -> Array:
    part, bound = _share(values, limits)
    return np.asarray(part >= bound, bool)


def _excess_at_most(values: list[Array], limits: _Limits) -> Array:
    part, bound = _share(values, limits, excess=True)
    return np.asarray(part <= bound, bool)


def _by_date(values: list[Array], limits: _Limits) -> Array:
    done, year = values
    days = (done - EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype(np.int64)
    in_month = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    written = (months // 12 + 1970) * 10_000 + (months % 12 + 1) * 100 + in_month
    return np.asarray(written <= year * 10_000 + limits.top)


_LIMITED: dict[Operator, Callable[[list[Array], _Limits], Array]] = {
    Operator.AT_MOST: lambda values, limits: values[0] <= limits.top,
    Operator.AT_LEAST: lambda values, limits: values[0] >= limits.top,
    Operator.ABOVE: lambda values, limits: values[0] > limits.top,
    Operator.BELOW: lambda values, limits: values[0] < limits.top,
    Operator.SHARE_AT_MOST: _share_at_most,
    Operator.SHARE_AT_LEAST: _share_at_least,
    Operator.EXCESS_AT_MOST: _excess_at_most,
    Operator.BY_DATE: _by_date,
}


def _later(since: Array, limits: _Limits) -> Array:
    """The same day so many months or years later; a day that the month lacks is its last one. Ordinals."""
    days = (since - EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    steps = (limits.top * (12 if limits.unit is Unit.YEARS else 1)).astype("timedelta64[M]")
    target = months + steps
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    wanted = target.astype("datetime64[D]") + (days - months.astype("datetime64[D]"))
    return np.asarray(np.minimum(wanted, last).astype(np.int64) + EPOCH)


def _count_workdays(calendar: WorkingCalendar) -> _Workdays:
    years = sorted(calendar.years) or [1970]
    first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
    days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
    announced = np.array([day.year in calendar.years for day in days])
    worked = np.array([day.year in calendar.years and calendar.is_workday(day) for day in days])
    return _Workdays(first, np.cumsum(worked), announced)
