"""Law bench: fifty rules held against a hundred thousand projects as columns, beside one thing after another.

The rival is the plain path that also writes the trace: a judgement for each rule and thing. Both see the same facts,
drawn anew with gaps, and every answer of both must be the same. The rival runs on a part of the things; its seconds are
those that it took, and its rate is set against that of the columns.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from kit.bench.result import Bench, Target, at_most, conditions, interleaved, rounded
from kit.core.errors import UsageError
from kit.law.columns import Judge, Table, tabulate
from kit.law.fact import Fact, FactKind, Value
from kit.law.judgement import judge
from kit.law.rule import Rule
from kit.law.rulebook import Rulebook, load_rulebook
from kit.workspace.resources import Resources

RULES = 50
SECONDS_MAX = 10.0
COMPARED = 2_000
SEED = 20_260_302
TODAY = date(2026, 3, 2)
GAP = 0.05


def run(things: int = 100_000, repeats: int = 3) -> Bench:
    """Hold the rules against *things* *repeats* times, beside the plain path on a part; medians of the times."""
    if things < 1 or repeats < 1:
        raise UsageError(f"things and repeats must be at least 1, not {things} and {repeats}")
    rulebook = load_rulebook(Resources())
    rules = _widest(rulebook)
    facts = _draw(things, rules, rulebook)
    part = facts[: min(COMPARED, things)]
    held = Judge(rulebook)
    times = interleaved(
        {
            "columns": lambda: held.table(rules, tabulate(facts, rulebook.facts), TODAY),
            "judging_columns": _judging(held, rules, tabulate(facts, rulebook.facts)),
            "one_by_one": lambda: _one_by_one(rules, part, rulebook),
        },
        repeats,
    )
    unlike = _count_unlike(rules, part, rulebook, held)
    rate = len(rules) * things / times["judging_columns"]
    rival = len(rules) * len(part) / times["one_by_one"]
    return Bench(
        bench="law",
        conditions=conditions(n=things, rules=len(rules), compared=len(part), gap_percent=GAP * 100, repeats=repeats),
        figures=rounded({
            "facts_to_columns_and_judged_seconds": times["columns"],
            "judged_seconds": times["judging_columns"],
            "one_by_one_seconds_of_compared": times["one_by_one"],
            "judgements_per_second": rate,
            "one_by_one_judgements_per_second": rival,
            "unlike_answers": unlike,
        }),
        ratios=rounded({"one_by_one_to_columns": rate / rival}),
        targets=(
            at_most("rules held against all things", SECONDS_MAX, round(times["columns"], 4), "s"),
            Target("answers unlike one by one", "= 0", unlike, unlike == 0),
        ),
    )  # fmt: skip


def _judging(held: Judge, rules: list[Rule], table: Table) -> Callable[[], Any]:
    return lambda: held.table(rules, table, TODAY)


def _one_by_one(rules: list[Rule], things: list[dict[str, Value | None]], rulebook: Rulebook) -> list[list[int]]:
    return [[int(judge(rulebook, rule, thing, TODAY).state) for thing in things] for rule in rules]


def _count_unlike(rules: list[Rule], things: list[dict[str, Value | None]], rulebook: Rulebook, held: Judge) -> int:
    columns = held.table(rules, tabulate(things, rulebook.facts), TODAY)
    plain = _one_by_one(rules, things, rulebook)
    return sum(int((columns[rule.code] != states).sum()) for rule, states in zip(rules, plain, strict=True))


def _widest(rulebook: Rulebook) -> list[Rule]:
    """The rules that ask for most, so that the figure is not that of the easiest ones."""
    return sorted(rulebook.executable(), key=lambda rule: (-len(rule.check.names if rule.check else ()), rule.code))[
        :RULES
    ]


# --- facts ---------------------------------------------------------------------------------------------------------


def _draw(things: int, rules: list[Rule], rulebook: Rulebook) -> list[dict[str, Value | None]]:
    chance = random.Random(SEED)  # noqa: S311 - a benchmark draws reproducible figures, not secrets
    names = dict.fromkeys(name for rule in rules for name in _asked(rule))
    words = _words(rules)
    kinds = [(name, rulebook.facts[name]) for name in names]
    return [
        {
            name: None if chance.random() < GAP else _value(fact, words.get(name, ["A", "B"]), chance)
            for name, fact in kinds
        }
        for _ in range(things)
    ]


def _asked(rule: Rule) -> list[str]:
    assert rule.check is not None
    return [*rule.check.names, *(name for dated in rule.history for name in dated.where.asked)]


def _words(rules: list[Rule]) -> dict[str, list[str]]:
    """The words that the rules know for each text, so that conditions hold often enough."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for clause in rule.check.clauses if rule.check else ():
            told = [*clause.values, *([clause.value] if isinstance(clause.value, str) else [])]
            found.setdefault(clause.fact, []).extend(word for word in told if isinstance(word, str))
        for dated in rule.history:
            for name, word in dated.where.asked.items():
                found.setdefault(name, []).append(word)
    return {name: words for name, words in found.items() if words}


def _value(fact: Fact, words: list[str], chance: random.Random) -> Value:
    if fact.kind is FactKind.TEXT:
        return chance.choice(words)
    if fact.kind is FactKind.DAY:
        return TODAY + timedelta(days=chance.randint(-400, 60))
    if fact.kind is FactKind.FLAG:
        return chance.random() < 0.5
    return chance.randint(0, 10**9) if fact.kind is FactKind.MONEY else chance.randint(0, 12)
