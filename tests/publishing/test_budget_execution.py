"""The report on budget execution: what it says of money, exact to the fen, and what to do where there is none."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kit.core.language import speaking
from kit.publishing.budget_execution import BudgetExecutionReport
from kit.publishing.manifest import read_manifest
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from tests.budget.conftest import Office
from tests.views.fund_office import DAY, grant, make_fund_office, on, reader_of, spend, take_over

PIECES = (
    "heading",
    "execution",
    "pace_chart",
    "pace",
    "states_chart",
    "lines",
    "reservations",
    "contracts",
    "late",
    "ageing_chart",
    "ageing",
    "forecast",
    "costs_chart",
    "costs",
    "reconciliation",
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What the pieces say is compared in the language of the code."""
    with speaking("en"):
        yield


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office without money."""
    return make_fund_office(tmp_path / "office")


def report_of(office: Office, year: int | None = None, **values: Any) -> BudgetExecutionReport:
    """The report on P1 as of 20 August 2026, unless *values* say otherwise."""
    return BudgetExecutionReport(reader_of(office), "P1", year, **({"day": DAY} | values))


def test_each_tile_names_the_denominator_of_its_rate(office: Office) -> None:
    """334.67 of 985, of 861.46 and of 334.67: 33.98 %, 38.85 %, 100.00 %; 861.46 − 334.67 = 526.79 are available."""
    take_over(office, "L", 2026, ("985", "861.46", "334.67", "334.67"))

    said = report_of(office).heading.text

    assert "opening budget, of which 33.98% is paid: 985.00" in said
    assert "adjusted budget, of which 38.85% is paid: 861.46" in said
    assert "received, of which 100.00% is paid: 334.67" in said
    assert "available: 526.79" in said


def test_without_a_denominator_no_rate_is_told(office: Office) -> None:
    """Nothing has arrived yet; the tile says only that."""
    take_over(office, "L", 2026, ("10", "10", "0", "4"))

    said = report_of(office).heading.text

    assert "received: 0.00" in said
    assert "received, of which" not in said


def test_no_rate_is_called_execution_rate_alone(office: Office) -> None:
    """A rate without its denominator is what the three columns are there to avoid."""
    spend(grant(office))

    assert "execution rate" not in "".join(getattr(report_of(office), name).html for name in PIECES).lower()


def test_amounts_are_exact_to_the_fen(office: Office) -> None:
    """123,456.78 元 are 12.345678 万元; what is rounded is a rate."""
    take_over(office, "L", 2026, ("12.345678", "12.345678", "0", "0.000001"))

    html = report_of(office).lines.html

    assert ">12.345678<" in html
    assert ">0.000001<" in html


def test_a_project_without_money_says_what_to_do(office: Office) -> None:
    """Every piece can be drawn, none is empty, and the first names the command."""
    pieces = {name: getattr(report_of(office), name) for name in PIECES}

    assert "kit do budget.grant_allotment" in pieces["heading"].html
    assert "kit do budget.reserve" in pieces["reservations"].html
    assert "kit do budget.sign_contract" in pieces["contracts"].html
    assert "kit do budget.record_cost" in pieces["costs"].html
    assert [name for name, piece in pieces.items() if not piece.html] == []


def test_a_year_without_money_in_it_says_so(office: Office) -> None:
    """The money is that of 2026; 2025 is asked for."""
    spend(grant(office))

    assert "kit do budget.grant_allotment" in report_of(office, 2025).heading.html


def test_what_is_late_is_listed_with_its_days(office: Office) -> None:
    """The invoice of 16 June was due on 16 July: paid four days late, and 10 of it open for 35 days on 20 August."""
    spend(grant(office))

    html = report_of(office).late.html

    assert "as of 2026-08-20" in html
    assert ">2026-07-16<" in html
    assert '<td class="number">4</td>' in html
    assert '<td class="number">35</td>' in html


def test_a_year_that_is_over_has_no_forecast(office: Office) -> None:
    """In January what was paid is known."""
    spend(grant(office))

    assert "by the pace of the year" in report_of(office).forecast.html
    assert "there is nothing left to forecast" in report_of(office, day=date(2027, 1, 5)).forecast.html


def test_a_sum_taken_over_without_days_is_told(office: Office) -> None:
    """Its months are not known, and the page says which amount that is."""
    take_over(office, "L", 2026, ("10", "10", "5", "5"))

    assert "5.00 of it was taken over as a sum without days" in report_of(office).pace.text


def test_the_balances_of_an_office_equal_their_movements(office: Office) -> None:
    """Two lines of six balances; nothing is listed."""
    said = report_of(spend(grant(office))).reconciliation.text

    assert "12 balances of budget lines equal the sum of their movements" in said


def test_the_projects_of_all_departments_stand_side_by_side(office: Office) -> None:
    """Without a project the rows name theirs, and the total is called so."""
    spend(grant(office))

    html = BudgetExecutionReport(reader_of(office), day=DAY).execution.html

    assert ">项目P1<" in html
    assert ">total<" in html


@pytest.mark.kernel
@pytest.mark.slow
def test_the_report_is_written_for_every_project(office: Office, tmp_path: Path) -> None:
    """P1 has money of three years and costs, P2 has none; both pages stand, drawn without scripts."""
    spend(grant(office))
    take_over(office, "OLD", 2024, ("40", "35", "30", "21"))
    on(office, 8, 20)
    for stage, amount in (("estimate", "300万元"), ("design_estimate", "280万元")):
        cost = {"amount": amount, "approved_on": "2026-05-01", "document": f"批-{stage}"}
        office.do("record_cost", "officer", stage=stage, **cost)

    run = run_reports(office.workspace, office.database, Order(templates=("budget_execution",), out=tmp_path / "run"))

    entries = {entry["name"]: entry for entry in read_manifest(run.folder)["reports"]}
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (run.folder / "reports").glob("*.html")}
    assert run.failures == []
    assert entries["budget_execution-P1"]["years"] == [2024, 2026]
    assert [(entry["department"], entry["faults"]) for entry in entries.values()] == [("水利局", 0), ("教育局", 0)]
    assert pages["budget_execution-P1"].count("<svg") == 4
    assert "kit do budget.grant_allotment" in pages["budget_execution-P2"]
    assert all(page.count("<script") == 2 for page in pages.values())
    assert run.as_dict()["orphans"] == 0
