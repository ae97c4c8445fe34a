"""Misuse (挪用) and mistakes: each kind is refused with its article and with what to do; nothing moves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kit.actions.registry import all_actions
from kit.core.actor import Actor, Role
from kit.core.finding import Severity
from kit.store.journal import content_of, read_entries
from kit.store.store import Receipt
from tests.budget.conftest import Office
from tests.budget.test_lawful import oblige, pay, sign

PAID = {"kind": "progress", "contract": "C1", "payee": "甲建筑公司", "account": "6222-01"}
SHARE = [{"line": "CITY", "amount": "1万元"}]


def parts(line: str, amount: str) -> list[dict[str, str]]:
    """One line gives all."""
    return [{"line": line, "amount": amount}]


# --- misuse ----------------------------------------------------------------------------------------------------------


def test_wrong_purpose(funded: Office) -> None:
    """The province's money is for the dam; cars are not."""
    found = funded.refused("reserve", "officer", line="PROV", amount="1万元", purpose="购置公务用车")

    assert "《中华人民共和国预算法实施条例》 第六十条" in (found["budget.wrong_purpose"].basis or "")
    assert "水库除险加固" in found["budget.wrong_purpose"].message


def test_wrong_payee(funded: Office) -> None:
    """Neither another name nor another account of the same name."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "10万元", contract="C1")

    for payee in ({"payee": "乙公司"}, {"account": "6222-99"}):
        found = funded.refused("pay", basis="J-1", parts=parts("CITY", "1万元"), **(PAID | payee))
        assert "第五十七条" in (found["budget.wrong_payee"].basis or "")


def test_an_invoice_does_not_make_somebody_a_payee_of_a_contract(funded: Office) -> None:
    """Under a contract only a ruling names another payee."""
    sign(funded)

    found = funded.refused(
        "record_basis", "officer", number="F", kind="invoice", contract="C1", payee="乙", account="1", amount="1元", issued_on="2026-06-01"
    )  # fmt: skip

    assert set(found) == {"budget.basis_names_payee"}


def test_wrong_year(funded: Office) -> None:
    """Last year's money is not paid out in January; it is carried over first."""
    funded.now = datetime(2027, 1, 5, 4, 0, tzinfo=UTC)
    oblige(funded, "D-1", "bill", "1万元", payee="水厂", account="5-1")

    found = funded.refused(
        "pay", kind="utility", basis="D-1", payee="水厂", account="5-1", parts=parts("CITY", "1万元")
    )

    assert "第十三条" in (found["budget.wrong_year"].basis or "")


def test_wrong_classification(funded: Office) -> None:
    """Wages do not come from a line of capital spending, and a car is not an office supply."""
    line = {"year": 2026, "document": "文", "source": "市级资本", "amount": "10万元", "department_economic": "310"}
    funded.do("grant_allotment", code="CAPITAL", **line)
    oblige(funded, "工-1", "payroll", "1万元", payee="代发户", account="9-1")

    wages = funded.refused(
        "pay", kind="wages", basis="工-1", payee="代发户", account="9-1", parts=parts("CAPITAL", "1万元")
    )
    supplies = funded.refused(
        "reserve", "officer", line="CAPITAL", amount="1万元", purpose="办公用品", classification="30201"
    )

    assert "第三十七条" in (wages["budget.wrong_classification"].basis or "")
    assert set(supplies) == {"budget.wrong_classification"}


def test_money_of_one_earmark_does_not_stand_in_for_another(funded: Office) -> None:
    """The contract is bound on the city's line; paying it out of the province's is borrowing."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "10万元", contract="C1")

    paid = funded.refused("pay", basis="J-1", parts=parts("PROV", "1万元"), **PAID)
    moved = funded.refused("move_funds", line="PROV", to_line="CITY", amount="1万元", document="调-1")

    assert "第六十条" in (paid["budget.line_not_bound"].basis or "")
    assert "第六十条" in (moved["budget.earmark_moved"].basis or "")


# --- the four leaks of other tools -----------------------------------------------------------------------------------


def test_nothing_passes_on_an_account_without_a_budget(funded: Office) -> None:
    """Every way in which money is committed needs a line that exists, and says so by the article."""
    oblige(funded, "D-1", "bill", "1万元", payee="水厂", account="5-1")
    utility = {"kind": "utility", "basis": "D-1", "payee": "水厂", "account": "5-1"}
    contract = {"code": "X", "title": "x", "kind": "goods", "regime": "below_limit", "supplier": "甲", "account": "1"}

    asked = [
        ("reserve", "officer", {"line": "NONE", "amount": "1元", "purpose": "x"}),
        ("pay", "finance", utility | {"parts": parts("NONE", "1元")}),
        ("sign_contract", "officer", contract | {"amount": "1元", "shares": parts("NONE", "1元")}),
        ("move_funds", "finance", {"line": "CITY", "to_line": "NONE", "amount": "1元", "document": "x"}),
    ]

    for action, login, values in asked:
        found = funded.refused(action, login, **values)
        assert "第十三条" in (found["budget.line_unknown"].basis or ""), action


def test_earlier_orders_count_whatever_they_were_for(funded: Office) -> None:
    """60 reserved for one thing and 30 contracted for another leave 10 of 100, not 100."""
    funded.do("reserve", "officer", line="CITY", amount="60万元", purpose="设备")
    sign(funded, amount="30万元", shares=parts("CITY", "30万元"))

    found = funded.refused("reserve", "officer", line="CITY", amount="10.01万元", purpose="第三件事")

    message = found["budget.line_short"].message
    assert "100,000.00元" in message
    assert "100,100.00元" in message
    assert "100.00元" in message


def test_no_role_turns_a_stop_into_a_warning(funded: Office) -> None:
    """Whoever may reserve or pay at all, alone or with every role at once: a stop stays a stop."""
    oblige(funded, "D-1", "bill", "200万元", payee="水厂", account="5-1")
    utility = {"kind": "utility", "basis": "D-1", "payee": "水厂", "account": "5-1", "parts": parts("CITY", "101万元")}
    asked = {
        "reserve": {"line": "CITY", "amount": "101万元", "purpose": "x"},
        "pay": utility,
        "move_funds": {"line": "CITY", "to_project": "P2", "to_line": "SCHOOL", "amount": "101万元", "document": "x"},
    }
    declared = {action.name.removeprefix("budget."): action for action in all_actions()}

    for name, values in asked.items():
        for roles in [*({role} for role in Role), set(Role)]:
            desk = funded.desk("finance")
            desk.actor = Actor("finance", frozenset(roles), "U1")
            request = declared[name].request.model_validate({"project": "P1"} | values)
            receipt = desk.record(request, reason="领导同意")
            assert not receipt.ok, (name, roles)
            if declared[name].roles & roles:
                assert "budget.line_short" in {finding.code for finding in receipt.findings}, (name, roles)
    assert funded.balances("CITY") == (1_000_000, 0, 0, 0)


def test_capital_accounts_are_budgeted_like_all_others(funded: Office) -> None:
    """A line of capital spending (310) holds its limit to the fen."""
    line = {"year": 2026, "document": "文", "source": "市级资本", "amount": "10万元", "department_economic": "310"}
    funded.do("grant_allotment", code="CAPITAL", **line)

    funded.do("reserve", "officer", line="CAPITAL", amount="10万元", purpose="设备", classification="31003")
    found = funded.refused(
        "reserve", "officer", line="CAPITAL", amount="0.01元", purpose="设备", classification="31003"
    )

    assert set(found) == {"budget.line_short"}


# --- limits of contracts and payments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code", "article"),
    [
        ({"quality_deposit_percent": "3.01"}, "budget.deposit_above_limit", "建质〔2017〕138号"),
        ({"kind": "goods", "quality_deposit_percent": "1"}, "budget.deposit_not_works", "保障中小企业款项支付条例"),
        ({"performance_bond": "60,000.01"}, "budget.bond_above_limit", "招标投标法实施条例"),
        ({"regime": "procurement_law", "performance_bond": "60,000.01"}, "budget.bond_above_limit", "政府采购法实施条例"),
        ({"is_small_supplier": True, "payment_days": 61}, "budget.term_too_long", "保障中小企业款项支付条例"),
        ({"shares": parts("CITY", "60.01万元")}, "budget.shares_above_contract", ""),
        ({"shares": [{"line": "CITY", "amount": "1元", "reservation": 77}]}, "budget.reservation_unknown", ""),
        ({"signed_on": "2026-06-16"}, "budget.day_to_come", ""),
    ],
)  # fmt: skip
def test_a_contract_beyond_its_limits(funded: Office, values: dict[str, Any], code: str, article: str) -> None:
    """3 % deposit in works only, 10 % bond, 60 days for a small enterprise, shares within the sum."""
    contract = {
        "code": "C1",
        "title": "大坝",
        "kind": "works",
        "regime": "bidding_law",
        "supplier": "甲",
        "account": "1",
    }
    amounts = {"amount": "60万元", "shares": parts("CITY", "60万元")}

    found = funded.refused("sign_contract", "officer", **(contract | amounts | values))

    assert article in (found[code].basis or "")


def test_what_rests_on_memory_or_a_secondary_page_says_so(funded: Office) -> None:
    """The mark of how a rule was read travels into the finding."""
    sign(funded, performance_bond="1万元", quality_deposit_percent="3")
    contract = {
        "code": "C2",
        "title": "大坝",
        "kind": "works",
        "regime": "bidding_law",
        "supplier": "甲",
        "account": "1",
    }

    receipt = funded.do("sign_contract", "officer", amount="1万元", performance_bond="1元", quality_deposit_percent="3", shares=SHARE, **contract)  # fmt: skip
    found = funded.refused("sign_contract", "officer", amount="1万元", quality_deposit_percent="4", shares=SHARE, **(contract | {"code": "C3"}))  # fmt: skip

    (beside,) = [finding for finding in receipt.findings if finding.code == "budget.deposit_beside_bond"]
    assert "待核实" in (beside.basis or "")
    assert "据转载页面" in (found["budget.deposit_above_limit"].basis or "")


def test_supplements_above_ten_percent_are_a_purchase_of_their_own(funded: Office) -> None:
    """5 of 50 went through; another fen does not. Tendered works have no such limit."""
    sign(funded, regime="procurement_law", kind="goods", amount="50万元", shares=parts("CITY", "50万元"))
    sign(funded, "C2", amount="10万元", shares=parts("CITY", "10万元"))
    funded.do("supplement_contract", "officer", contract="C1", amount="5万元", document="补-1")

    found = funded.refused("supplement_contract", "officer", contract="C1", amount="0.01元", document="补-2")
    funded.do("supplement_contract", "officer", contract="C2", amount="2万元", document="补-3")

    assert "《中华人民共和国政府采购法》 第四十九条" in (found["budget.supplement_above_limit"].basis or "")


def test_an_advance_above_thirty_percent_of_works_is_refused_and_below_ten_is_said(funded: Office) -> None:
    """60 万元 without 10 of provisional sums: 15 is thirty percent."""
    sign(funded, provisional="10万元")
    oblige(funded, "C1", "contract", "60万元", contract="C1")
    advance = PAID | {"kind": "advance", "basis": "C1"}

    low = funded.do("pay", parts=parts("CITY", "4万元"), **advance)
    found = funded.refused("pay", parts=parts("CITY", "11.01万元"), **advance)
    funded.do("pay", parts=parts("CITY", "11万元"), **advance)

    assert "budget.advance_below_usual" in {finding.code for finding in low.findings}
    assert "财建〔2004〕369号" in (found["budget.advance_above_limit"].basis or "")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"basis": "NONE"}, "budget.basis_unknown"),
        ({"basis": "F-OTHER"}, "budget.basis_of_other_contract"),
        ({"kind": "quality_deposit"}, "budget.basis_does_not_fit"),
        ({"contract": "C9"}, "budget.contract_unknown"),
        ({"contract": None}, "budget.contract_missing"),
        ({"kind": "wages"}, "budget.contract_not_needed"),
        ({"parts": parts("CITY", "10.01万元")}, "budget.basis_exceeded"),
        ({"parts": parts("CITY", "60.01万元")}, "budget.share_short"),
    ],
)
def test_a_payment_rests_on_its_kind_of_document(funded: Office, values: dict[str, Any], code: str) -> None:
    """Contract, document, amount: each must be there, fit, and hold."""
    sign(funded)
    sign(funded, "C2", amount="1万元", shares=SHARE)
    oblige(funded, "J-1", "progress_statement", "10万元", contract="C1")
    oblige(funded, "F-OTHER", "progress_statement", "10万元", contract="C2")

    assert code in funded.refused("pay", **(PAID | {"basis": "J-1", "parts": parts("CITY", "1万元")} | values))


def test_after_settlement_the_quality_deposit_stays(funded: Office) -> None:
    """Settled at 50: 48.5 may be paid before the defects are past (3 % of 50 is 1.5)."""
    sign(funded, quality_deposit_percent="3")
    funded.do("complete_contract", "officer", contract="C1", completed_on="2026-06-10", settled="50万元", document="结")
    oblige(funded, "结-1", "settlement", "50万元", contract="C1")
    settlement = PAID | {"kind": "settlement", "basis": "结-1"}

    found = funded.refused("pay", parts=parts("CITY", "48.51万元"), **settlement)
    funded.do("pay", parts=parts("CITY", "48.5万元"), **settlement)

    assert set(found) == {"budget.settled_exceeded"}


# --- virement, adjustment, year end ----------------------------------------------------------------------------------


def test_money_does_not_move_between_years_or_kinds_of_fund(funded: Office) -> None:
    """Carry-over is for years; a government fund is not the general budget."""
    grant = {"year": 2026, "document": "文", "amount": "1万元"}
    funded.do("grant_allotment", code="FUND", source="基金", fund="政府性基金预算", **grant)
    funded.do("grant_allotment", code="NEXT", source="市级", **(grant | {"year": 2027}))
    move = {"line": "CITY", "amount": "1万元", "document": "调-1"}

    assert "budget.virement_between_funds" in funded.refused("move_funds", to_line="FUND", **move)
    assert "budget.virement_between_years" in funded.refused("move_funds", to_line="NEXT", **move)
    assert "budget.same_line" in funded.refused("move_funds", to_line="CITY", **move)


def test_an_adjustment_nobody_decided_is_refused(funded: Office) -> None:
    """What the standing committee has not approved cannot be carried into a line."""
    asked = {"line": "CITY", "adjustment": "决-9", "direction": "increase", "amount": "1万元"}

    found = funded.refused("adjust_line", "programme", **asked)

    assert "第六十七条" in (found["budget.adjustment_unknown"].basis or "")


def test_an_adjustment_gives_nothing_before_it_was_decided_and_no_more_than_it_added(funded: Office) -> None:
    """Decided on 10 June, 5 万元 more in all: nothing on the 9th; 3 to one line, 3 to another are 1 too many."""
    decision = {"document": "决-1", "decided_by": "市人大常委会", "decided_on": "2026-06-10", "year": 2026}
    totals = {"kind": "total_changed", "total_before": "100万元", "total_after": "105万元"}
    funded.do("record_adjustment", "programme", **decision, **totals)
    asked = {"line": "CITY", "adjustment": "决-1", "direction": "increase", "amount": "3万元"}

    early = funded.refused("adjust_line", "programme", on="2026-06-09", **asked)
    first = funded.do("adjust_line", "programme", key="A-1", **asked)
    again = funded.do("adjust_line", "programme", key="A-1", **asked)
    school = asked | {"project": "P2", "line": "SCHOOL"}
    above = funded.do("adjust_line", "programme", **school)
    cut = funded.do("adjust_line", "programme", **(asked | {"direction": "decrease", "amount": "2万元"}))

    assert "第六十七条" in (early["budget.before_decision"].basis or "")
    assert first.findings == cut.findings == ()
    assert [finding.code for finding in again.findings] == ["budget.done_already"]
    assert [(finding.code, finding.severity) for finding in above.findings] == [
        ("budget.adjustment_above_total", Severity.QUESTION)
    ]
    assert "60,000.00" in above.findings[0].message
    assert "50,000.00" in above.findings[0].message
    assert funded.balances("CITY")[0] == 1_010_000
    assert funded.faults() == []


def test_nothing_is_paid_before_contract_and_document(funded: Office) -> None:
    """Signed on 3 June; issued on the 5th, received on the 8th: the 2nd and the 4th are refused, the 6th is asked about."""
    sign(funded, signed_on="2026-06-03")
    statement = {"number": "J-1", "kind": "progress_statement", "amount": "5万元", "contract": "C1"}
    funded.do("record_basis", "officer", issued_on="2026-06-05", received_on="2026-06-08", **statement)
    asked = {"basis": "J-1", "parts": parts("CITY", "1万元"), **PAID}

    assert set(funded.refused("pay", on="2026-06-02", **asked)) == {"budget.paid_before_contract"}
    assert set(funded.refused("pay", on="2026-06-04", **asked)) == {"budget.paid_before_document"}
    early = funded.do("pay", on="2026-06-06", **asked)
    late = funded.do("pay", on="2026-06-08", **asked)

    assert [finding.code for finding in early.findings] == ["budget.paid_before_receipt"]
    assert "budget.paid_before_receipt" not in {finding.code for finding in late.findings}


def test_closing_a_contract_that_still_owes_is_asked_about(funded: Office) -> None:
    """Settled at 50 万元, nothing paid: what is bound comes free, and the receipt says what is owed."""
    sign(funded)
    funded.do("complete_contract", "officer", contract="C1", completed_on="2026-06-10", settled="50万元", document="结")

    closed = funded.do("close_contract", "officer", contract="C1", document="关")

    assert [finding.code for finding in closed.findings] == ["budget.closed_with_debt"]
    assert "500,000.00" in closed.findings[0].message


def test_an_instalment_is_given_back_no_further_than_it_is_bound(funded: Office) -> None:
    """60 bound: not 61, not from a line that is not bound, not two years later; 20 come free and 40 stay."""
    sign(funded)
    asked = {"contract": "C1", "line": "CITY", "document": "释-1"}

    assert set(funded.refused("release_instalment", "officer", **asked, amount="61万元")) == {"budget.share_short"}
    unbound = funded.refused("release_instalment", "officer", **(asked | {"line": "PROV"}))
    funded.do("release_instalment", "officer", **asked, amount="20万元")
    funded.now = datetime(2028, 1, 5, 4, 0, tzinfo=UTC)
    late = funded.refused("release_instalment", "officer", **asked)

    assert (set(unbound), set(late)) == ({"budget.line_not_bound"}, {"budget.wrong_year"})
    assert funded.balances("CITY") == (1_000_000, 0, 400_000, 0)
    assert funded.faults() == []


def test_single_payments_beside_a_lump_sum_are_asked_about(funded: Office) -> None:
    """A line came over with 10 万元 paid; one of those payments alone would count twice."""
    books = {
        "year": 2026,
        "source": "县级",
        "opening": "50万元",
        "allotted": "50万元",
        "paid": "10万元",
        "document": "账",
    }
    funded.do("take_over_line", code="OLD", **books)
    old = {"line": "OLD", "on": "2026-03-01", "payee": "甲", "account": "1", "amount": "4万元", "voucher": "V-1"}

    receipt = funded.do("take_over_payments", payments=[old])

    assert [finding.code for finding in receipt.findings] == ["budget.paid_taken_over"]
    assert funded.balances("OLD")[3] == 140_000


def test_what_two_years_have_not_used_up_is_surplus(funded: Office) -> None:
    """2026 goes on to 2027; at the end of 2027 it is given back (预算法 第四十二条)."""
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
    funded.do("carry_over", line="CITY", document="转-1")
    funded.now = datetime(2027, 12, 31, 4, 0, tzinfo=UTC)

    found = funded.refused("carry_over", line="2027-01", document="转-2")
    funded.do("return_surplus", line="2027-01", document="余-1")

    assert "第四十二条" in (found["budget.carry_over_ended"].basis or "")
    assert funded.balances("2027-01") == (0, 0, 0, 0)


def test_a_year_closes_only_when_every_line_is_settled_and_then_stays_closed(funded: Office) -> None:
    """Each unsettled line is named; afterwards a day in that year is refused."""
    funded.now = datetime(2027, 1, 10, 4, 0, tzinfo=UTC)
    with_lines = funded.ask("close_year", year=2026)
    assert isinstance(with_lines, Receipt)
    assert [finding.code for finding in with_lines.findings] == ["budget.line_unsettled"] * 2
    for line in ("CITY", "PROV"):
        funded.do("return_surplus", line=line, document="余-1")
    funded.do("close_year", year=2026)

    found = funded.refused("supplement", line="CITY", amount="1元", origin="contingency", document="x", on="2026-12-30")

    assert set(found) == {"budget.year_closed"}


def test_stages_of_cost_beyond_their_neighbours(office: Office) -> None:
    """1000 estimated; 1101 designed is reported; a budget or accounts above the design need it approved anew."""
    office.do("record_cost", stage="estimate", amount="1000万元", approved_on="2026-06-01", document="估")
    design = {"stage": "design_estimate", "amount": "1101万元", "approved_on": "2026-06-02", "document": "概"}

    unreported = office.refused("record_cost", **design)
    office.do("record_cost", overrun_report="报-1", **design)
    above = office.refused("record_cost", stage="budget", amount="1101.01万元", approved_on="2026-06-03", document="预")

    assert "《政府投资条例》 第十二条" in (unreported["budget.overrun_not_reported"].basis or "")
    assert "《政府投资条例》 第二十三条" in (above["budget.design_estimate_exceeded"].basis or "")


def test_contracts_together_stay_within_the_design_estimate(funded: Office) -> None:
    """70 designed, 60 contracted: 10 more, not 11."""
    funded.do("record_cost", stage="estimate", amount="70万元", approved_on="2026-06-01", document="估")
    funded.do("record_cost", stage="design_estimate", amount="70万元", approved_on="2026-06-02", document="概")
    sign(funded)
    second = {"code": "C2", "title": "x", "kind": "works", "regime": "bidding_law", "supplier": "甲", "account": "1"}

    found = funded.refused("sign_contract", "officer", amount="11万元", shares=SHARE, **second)

    assert "第二十三条" in (found["budget.design_estimate_exceeded"].basis or "")


# --- hands and fields ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("100.005", "request.field_wrong"),
        ("1e400", "request.field_wrong"),
        (float("inf"), "request.field_wrong"),
        (0.1, "request.field_wrong"),
        ("-5", "request.field_wrong"),
        ("0", "request.field_wrong"),
        ("USD 100", "request.field_wrong"),
        ("100美元", "request.field_wrong"),
        ("NaN", "request.field_wrong"),
        (True, "request.field_wrong"),
        (None, "request.field_wrong"),
        ("99999999999999999999", "request.field_wrong"),
    ],
)
def test_an_amount_that_is_none_gets_one_finding_beside_its_field(funded: Office, amount: object, code: str) -> None:
    """Three decimals, exponents, floats, below zero, other currencies: one finding, nothing written."""
    before = len(funded.desk("finance").database.engine.connect().exec_driver_sql("SELECT id FROM journal").all())

    answer = funded.ask("reserve", "officer", line="CITY", amount=amount, purpose="x")

    assert isinstance(answer, list)
    assert [(finding.code, finding.field, finding.severity) for finding in answer] == [(code, "amount", Severity.BLOCK)]
    after = len(funded.desk("finance").database.engine.connect().exec_driver_sql("SELECT id FROM journal").all())
    assert after == before


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("１，２３４．５０", 123450),
        ("1，234.50元", 123450),
        ("12.3万元", 12_300_000),
        ("1,740,000.00", 174_000_000),
        ("¥75", 7500),
        (7500, 7500),
    ],
)
def test_what_people_write_is_understood_to_the_fen(funded: Office, amount: object, fen: int) -> None:
    """Full-width digits, Chinese commas, 万元; a whole number without a text around it is fen."""
    funded.do("grant_allotment", code="RICH", source="富", year=2026, amount="1亿元", document="x")

    funded.do("reserve", "officer", line="RICH", amount=amount, purpose="x")

    assert funded.lines()["P1", "RICH"]["reserved"] == fen


def test_a_key_used_again_does_nothing_and_with_other_content_is_refused(funded: Office) -> None:
    """The same deed twice is one reservation; another amount under the key is refused."""
    asked = {"line": "CITY", "amount": "1万元", "purpose": "x", "key": "OA-1"}
    funded.do("reserve", "officer", **asked)
    again = funded.do("reserve", "officer", **asked)

    other = funded.refused("reserve", "officer", **(asked | {"amount": "2万元"}))
    elsewhere = funded.refused(
        "supplement", line="CITY", amount="1万元", origin="contingency", document="x", key="OA-1"
    )

    assert [finding.code for finding in again.findings] == ["budget.done_already"]
    assert set(other) == set(elsewhere) == {"budget.key_used"}
    assert funded.balances("CITY")[1] == 10_000


@pytest.mark.parametrize(
    ("login", "values", "code"),
    [
        ("officer", {"project": "P9"}, "budget.project_unknown"),
        ("stranger", {}, "project.other_unit"),
        ("manager", {}, "access.role_missing"),
        ("officer", {"on": "2026-06-16"}, "budget.day_to_come"),
        ("officer", {"on": "2025-12-31"}, "budget.wrong_year"),
        ("officer", {"amount": "100.01万元"}, "budget.line_short"),
    ],
)
def test_a_reservation_that_cannot_be(funded: Office, login: str, values: dict[str, Any], code: str) -> None:
    """Project, unit, role, day, amount."""
    asked = {"line": "CITY", "amount": "1万元", "purpose": "x"} | values

    assert set(funded.refused("reserve", login, **asked)) == {code}


def test_a_refund_is_bounded_by_what_was_paid(funded: Office) -> None:
    """30 paid: 30.01 do not come back, and none before the day it was paid."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "30万元"))
    refund = {"payment": "PAY-00001", "document": "退"}

    assert set(funded.refused("refund", amount="30.01万元", **refund)) == {"budget.refund_above_payment"}
    assert "budget.refund_before_payment" in funded.refused("refund", amount="1元", on="2026-06-14", **refund)
    assert set(funded.refused("refund", amount="1元", payment="PAY-9", document="x")) == {"budget.payment_unknown"}


def test_a_voucher_confirms_one_payment_of_its_amount(funded: Office) -> None:
    """Another amount, a second voucher, a voucher of another payment: refused; the same again is nothing new."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "10万元"))
    pay(funded, "J-1", ("CITY", "10万元"))
    voucher = {"payment": "PAY-00001", "voucher": "V-1", "amount": "10万元", "on": "2026-06-15"}

    assert set(funded.refused("confirm_payment", **(voucher | {"amount": "9万元"}))) == {"budget.voucher_differs"}
    assert set(funded.refused("confirm_payment", **(voucher | {"on": "2026-06-16"}))) == {"budget.day_to_come"}
    funded.do("confirm_payment", **voucher)
    funded.do("confirm_payment", **voucher)
    funded.now = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)
    assert set(funded.refused("confirm_payment", **(voucher | {"on": "2026-06-16"}))) == {"budget.confirmed_already"}
    assert set(funded.refused("confirm_payment", **(voucher | {"voucher": "V-2"}))) == {"budget.confirmed_already"}
    assert set(funded.refused("confirm_payment", **(voucher | {"payment": "PAY-00002"}))) == {"budget.voucher_taken"}


def test_old_payments_come_in_together_or_not_at_all(funded: Office) -> None:
    """A voucher twice, and more than the line holds: both are named, by row, and nothing comes in."""
    old = {"on": "2026-03-01", "payee": "甲", "account": "1"}
    good = {"line": "CITY", "amount": "40万元", "voucher": "V-1", **old}

    found = funded.ask("take_over_payments", payments=[good, good | {"amount": "70万元"}])
    assert isinstance(found, Receipt)
    assert [(finding.code, finding.row) for finding in found.findings] == [
        ("budget.voucher_taken", 2),
        ("budget.line_short", None),
    ]
    funded.do("take_over_payments", payments=[good, good | {"amount": "60万元", "voucher": "V-2"}])

    assert funded.balances("CITY") == (1_000_000, 0, 0, 1_000_000)
    assert funded.faults() == []


# --- the balances and their movements --------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["opening", "allotted", "received", "reserved", "contracted", "paid"])
def test_a_balance_changed_on_the_side_is_found_beside_its_movements(funded: Office, column: str) -> None:
    """A fen more in any balance: verify names the line and what its movements make."""
    from kit.store.database import allowed_to_write

    with funded.database.writing() as connection, allowed_to_write(connection):
        connection.exec_driver_sql(f"UPDATE budget_line SET {column} = {column} + 1 WHERE code = 'CITY'")

    balances = [fault for fault in funded.faults() if fault.startswith("balance")]

    assert balances
    assert all(f"budget_line.{column} 1" in fault for fault in balances)


def test_years_close_in_their_order(funded: Office) -> None:
    """2027 before 2026 would leave 2026 with money that can go nowhere."""
    funded.do("grant_allotment", code="NEXT", source="市级", year=2027, amount="1万元", document="文")
    funded.now = datetime(2027, 12, 31, 4, 0, tzinfo=UTC)

    assert set(funded.refused("close_year", year=2027)) == {"budget.earlier_year_open"}


def test_money_carried_over_does_not_become_new_by_virement(funded: Office) -> None:
    """Money of 2026 moved in 2027 to a line of 2027: allowed by the ruling, and asked about."""
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
    funded.do("carry_over", line="CITY", document="转-1")
    funded.now = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
    new = {"source": "市级", "fund": "一般公共预算", "year": 2027, "amount": "1万元", "document": "文"}
    funded.do("grant_allotment", code="NEW", **new)

    receipt = funded.do("move_funds", line="2027-01", to_line="NEW", amount="1万元", document="调-1")

    assert "budget.virement_renews" in {finding.code for finding in receipt.findings}


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("release", {"reservation": 2**63}),
        ("reserve", {"line": "CITY", "amount": "1元", "purpose": "a\0b"}),
        ("supplement_contract", {"contract": "C9", "amount": "1元", "document": "x", "on": "1999-01-01"}),
    ],
)
def test_odd_values_get_a_finding_and_no_traceback(funded: Office, action: str, values: dict[str, Any]) -> None:
    """A number beyond any column, a NUL, a day before any law."""
    assert funded.refused(action, "officer", **values)


def test_no_balance_grows_beyond_any_budget(funded: Office) -> None:
    """A thousand trillion yuan less a million fit beside the million that is there; as much again does not."""
    supplement = {"line": "CITY", "amount": 10**17 - 10**8, "origin": "contingency", "document": "x"}
    funded.do("supplement", **supplement)

    assert set(funded.refused("supplement", **supplement)) == {"budget.beyond_any_budget"}
    assert funded.faults() == []


def test_a_refused_payment_keeps_what_decided_it(funded: Office) -> None:
    """The entry of the refusal names the rules of payment by their digest, as that of a payment does."""
    sign(funded)
    receipt = funded.ask("pay", basis="NONE", parts=parts("CITY", "1万元"), **PAID)
    assert isinstance(receipt, Receipt)

    with funded.database.reading() as connection:
        (entry,) = [e for e in read_entries(connection, dossier="P1") if e.number == receipt.number]

    assert not receipt.ok
    assert "budget/payments.yaml" in content_of(entry)["cited"]
    assert content_of(entry)["changes"] == []
