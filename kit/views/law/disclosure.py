"""Disclosure: what the law wants published by which day, as far as the day from which it counts is recorded."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from kit.core.calendar import WorkingCalendar, YearNotAnnounced
from kit.law.clause import Clause, Operator
from kit.law.columns import Judge, tabulate
from kit.law.counting import end_of
from kit.law.judgement import State
from kit.law.place import read_place
from kit.law.rule import Rule
from kit.law.rulebook import cite
from kit.law.trace import label_of
from kit.law.unit import Unit
from kit.views.day import speaking_day
from kit.views.law.books import Books, Row, open_books
from kit.views.law.feed import Facts, Feed
from kit.views.law.feeds import FEEDS
from kit.views.reader import Reader
from kit.views.registry import view

# How the facts are named that say when something was published.
PUBLISHED = "published_on"
TO_COME, PAST, UNKNOWN = "to_come", "past", "unknown"
# The rule takes the thing away, or was not in force on its day.
NOT_DUE = frozenset({State.OUTSIDE, State.NOT_IN_FORCE})
COLUMNS = [
    "rule",
    "title",
    "project",
    "thing",
    "since",
    "due_on",
    "days_left",
    "state",
    "missing",
    "basis",
]


@view("disclosure")
def show_disclosure(reader: Reader, project: str | None = None, day: date | None = None) -> pd.DataFrame:
    """What must be published by when, the most pressing first: one row per rule and thing, one for a rule without any.

    ``state`` is to_come, past (``due_on`` lies before *day*: please check that it was published, ``missing`` is not
    recorded) or unknown (``missing`` is what would have to be known to count). ``days_left`` are calendar days, below
    zero once past. The law is that of the day from which is counted.
    """
    spoken, books = speaking_day(reader, day), open_books(reader, project)
    rows = [
        row
        for rule in reader.rulebook.executable()
        for clause in _terms(rule)
        for row in _rows(reader, books, rule, clause, spoken)
    ]
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(["due_on", "rule", "project", "thing"], na_position="last", ignore_index=True)


def _terms(rule: Rule) -> Iterable[Clause]:
    """The clauses of a rule that give a publication its time."""
    assert rule.check is not None
    return [each for each in rule.check.require if each.op is Operator.WITHIN and each.fact.endswith(PUBLISHED)]


def _rows(reader: Reader, books: Books, rule: Rule, clause: Clause, day: date) -> Iterator[dict[str, Any]]:
    feed = _feed_of(rule, clause)
    if feed is None:
        lacking = label_of(str(clause.other), reader.rulebook)
        yield _plain(rule) | {"state": UNKNOWN, "missing": lacking, "basis": str(cite(rule, rule.on(day)))}
        return
    for thing, facts in _concerned(reader, books, rule, feed, day):
        named = {"project": thing["dossier"], "thing": feed.label(thing)}
        yield _plain(rule) | named | _dated(reader, rule, clause, facts, day)


def _feed_of(rule: Rule, clause: Clause) -> Feed | None:
    """The feed that knows the day from which is counted."""
    assert rule.check is not None
    subject = rule.check.subject
    return next((feed for feed in FEEDS if feed.subject == subject and clause.other in feed.provides), None)


def _concerned(reader: Reader, books: Books, rule: Rule, feed: Feed, day: date) -> Iterator[tuple[Row, Facts]]:
    """The things of a feed that the rule is about, each with its facts."""
    things, place = list(feed.things(books)), read_place(books.resources).facts()
    facts = [feed.facts(books, thing) | place for thing in things]
    states = Judge(reader.rulebook).states(rule, tabulate(facts, reader.rulebook.facts), day)
    found = zip(things, facts, states.tolist(), strict=True)
    return ((thing, known) for thing, known, state in found if state not in NOT_DUE)


def _plain(rule: Rule) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS) | {"rule": rule.code, "title": rule.label}


def _dated(reader: Reader, rule: Rule, clause: Clause, facts: Facts, day: date) -> dict[str, Any]:
    since, book = facts.get(str(clause.other)), reader.rulebook
    if not isinstance(since, date):
        lacking = label_of(str(clause.other), book)
        return {"state": UNKNOWN, "missing": lacking, "basis": str(cite(rule, rule.on(day)))}
    due = _last_day(since, book.on(since).number(rule.code), rule.unit, book.calendar)
    known = {"since": since, "due_on": due, "basis": str(cite(rule, rule.on(since)))}
    if due is None:
        return known | {"state": UNKNOWN}
    state = PAST if due < day else TO_COME
    return known | {"state": state, "days_left": (due - day).days, "missing": label_of(clause.fact, book)}


def _last_day(since: date, count: int | None, unit: Unit | None, calendar: WorkingCalendar) -> date | None:
    """The last day of the period; None where the holidays of a year are not announced, or the rule names no days."""
    if count is None or unit is None:
        return None
    try:
        return calendar.add_workdays(since, count) if unit is Unit.WORKING_DAYS else end_of(since, count, unit)
    except YearNotAnnounced:
        return None
