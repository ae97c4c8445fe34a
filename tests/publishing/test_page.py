"""Pages: the pieces of both reports, drawn from a small office whose figures are known."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.core.language import speaking
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import EnterSelfReview
from kit.project.requests import RegisterProject
from kit.publishing.page import ROWS_MAX, Block, facts, figure, section, table, tiles, title
from kit.publishing.portfolio import PortfolioReport, open_portfolio
from kit.publishing.self_review import SelfReviewReport, open_self_review
from kit.store.database import Database
from kit.store.migration import migrate
from kit.store.snapshot import write_snapshot
from kit.views import palette
from kit.views.chart import draw_department_findings, draw_grades, draw_printed_against_computed, draw_trend
from kit.workspace.workspace import Settings, make_workspace
from tests.browser.office import SOUND, make_office

HOSTILE = "</svg><script>alert(1)</script><img src=x onerror=alert(2)>{0}%s\\'\"" + "长" * 200
ORDERED = (
    "heading",
    "department_chart",
    "problems",
    "counts",
    "execution",
    "execution_chart",
    "over_executed",
    "grades",
)
PORTFOLIO = (*ORDERED, "lost_points", "printed_against_computed", "trend", "by_department", "missing")
SELF_REVIEW = ("heading", "particulars", "execution", "execution_chart", "scores", "scores_chart", "lost_points")


@dataclass(frozen=True)
class Snapshots:
    """An office with three projects, and one in which nothing is recorded."""

    office: Path
    empty: Path


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """Both as files."""
    folder = tmp_path_factory.mktemp("pages")
    made = Snapshots(folder / "office.db", folder / "empty.db")
    write_snapshot(open_database(make_office(folder / "office")), made.office)
    empty = make_workspace(folder / "empty", Settings())
    migrate(Database(empty.database_address))
    write_snapshot(open_database(empty), made.empty)
    return made


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Whatever a report speaks, the next test speaks Chinese again."""
    with speaking("zh_CN"):
        yield


def portfolio(snapshots: Snapshots, language: str = "zh_CN") -> PortfolioReport:
    """The report on the whole office."""
    return open_portfolio(str(snapshots.office), None, language)


def project(snapshots: Snapshots, code: str, language: str = "zh_CN") -> SelfReviewReport:
    """The report on one project."""
    return open_self_review(str(snapshots.office), code, None, language)


def marks(block: Block) -> Counter[str]:
    """How many marks of each kind a picture holds."""
    return Counter(re.findall(r'aria-roledescription="([^"]+)"', block.html))


def whole(report: Any, pieces: tuple[str, ...]) -> str:
    """All pieces of a report one after another."""
    return "".join(getattr(report, name).html for name in pieces)


def test_the_scores_of_three_indicators_are_drawn_twice_over_their_weights(snapshots: Snapshots) -> None:
    """Three rows: three grey weights, three printed and three computed points."""
    drawn = marks(project(snapshots, "P-3").scores_chart)

    assert (drawn["bar"], drawn["point"]) == (3, 6)


def test_one_year_of_money_is_two_bars(snapshots: Snapshots) -> None:
    """Adjusted and executed."""
    assert marks(project(snapshots, "P-3").execution_chart)["bar"] == 2


def test_two_tables_with_totals_are_two_points(snapshots: Snapshots) -> None:
    """P-1 and P-3 print a total; P-2 has no table."""
    assert marks(portfolio(snapshots).printed_against_computed)["circle"] == 2


def test_two_departments_spent_and_have_a_bar_each(snapshots: Snapshots) -> None:
    """One bar and one figure in words for each."""
    drawn = marks(portfolio(snapshots).execution_chart)

    assert (drawn["bar"], drawn["text mark"]) == (2, 2)


def test_grades_are_counted_on_both_sides() -> None:
    """Three printed, of two grades; three computed, of two: four bars, none for what was not given."""
    reviews = pd.DataFrame({"grade_printed": ["优", "优", "良"], "grade": ["优", "良", "良"]})

    assert marks(figure(draw_grades(reviews)))["bar"] == 4


def test_a_trend_draws_every_year_of_every_line() -> None:
    """Three years: three rates, three printed and three computed means."""
    years = pd.DataFrame({"year": [2021, 2022, 2023], "rate": [80.0, 90.0, 95.0], "mean_printed": 95.0, "mean": 90.0})

    drawn = marks(figure(draw_trend(years)))

    assert (drawn["line mark"], drawn["point"]) == (3, 9)


def test_the_lines_of_a_trend_have_colours_of_their_own() -> None:
    """The rate in green, the printed and the computed mean in theirs: three colours, not one."""
    years = pd.DataFrame({"year": [2021, 2022], "rate": [80.0, 90.0], "mean_printed": 95.0, "mean": 90.0})

    drawn = figure(draw_trend(years)).html

    assert all(colour.lower() in drawn.lower() for colour in (palette.GREEN, palette.PRINTED, palette.COMPUTED))


def test_pictures_load_nothing_and_run_nothing(snapshots: Snapshots) -> None:
    """No address, no script; what points inside the page points at names that the same picture holds."""
    html = whole(portfolio(snapshots), PORTFOLIO) + whole(project(snapshots, "P-3"), SELF_REVIEW)

    assert not re.search(r"https?:|<script|<image|<foreignObject|xlink:href|@import", html)
    assert set(re.findall(r"url\(#([\w-]+)\)", html)) <= set(re.findall(r'\bid="([\w-]+)"', html))


def test_every_picture_is_described_in_words(snapshots: Snapshots) -> None:
    """For those who cannot see it."""
    html = whole(portfolio(snapshots), PORTFOLIO)

    described = re.findall(r'<figure class="chart" role="img" aria-label="([^"]*)"', html)
    assert len(described) == html.count("<svg")
    assert all(described)


@pytest.mark.parametrize(
    ("language", "named"), [("zh_CN", "全年执行数 ÷ 全年预算数"), ("en", "executed ÷ adjusted budget")]
)
def test_every_rate_names_its_denominator(snapshots: Snapshots, language: str, named: str) -> None:
    """In both reports, in both languages."""
    assert named in portfolio(snapshots, language).execution.html
    assert named in project(snapshots, "P-1", language).execution.html


@pytest.mark.parametrize(("language", "mark"), [("zh_CN", "待核实"), ("en", "to be confirmed")])
def test_a_source_that_was_not_read_is_marked(snapshots: Snapshots, language: str, mark: str) -> None:
    """Beside the scores of both reports."""
    assert mark in portfolio(snapshots, language).grades.html
    assert mark in project(snapshots, "P-1", language).particulars.html


def test_an_empty_portfolio_gives_advice_and_no_broken_piece(snapshots: Snapshots) -> None:
    """Nothing recorded at all: each piece says so in its place, and nothing is drawn."""
    report = open_portfolio(str(snapshots.empty), None, "zh_CN")

    html = whole(report, PORTFOLIO)

    assert 'class="advice"' in report.heading.html
    assert "kit import selfeval" in html
    assert "<svg" not in html
    assert not re.search(r"\bnan\b|None|NaT", html)


def test_a_project_without_a_table_gives_advice_in_each_piece(snapshots: Snapshots) -> None:
    """P-2 has no self-review."""
    report = project(snapshots, "P-2")
    pieces = (*SELF_REVIEW, "deviations", "findings", "grade")

    html = whole(report, pieces)

    assert 'class="advice"' in report.heading.html
    assert "<svg" not in html
    assert not re.search(r"\bnan\b|None|NaT", html)


def test_a_hostile_text_is_shown_and_not_obeyed() -> None:
    """In headings, facts, figures, tables and inside the pictures."""
    frame = pd.DataFrame({"department": [HOSTILE], "name": [HOSTILE], "faults": [1], "questions": [2]})
    blocks = [
        title(HOSTILE, HOSTILE),
        section(HOSTILE),
        facts([(HOSTILE, HOSTILE)]),
        tiles([(HOSTILE, HOSTILE, "plain")]),
        table(frame, "department", "name"),
        figure(draw_department_findings(frame)),
    ]

    for block in blocks:
        assert "<script" not in block.html
        assert "<img" not in block.html
        assert "&lt;" in block.html


def test_a_long_table_says_what_it_leaves_out() -> None:
    """Of 501 rows 500 are shown."""
    frame = pd.DataFrame({"name": [str(number) for number in range(ROWS_MAX + 1)]})

    html = table(frame, "name").html

    assert html.count("<tr>") == 1 + ROWS_MAX == 501
    assert {"500", "501"} <= set(re.findall(r"\d+", html.split('<p class="note">')[1]))


def test_a_project_of_one_year_names_it_once(snapshots: Snapshots) -> None:
    """P-1 runs from 2023 to 2023."""
    assert "2023–2023" not in str(project(snapshots, "P-1").particulars.html)
    assert ">2023<" in str(project(snapshots, "P-1").particulars.html)


def test_numbers_on_an_axis_do_not_run_together() -> None:
    """Totals from 84 to 110 on one axis: every other number is left out before two of them touch."""
    reviews = pd.DataFrame({"total": [84.0, 110.0], "total_printed": [84.0, 100.0]})

    drawn = str(figure(draw_printed_against_computed(reviews)).html)

    seen = [text for tag, text in re.findall(r"<text([^>]*)>([^<]*)<", drawn) if 'opacity="0"' not in tag]
    assert "116" in seen
    assert "114" not in seen


def test_the_rate_leaves_out_doubted_money_and_says_so(tmp_path: Path) -> None:
    """900000 beside 100 in 万元: the headline stays what the other tables make, and the remark counts the one."""
    workspace = make_office(tmp_path / "office")
    reviewer = open_desk(workspace, "reviewer")
    content = SOUND | {"id": "Q-2023", "budget": {"adjusted": "100", "executed": "900000", "weight": "10"}}
    table_of_q = EnterSelfReview(project="Q", year=2023, table=PrintedTable.model_validate(content))
    for request in (RegisterProject(code="Q", name="清淤", owner="SL", year_from=2023, year_to=2023), table_of_q):
        assert reviewer.record(request).ok
    write_snapshot(open_database(workspace), tmp_path / "office.db")

    heading = open_portfolio(str(tmp_path / "office.db"), 2023, "en").heading.text

    assert "Left out of the rate: 1 self-reviews" in heading
    assert "execution rate (of the adjusted budget): 100%" in heading


def test_findings_by_kind_are_named_in_words_with_the_code_behind(snapshots: Snapshots) -> None:
    """A reader of Chinese does not have to know evaluation.total_differs."""
    with speaking("zh_CN"):
        shown = open_portfolio(str(snapshots.office), None, "zh_CN").counts.text

    assert "总分与各项得分之和不一致" in shown
    assert "evaluation.total_differs" in shown
