"""Commitments and payments: what is set aside, bound, due and late."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kit.views.budget.commitments import show_contracts, show_reservations
from kit.views.budget.lines import show_budget_lines, show_fund_position
from kit.views.budget.payments import show_payment_bases, show_payments
from kit.views.catalogue import all_views
from kit.views.reader import Reader
from tests.budget.conftest import Office
from tests.views.fund_office import DAY, PAYEE, WAN, WORKS, grant, make_fund_office, oblige, on, pay, reader_of, spend


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """P1 after half a year; nothing in this module changes it."""
    return reader_of(spend(grant(make_fund_office(tmp_path_factory.mktemp("funds") / "office"))))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The same, for tests that do more."""
    return spend(grant(make_fund_office(tmp_path / "office")))


def test_every_yuan_of_a_line_stands_in_one_state(reader: Reader) -> None:
    """100 = 28 paid + 12 contracted + 10 reserved + 50 available."""
    city = show_budget_lines(reader, "P1").set_index("code").loc["CITY"]

    states = tuple(city[name] // WAN for name in ("paid", "contracted", "reserved", "available"))
    assert states == (28, 12, 10, 50)
    assert city["allotted"] == sum(states) * WAN


def test_a_funding_source_adds_its_lines_up(reader: Reader) -> None:
    """The city's 100, of which 60 arrived; the province's 50."""
    sources = show_fund_position(reader, "P1").set_index("source")

    assert sources.loc["市级", ["allotted", "received", "available"]].tolist() == [100 * WAN, 60 * WAN, 50 * WAN]
    assert sources.loc["省级", "available"] == 50 * WAN


def test_a_reservation_shows_what_is_not_contracted_yet(reader: Reader) -> None:
    """20 set aside, 8 contracted, 2 released: 10."""
    (row,) = show_reservations(reader, "P1").to_dict("records")

    assert [row[name] // WAN for name in ("amount", "used", "released", "left")] == [20, 8, 2, 10]


def test_a_reservation_that_is_used_up_is_gone(office: Office) -> None:
    """The last 10 are released."""
    office.do("release", "officer", reservation=1)

    assert show_reservations(reader_of(office), "P1").empty


def test_a_contract_shows_what_is_bound_and_unpaid_and_what_no_line_is_bound_for(reader: Reader) -> None:
    """60 in all, 40 bound this year, 28 paid, 12 to pay, 20 for another year."""
    (row,) = show_contracts(reader, "P1").to_dict("records")

    assert [row[name] // WAN for name in ("total", "bound", "paid", "contracted", "unbound")] == [60, 40, 28, 12, 20]


def test_a_year_shows_its_own_part_of_a_contract(office: Office) -> None:
    """12 bound and unpaid go over into 2027; 28 stay in 2026, all paid; 20 are bound for neither."""
    on(office, 12, 30)
    office.do("release", "officer", reservation=1)
    office.do("carry_over", line="CITY", document="转-1")
    reader = reader_of(office)

    parts = {year: show_contracts(reader, "P1", year).iloc[0] for year in (2026, 2027)}

    assert [parts[2026][name] // WAN for name in ("bound", "paid", "contracted", "unbound")] == [28, 28, 0, 20]
    assert [parts[2027][name] // WAN for name in ("bound", "paid", "contracted", "unbound")] == [12, 0, 12, 20]
    assert show_contracts(reader, "P1", 2025).empty


def test_a_payment_names_its_document_and_how_late_it_was(reader: Reader) -> None:
    """The invoice came on 16 June: 30 days later is 16 July; 20 July is four days late. An advance has no clock."""
    payments = show_payments(reader, "P1", 2026).set_index("payment")

    late, advance = payments.loc["PAY-00002"], payments.loc["PAY-00001"]
    assert (late["document"], late["payee"], late["amount"], late["refunded"]) == (
        "J-1",
        PAYEE["payee"],
        12 * WAN,
        2 * WAN,
    )
    assert (late["due_on"], late["days_late"]) == (date(2026, 7, 16), 4)
    assert pd.isna(advance["days_late"])


def test_a_document_not_paid_in_full_falls_due(reader: Reader) -> None:
    """20 invoiced, 12 paid, 2 back: 10 open; on 26 July ten days late, on 10 July not yet."""
    (row,) = show_payment_bases(reader, "P1", day=date(2026, 7, 26)).to_dict("records")

    assert (row["document"], row["left"], row["days_late"]) == ("J-1", 10 * WAN, 10)
    assert show_payment_bases(reader, "P1", day=date(2026, 7, 10))["days_late"].tolist() == [0]


def test_a_term_of_the_contract_that_is_shorter_than_the_law_counts(office: Office) -> None:
    """Ten days agreed: an invoice of 1 August is due on 11 August; paid on the 13th it is two days late."""
    shares = [{"line": "PROV", "amount": "5万元"}]
    office.do(
        "sign_contract", "officer", code="C2", title="监测", amount="5万元", shares=shares, payment_days=10, **WORKS
    )
    oblige(office, "J-2", "invoice", "5万元", contract="C2")
    on(office, 8, 13)
    pay(office, "J-2", "5万元", line="PROV", contract="C2")

    paid = show_payments(reader_of(office), "P1").set_index("document").loc["J-2"]

    assert (paid["due_on"], paid["days_late"]) == (date(2026, 8, 11), 2)


@pytest.mark.postgres
@pytest.mark.slow
def test_every_view_says_the_same_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    """The same deeds in both databases; values and types of every frame are the same."""
    readers = [
        reader_of(spend(grant(make_fund_office(tmp_path / name, address))))
        for name, address in (("small", None), ("large", postgres_url))
    ]
    scope = {"project": "P1", "day": DAY}

    for found in (view for view in all_views() if view.read.__module__.startswith("kit.views.budget.")):
        given = {name: value for name, value in scope.items() if name in found.parameters}
        small, large = (found.show(reader, given) for reader in readers)
        pd.testing.assert_frame_equal(small, large, obj=found.name)
