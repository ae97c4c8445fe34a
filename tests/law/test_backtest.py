"""Back-test: what a rule would have made of past decisions; what is expected is reckoned by hand from the deeds."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from kit.cli.main import run as run_kit
from kit.core.errors import UsageError
from kit.law.rulebook import load_rulebook
from kit.law.trial import with_limits
from kit.publishing.backtest import open_backtest
from kit.store.snapshot import write_snapshot
from kit.views.law.backtest import counts_of, show_backtest, show_backtest_months
from kit.views.law.compliance import show_compliance
from kit.views.reader import Reader
from kit.workspace.resources import Resources
from tests.budget.conftest import Office
from tests.budget.test_lawful import oblige, pay, sign
from tests.law.test_waivers import RULE, advance, waived

TWENTY = f"{RULE}=20"
FIFTY = f"{RULE}=50"


@pytest.fixture
def paid(funded: Office) -> Office:
    """A works contract of 60 万元: in June 24 in advance are refused and 18 (30 percent) paid, in July 6 on progress."""
    sign(funded, shares=[{"line": "CITY", "amount": "60万元"}])
    oblige(funded, "A-1", "contract", "24万元", contract="C1")
    assert not advance(funded).ok
    pay(funded, "A-1", ("CITY", "18万元"), kind="advance")
    funded.now = datetime(2026, 7, 6, 4, 0, tzinfo=UTC)
    oblige(funded, "J-1", "progress_statement", "6万元", contract="C1")
    pay(funded, "J-1", ("CITY", "6万元"))
    return funded


def reader(office: Office) -> Reader:
    """What views read of the office."""
    return Reader(office.database, office.workspace.resources)


def told(found: pd.DataFrame, *names: str) -> list[list[object]]:
    """Some columns of the rows."""
    return found[list(names)].to_numpy().tolist()


def test_the_rule_as_it_is_would_have_changed_nothing(paid: Office) -> None:
    """18 of 60 are 30 percent, as many as allowed; before the advance there is nothing to judge."""
    found = show_backtest(reader(paid), RULE, every=True)

    assert told(found[found["effect"] != "refused"], "action", "outcome") == [
        ["budget.sign_contract", "n/a"],
        ["budget.record_basis", "n/a"],
        ["budget.pay", "pass"],
        ["budget.record_basis", "pass"],
        ["budget.pay", "pass"],
    ]
    assert show_backtest(reader(paid), RULE).empty


def test_a_lower_limit_would_have_stopped_the_advance_and_says_where_it_began(paid: Office) -> None:
    """Of 20 percent, 30 are too many; what came after stands on the same advance, and is not the first."""
    found = show_backtest(reader(paid), RULE, change=TWENTY)

    assert told(found, "action", "thing", "in_force", "outcome", "effect", "is_first") == [
        ["budget.pay", "C1", "pass", "fail", "stopped", True],
        ["budget.record_basis", "C1", "pass", "fail", "stopped", False],
        ["budget.pay", "C1", "pass", "fail", "stopped", False],
    ]
    assert "20" in found["trace"].iloc[0]


def test_the_counts_make_the_decisions_and_a_refused_payment_is_counted_apart(paid: Office) -> None:
    """Five entries concern the contract, one payment was refused."""
    counts = counts_of(show_backtest(reader(paid), RULE, change=TWENTY, every=True))

    assert counts == {
        "decisions": 5,
        "passed": 0,
        "failed": 3,
        "not_applicable": 2,
        "stopped": 3,
        "let_through": 0,
        "refused": 1,
    }


def test_by_month_june_and_july_stand_apart(paid: Office) -> None:
    """Three decisions in June, two in July."""
    found = show_backtest_months(reader(paid), RULE, change=TWENTY)

    assert told(found, "month", "decisions", "failed", "not_applicable", "stopped", "refused") == [
        ["2026-06", 3, 1, 2, 1, 1],
        ["2026-07", 2, 2, 0, 2, 0],
    ]


def test_a_period_takes_the_decisions_of_its_days_and_knows_what_lay_before(paid: Office) -> None:
    """July alone: the advance of June is known, and not the first time that the limit is broken."""
    july = show_backtest(reader(paid), RULE, date(2026, 7, 1), date(2026, 7, 31), TWENTY)
    june = show_backtest(reader(paid), RULE, date(2026, 6, 1), date(2026, 6, 30), TWENTY)

    assert told(july, "effect", "is_first") == [["stopped", False], ["stopped", False]]
    assert told(june, "effect", "is_first") == [["stopped", True]]


def test_a_higher_limit_lets_through_what_the_rule_stops(funded: Office) -> None:
    """24 of 60 (40 percent) were paid under a waiver: the rule as it is stops them, one of 50 percent does not."""
    sign(funded, shares=[{"line": "CITY", "amount": "60万元"}])
    oblige(funded, "A-1", "contract", "24万元", contract="C1")
    waived(funded)
    assert advance(funded).ok

    assert told(show_backtest(reader(funded), RULE), "action", "effect") == [["budget.pay", "stopped"]]
    assert told(show_backtest(reader(funded), RULE, change=FIFTY), "action", "effect") == [
        ["budget.pay", "let_through"]
    ]


def test_after_the_last_decision_the_answers_are_those_of_the_records(paid: Office) -> None:
    """The books made again from the journal say what the tables say, for every rule that contracts feed."""
    present = show_compliance(reader(paid), every=True)
    present = present[present["thing"] == "C1"]
    assert len(present) > 5

    for row in present.to_dict("records"):
        found = show_backtest(reader(paid), row["rule"], every=True)
        last = found[found["thing"] == "C1"].iloc[-1]
        assert (row["rule"], last["outcome"], last["trace"]) == (row["rule"], row["outcome"], row["trace"])


def test_a_snapshot_answers_like_the_live_database(paid: Office, tmp_path: Path) -> None:
    """A report run reads one."""
    file = tmp_path / "now.db"
    write_snapshot(paid.database, file)

    for change in (None, TWENTY):
        live, frozen = (show_backtest(each, RULE, change=change) for each in (reader(paid), Reader.of_snapshot(file)))
        pd.testing.assert_frame_equal(live, frozen)


def test_the_report_shows_the_counts_the_picture_and_what_would_have_been_stopped(paid: Office, tmp_path: Path) -> None:
    """In Chinese; a period without a decision says so."""
    file = tmp_path / "now.db"
    write_snapshot(paid.database, file)
    report = open_backtest(str(file), RULE, TWENTY, "", "", "zh_CN")

    heading, changed = report.heading.html, report.changed.html

    assert "工程预付款上限" in heading
    assert re.search(r"<b><span[^>]*>5</span></b><span>项决定</span>", heading)
    assert re.search(r"<b><span[^>]*>3</span></b><span>会被阻止</span>", heading)
    assert changed.count("<tr") == 4
    assert "<svg" in report.chart.html
    empty = open_backtest(str(file), RULE, "", "2020-01-01", "2020-12-31", "zh_CN")
    assert "<svg" not in empty.chart.html


def test_the_command_prints_counts_and_rows(paid: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """What a script reads."""
    words = ["law", "backtest", RULE, "--from", "2026-06-01", "--to", "2026-06-30", "--set", TWENTY]

    assert run_kit([*words, "--json", "--workspace", str(paid.workspace.root)]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert (answer["counts"]["decisions"], answer["counts"]["stopped"], answer["counts"]["refused"]) == (3, 1, 1)
    assert [row["thing"] for row in answer["decisions"]] == ["C1"]


@pytest.mark.parametrize(
    ("rule", "change", "said"),
    [
        ("no.such", None, "holds no rule"),
        (RULE, "20", "sets nothing"),
        (RULE, f"{RULE}=many", "no whole number of percent"),
        (RULE, f"{RULE}=-1", "less than nothing"),
        (RULE, "no.such=3", "holds no rule"),
        (RULE, "procurement.supplement_max_percent=3", "does not ask for the limit"),
        ("procurement.contract_publication_days", None, "no record of the kit feeds"),
    ],
)
def test_what_cannot_be_tried_is_said_in_one_line(paid: Office, rule: str, change: str | None, said: str) -> None:
    """With the remedy."""
    with pytest.raises(UsageError, match=said):
        show_backtest(reader(paid), rule, change=change)


def test_a_period_that_ends_before_it_begins_is_refused(paid: Office) -> None:
    """Days swapped."""
    with pytest.raises(UsageError, match="swap the days"):
        show_backtest(reader(paid), RULE, date(2026, 7, 1), date(2026, 6, 1))


def test_a_trial_leaves_the_law_in_force_as_it_is() -> None:
    """The same rulebook answers for everybody else."""
    rulebook = load_rulebook(Resources())

    tried = with_limits(rulebook, [TWENTY])

    assert {dated.value for dated in tried.rules[RULE].history} == {20}
    assert {dated.value for dated in rulebook.rules[RULE].history} == {30}
