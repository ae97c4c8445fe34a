"""Year end: how old money is, what may be paid by December, what stages cost, and that balances are their movements."""

import sqlite3
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kit.views.budget.costs import show_cost_stages
from kit.views.budget.movements import show_movements, show_reconciliation
from kit.views.budget.year_end import METHODS, show_carry_over_ageing, show_year_end_forecast
from tests.budget.conftest import Office
from tests.views.fund_office import DAY, WAN, grant, make_fund_office, on, reader_of, spend, take_over


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """150 万元 in two lines of P1; of CITY 28 paid, 12 contracted, 10 reserved."""
    return spend(grant(make_fund_office(tmp_path / "office")))


def forecast_of(office: Office, day: date, line: str | None = "CITY") -> list[int]:
    """The three forecasts of a line, or of the total."""
    frame = show_year_end_forecast(reader_of(office), "P1", 2026, day=day)
    (row,) = [
        row for row in frame.to_dict("records") if (row["line"] if isinstance(row["line"], str) else None) == line
    ]
    return [row[name] for name in METHODS]


def test_three_methods_forecast_the_year(office: Office) -> None:
    """On 20 August 232 of 365 days are over, 133 to come.

    Pace of the year: 28 × 365 ÷ 232 = 44.0517241… Commitments: 28 + 12 + 10 = 50. Last three months, 21 May to
    20 August, are 92 days with 28 paid: 28 + 28 × 133 ÷ 92 = 68.4782608…
    """
    assert forecast_of(office, DAY) == [44_051_724, 50 * WAN, 68_478_261]


def test_the_window_of_three_months_leaves_out_what_was_paid_before(office: Office) -> None:
    """On 30 September it opens on 1 July: 12 − 2 = 10 in 92 days, 92 to come: 28 + 10 = 38."""
    assert forecast_of(office, date(2026, 9, 30))[2] == 38 * WAN


def test_no_forecast_exceeds_the_line(office: Office) -> None:
    """28 paid by 10 January would make 28 × 365 ÷ 10 = 1022 of 100; the total adds the capped lines up."""
    assert forecast_of(office, date(2026, 1, 10))[0] == 100 * WAN
    assert forecast_of(office, date(2026, 1, 10), None)[0] == 100 * WAN


def test_after_the_year_what_was_paid_is_what_was_paid(office: Office) -> None:
    """Nothing is forecast any more."""
    assert forecast_of(office, date(2027, 1, 5)) == [28 * WAN] * 3


def test_before_the_year_there_is_no_pace(office: Office) -> None:
    """Nothing has gone by to divide by; what is committed is known."""
    pace, committed, recent = forecast_of(office, date(2025, 12, 1))

    assert (pd.isna(pace), committed, pd.isna(recent)) == (True, 50 * WAN, True)


def test_money_may_be_used_in_its_year_and_the_one_after(office: Office) -> None:
    """预算法 第四十二条, 实施条例 第五十条: what was budgeted for 2024 is surplus after 2025; that of 2026 has till 2027."""
    take_over(office, "OLD", 2024, ("40", "35", "30", "21"))
    take_over(office, "SPENT", 2023, ("40", "35", "35", "35"))

    ageing = show_carry_over_ageing(reader_of(office), "P1", day=DAY).set_index("line")

    assert ageing.index.tolist() == ["OLD", "CITY", "PROV"]
    assert ageing.loc["OLD", ["years_since", "last_year", "available"]].tolist() == [2, 2025, 14 * WAN]
    assert ageing["is_over"].tolist() == [True, False, False]
    assert ageing.loc["CITY", ["last_year", "contracted", "reserved"]].tolist() == [2027, 12 * WAN, 10 * WAN]


def test_a_carry_over_keeps_the_year_it_was_budgeted_for(office: Office) -> None:
    """Carried into 2027, the money of 2026 is one year old."""
    on(office, 12, 30)
    office.do("carry_over", line="PROV", document="转-1")

    ageing = show_carry_over_ageing(reader_of(office), "P1", 2027, day=date(2027, 3, 1))

    assert ageing[["line", "origin_year", "years_since", "last_year"]].values.tolist() == [["2027-01", 2026, 1, 2027]]


def test_each_stage_shows_its_last_revision_and_the_difference_to_the_stage_before(office: Office) -> None:
    """300 estimated; 280.5, then 290 in the design estimate: −10; 262 budgeted: −28."""
    stages = [("estimate", "300"), ("design_estimate", "280.5"), ("design_estimate", "290"), ("budget", "262")]
    for place, (stage, amount) in enumerate(stages):
        cost = {"amount": f"{amount}万元", "approved_on": "2026-05-01", "document": f"批-{place}"}
        office.do("record_cost", "officer", stage=stage, **cost)

    costs = show_cost_stages(reader_of(office), "P1")

    assert costs["stage"].tolist() == ["estimate", "design_estimate", "budget"]
    assert costs["revision"].tolist() == [1, 2, 1]
    assert costs["amount"].tolist() == [300 * WAN, 290 * WAN, 262 * WAN]
    assert costs["difference"].tolist()[1:] == [-10 * WAN, -28 * WAN]


def test_movements_name_what_they_belong_to(office: Office) -> None:
    """The last is the refund of 2 on payment PAY-00002 of contract C1, back into what is bound."""
    last = show_movements(reader_of(office), "P1").iloc[-1]

    assert (last["cause"], last["from_state"], last["to_state"], last["amount"]) == (
        "refund",
        "paid",
        "contracted",
        2 * WAN,
    )
    assert (last["contract"], last["payment"]) == ("C1", "PAY-00002")


def test_every_balance_is_the_sum_of_its_movements(office: Office) -> None:
    """Two lines of six balances each."""
    found = show_reconciliation(reader_of(office), "P1")

    assert len(found) == 12
    assert (found["residual"] == 0).all()


def test_a_balance_changed_past_the_kit_has_a_residual(office: Office) -> None:
    """Somebody adds 1 fen to what CITY has paid, with a tool of their own."""
    file = office.workspace.database_address.removeprefix("sqlite:///")
    office.database.close()
    with sqlite3.connect(file) as connection:
        drop_guards(connection)
        connection.execute("UPDATE budget_line SET paid = paid + 1 WHERE code = 'CITY'")

    found = show_reconciliation(reader_of(office), "P1").query("residual != 0")

    assert found[["line", "balance", "residual"]].values.tolist() == [["CITY", "paid", 1]]


def drop_guards(connection: sqlite3.Connection) -> None:
    """Whoever can write the file can drop what guards it."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
