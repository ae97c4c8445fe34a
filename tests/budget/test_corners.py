"""Corners: deeds that come in by an unusual door and must not get round what the usual one checks."""

from datetime import UTC, datetime

import pytest

from tests.budget.conftest import Office, require_plan
from tests.budget.test_lawful import sign

PAYEE = {"payee": "水厂", "account": "5-1"}


def bill(office: Office, project: str, amount: str = "50万元") -> None:
    """A bill of the waterworks."""
    what = {"number": "账-1", "kind": "bill", "amount": amount, "issued_on": "2026-06-01"}
    office.do("record_basis", project=project, **what, **PAYEE)


def utility(office: Office, project: str, *parts: tuple[str, str]) -> dict[str, object]:
    """What a payment on that bill asks for."""
    split = [{"line": line, "amount": amount} for line, amount in parts]
    return {"project": project, "kind": "utility", "basis": "账-1", "parts": split, **PAYEE}


def test_a_voucher_of_another_project_is_refused_though_both_payments_have_one_number(funded: Office) -> None:
    """Each project counts its payments from one; the voucher of P1's first does not confirm P2's first."""
    for project, line in (("P1", "CITY"), ("P2", "SCHOOL")):
        bill(funded, project)
        funded.do("pay", **utility(funded, project, (line, "1万元")))
    confirmation = {"payment": "PAY-00001", "voucher": "凭-1", "amount": "1万元", "on": "2026-06-15"}
    funded.do("confirm_payment", **confirmation)

    assert "budget.voucher_taken" in funded.refused("confirm_payment", project="P2", **confirmation)
    funded.do("confirm_payment", **confirmation)


def test_no_line_comes_into_a_closed_year_by_a_grant_of_the_year_before_or_by_taking_over(funded: Office) -> None:
    """What is closed stays as it was stated, whatever day a paper bears."""
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
    for line in ("CITY", "PROV"):
        funded.do("return_surplus", line=line, document="余")
    funded.do("close_year", year=2026)

    line = {"year": 2026, "source": "市级二"}
    grant = {"amount": "9万元", "document": "文", "on": "2025-12-31"}
    books = {"opening": "9万元", "allotted": "9万元", "paid": "0"}

    assert "budget.year_closed" in funded.refused("grant_allotment", **line, **grant)
    assert "budget.year_closed" in funded.refused("take_over_line", **line, **books)


def test_the_plan_of_use_counts_a_line_once_however_a_payment_is_split(funded: Office) -> None:
    """Planned 10 up to June: 6 and 6 of one line are 12."""
    require_plan(funded)
    funded.do("plan_use", "officer", line="CITY", months={"6": "10万元"})
    bill(funded, "P1")

    split = utility(funded, "P1", ("CITY", "6万元"), ("CITY", "6万元"))

    assert "budget.plan_exceeded" in funded.refused("pay", **split)


def test_what_has_arrived_and_was_not_spent_is_there_in_the_next_year(funded: Office) -> None:
    """90 arrived and 50 paid: 40 are there in 2027; what arrived in 2026 stays 90."""
    funded.do("record_receipt", line="CITY", amount="90万元", document="到-1")
    bill(funded, "P1")
    funded.do("pay", **utility(funded, "P1", ("CITY", "50万元")))
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)

    funded.do("carry_over", line="CITY", document="转-1")

    received = {code: line["received"] for (_, code), line in funded.lines().items()}
    assert (received["CITY"], received["2027-01"]) == (90_000_000, 40_000_000)
    assert funded.faults() == []


def test_money_carried_over_in_the_old_books_keeps_its_year(funded: Office) -> None:
    """First budgeted for 2025, it is surplus at the end of 2026; a later year than its own it cannot have."""
    taken = {"year": 2026, "source": "上年结转", "opening": "0", "allotted": "10万元", "paid": "1万元"}

    funded.do("take_over_line", code="OLD", origin_year=2025, **taken)
    later = funded.refused("take_over_line", code="NEW", origin_year=2027, **taken)
    funded.now = datetime(2026, 12, 31, 4, 0, tzinfo=UTC)
    ended = funded.refused("carry_over", line="OLD", document="转-1")

    assert set(later) == {"budget.origin_after_year"}
    assert set(ended) == {"budget.carry_over_ended"}


@pytest.mark.parametrize("table", ["reservation", "contract_share", "payment"])
def test_a_commitment_that_its_movements_do_not_make_is_found(funded: Office, table: str) -> None:
    """A fen less in one reservation and more in another, and so on: the line's sums hold, the single ones do not."""
    from kit.store.database import allowed_to_write

    bill(funded, "P1")
    for place in ("1", "2"):
        funded.do("reserve", "officer", line="CITY", amount="1万元", purpose="x")
        sign(funded, f"C{place}", amount="10万元", shares=[{"line": "CITY", "amount": "10万元"}])
        funded.do("pay", **utility(funded, "P1", ("CITY", "1万元")))
    column = {"reservation": "released", "contract_share": "released", "payment": "refunded"}[table]
    other = {"reservation": "amount", "contract_share": "bound", "payment": "amount"}[table]
    with funded.database.writing() as connection, allowed_to_write(connection):
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {column} + 1 WHERE id = 1")
        connection.exec_driver_sql(f"UPDATE {table} SET {other} = {other} + 1 WHERE id = 2")

    assert {fault.split(":")[0] for fault in funded.faults()} >= {f"balance {table}.left 1", f"balance {table}.left 2"}


def test_a_document_whose_payments_do_not_add_up_is_found(funded: Office) -> None:
    """A fen more paid on a bill than its payments make."""
    from kit.store.database import allowed_to_write

    bill(funded, "P1")
    funded.do("pay", **utility(funded, "P1", ("CITY", "1万元")))
    with funded.database.writing() as connection, allowed_to_write(connection):
        connection.exec_driver_sql("UPDATE payment_basis SET paid = paid + 1")

    assert any(fault.startswith("balance payment_basis.paid") for fault in funded.faults())
