"""Fund office: P1 of the budget tests with a year of money whose every figure can be worked out by hand."""

from datetime import UTC, datetime

from tests.budget.conftest import Office

WORKS = {"kind": "works", "regime": "bidding_law", "supplier": "甲建筑公司", "account": "6222-01"}
JUNE_15 = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


def on(office: Office, month: int, day: int, year: int = 2026) -> None:
    """Go to noon of that day."""
    office.now = datetime(year, month, day, 4, 0, tzinfo=UTC)


def spend(office: Office) -> Office:
    """Half a year of P1, in 万元; the office of the fixture has granted CITY 100 and PROV 50 on 15 June.

    CITY: 60 of 100 received; reserved 20, of which 8 go into the contract and 2 are given back, so 10 stay reserved;
    contract C1 of 60 over two years binds 40 (8 of them reserved before); 18 paid in advance on 16 June and 12 on 20
    July, 2 of which come back on 1 August: 28 paid, 12 bound and unpaid. Available: 100 − 10 − 12 − 28 = 50.
    """
    office.do("record_receipt", line="CITY", amount="60万元", document="到-1")
    office.do("reserve", "officer", line="CITY", amount="20万元", purpose="设备采购")
    shares = [{"line": "CITY", "amount": "8万元", "reservation": 1}, {"line": "CITY", "amount": "32万元"}]
    office.do("sign_contract", "officer", code="C1", title="大坝加固", amount="60万元", shares=shares, **WORKS)
    office.do("release", "officer", reservation=1, amount="2万元")
    on(office, 6, 16)
    _oblige(office, "C1", "contract", "18万元")
    _pay(office, "C1", "advance", "18万元")
    _oblige(office, "J-1", "invoice", "20万元")
    on(office, 7, 20)
    _pay(office, "J-1", "progress", "12万元")
    on(office, 8, 1)
    office.do("refund", payment="PAY-00002", amount="2万元", document="退-1")
    return office


def _oblige(office: Office, number: str, kind: str, amount: str) -> None:
    values = {"number": number, "kind": kind, "amount": amount, "contract": "C1", "issued_on": "2026-06-10"}
    office.do("record_basis", "officer", **values)


def _pay(office: Office, basis: str, kind: str, amount: str) -> None:
    payee = {"payee": "甲建筑公司", "account": "6222-01"}
    parts = [{"line": "CITY", "amount": amount}]
    office.do("pay", contract="C1", basis=basis, kind=kind, parts=parts, **payee)
