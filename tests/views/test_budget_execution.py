"""Execution: rates named by their denominators, exact to the end, and none where there is nothing to divide by."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kit.views.budget.execution import show_execution
from kit.views.budget.rates import half_up, percent
from tests.budget.conftest import Office
from tests.views.fund_office import WAN, grant, make_fund_office, on, reader_of, spend, take_over


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office without money."""
    return make_fund_office(tmp_path / "office")


def row_of(office: Office, project: str | None, year: int) -> dict[str, Any]:
    """The row of a project and year, or the year's total."""
    frame = show_execution(reader_of(office))
    rows = [row for row in frame.to_dict("records") if row["year"] == year]
    (row,) = [row for row in rows if (row["project"] if isinstance(row["project"], str) else None) == project]
    return row


def rates_of(row: dict[str, Any]) -> tuple[Any, ...]:
    """The three rates, of opening, adjusted and received money."""
    return tuple(row[f"rate_of_{name}"] for name in ("opening", "adjusted", "received"))


def test_a_published_year_has_three_rates(office: Office) -> None:
    """985 opening, 861.46 adjusted, 334.67 received, 334.67 executed, in 万元.

    334.67 ÷ 985 = 0.339766…, 334.67 ÷ 861.46 = 0.388491…, 334.67 ÷ 334.67 = 1.
    """
    take_over(office, "L", 2026, ("985", "861.46", "334.67", "334.67"))

    row = row_of(office, "P1", 2026)

    assert (row["opening"], row["adjusted"], row["paid"]) == (985 * WAN, 861_460_000, 334_670_000)
    assert rates_of(row) == (Decimal("33.98"), Decimal("38.85"), Decimal("100.00"))


def test_nothing_divides_by_zero(office: Office) -> None:
    """A line that begins with nothing and has received nothing has one rate: 1 of 4 added is 25 percent."""
    take_over(office, "L", 2026, ("0", "4", "0", "1"))

    assert rates_of(row_of(office, "P1", 2026)) == (None, Decimal("25.00"), None)


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(1, 800, "0.13"), (1, 3, "33.33"), (2, 3, "66.67"), (-1, 800, "-0.13"), (7, 7, "100.00"), (9, 8, "112.50")],
)
def test_a_rate_is_rounded_half_up_at_the_end(part: int, whole: int, rate: str) -> None:
    """1 ÷ 800 = 0.125 %: up to 0.13, away from zero on both sides."""
    assert str(percent(part, whole)) == rate


def test_a_half_goes_away_from_zero() -> None:
    """Half a fen is one fen, on both sides."""
    assert (half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(12, 5))) == (3, -3, 2)


def test_what_was_carried_over_or_given_back_stays_in_the_adjusted_budget_of_its_year(office: Office) -> None:
    """28 paid of 150; at the end 72 of CITY (60 free, 12 bound) are carried over and PROV's 50 given back.

    28 + 72 + 50 = 150, so 28 ÷ 150 = 18.67 % are executed, not 28 ÷ 28. In 2027 nothing was budgeted at the start, 72
    are there, and nothing is paid of it.
    """
    spend(grant(office))
    on(office, 12, 30)
    office.do("release", "officer", reservation=1)
    office.do("carry_over", line="CITY", document="转-1")
    office.do("return_surplus", line="PROV", document="余-1")

    closed, following = row_of(office, "P1", 2026), row_of(office, "P1", 2027)

    assert (closed["adjusted"], closed["carried_over"], closed["returned"]) == (150 * WAN, 72 * WAN, 50 * WAN)
    assert rates_of(closed)[1] == Decimal("18.67")
    assert (following["opening"], following["adjusted"]) == (0, 72 * WAN)
    assert rates_of(following)[:2] == (None, Decimal("0.00"))


def test_a_total_divides_sums_and_not_rates(office: Office) -> None:
    """P1 10 of 100 (10 %), P2 30 of 50 (60 %): together 40 of 150 are 26.67 %, not 35 %."""
    take_over(office, "A", 2026, ("100", "100", "0", "10"))
    office.do(
        "take_over_line",
        project="P2",
        code="B",
        year=2026,
        source="市级",
        opening="50万元",
        allotted="50万元",
        paid="30万元",
    )

    total = row_of(office, None, 2026)

    assert (total["adjusted"], total["paid"]) == (150 * WAN, 40 * WAN)
    assert total["rate_of_adjusted"] == Decimal("26.67")


def test_the_projects_of_one_unit_are_shown_alone(office: Office) -> None:
    """P1 belongs to U1; U2 has no money."""
    take_over(office, "A", 2026, ("100", "100", "0", "10"))

    assert show_execution(reader_of(office), owner="U1")["paid"].tolist() == [10 * WAN, 10 * WAN]
    assert show_execution(reader_of(office), owner="U2").empty
