"""The problem list of a spot review: every finding once, by department, with counts that add up."""

from pathlib import Path

import openpyxl
import pytest

from kit.core.errors import KitError
from kit.core.language import speaking
from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import Review, review_tables
from kit.exchange.selfreview.intake import read_tables
from kit.exchange.spotreview.problem_list import write_problem_list
from kit.workspace.resources import shipped

HEAD_ROWS = 2


@pytest.fixture(scope="module")
def reviews() -> list[Review]:
    return review_tables(read_tables(shipped("data") / "samples" / "published" / "selfeval.json").tables)


def write(reviews: list[Review], folder: Path) -> openpyxl.Workbook:
    with speaking("en"):
        write_problem_list(reviews, folder / "list.xlsx")
    return openpyxl.load_workbook(folder / "list.xlsx")


def test_every_finding_stands_on_the_list_once(reviews: list[Review], tmp_path: Path) -> None:
    """As many numbered rows as findings, numbered from 1, departments together."""
    sheet = write(reviews, tmp_path)["Problem list"]

    rows = list(sheet.iter_rows(min_row=HEAD_ROWS + 1, values_only=True))

    assert [row[0] for row in rows] == list(range(1, sum(len(review.findings) for review in reviews) + 1))
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert ("中江县水利局", "does not agree", "weights do not add to 100") in {(row[1], row[4], row[5]) for row in rows}


def test_the_list_is_ready_to_filter_and_print(reviews: list[Review], tmp_path: Path) -> None:
    """Panes are frozen below the headings, a filter stands on them, the headings repeat on each page."""
    sheet = write(reviews, tmp_path)["Problem list"]

    assert sheet.freeze_panes == "D3"
    assert sheet.auto_filter.ref.startswith("A2:K")
    assert sheet.print_title_rows is not None
    assert sheet.page_setup.orientation == "landscape"


def test_the_summary_adds_up_to_the_list(reviews: list[Review], tmp_path: Path) -> None:
    """The line of all departments counts twenty tables and every finding."""
    sheet = write(reviews, tmp_path)["Summary"]

    rows = list(sheet.iter_rows(values_only=True))
    total = next(row for row in rows if row[0] == "All")
    kinds = [row for row in rows if row[3] and str(row[3]).startswith("evaluation.")]

    assert total[1] == 20
    assert sum(total[3:6]) == sum(len(review.findings) for review in reviews) == sum(row[1] for row in kinds)


def test_a_hostile_name_is_written_as_text(reviews: list[Review], tmp_path: Path) -> None:
    """A department that is called like a formula does not become one."""
    tables = [review.table.model_copy(update={"department": '=HYPERLINK("x")'}) for review in reviews[:2]]

    sheet = write(review_tables(tables), tmp_path)["Problem list"]

    assert sheet["B3"].value == '=HYPERLINK("x")'
    assert sheet["B3"].data_type == "s"


def test_a_review_without_findings_gives_an_empty_list(tmp_path: Path) -> None:
    """Nothing found is also written down."""
    sheet = write(review_tables([PrintedTable(id="a", complete=False, rows_complete=False)]), tmp_path)["Problem list"]

    assert sheet.max_row == HEAD_ROWS


def test_a_place_that_cannot_be_written_is_named(reviews: list[Review], tmp_path: Path) -> None:
    """A folder that does not exist is one line."""
    with pytest.raises(KitError, match="cannot be written"):
        write_problem_list(reviews, tmp_path / "nowhere" / "list.xlsx")
