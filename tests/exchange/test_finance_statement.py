"""Reconciliation with the finance system: every line equal to the fen, or each difference named."""

from pathlib import Path

import pytest

from kit.exchange.finance.sheet import load_sheet_reader
from kit.exchange.finance.statement import Reconciliation, reconcile
from tests.budget.conftest import Office
from tests.budget.test_lawful import oblige, pay, sign
from tests.exchange.finance import bring_in, csv_file, json_file, voucher_file

HEAD = "项目代码,指标主键,预算年度,指标金额,已支付金额"
PROV = "P1,PROV,2026,500000.00,0.00"
SCHOOL = "P2,SCHOOL,2026,300000,0"


@pytest.fixture
def paid(funded: Office) -> Office:
    """30 万元 paid from CITY (of 100), without a voucher; PROV 50 and SCHOOL 30 are untouched."""
    sign(funded)
    oblige(funded, "J-1", "progress_statement", "30万元", contract="C1")
    pay(funded, "J-1", ("CITY", "30万元"))
    return funded


def hold(office: Office, folder: Path, city: str, *others: str, total: str) -> Reconciliation:
    """Reconcile with a statement of these lines."""
    rows = [city, *others] if city else [*others]
    path = csv_file(folder / "s.csv", HEAD, *rows, f"合计,{len(rows)},,{total}")
    reader = load_sheet_reader(office.workspace.resources)
    return reconcile(office.database, reader.read(path), reader.words)


def said(result: Reconciliation) -> list[tuple[str, str]]:
    """Line and code of every difference."""
    return [(line.line, finding.code) for line in result.lines for finding in line.findings]


def test_equal_books_leave_no_residual(paid: Office, tmp_path: Path) -> None:
    """The finance system has paid 30 万元 as well."""
    result = hold(paid, tmp_path, "P1,CITY,2026,1000000.00,300000.00", PROV, SCHOOL, total="1800000.00,300000.00")

    assert (result.is_equal, said(result)) == (True, [])
    assert [(line.line, line.residual) for line in result.lines] == [("CITY", 0), ("PROV", 0), ("SCHOOL", 0)]


def test_a_payment_without_a_voucher_explains_a_difference_and_is_named(paid: Office, tmp_path: Path) -> None:
    """The finance system has not paid yet: a question, nothing left over, and still not equal."""
    result = hold(paid, tmp_path, "P1,CITY,2026,1000000.00,0", PROV, SCHOOL, total="1800000.00,0")

    assert (result.is_equal, said(result)) == (False, [("CITY", "exchange.paid_without_voucher")])
    city = result.lines[0]
    assert (city.residual, city.waiting) == (0, {"P1/PAY-00001": 30_000_000})
    assert "P1/PAY-00001 300,000.00元" in city.findings[0].message


def test_one_fen_that_nothing_explains_is_left_over(paid: Office, tmp_path: Path) -> None:
    """The finance system says 300,000.01, and the books 300,000.00: minus one fen beside the payment that waits."""
    row = "V-1,P1/PAY-00001,甲建筑公司,6222-01,300000,2026-06-15"
    bring_in(paid, voucher_file(tmp_path, row, total="300000"))

    result = hold(paid, tmp_path, "P1,CITY,2026,1000000.00,300000.01", PROV, SCHOOL, total="1800000.00,300000.01")

    assert said(result) == [("CITY", "exchange.paid_differs")]
    assert (result.lines[0].residual, result.lines[0].waiting) == (-1, {})
    assert "-0.01元" in result.lines[0].findings[0].message


def test_money_that_came_back_does_not_wait(paid: Office, tmp_path: Path) -> None:
    """10 of the 30 came back: 20 stand as paid, 20 wait."""
    paid.do("refund", payment="PAY-00001", amount="10万元", document="退-1")

    result = hold(paid, tmp_path, "P1,CITY,2026,1000000.00,0", PROV, SCHOOL, total="1800000.00,0")

    assert (result.lines[0].residual, result.lines[0].waiting) == (0, {"P1/PAY-00001": 20_000_000})


def test_an_allotment_that_differs_is_named_with_both_sides(paid: Office, tmp_path: Path) -> None:
    """999,999.99 there, 1,000,000.00 here: one fen."""
    city = "P1,CITY,2026,999999.99,300000"
    result = hold(paid, tmp_path, city, PROV, SCHOOL, total="1799999.99,300000")

    assert said(result) == [("CITY", "exchange.allotted_differs")]
    message = result.lines[0].findings[0].message
    assert all(amount in message for amount in ("1,000,000.00元", "999,999.99元", " 0.01元"))


def test_lines_on_one_side_are_named(paid: Office, tmp_path: Path) -> None:
    """The statement has a line more and one less; a line of another year is not asked for."""
    paid.do("grant_allotment", code="NEXT", year=2027, source="市级", amount="1元", document="文", on="2026-06-01")
    city = "P1,CITY,2026,1000000.00,300000.00"
    result = hold(paid, tmp_path, city, PROV, "P1,MORE,2026,5,0", total="1500005.00,300000.00")

    assert said(result) == [
        ("MORE", "exchange.line_not_in_books"),
        ("SCHOOL", "exchange.line_not_in_statement"),
    ]
    assert [line.residual for line in result.lines] == [0, None, 0, None]


def test_a_line_of_another_year_is_named(paid: Office, tmp_path: Path) -> None:
    """The same line cannot be of two years."""
    city = "P1,CITY,2025,1000000.00,300000.00"

    assert said(hold(paid, tmp_path, city, PROV, SCHOOL, total="1800000.00,300000.00")) == [
        ("CITY", "exchange.year_differs")
    ]


@pytest.mark.parametrize(
    ("rows", "total", "codes"),
    [
        ((PROV, PROV), "1000000,0", ["exchange.line_twice"]),
        ((PROV,), "500000.00,0.01", ["exchange.totals_differ"]),
        ((PROV,), "500000.00", ["exchange.totals_missing"]),
        (("P1,PROV,2026,-1,0",), "-1,0", ["exchange.amount_wrong"]),
        (("P1,,2026,1,0",), "1,0", ["exchange.cell_missing"]),
    ],
)
def test_a_statement_that_cannot_be_taken_says_why(
    rows: tuple[str, ...], total: str, codes: list[str], paid: Office, tmp_path: Path
) -> None:
    """Nothing is held against it then."""
    result = hold(paid, tmp_path, "", *rows, total=total)

    assert ([finding.code for finding in result.findings], result.lines) == (codes, [])
    assert not result.is_equal


def test_a_statement_may_come_as_json_and_another_file_is_none(paid: Office, tmp_path: Path) -> None:
    """Two sums stand by their headings."""
    row = {"PRO_CODE": "P2", "BGT_ID": "SCHOOL", "FISCAL_YEAR": "2026", "指标金额": "300000", "已支付金额": "0"}
    sums = {"指标金额": "300000.00", "已支付金额": "0.00"}
    reader = load_sheet_reader(paid.workspace.resources)
    result = reconcile(paid.database, reader.read(json_file(tmp_path / "s.json", [row], sums)), reader.words)
    vouchers = voucher_file(tmp_path, "V-1,P1/PAY-00001,甲建筑公司,6222-01,1,2026-06-15", total="1")
    other = reconcile(paid.database, reader.read(vouchers), reader.words)

    assert [line.line for line in result.lines if not line.findings] == ["SCHOOL"]
    assert [finding.code for finding in other.findings] == ["exchange.not_statement"]
