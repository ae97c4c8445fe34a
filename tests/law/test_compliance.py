"""Compliance: the kit's own records feed the rules; what is expected comes from the articles and from arithmetic."""

from datetime import date
from typing import Any

import pytest

from kit.core.errors import UsageError
from kit.law.judgement import judge
from kit.law.rulebook import load_rulebook
from kit.views.law.books import open_books
from kit.views.law.compliance import show_compliance, show_compliance_rules
from kit.views.law.coverage import show_law_coverage
from kit.views.law.feeds import FEEDS, feeding_of, hold_rules
from kit.views.reader import Reader
from kit.workspace.resources import Resources
from tests.budget.conftest import Office
from tests.budget.test_lawful import oblige, pay, sign

RULEBOOK = load_rulebook(Resources())
TODAY = date(2026, 6, 15)


def reader(office: Office) -> Reader:
    """What views read of the office."""
    return Reader(office.database, office.workspace.resources)


def answers(office: Office, rule: str) -> dict[str, str]:
    """What a rule says of each thing of P1."""
    found = show_compliance(reader(office), "P1", rule, every=True, day=TODAY)
    return dict(zip(found["thing"], found["outcome"], strict=True))


def goods(office: Office, code: str, **values: Any) -> None:
    """A contract about goods for a small supplier under the Procurement Law."""
    usual = {"kind": "goods", "regime": "procurement_law", "is_small_supplier": True}
    sign(office, code, **(usual | values))


# --- coverage --------------------------------------------------------------------------------------------------------


def test_a_fact_is_marked_with_a_room_where_a_feed_provides_it_and_nowhere_else() -> None:
    """Otherwise the pages would say that the kit knows what it does not."""
    provided = {name: feed.room for feed in FEEDS for name in feed.provides}
    marked = {name: fact.room for name, fact in RULEBOOK.facts.items() if fact.room}

    assert {name for name in provided if name not in RULEBOOK.facts} == set()
    assert marked.keys() == provided.keys()


def test_the_coverage_names_the_facts_that_no_room_records(office: Office) -> None:
    """Who published a contract, and when, is recorded by nobody yet."""
    found = show_law_coverage(reader(office)).set_index("rule")

    assert found.loc["procurement.supplement_max_percent", "fed"] == "wholly"
    assert found.loc["procurement.contract_publication_days", "fed"] == "not"
    assert "contract.published_on" in found.loc["procurement.contract_publication_days", "lacking"]
    assert len(found) == len(RULEBOOK.executable())


def test_every_feed_gives_no_fact_that_it_does_not_announce(funded: Office) -> None:
    """What it gives and does not announce would be missing from the coverage."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "30万元"))
    books = open_books(reader(funded))

    for feed in FEEDS:
        for thing in feed.things(books):
            assert set(feed.facts(books, thing)) <= set(feed.provides)


# --- contracts -------------------------------------------------------------------------------------------------------


def test_supplements_under_the_procurement_law_keep_to_ten_percent_and_works_tendered_are_outside(
    funded: Office,
) -> None:
    """6 万元 on 60 is just 10 %; the Bidding Law knows no such limit."""
    goods(funded, "G1", amount="60万元", shares=[{"line": "CITY", "amount": "10万元"}])
    sign(funded, "W1", amount="60万元", shares=[{"line": "CITY", "amount": "10万元"}])
    funded.do("supplement_contract", "officer", contract="G1", amount="6万元", document="补1")
    funded.do("supplement_contract", "officer", contract="W1", amount="20万元", document="补2")

    assert answers(funded, "procurement.supplement_max_percent") == {"G1": "pass", "W1": "n/a"}


def test_advances_of_works_below_a_tenth_are_asked_about_and_none_yet_is_not_judged(funded: Office) -> None:
    """财建〔2004〕369号: 10 to 30 percent of the contract without provisional sums; 3 of 60 is 5 %, 6 is 10 %."""
    for code, advance in (("W1", "3万元"), ("W2", "6万元"), ("W3", None)):
        shares = [{"line": "CITY", "amount": "20万元"}]
        sign(funded, code, amount="60万元", shares=shares, regime="bidding_law")
        if advance:
            oblige(funded, f"A-{code}", "contract", advance, contract=code)
            pay(funded, f"A-{code}", ("CITY", advance), kind="advance", contract=code)

    assert answers(funded, "settlement.advance_min_percent") == {"W1": "fail", "W2": "pass", "W3": "n/a"}
    assert answers(funded, "settlement.advance_max_percent") == {"W1": "pass", "W2": "pass", "W3": "n/a"}


# --- clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "days", "outcome"),
    [("2026-05-16", None, "pass"), ("2026-05-15", None, "fail"), ("2026-05-15", 60, "n/a")],
)
def test_a_small_supplier_is_paid_within_thirty_days_of_acceptance_unless_another_period_is_agreed(
    funded: Office, accepted: str, days: int | None, outcome: str
) -> None:
    """保障中小企业款项支付条例 art. 9; paid on 15 June 2026: 16 May is thirty days before, 15 May thirty-one."""
    goods(funded, "G1", payment_days=days, amount="20万元", shares=[{"line": "CITY", "amount": "20万元"}])
    values = {"kind": "acceptance", "amount": "20万元", "contract": "G1", "received_on": accepted}
    funded.do("record_basis", "officer", number="Y-1", issued_on=accepted, **values)
    pay(funded, "Y-1", ("CITY", "20万元"), kind="settlement", contract="G1")

    assert list(answers(funded, "payment.sme_after_delivery_days_max").values()) == [outcome]


def test_a_payment_finds_the_money_that_its_line_held_before_it(funded: Office) -> None:
    """实施条例 art. 57: 60 bound, 30 paid twice; what the second found is 30, and it took 30."""
    sign(funded)
    for number in ("J-1", "J-2"):
        oblige(funded, number, "progress_statement", "30万元", contract="C1")
        pay(funded, number, ("CITY", "30万元"))
    books = open_books(reader(funded))
    held = next(each for each in hold_rules(books, RULEBOOK, TODAY) if each.feed.name == "payments")

    assert [facts["payment.available"] for facts in held.facts] == [60_000_000, 30_000_000]
    assert set(answers(funded, "budget.no_budget_no_payment").values()) == {"pass"}


# --- projects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("design", "report", "outcome"), [(110, None, "n/a"), (111, "报告1号", "pass")])
def test_a_design_estimate_of_more_than_a_tenth_above_the_estimate_is_reported(
    office: Office, design: int, report: str | None, outcome: str
) -> None:
    """政府投资条例 art. 12: up to 110 of 100 nothing is asked; at 111 the report is named."""
    cost = {"approved_on": "2026-03-02", "document": "批复"}
    office.do("record_cost", stage="estimate", amount="100万元", **cost)
    office.do("record_cost", stage="design_estimate", amount=f"{design}万元", overrun_report=report, **cost)

    assert answers(office, "investment.design_estimate_over_percent") == {"P1": outcome}


# --- the same answers ------------------------------------------------------------------------------------------------


def test_all_projects_at_once_answer_as_each_thing_alone(funded: Office) -> None:
    """Columns and single judgements, and the counts by rule, say the same."""
    goods(funded, "G1", amount="60万元", shares=[{"line": "CITY", "amount": "10万元"}])
    sign(funded, "W1", amount="60万元", shares=[{"line": "CITY", "amount": "10万元"}])
    books = open_books(reader(funded))

    for held in hold_rules(books, RULEBOOK, TODAY):
        for code, states in held.states.items():
            alone = [int(judge(RULEBOOK, RULEBOOK.rules[code], facts, TODAY).state) for facts in held.facts]
            assert states.tolist() == alone, code
    counted = show_compliance_rules(reader(funded), day=TODAY)
    counts = counted[["kept", "not_kept", "fact_missing", "outside", "not_in_force"]].sum(axis=1)
    assert counts.tolist() == counted["things"].tolist()


def test_one_project_is_judged_without_the_others(funded: Office) -> None:
    """P2 has a line of its own; asking about P1 does not show it."""
    found = show_compliance(reader(funded), "P1", every=True, day=TODAY)

    assert set(found["project"]) == {"P1"}


def test_a_project_or_rule_that_is_not_there_is_one_line(funded: Office) -> None:
    """With what to look at."""
    with pytest.raises(UsageError, match="kit show projects"):
        show_compliance(reader(funded), "P9")
    with pytest.raises(UsageError, match="kit law list"):
        show_compliance(reader(funded), "P1", "no.such")


def test_the_level_of_the_office_is_its_own_data(funded: Office) -> None:
    """Thresholds differ by level; who says county is asked by the county's."""
    own = funded.workspace.root / "data" / "office"
    own.mkdir(parents=True)
    (own / "place.yaml").write_text("level: county\nregion: '330106'\n", encoding="utf-8")
    held = hold_rules(open_books(reader(funded)), RULEBOOK, TODAY, [RULEBOOK.rules["budget.carry_over_years_max"]])

    assert {facts["office.level"] for each in held for facts in each.facts} == {"county"}
    assert feeding_of(RULEBOOK.rules["budget.carry_over_years_max"]).fed == "wholly"
