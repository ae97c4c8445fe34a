"""Back-test: one rule, as it is or with other limits, held against every decision of a period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from kit.core.errors import UsageError
from kit.law.judgement import Judgement, Outcome, State, judge
from kit.law.place import read_place
from kit.law.rule import Rule
from kit.law.rulebook import Rulebook, cite
from kit.law.trace import explain
from kit.law.trial import with_limits
from kit.views.day import speaking_day
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed
from kit.views.law.feeds import feeding_of
from kit.views.law.replay import Decision, replay
from kit.views.reader import Reader
from kit.views.registry import view

STOPPED, LET_THROUGH = "stopped", "let_through"
REFUSED = "refused"
COUNTED = ("passed", "failed", "not_applicable", STOPPED, LET_THROUGH, REFUSED)


@dataclass(frozen=True)
class _Trial:
    """What is tried: the rule as it is in force, the same with other limits, and whether they differ."""

    rule: Rule
    feed: Feed
    in_force: Rulebook
    tried: Rulebook
    is_changed: bool


@view("backtest")
def show_backtest(
    reader: Reader,
    rule: str,
    since: date | None = None,
    until: date | None = None,
    change: str | None = None,
    every: bool = False,
) -> pd.DataFrame:
    """What a rule would have stopped or let through: one row per decision of the period and thing that it concerns.

    A decision is an entry of the journal, by the day on which it was recorded; the rule judges the thing as it stood
    right after it. *change* holds other limits, ``CODE=VALUE``, several with commas. ``effect`` is stopped where the
    rule as tried fails, and with *change* only where it does not fail as it is; let_through the other way round.
    ``is_first`` marks the decision after which the thing failed for the first time. With *every* all decisions,
    else those with an effect. A refused deed left no rows to judge: its effect is refused.
    """
    rows = list(_judged(reader, rule, since, until, change))
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values("day", kind="stable", ignore_index=True)
    return frame if every else frame[has_effect(frame)].reset_index(drop=True)


@view("backtest_months")
def show_backtest_months(
    reader: Reader, rule: str, since: date | None = None, until: date | None = None, change: str | None = None
) -> pd.DataFrame:
    """How a rule would have answered, by month: one row per month with decisions.

    ``passed``, ``failed`` and ``not_applicable`` count what the rule as tried answers and make ``decisions``.
    ``stopped`` and ``let_through`` are those whose answer differs; ``refused`` deeds left nothing to judge.
    """
    return by_month(show_backtest(reader, rule, since, until, change, every=True))


def by_month(found: pd.DataFrame) -> pd.DataFrame:
    """All decisions of a back-test counted by month."""
    found = found.assign(month=[day.strftime("%Y-%m") for day in found["day"]])
    rows = [{"month": month, **counts_of(own)} for month, own in found.groupby("month", sort=True)]
    return pd.DataFrame(rows, columns=["month", "decisions", *COUNTED])


def has_effect(found: pd.DataFrame) -> "pd.Series[bool]":
    """Where the rule as tried would have stopped or let through."""
    return found["effect"].isin([STOPPED, LET_THROUGH])


def counts_of(found: pd.DataFrame) -> dict[str, int]:
    """How many decisions there are, and of which answer and effect."""
    judged = found[found["effect"] != REFUSED]
    outcomes, effects = judged["outcome"].value_counts(), found["effect"].value_counts()
    named = {"passed": Outcome.PASS, "failed": Outcome.FAIL, "not_applicable": Outcome.NOT_APPLICABLE}
    counts = {name: int(outcomes.get(str(outcome), 0)) for name, outcome in named.items()}
    counts |= {name: int(effects.get(name, 0)) for name in (STOPPED, LET_THROUGH, REFUSED)}
    return {"decisions": len(judged), **counts}


def _judged(
    reader: Reader, code: str, since: date | None, until: date | None, change: str | None
) -> Iterator[dict[str, Any]]:
    last, trial = until or speaking_day(reader, None), _trial(reader, code, change)
    first = since or date.min
    if last < first:
        raise UsageError(f"the period ends on {last}, before it begins on {first}; swap the days")
    place, failed = read_place(reader.resources).facts(), set[int]()
    touching, refused = set[str](), list[Decision]()
    for decision, books in replay(reader, trial.feed, last):
        is_inside = decision.day >= first
        if decision.is_refused:
            refused += [decision] if is_inside else []
            continue
        touching.add(decision.action)
        rows = [_row(trial, decision, books, key, place, failed) for key in decision.things]
        yield from rows if is_inside else ()
    # Of the refused deeds those count that could have concerned such a thing: others of their kind did.
    yield from (_refused(decision) for decision in refused if decision.action in touching)


def _trial(reader: Reader, code: str, change: str | None) -> _Trial:
    rule = reader.rulebook.rule(code)
    if rule.check is None:
        raise UsageError(f"rule {code} holds no check; kit law show {code} says what it is")
    feeding = feeding_of(rule)
    if feeding.feed is None:
        raise UsageError(f"no record of the kit feeds rule {code}; it lacks {', '.join(feeding.lacking)}")
    changes = [part.strip() for part in (change or "").split(",") if part.strip()]
    tried = with_limits(reader.rulebook, changes)
    known = {code, *(clause.rule for clause in rule.check.clauses if clause.rule)}
    foreign = [name for name in (part.partition("=")[0].strip() for part in changes) if name not in known]
    if foreign:
        raise UsageError(
            f"rule {code} does not ask for the limit of {foreign[0]}; it asks for {', '.join(sorted(known))}"
        )
    return _Trial(rule, feeding.feed, reader.rulebook, tried, bool(changes))


def _row(trial: _Trial, decision: Decision, books: Books, key: int, place: Facts, failed: set[int]) -> dict[str, Any]:
    """What the rule says after one decision; *failed* are the things that failed before, and takes up this one."""
    thing: Row | None = books.row(trial.feed.table, key)
    assert thing is not None
    facts = trial.feed.facts(books, thing) | place
    was = judge(trial.in_force, trial.rule, facts, decision.day)
    now = judge(trial.tried, trial.tried.rules[trial.rule.code], facts, decision.day) if trial.is_changed else was
    is_first = now.state is State.FAIL and key not in failed
    failed |= {key} if is_first else set()
    return {
        **_named(decision),
        "project": thing["dossier"],
        "is_first": is_first,
        "thing": trial.feed.label(thing),
        "outcome": str(now.outcome),
        "in_force": str(was.outcome),
        "effect": _effect(was, now, trial.is_changed),
        "law_day": now.day,
        "basis": str(cite(trial.rule, was.dated)),
        "trace": "; ".join(explain(now, trial.tried, facts)),
        "missing": ", ".join(now.missing),
    }


def _effect(was: Judgement, now: Judgement, is_changed: bool) -> str | None:
    """What the rule as tried does to a decision that was taken: nothing, where both rules answer alike."""
    failed, fails = was.state is State.FAIL and is_changed, now.state is State.FAIL
    if failed == fails:
        return None
    return STOPPED if fails else LET_THROUGH


def _refused(decision: Decision) -> dict[str, Any]:
    return {**_named(decision), "project": decision.dossier, "effect": REFUSED, "is_first": False}


def _named(decision: Decision) -> dict[str, Any]:
    return {
        "day": decision.day,
        "entry": f"{decision.dossier}/{decision.number}",
        "action": decision.action,
        "actor": decision.actor,
    }


COLUMNS = [
    "day",
    "entry",
    "action",
    "actor",
    "project",
    "thing",
    "outcome",
    "in_force",
    "effect",
    "is_first",
    "law_day",
    "basis",
    "trace",
    "missing",
]
