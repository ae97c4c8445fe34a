"""Views of the portfolio: what is added up, over which denominator, and what is left out."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import EnterSelfReview
from kit.project.requests import RegisterProject
from kit.views.evaluation import show_indicators, show_self_reviews
from kit.views.portfolio import (
    show_departments,
    show_finding_counts,
    show_lost_points,
    show_missing_reviews,
    show_years,
)
from kit.views.reader import Reader
from tests.browser.office import SOUND, make_office

YEARS = (2021, 2022, 2023)


def table(project: str, year: int, money: tuple[str, str], **changed: Any) -> EnterSelfReview:
    """A sound table with another year and other money (adjusted, executed) in 万元."""
    budget = {"adjusted": money[0], "executed": money[1], "weight": "10", "unit": "万元"}
    content = SOUND | {"id": f"{project}-{year}", "year": str(year), "budget": budget} | changed
    return EnterSelfReview(project=project, year=year, table=PrintedTable.model_validate(content))


def reader_of(root: Path, requests: Iterable[EnterSelfReview]) -> Reader:
    """The office of the browser tests, a project Q of three years more, and those tables."""
    workspace = make_office(root / "workspace")
    reviewer = open_desk(workspace, "reviewer")
    project = RegisterProject(code="Q", name="河道清淤", owner="SL", year_from=YEARS[0], year_to=YEARS[-1])
    receipts = [reviewer.record(request) for request in (project, *requests)]
    assert all(receipt.ok for receipt in receipts)
    return Reader(open_database(workspace))


def row_of(frame: pd.DataFrame, **where: Any) -> dict[str, Any]:
    """The one row that fits."""
    for name, value in where.items():
        frame = frame[frame[name] == value]
    (row,) = frame.to_dict("records")
    return row


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Q spent 150 of 200, then 60 of 50, then something of a budget of zero."""
    tables = [table("Q", 2021, ("200", "150")), table("Q", 2022, ("50", "60")), table("Q", 2023, ("0", "3"))]
    return reader_of(tmp_path_factory.mktemp("views"), tables)


def test_a_rate_has_the_adjusted_budget_for_its_denominator(reader: Reader) -> None:
    """150 of 200 are 75 percent, 60 of 50 are 120 percent, and a budget of zero has no rate."""
    rates = show_self_reviews(reader, "Q").set_index("year")["rate"]

    assert rates[2021] == 75
    assert rates[2022] == 120
    assert pd.isna(rates[2023])


def test_a_year_adds_up_numerator_and_denominator_of_the_same_tables(reader: Reader) -> None:
    """In 2023 P-1 and P-3 spent 50 of 50 each; Q's budget of zero is left out of both sums."""
    year = row_of(show_years(reader), year=2023)

    assert (year["tables"], year["with_money"]) == (3, 2)
    assert (year["executed"], year["adjusted"], year["rate"]) == (100, 100, 100)


def test_a_closed_year_is_over(reader: Reader) -> None:
    """Of 2021 all days have gone by."""
    assert row_of(show_years(reader), year=2021)["elapsed"] == 100


def test_what_was_overspent_is_counted_and_not_cut(reader: Reader) -> None:
    """2022: 60 of 50, one table above its budget."""
    year = row_of(show_years(reader), year=2022)

    assert (year["rate"], year["over"]) == (120, 1)


def test_departments_are_named_as_the_tables_print_them(reader: Reader) -> None:
    """The tables of Q print 市统计局, as P-1 does; P-3 prints 市水利局 and holds the one wrong total (95, not 100)."""
    departments = show_departments(reader)

    assert row_of(departments, department="市统计局")["tables"] == 4
    assert row_of(departments, department="市水利局")["faults"] == 1
    assert list(departments["faults"]) == sorted(departments["faults"], reverse=True)


def test_means_are_those_of_the_totals(tmp_path: Path) -> None:
    """2021: 100 printed; execution 7.5 of 10 (75 percent) and 90 of 90 make 97.5."""
    year = row_of(show_years(reader_of(tmp_path, [table("Q", 2021, ("200", "150"))])), year=2021)

    assert (year["mean_printed"], year["mean"]) == (100, 97.5)


def test_points_are_lost_where_the_target_was_missed(tmp_path: Path) -> None:
    """100 of at least 200 households keep 25 of 50 points, printed are all 50; the rest is in full."""
    rows = [SOUND["indicators"][0] | {"actual": "100户"}, *SOUND["indicators"][1:]]  # type: ignore[operator, index]
    reader = reader_of(tmp_path, [table("Q", 2021, ("200", "200"), indicators=rows)])

    lost = show_lost_points(reader, "Q", 2021)
    output = row_of(lost, dimension="产出指标")
    first = show_indicators(reader, "Q", 2021).iloc[0]

    assert (output["weight"], output["lost"], output["lost_printed"]) == (50, 25, 0)
    assert lost["lost"].sum() == 25
    assert (first["score_printed"], first["score"]) == (50, 25)


def test_a_row_without_a_score_is_left_out_and_counted(tmp_path: Path) -> None:
    """A row whose printed score is missing says nothing of lost points."""
    rows = [SOUND["indicators"][0] | {"score": None}, *SOUND["indicators"][1:]]  # type: ignore[operator, index]
    reader = reader_of(tmp_path, [table("Q", 2021, ("200", "200"), indicators=rows)])

    output = row_of(show_lost_points(reader, "Q", 2021), dimension="产出指标")

    assert (output["weight"], output["left_out"]) == (0, 1)


def test_closed_years_without_a_table_are_missing(tmp_path: Path) -> None:
    """P-2 has none for 2023; Q lacks 2022 and 2023."""
    missing = show_missing_reviews(reader_of(tmp_path, [table("Q", 2021, ("200", "150"))]))

    assert set(zip(missing["project"], missing["year"], strict=True)) == {("P-2", 2023), ("Q", 2022), ("Q", 2023)}
    assert set(show_missing_reviews(reader_of(tmp_path / "again", []), 2021)["project"]) == {"Q"}


def test_findings_are_counted_by_table(reader: Reader) -> None:
    """The wrong total stands in one table."""
    counted = row_of(show_finding_counts(reader), code="evaluation.total_differs", severity="fault")

    assert (counted["count"], counted["tables"]) == (1, 1)
