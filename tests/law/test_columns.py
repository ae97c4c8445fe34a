"""Columns and single judgements give the same answers, whatever is known and whatever is not."""

import random
from datetime import date, timedelta

import pytest

from kit.law.case import load_cases
from kit.law.columns import Judge, tabulate
from kit.law.fact import FactKind, read_facts
from kit.law.judgement import State, judge
from kit.law.rulebook import load_rulebook
from kit.workspace.resources import Resources

RULEBOOK = load_rulebook(Resources())
CASES = load_cases(Resources(), RULEBOOK)
HELD = Judge(RULEBOOK)
TODAY = date(2026, 3, 2)


def variants(code: str, chance: random.Random) -> list[dict]:
    """The facts of a rule's cases, then each shaken: facts dropped, days moved, numbers changed, words swapped."""
    rule = RULEBOOK.rules[code]
    plain = [read_facts(case.facts, RULEBOOK.facts) for case, _ in CASES[code]]
    shaken = []
    for facts in map(dict, plain * 12):
        for name in rule.check.names:
            if chance.random() < 0.3:
                facts[name] = changed(name, facts.get(name), chance)
        shaken.append(facts)
    return plain + shaken


def changed(name: str, value, chance: random.Random):
    """Another value of a fact, near the one it has, or none."""
    if value is None or chance.random() < 0.3:
        return None
    kind = RULEBOOK.facts[name].kind
    if kind is FactKind.DAY:
        # Also into years whose holidays nobody has announced, and before the kit's first one.
        return value + timedelta(days=chance.choice([-1, 1, -7, 9, 40, 400, -3000, 3000]))
    if kind is FactKind.FLAG:
        return not value
    return chance.choice(["A", "goods", "central"]) if kind is FactKind.TEXT else value + chance.choice([-1, 1, 1000])


@pytest.mark.parametrize("code", [rule.code for rule in RULEBOOK.executable()])
def test_a_rule_answers_alike_as_a_column_and_alone(code: str) -> None:
    """Every state, not only the three outcomes."""
    rule = RULEBOOK.rules[code]
    things = variants(code, random.Random(code))

    columns = HELD.states(rule, tabulate(things, RULEBOOK.facts), TODAY)
    alone = [judge(RULEBOOK, rule, thing, TODAY).state for thing in things]

    assert [State(state) for state in columns] == alone


def test_amounts_beyond_sixty_four_bits_are_held_exactly() -> None:
    """A thousand trillion yuan times its percent does not fit a machine word; one fen too much is still seen."""
    rule = RULEBOOK.rules["procurement.supplement_max_percent"]
    original = 10**17
    base = {"contract.signed_on": TODAY, "contract.regime": "procurement_law", "contract.original": original}
    things = [base | {"contract.added": original // 10}, base | {"contract.added": original // 10 + 1}]

    columns = HELD.states(rule, tabulate(things, RULEBOOK.facts), TODAY)

    assert [State(state) for state in columns] == [State.PASS, State.FAIL]
