"""Money in views: amounts in 万元 whatever the table prints, and which tables' money may be added up."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.core.actor import Role
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import EnterSelfReview
from kit.org.requests import RegisterPerson
from kit.project.requests import RegisterProject
from kit.views.budget import show_budget_lines
from kit.views.evaluation import show_self_reviews
from kit.views.portfolio import counts_as_money, has_money, roll_up, show_years
from kit.views.reader import Reader
from tests.browser.office import SOUND, make_office

YEAR = 2021
# Project code: what its table of 2021 prints of money, and what else is different in it.
MONEY: dict[str, tuple[dict[str, str | None], dict[str, Any]]] = {
    "A": ({"adjusted": "200", "executed": "150", "unit": "万元"}, {}),
    "B": ({"adjusted": "1,000,000.00", "executed": "500000", "unit": "元"}, {}),
    "ZERO": ({"adjusted": "0", "executed": "0", "unit": "万元"}, {}),
    "BLANK": ({"adjusted": "80", "executed": None, "unit": "万元"}, {}),
    "SMUDGED": ({"adjusted": "若干", "executed": "7", "unit": "万元"}, {}),
    "YUAN": ({"adjusted": "100", "executed": "900000", "rate_printed": "90%", "unit": "万元"}, {}),
    "FAR": ({"adjusted": "100", "executed": "900000", "unit": "万元"}, {}),
    "WRONG": ({"adjusted": "100.00", "executed": "80.00", "rate_printed": "90%", "unit": "万元"}, {}),
    "NEAR": ({"adjusted": "100", "executed": "200", "unit": "万元"}, {}),
    "WHOLE": ({"adjusted": "9000", "executed": "9000", "unit": "万元"}, {"title": "部门整体支出绩效自评表"}),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """One year in which three tables count and seven do not."""
    workspace = make_office(tmp_path_factory.mktemp("money") / "workspace")
    reviewer = open_desk(workspace, "reviewer")
    for code, (budget, changed) in MONEY.items():
        project = RegisterProject(code=code, name=code, owner="SL", year_from=YEAR, year_to=YEAR)
        content = SOUND | {"id": f"{code}-{YEAR}", "year": str(YEAR), "budget": budget | {"weight": "10"}} | changed
        entered = EnterSelfReview(project=code, year=YEAR, table=PrintedTable.model_validate(content))
        assert reviewer.record(project).ok
        assert reviewer.record(entered).ok
    return Reader(open_database(workspace))


@pytest.fixture(scope="module")
def reviews(reader: Reader) -> pd.DataFrame:
    """The tables of that year by project."""
    return show_self_reviews(reader, year=YEAR).set_index("project", drop=False)


def test_amounts_are_in_ten_thousand_yuan(reviews: pd.DataFrame) -> None:
    """1,000,000.00 元 are 100 万元, and 500000 元 are 50."""
    assert tuple(reviews.loc["A", ["adjusted", "executed"]]) == (200, 150)
    assert tuple(reviews.loc["B", ["adjusted", "executed"]]) == (100, 50)


def test_what_cannot_be_read_is_nothing_and_not_zero(reviews: pd.DataFrame) -> None:
    """An empty cell and a word are no amounts."""
    assert reviews["executed"].isna()["BLANK"]
    assert reviews["adjusted"].isna()["SMUDGED"]
    assert reviews.loc["ZERO", "adjusted"] == 0


def test_only_projects_with_both_amounts_and_a_budget_count(reviews: pd.DataFrame) -> None:
    """A whole department's money holds that of its projects and would count twice."""
    assert set(reviews[counts_as_money(reviews)]["project"]) == {"A", "B", "NEAR"}
    assert reviews.loc["WHOLE", "kind"] == "部门整体支出"


def test_the_rate_of_a_year_is_that_of_the_tables_that_count(reader: Reader) -> None:
    """150 + 50 + 200 of 200 + 100 + 100 is all of it; ten tables are there, three are in it."""
    (year,) = show_years(reader).query("year == @YEAR").to_dict("records")

    assert (year["tables"], year["with_money"], year["executed"], year["adjusted"]) == (10, 3, 400, 400)
    assert year["rate"] == 100


def test_amounts_that_their_own_check_doubts_are_not_added_up(reviews: pd.DataFrame) -> None:
    """900000 of 100 万元 may be yuan, with a printed rate or without; 80 of 100 is not 90 %. Twice the budget is added up."""
    assert set(reviews[reviews["doubted"]]["project"]) == {"YUAN", "FAR", "WRONG"}
    assert reviews[has_money(reviews) & ~counts_as_money(reviews)]["project"].nunique() == 3


def test_every_sum_is_the_same_by_whatever_it_is_added_up(reviews: pd.DataFrame) -> None:
    """By department, by year, by project: no yuan and no finding is lost on the way."""
    sums = ["tables", "with_money", "adjusted", "executed", "faults", "questions"]

    totals = [
        tuple(roll_up(reviews.reset_index(drop=True), key)[sums].sum()) for key in ("department", "year", "project")
    ]

    assert totals[0] == totals[1] == totals[2]


def test_a_group_without_money_has_no_rate(reviews: pd.DataFrame) -> None:
    """Nothing divided by nothing is not a rate of zero."""
    by_project = roll_up(reviews.reset_index(drop=True), "project").set_index("project")

    assert by_project["rate"].isna()["ZERO"]
    assert by_project.loc["A", "rate"] == 75


def test_nothing_added_up_is_nothing(reviews: pd.DataFrame) -> None:
    """An office without tables has no departments, and no error either."""
    assert roll_up(reviews.reset_index(drop=True).head(0), "department").empty


def test_budget_lines_are_in_whole_fen(tmp_path: Path) -> None:
    """What the books hold is not rounded: one row per project, year and source, in that order."""
    from kit.actions.desk import Desk
    from kit.budget.requests import TakeOverLine
    from kit.core.actor import Actor

    workspace = make_office(tmp_path / "workspace")
    setup = Desk(workspace, open_database(workspace), Actor("setup", frozenset({Role.SYSTEM_ADMIN})))
    money = RegisterPerson(login="money", name="李静", unit="TJ", roles=(Role.DEPARTMENT_FINANCE,))
    assert setup.record(money).ok
    for year, source in ((2023, "省级"), (2022, "省级"), (2023, "市级")):
        line = TakeOverLine(project="P-1", year=year, source=source, opening=100, allotted=12345678901, paid=99)
        assert open_desk(workspace, "money").record(line).ok

    lines = show_budget_lines(Reader(open_database(workspace)), "P-1")

    assert [*zip(lines["year"], lines["source"], strict=True)] == [
        (2022, "省级"),
        *sorted([(2023, "省级"), (2023, "市级")]),
    ]
    assert set(lines["allotted"]) == {12345678901}
    assert show_budget_lines(Reader(open_database(workspace)), "P-1", 2022)["paid"].tolist() == [99]
