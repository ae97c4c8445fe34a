"""Lawful work: what the law allows goes through, to the last fen, and is explained by movements."""

from datetime import UTC, datetime
from typing import Any

from kit.core.finding import Severity
from tests.budget.conftest import Office, require_plan

WORKS = {"kind": "works", "regime": "bidding_law", "supplier": "甲建筑公司", "account": "6222-01"}


def sign(office: Office, code: str = "C1", **values: Any) -> None:
    """A contract of 60 万元, bound on the city's line, unless *values* say otherwise."""
    contract = {"title": "大坝加固", "amount": "60万元", "shares": [{"line": "CITY", "amount": "60万元"}]}
    office.do("sign_contract", "officer", code=code, **(WORKS | contract | values))


def oblige(office: Office, number: str, kind: str, amount: str, **values: Any) -> None:
    """A document that obliges to pay."""
    office.do("record_basis", "officer", number=number, kind=kind, amount=amount, issued_on="2026-06-01", **values)


def pay(office: Office, basis: str, *parts: tuple[str, str], **values: Any) -> None:
    """Pay the contractor of C1 from those lines, unless *values* say otherwise."""
    usual = {"kind": "progress", "contract": "C1", "payee": "甲建筑公司", "account": "6222-01"}
    split = [{"line": line, "amount": amount} for line, amount in parts]
    office.do("pay", basis=basis, parts=split, **(usual | values))


def test_money_goes_from_allotment_to_payment_and_what_is_left_stays_available(funded: Office) -> None:
    """100 allotted: 60 reserved, 55 of it contracted, 5 released; 30 paid; 25 bound, 45 available."""
    funded.do("reserve", "officer", line="CITY", amount="600,000.00", purpose="大坝加固")
    sign(funded, amount="55万元", shares=[{"line": "CITY", "amount": "55万元", "reservation": 1}])
    funded.do("release", "officer", reservation=1)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "30万元"))

    assert funded.balances("CITY") == (1_000_000, 0, 250_000, 300_000)
    assert funded.faults() == []


def test_a_contract_over_several_years_binds_only_the_instalment_of_the_year(funded: Office) -> None:
    """240 万元 over three years, 80 this year: the line of 100 holds it, and next year's line is bound next year."""
    sign(funded, amount="240万元", shares=[{"line": "CITY", "amount": "80万元"}])
    assert funded.balances("CITY") == (1_000_000, 0, 800_000, 0)

    funded.now = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
    funded.do("grant_allotment", code="CITY27", year=2027, source="市级", amount="90万元", document="财预〔2027〕1号")
    funded.do("bind_instalment", "officer", contract="C1", shares=[{"line": "CITY27", "amount": "80万元"}])

    assert funded.balances("CITY27") == (900_000, 0, 800_000, 0)


def test_one_payment_draws_on_several_sources(funded: Office) -> None:
    """20 of the city and 10 of the province, one payment of 30, each line bound by the contract."""
    shares = [{"line": "CITY", "amount": "40万元"}, {"line": "PROV", "amount": "20万元"}]
    sign(funded, shares=shares, purpose="水库除险加固")
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")

    pay(funded, "J-1", ("CITY", "20万元"), ("PROV", "10万元"))

    assert funded.balances("CITY")[2:] == (200_000, 200_000)
    assert funded.balances("PROV")[2:] == (100_000, 100_000)


def test_wages_subsidies_and_utilities_are_paid_without_a_contract(funded: Office) -> None:
    """Each on its own kind of document, from a line of its classification or from one that has none."""
    line = {"year": 2026, "document": "财预〔2026〕2号", "source": "市级"}
    funded.do("grant_allotment", code="WAGE", amount="10万元", department_economic="30101", **line)
    for kind, document, source in (
        ("wages", "payroll", "WAGE"),
        ("subsidy", "entitlement", "CITY"),
        ("utility", "bill", "CITY"),
    ):
        oblige(funded, f"D-{kind}", document, "1万元", payee="代发户", account="9-1")
        pay(funded, f"D-{kind}", (source, "1万元"), kind=kind, contract=None, payee="代发户", account="9-1")

    assert funded.balances("WAGE")[3] == 10_000
    assert funded.balances("CITY")[3] == 20_000


def test_a_named_wage_account_member_assignee_or_court_is_paid(funded: Office) -> None:
    """Who may be paid besides the contractor is named once, by a document."""
    sign(funded)
    for place, role in enumerate(("wage_account", "consortium_member", "assignee", "court")):
        payee = {"name": f"收款人{place}", "account": f"8-{place}"}
        funded.do("name_payee", "officer", contract="C1", role=role, document=f"证明{place}", **payee)
        oblige(funded, f"J-{place}", "progress_statement", "5万元", contract="C1")
        pay(funded, f"J-{place}", ("CITY", "5万元"), payee=payee["name"], account=payee["account"])

    assert funded.balances("CITY") == (1_000_000, 0, 400_000, 200_000)


def test_a_ruling_is_paid_to_the_court_that_it_names(funded: Office) -> None:
    """A ruling obliges under a contract and without one."""
    sign(funded)
    oblige(funded, "判-1", "ruling", "2万元", contract="C1", payee="区法院", account="7-1")
    oblige(funded, "判-2", "ruling", "3万元", payee="区法院", account="7-1")

    pay(funded, "判-1", ("CITY", "2万元"), kind="ruling", payee="区法院", account="7-1")
    pay(funded, "判-2", ("CITY", "3万元"), kind="ruling", contract=None, payee="区法院", account="7-1")

    assert funded.balances("CITY") == (1_000_000, 0, 580_000, 50_000)


def test_advance_progress_settlement_and_quality_deposit(funded: Office) -> None:
    """60 万元: 18 in advance (30 %), 36 progress; settled at 58; 3 % of 58 = 1.74 kept: 2.26 now, 1.74 at the end."""
    sign(funded, quality_deposit_percent="3")
    oblige(funded, "C1", "contract", "60万元", contract="C1")
    pay(funded, "C1", ("CITY", "18万元"), kind="advance")
    oblige(funded, "J-1", "progress_statement", "36万元", contract="C1")
    pay(funded, "J-1", ("CITY", "36万元"))
    funded.do(
        "complete_contract", "officer", contract="C1", completed_on="2026-06-10", settled="58万元", document="结-1"
    )
    oblige(funded, "结-1", "settlement", "4万元", contract="C1")
    pay(funded, "结-1", ("CITY", "2.26万元"), kind="settlement")
    oblige(funded, "缺-1", "defects_release", "1.74万元", contract="C1")
    pay(funded, "缺-1", ("CITY", "1.74万元"), kind="quality_deposit")
    funded.do("close_contract", "officer", contract="C1", document="关-1")

    assert funded.balances("CITY") == (1_000_000, 0, 0, 580_000)
    assert funded.faults() == []


def test_a_supplement_of_ten_percent_under_the_procurement_law_is_allowed(funded: Office) -> None:
    """5 of 50 is ten percent exactly (政府采购法 第四十九条)."""
    sign(funded, regime="procurement_law", kind="goods", amount="50万元", shares=[{"line": "CITY", "amount": "50万元"}])

    shares = [{"line": "CITY", "amount": "5万元"}]
    funded.do("supplement_contract", "officer", contract="C1", amount="5万元", document="补-1", shares=shares)

    assert funded.balances("CITY")[2] == 550_000


def test_a_refund_in_the_year_is_bound_again_and_in_a_later_year_goes_to_the_treasury(funded: Office) -> None:
    """30 paid, 10 back in July: bound again. 5 back next year: what 2026 executed stays 20."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "30万元"))

    funded.do("refund", payment="PAY-00001", amount="10万元", document="退-1")
    assert funded.balances("CITY") == (1_000_000, 0, 400_000, 200_000)

    funded.now = datetime(2027, 2, 1, 4, 0, tzinfo=UTC)
    funded.do("refund", payment="PAY-00001", amount="5万元", document="退-2")
    assert funded.balances("CITY") == (1_000_000, 0, 400_000, 200_000)
    assert funded.faults() == []


def test_virement_inside_a_project_and_between_two(funded: Office) -> None:
    """Both lines in one transaction, an entry in each project."""
    funded.do(
        "grant_allotment", code="CITY2", source="市级二", year=2026, amount="1元", document="文", fund="一般公共预算"
    )
    funded.do("move_funds", line="CITY", to_line="CITY2", amount="10万元", document="调-1")
    funded.do("move_funds", line="CITY", to_project="P2", to_line="SCHOOL", amount="5万元", document="调-2")

    assert funded.balances("CITY")[0] == 850_000
    assert funded.balances("CITY2")[0] == 100_001
    assert funded.balances("SCHOOL", "P2")[0] == 350_000
    assert funded.faults() == []


def test_a_recorded_adjustment_is_carried_into_lines(funded: Office) -> None:
    """The standing committee cuts the total; the line gives what it has left."""
    decision = {"decided_by": "市人大常委会", "decided_on": "2026-06-01", "year": 2026, "kind": "total_changed"}
    totals = {"total_before": "1000万元", "total_after": "980万元"}
    funded.do("record_adjustment", "programme", document="决-1", **decision, **totals)

    funded.do("adjust_line", "programme", line="CITY", adjustment="决-1", direction="decrease", amount="20万元")

    assert funded.balances("CITY")[0] == 800_000


def test_what_is_left_is_carried_over_with_its_contract_and_the_year_is_closed(funded: Office) -> None:
    """100: 60 bound, 20 of them paid. 40 bound and 40 free go to 2027; the province's 50 goes back."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "20万元", contract="C1")
    pay(funded, "J-1", ("CITY", "20万元"))
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
    funded.do("carry_over", line="CITY", document="转-1")
    funded.do("return_surplus", line="PROV", document="余-1")
    funded.do("close_year", year=2026)

    assert funded.balances("CITY") == (200_000, 0, 0, 200_000)
    assert funded.balances("2027-01") == (800_000, 0, 400_000, 0)
    assert funded.balances("PROV") == (0, 0, 0, 0)

    funded.now = datetime(2027, 1, 20, 4, 0, tzinfo=UTC)
    oblige(funded, "J-2", "progress_statement", "40万元", contract="C1")
    pay(funded, "J-2", ("2027-01", "40万元"))
    assert funded.balances("2027-01") == (800_000, 0, 0, 400_000)
    assert funded.faults() == []


def test_what_is_bound_in_its_second_year_goes_back_and_the_contract_is_bound_anew(funded: Office) -> None:
    """60 bound in 2026 and carried over; unpaid at the end of 2027: freed in January 2028, given back, bound on new money."""
    sign(funded)
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
    funded.do("carry_over", line="CITY", document="转-1")
    funded.do("return_surplus", line="PROV", document="余-0")
    funded.do("close_year", year=2026)
    funded.now = datetime(2028, 1, 8, 4, 0, tzinfo=UTC)
    funded.do("release_instalment", "officer", contract="C1", line="2027-01", document="释-1")
    funded.do("return_surplus", line="2027-01", document="余-1")
    funded.do("close_year", year=2027)
    funded.do("grant_allotment", code="NEW", year=2028, source="市级", amount="60万元", document="财预〔2028〕1号")
    funded.do("bind_instalment", "officer", contract="C1", shares=[{"line": "NEW", "amount": "60万元"}])

    assert funded.balances("2027-01") == (0, 0, 0, 0)
    assert funded.balances("NEW") == (600_000, 0, 600_000, 0)
    assert funded.faults() == []


def test_the_plan_of_use_is_a_switch(funded: Office) -> None:
    """Off, nothing is asked of it; on, 10 万元 planned up to June let 10 through."""
    require_plan(funded)
    funded.do("plan_use", "officer", line="CITY", months={"3": "4万元", "6": "6万元", "9": "50万元"})
    oblige(funded, "D-1", "bill", "60万元", payee="水厂", account="5-1")
    utility = {"kind": "utility", "contract": None, "payee": "水厂", "account": "5-1"}

    pay(funded, "D-1", ("CITY", "10万元"), **utility)

    assert "budget.plan_exceeded" in funded.refused(
        "pay", basis="D-1", parts=[{"line": "CITY", "amount": "0.01元"}], **utility
    )


def test_the_stricter_of_two_clocks_is_shown(funded: Office) -> None:
    """Invoice of 1 May to a small enterprise that agreed on 20 days: late after 21 May, however many days law allows."""
    sign(funded, kind="goods", regime="procurement_law", is_small_supplier=True, payment_days=20)
    invoice = {"number": "F-1", "kind": "invoice", "contract": "C1", "amount": "1万元"}
    funded.do("record_basis", "officer", issued_on="2026-05-01", received_on="2026-05-01", **invoice)

    receipt = funded.do(
        "pay",
        kind="progress",
        contract="C1",
        basis="F-1",
        payee="甲建筑公司",
        account="6222-01",
        parts=[{"line": "CITY", "amount": "1万元"}],
    )

    (late,) = [finding for finding in receipt.findings if finding.code == "budget.paid_late"]
    assert late.severity is Severity.QUESTION
    assert "2026-05-21" in late.message
    assert "财库〔2019〕38号" in (late.basis or "")
    assert "《保障中小企业款项支付条例》" in (late.basis or "")


def test_the_cost_of_a_project_stage_by_stage(office: Office) -> None:
    """1000 estimated, 1100 designed: ten percent exactly needs no report; 1050 settled, 1040 in the accounts."""
    for stage, amount in (
        ("estimate", 1000),
        ("design_estimate", 1100),
        ("budget", 1090),
        ("settlement", 1050),
        ("final_accounts", 1040),
    ):
        office.do("record_cost", stage=stage, amount=f"{amount}万元", approved_on="2026-06-01", document=stage)
