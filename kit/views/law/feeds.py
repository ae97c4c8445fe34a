"""Feeds: all of them, which rule is fed by which, and the answers of the rules on what they feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kit.law.clause import Check
from kit.law.columns import Judge, tabulate
from kit.law.place import read_place
from kit.law.rule import PLACE_FACTS, Rule
from kit.law.rulebook import Rulebook
from kit.views.law.books import Books, Row
from kit.views.law.contract_feed import CONTRACTS, PROGRESS
from kit.views.law.feed import Facts, Feed
from kit.views.law.line_feed import LINES
from kit.views.law.payment_feed import PAYMENTS
from kit.views.law.project_feed import PROJECTS
from kit.views.law.review_feed import REVIEWS

FEEDS: tuple[Feed, ...] = (PROJECTS, LINES, CONTRACTS, PROGRESS, PAYMENTS, REVIEWS)
# The place of an office comes from its own data, not from a table.
OF_THE_OFFICE = frozenset({PLACE_FACTS["level"], PLACE_FACTS["region"]})


class Fed(StrEnum):
    """How far the rooms feed a rule: wholly, so far that it can sometimes be decided, or not."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True)
class Feeding:
    """A rule, the feed that gives it most of its facts, how far, and the facts that nobody records."""

    rule: Rule
    feed: Feed | None
    fed: Fed
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """The things of one feed with their facts, and how each rule stands to each, as ``State`` says it."""

    feed: Feed
    things: list[Row]
    facts: list[Facts]
    states: dict[str, NDArray[np.int8]]


def feeding_of(rule: Rule) -> Feeding:
    """How *rule*, which holds a check, is fed."""
    check = rule.check
    assert check is not None
    asked = [*check.names, *(name for dated in rule.history for name in dated.where.asked)]
    feeds = [feed for feed in FEEDS if feed.subject == check.subject]
    chosen = max(feeds, key=lambda feed: sum(name in feed.provides for name in asked), default=None)
    known = {*(chosen.provides if chosen else ()), *OF_THE_OFFICE}
    lacking = tuple(name for name in dict.fromkeys(asked) if name not in known)
    if not lacking:
        return Feeding(rule, chosen, Fed.WHOLLY, ())
    fed = Fed.PARTLY if _is_decided_sometimes(check, known) else Fed.NOT
    return Feeding(rule, chosen if fed is Fed.PARTLY else None, fed, lacking)


def _is_decided_sometimes(check: Check, known: set[str]) -> bool:
    """The day and the conditions are known, and with what else is known the rule can be kept or broken."""
    is_asked = {*([check.day] if check.day else []), *(name for clause in check.when for name in clause.names)} <= known
    met = [set(clause.names) <= known for clause in check.require]
    can_break = any(met) and all(set(clause.names) <= known for clause in check.unless)
    return is_asked and (all(met) or can_break)


def hold_rules(books: Books, rulebook: Rulebook, day: date, rules: Iterable[Rule] | None = None) -> list[Held]:
    """Hold the rules (all that are fed) against everything that the feeds find in *books*."""
    chosen = [feeding_of(rule) for rule in (rulebook.executable() if rules is None else rules) if rule.check]
    place, judging = read_place(books.resources).facts(), Judge(rulebook)
    found = []
    for feed in FEEDS:
        own = [feeding.rule for feeding in chosen if feeding.feed is feed]
        things = list(feed.things(books)) if own else []
        facts: list[Facts] = [feed.facts(books, thing) | place for thing in things]
        table = tabulate(facts, rulebook.facts)
        found.append(Held(feed, things, facts, {rule.code: judging.states(rule, table, day) for rule in own}))
    return found
