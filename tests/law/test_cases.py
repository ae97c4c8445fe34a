"""The cases of data/law/cases: what an auditor would expect of each rule, with the reason from the article."""

from datetime import date

import pytest

from kit.law.case import CaseResult, load_cases, run_cases
from kit.law.rule import Reading
from kit.law.rulebook import load_rulebook
from kit.workspace.resources import Resources

RULEBOOK = load_rulebook(Resources())
CASES = load_cases(Resources(), RULEBOOK)
TODAY = date(2026, 3, 2)
EXECUTABLE = [rule.code for rule in RULEBOOK.executable()]
ENTRIES_MIN = 150


def results(code: str) -> list[CaseResult]:
    """What comes out of the cases of one rule."""
    return list(run_cases({code: CASES.get(code, [])}, RULEBOOK, TODAY))


@pytest.mark.parametrize("code", EXECUTABLE)
def test_every_case_comes_out_as_its_article_says(code: str) -> None:
    """Pass, fail or not applicable, and a "not applicable" for want of a fact names it."""
    unlike = [
        (each.case.why, each.judgement.outcome, each.judgement.missing)
        for each in results(code)
        if not each.is_as_expected
    ]

    assert unlike == []


@pytest.mark.parametrize("code", EXECUTABLE)
def test_every_rule_is_shown_to_pass_to_fail_and_not_to_apply(code: str) -> None:
    """A rule that cannot fail, or never passes, would go unnoticed; at least one case names a missing fact."""
    cases = [case for case, _ in CASES[code]]

    assert {str(case.outcome) for case in cases} == {"pass", "fail", "n/a"}
    assert any(case.missing for case in cases)


def test_most_entries_of_the_fact_list_are_executable() -> None:
    """At least a hundred and fifty; the others say what they would need."""
    entries = {rule.entry for rule in RULEBOOK.executable() if rule.entry}

    assert len(entries) >= ENTRIES_MIN
    assert all(rule.check or rule.needs for rule in RULEBOOK.rules.values() if rule.entry)


def test_every_rule_has_an_instrument_an_article_and_a_first_day() -> None:
    """Also those that no text was found for say so: the article is to be confirmed."""
    assert [rule.code for rule in RULEBOOK.rules.values() if not (rule.instrument and rule.article)] == []


def test_nothing_that_rests_on_memory_stops_an_action() -> None:
    """It asks a question until somebody has read the text."""
    assert [r.code for r in RULEBOOK.rules.values() if r.reading is Reading.MEMORY and str(r.severity) == "block"] == []
