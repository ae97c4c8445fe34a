"""Compliance: what every rule that the rooms feed says of every project, three-valued, with its trace."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select

from kit.core.errors import UsageError
from kit.law.judgement import OUTCOMES, Outcome, State, judge
from kit.law.rulebook import Rulebook, cite
from kit.law.trace import explain
from kit.law.waiver import Waiver, holds_on, reaches
from kit.project.tables import Project
from kit.views.day import speaking_day
from kit.views.law.books import Row, open_books
from kit.views.law.feed import Feed
from kit.views.law.feeds import Held, hold_rules
from kit.views.law.waivers import granted_waivers
from kit.views.reader import Reader
from kit.views.registry import view

NOT_APPLICABLE = {
    State.MISSING: "fact_missing",
    State.OUTSIDE: "outside",
    State.NOT_IN_FORCE: "not_in_force",
}


@view("compliance")
def show_compliance(
    reader: Reader,
    project: str | None = None,
    rule: str | None = None,
    every: bool = False,
    day: date | None = None,
) -> pd.DataFrame:
    """What the rules say of what is recorded, with trace: one row per rule and thing that does not keep it.

    ``waiver`` names the waiver that stood for it on its day. With *every* also what is kept and what is not
    applicable, with the reason. The law is that of the day of each deed, or of *day* where a rule names none; *day* is
    that of the last entry unless given.
    """
    spoken = speaking_day(reader, day)
    waivers = _by_rule(granted_waivers(reader, project))
    rows = [
        row | {"waiver": _waiver_of(row, held.feed, thing, waivers)}
        for held in hold(reader, spoken, project, rule)
        for thing, row in _rows(held, reader.rulebook, spoken, every)
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = frame["severity"].map({"block": 0, "fault": 1, "question": 2, "note": 3})
    return frame.assign(order=order).sort_values(["project", "order", "rule", "thing"], kind="stable")[COLUMNS]


@view("compliance_rules")
def show_compliance_rules(reader: Reader, project: str | None = None, day: date | None = None) -> pd.DataFrame:
    """How often each fed rule is kept, not kept and not applicable: one row per rule.

    ``kept``, ``not_kept``, ``fact_missing``, ``outside`` and ``not_in_force`` count things and make ``things``.
    """
    rulebook = reader.rulebook
    rows = [
        _count(held, code, states, rulebook)
        for held in hold(reader, speaking_day(reader, day), project, None)
        for code, states in held.states.items()
    ]
    return pd.DataFrame(rows, columns=RULE_COLUMNS).sort_values("rule", ignore_index=True)


def hold(reader: Reader, day: date, project: str | None, rule: str | None) -> list[Held]:
    """Hold one rule or all against one project or all; raises UsageError for a name that is not there."""
    if project is not None and not reader.rows(select(Project.id).where(Project.code == project)):
        raise UsageError(f"there is no project {project!r}; kit show projects lists them")
    rules = None if rule is None else [reader.rulebook.rule(rule)]
    return hold_rules(open_books(reader, project), reader.rulebook, day, rules)


def _rows(held: Held, rulebook: Rulebook, day: date, every: bool) -> Iterator[tuple[Row, dict[str, Any]]]:
    for code, states in held.states.items():
        shown = range(len(states)) if every else np.flatnonzero(states == State.FAIL).tolist()
        for place in shown:
            yield held.things[place], _row(held, place, code, rulebook, day)


def _row(held: Held, place: int, code: str, rulebook: Rulebook, day: date) -> dict[str, Any]:
    rule, thing, facts = rulebook.rules[code], held.things[place], held.facts[place]
    found = judge(rulebook, rule, facts, day)
    return {
        "project": thing["dossier"],
        "subject": held.feed.subject,
        "thing": held.feed.label(thing),
        "rule": code,
        "title": rule.label,
        "outcome": str(OUTCOMES.get(found.state, Outcome.NOT_APPLICABLE)),
        "reason": NOT_APPLICABLE.get(found.state),
        "severity": str(rule.severity),
        "day": found.day,
        "basis": str(cite(rule, found.dated)),
        "trace": "; ".join(explain(found, rulebook, facts)),
        "missing": ", ".join(found.missing),
    }


def _by_rule(waivers: list[Waiver]) -> dict[tuple[str, str], list[Waiver]]:
    found: dict[tuple[str, str], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        found[waiver.project, waiver.rule].append(waiver)
    return found


def _waiver_of(row: dict[str, Any], feed: Feed, thing: Row, waivers: dict[tuple[str, str], list[Waiver]]) -> str | None:
    """The waiver that stood for what a rule does not find kept, on the day of the deed."""
    if row["outcome"] != Outcome.FAIL:
        return None
    own = waivers.get((row["project"], row["rule"]), ())
    return next((each.name for each in own if holds_on(each, row["day"]) and reaches(each, feed.scopes(thing))), None)


def _count(held: Held, code: str, states: Any, rulebook: Rulebook) -> dict[str, Any]:
    counts = Counter(states.tolist())
    rule = rulebook.rules[code]
    return {
        "rule": code,
        "title": rule.label,
        "severity": str(rule.severity),
        "feed": held.feed.name,
        "things": len(held.things),
        "kept": counts[State.PASS],
        "not_kept": counts[State.FAIL],
        **{name: counts[state] for state, name in NOT_APPLICABLE.items()},
        "basis": str(cite(rule, rule.history[-1])),
    }


COLUMNS = [
    "project",
    "subject",
    "thing",
    "rule",
    "title",
    "outcome",
    "reason",
    "severity",
    "day",
    "basis",
    "trace",
    "missing",
    "waiver",
]
RULE_COLUMNS = ["rule", "title", "severity", "feed", "things", "kept", "not_kept", *NOT_APPLICABLE.values(), "basis"]
