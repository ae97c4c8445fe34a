"""Months: payments against plan and calendar, each month by what is known of it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kit.views.budget.months import show_execution_by_month
from tests.budget.conftest import Office
from tests.views.fund_office import DAY, WAN, grant, make_fund_office, on, reader_of, spend, take_over


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """150 万元 in two lines of P1, 28 paid."""
    return spend(grant(make_fund_office(tmp_path / "office")))


def months_of(office: Office, year: int = 2026, **values: Any) -> pd.DataFrame:
    """The twelve months, as seen on 20 August 2026."""
    return show_execution_by_month(reader_of(office), "P1", year, day=DAY, **values).set_index("month")


def test_payments_are_cumulated_and_refunds_of_the_year_taken_off(office: Office) -> None:
    """18 in June, 12 in July, 2 back in August; September has not begun."""
    paid = months_of(office)["paid"]

    assert [paid[month] for month in (5, 6, 7, 8)] == [0, 18 * WAN, 30 * WAN, 28 * WAN]
    assert paid[9:].isna().all()


def test_without_a_plan_the_calendar_is_what_is_expected(office: Office) -> None:
    """30 June: 181 of 365 days of 150 are 74.38356164…; 18 − 74.38… of 150 is −37.589 %."""
    june = months_of(office).loc[6]

    assert (june["against"], june["expected"], june["elapsed"]) == ("calendar", 74_383_562, Decimal("49.59"))
    assert june["deviation"] == Decimal("-37.59")
    assert pd.isna(june["planned"])


def test_a_month_that_still_runs_counts_by_its_days(office: Office) -> None:
    """On 20 August 232 of 365 days are over: 150 × 232 ÷ 365 = 95.342466, to the fen."""
    august = months_of(office).loc[8]

    assert (str(august["until"]), august["expected"]) == ("2026-08-20", 95_342_466)


def test_a_line_with_a_plan_is_measured_by_it_and_the_others_by_the_calendar(office: Office) -> None:
    """CITY plans 20 in June and 31 in August: on day 20 of 31, 20 + 20 = 40. PROV: 50 × 232 ÷ 365 = 31.780822."""
    office.do("plan_use", "officer", line="CITY", months={"6": "20万元", "8": "31万元"})

    august = months_of(office).loc[8]

    assert (august["against"], august["planned"], august["expected"]) == ("both", 51 * WAN, 71_780_822)


@pytest.mark.parametrize(("planned", "deviation", "is_watched"), [("35.5", "-5.00", True), ("35.49", "-4.99", False)])
def test_from_five_points_on_a_month_is_watched(office: Office, planned: str, deviation: str, is_watched: bool) -> None:
    """28 paid of 150: 7.5 less than planned are 5 percentage points, 7.49 are 4.99."""
    office.do("plan_use", "officer", line="CITY", months={"6": f"{planned}万元"})
    office.do("plan_use", "officer", line="PROV", months={"6": "0"})

    august = months_of(office).loc[8]

    assert august["against"] == "plan"
    assert (august["deviation"], august["is_watched"]) == (Decimal(deviation), is_watched)


def test_before_a_sum_was_taken_over_the_months_are_not_known(office: Office) -> None:
    """5 taken over on 1 August, paid on days that nobody entered: July is unknown, August holds 28 + 5."""
    take_over(office, "OLD", 2026, ("10", "10", "5", "5"))

    months = months_of(office)

    assert months["paid"][:7].isna().all()
    assert (months["paid"][8], months["undated"][8]) == (33 * WAN, 5 * WAN)


def test_of_an_earlier_year_only_its_end_is_known(office: Office) -> None:
    """A line of 2025 taken over in 2026 paid 7 of 10 by 31 December 2025."""
    take_over(office, "L25", 2025, ("10", "10", "7", "7"))

    months = months_of(office, 2025)

    assert months["paid"][:11].isna().all()
    assert (months["paid"][12], months["deviation"][12]) == (7 * WAN, Decimal("-30.00"))


def test_old_payments_with_their_days_stand_in_their_months(office: Office) -> None:
    """3 paid on 10 March, entered in August by their voucher."""
    old = {"line": "PROV", "on": "2026-03-10", "amount": "3万元", "payee": "乙公司", "account": "1", "voucher": "V-1"}
    office.do("take_over_payments", payments=[old])

    assert months_of(office)["paid"][[2, 3, 6]].tolist() == [0, 3 * WAN, 21 * WAN]


def test_what_comes_back_in_a_later_year_leaves_the_year_as_it_was(office: Office) -> None:
    """5 back in February 2027 go to the treasury: 2026 has paid 28."""
    on(office, 2, 1, 2027)
    office.do("refund", payment="PAY-00001", amount="5万元", document="退-2")

    assert months_of(office)["paid"][8] == 28 * WAN
