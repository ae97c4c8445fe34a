"""Fund office: an office with a year of money whose every figure can be worked out by hand."""

from datetime import UTC, date, datetime
from pathlib import Path

from kit.actions.office import found_office
from kit.store.database import Database
from kit.views.reader import Reader
from kit.workspace.workspace import Settings
from tests.budget.conftest import Office, staff

WAN = 1_000_000
DAY = date(2026, 8, 20)
WORKS = {"kind": "works", "regime": "bidding_law", "supplier": "甲建筑公司", "account": "6222-01"}
PAYEE = {"payee": "甲建筑公司", "account": "6222-01"}


def on(office: Office, month: int, day: int, year: int = 2026) -> None:
    """Go to noon of that day."""
    office.now = datetime(year, month, day, 4, 0, tzinfo=UTC)


def make_fund_office(root: Path, database: str | None = None) -> Office:
    """Two units, P1 of U1 and P2 of U2, and no money yet, on 15 June 2026; in SQLite unless *database* is named."""
    workspace = found_office(root, Settings(database=database), "admin", "test")
    return staff(workspace, Database(workspace.database_address))


def reader_of(office: Office) -> Reader:
    """A reader of the live database."""
    return Reader(office.database, office.workspace.resources)


def grant(office: Office) -> Office:
    """CITY of 100 万元 and PROV of 50 in P1, both of 2026."""
    usual = {"year": 2026, "document": "财预〔2026〕1号", "fund": "一般公共预算"}
    office.do("grant_allotment", code="CITY", source="市级", amount="100万元", **usual)
    office.do("grant_allotment", code="PROV", source="省级", amount="50万元", **usual)
    return office


def spend(office: Office) -> Office:
    """What P1 does with CITY, in 万元: 60 received, 10 reserved, 12 bound and unpaid, 28 paid, 50 available.

    15 June: 20 reserved; contract C1 of 60 over two years binds 40, 8 of them reserved before; 2 are released, so 10
    stay reserved. 16 June: 18 paid in advance; invoice J-1 of 20 comes. 20 July: 12 paid on it. 1 August: 2 of these
    come back and are bound again: 18 + 12 − 2 = 28 paid, 40 − 28 = 12 bound, 100 − 10 − 12 − 28 = 50 available.
    """
    office.do("record_receipt", line="CITY", amount="60万元", document="到-1")
    office.do("reserve", "officer", line="CITY", amount="20万元", purpose="设备采购")
    shares = [{"line": "CITY", "amount": "8万元", "reservation": 1}, {"line": "CITY", "amount": "32万元"}]
    office.do("sign_contract", "officer", code="C1", title="大坝加固", amount="60万元", shares=shares, **WORKS)
    office.do("release", "officer", reservation=1, amount="2万元")
    on(office, 6, 16)
    oblige(office, "C1", "contract", "18万元")
    pay(office, "C1", "18万元", kind="advance")
    oblige(office, "J-1", "invoice", "20万元")
    on(office, 7, 20)
    pay(office, "J-1", "12万元")
    on(office, 8, 1)
    office.do("refund", payment="PAY-00002", amount="2万元", document="退-1")
    return office


def oblige(office: Office, number: str, kind: str, amount: str, contract: str = "C1") -> None:
    """A document that obliges to pay, come today."""
    issued = {"contract": contract, "issued_on": "2026-06-10"}
    office.do("record_basis", "officer", number=number, kind=kind, amount=amount, **issued)


def pay(
    office: Office, basis: str, amount: str, kind: str = "progress", line: str = "CITY", contract: str = "C1"
) -> None:
    """Pay the contractor."""
    parts = [{"line": line, "amount": amount}]
    office.do("pay", contract=contract, basis=basis, kind=kind, parts=parts, **PAYEE)


def take_over(office: Office, code: str, year: int, amounts: tuple[str, str, str, str]) -> None:
    """A line from the books before the kit: opening, adjusted, received and paid, in 万元."""
    names = ("opening", "allotted", "received", "paid")
    money = {name: f"{amount}万元" for name, amount in zip(names, amounts, strict=True)}
    office.do("take_over_line", code=code, year=year, source="中央", **money)
