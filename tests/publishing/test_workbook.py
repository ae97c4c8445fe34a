"""Workbooks of reports: every table with its numbers as numbers, and where each number comes from."""

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from kit.actions.catalogue import open_database
from kit.core.language import speaking
from kit.publishing.executed import Content
from kit.publishing.files import read_formats
from kit.publishing.piece import Facts, Head, Piece, Section, Table, Title, Words
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.publishing.verification.verdict import verify_run
from kit.publishing.workbook import make_workbook
from kit.workspace.workspace import Workspace
from tests.browser.office import YEAR
from tests.publishing.read_back import charts_and_headings, page_texts

DAY = date(2026, 11, 26)
MONEY = Head("金额（万元）", is_number=True, is_counted=True)
RATE = Head("执行率", is_number=True, is_counted=True)
NUMBERED = Head("年度", is_counted=True)


def opened(*pieces: Piece, figures: tuple[dict[str, Any], ...] = ()) -> Any:
    """A workbook of those pieces, read again."""
    with speaking("zh_CN"):
        made = make_workbook(Content(Title("报告"), pieces), figures, "批次", DAY)
    return openpyxl.load_workbook(BytesIO(made))


@pytest.fixture(scope="module")
def workbook_run(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A report on each project and one on all, each as a workbook too."""
    out = tmp_path_factory.mktemp("workbooks") / "run"
    order = Order(("self_review", "portfolio"), out=out, formats=("xlsx",))
    return run_reports(office, open_database(office), order)


def test_cells_have_the_type_of_what_they_hold() -> None:
    """A number counts, a day is a day, a code of digits stays a text, and nothing stays a dash."""
    heads = (Head("编号"), NUMBERED, MONEY, RATE, Head("日期"))
    rows = (("0012", "2023", "1,234.50", "83.5%", "2023-12-31"), ("3", "2024", "—", "100%", "—"))

    sheet = opened(Section("明细"), Table(heads, rows))["1 明细"]

    assert [each.value for each in sheet[2]] == ["编号", "年度", "金额（万元）", "执行率 (%)", "日期"]
    assert [each.value for each in sheet[3]] == ["0012", 2023, 1234.5, 83.5, datetime(2023, 12, 31)]  # noqa: DTZ001 - a cell has no zone
    assert [each.value for each in sheet[4]] == ["3", 2024, "—", 100, "—"]
    assert sheet["C3"].number_format == "#,##0.00"
    assert sheet["E3"].is_date


def test_what_is_no_day_and_no_number_of_a_spreadsheet_stays_a_text() -> None:
    """A spreadsheet keeps 15 digits, and knows no 30 February and no day before 1901."""
    rows = (("1234567890123456789", "2023-02-30"), ("12万", "1899-12-31"))

    sheet = opened(Section("明细"), Table((MONEY, Head("日期")), rows))["1 明细"]

    assert [[each.value for each in row] for row in sheet["A3:B4"]] == [list(row) for row in rows]


def test_the_head_of_a_sheet_stays_in_sight() -> None:
    """Title and head are frozen, the head is printed on every page, and one may filter."""
    sheet = opened(Section("明细"), Table((MONEY,), (("1.00",),)))["1 明细"]

    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.auto_filter.ref == "A2:A3"


def test_texts_do_no_harm() -> None:
    """A formula, an address and control characters are texts; sheets of one heading and of a wild one are apart."""
    hostile = '=HYPERLINK("http://x")\x00\ud800'
    table = Table((Head(hostile),), ((hostile,), ("长" * 40_000,)))

    book = opened(Section("a/b[c]:*?'" + "长" * 40), table, table, Words(hostile), Facts(((hostile, hostile),)))

    assert len(set(book.sheetnames)) == 3
    cells = book.worksheets[1]["A3:A4"]
    assert cells[0][0].value == '=HYPERLINK("http://x")'
    assert cells[0][0].data_type == "s"
    # The most that a cell of XLSX holds: 32,767 characters.
    assert len(cells[1][0].value) == 32_767
    assert cells[1][0].value.endswith("…")


def test_five_thousand_rows_are_all_there() -> None:
    """One sheet, each row once."""
    table = Table((NUMBERED, MONEY), tuple((str(number), f"{number:,}.00") for number in range(5000)))

    sheet = opened(Section("明细"), table)["1 明细"]

    assert [sheet.max_row, sheet["B5002"].value] == [5002, 4999]
    assert sum(each[0].value for each in sheet["B3:B5002"]) == 4999 * 5000 // 2


def test_the_same_content_gives_the_same_bytes() -> None:
    """Whenever it is written: the day in its properties is the run's."""
    content = Content(Title("报告"), (Section("明细"), Table((MONEY,), (("1.00",),))))

    first, second = (make_workbook(content, (), "批次", DAY) for _time in range(2))

    noted = openpyxl.load_workbook(BytesIO(first)).properties
    assert first == second
    assert noted.created == datetime(2026, 11, 26)  # noqa: DTZ001 - a property has none


@pytest.mark.kernel
@pytest.mark.slow
def test_a_workbook_says_all_that_the_tables_of_its_page_say(workbook_run: Run) -> None:
    """Every text of a page but charts and headings is in the workbook: as a text, as its number, or as its day."""
    for page in workbook_run.folder.glob("reports/*.html"):
        book = openpyxl.load_workbook(page.with_suffix(".xlsx"))
        said = {_spelt(cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
        said |= {name.partition(" ")[2] for name in book.sheetnames}

        missing = {text for text in page_texts(page) if _bare(text) not in said}

        assert missing <= charts_and_headings(page), page.name


def _spelt(cell: Any) -> str:
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    return _bare(f"{cell.value:.10g}" if isinstance(cell.value, int | float) else str(cell.value))


def _bare(text: str) -> str:
    """*text* without what only looks: separators, signs of percent, zeros at the end."""
    plain = " ".join(text.replace("(%)", "").split()).rstrip("%").replace(",", "")
    return plain.rstrip("0").rstrip(".") if plain.replace(".", "").isdigit() and "." in plain else plain


@pytest.mark.kernel
@pytest.mark.slow
def test_the_last_sheet_lists_every_figure_with_its_origin(workbook_run: Run) -> None:
    """As many rows as the list of figures has, and the tables whose rows each rests on."""
    listed = json.loads((workbook_run.folder / "reports" / "portfolio.figures.json").read_text(encoding="utf-8"))

    sheet = openpyxl.load_workbook(workbook_run.folder / "reports" / "portfolio.xlsx").worksheets[-1]

    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == len(listed) > 10
    assert [row[4] for row in rows] == ["\n".join(each["rows"]) or None for each in listed]
    assert [row[7] for row in rows] == [each["view"] or None for each in listed]


@pytest.mark.kernel
@pytest.mark.slow
def test_a_self_review_brings_the_official_form(workbook_run: Run) -> None:
    """项目支出绩效自评表 (财预〔2020〕10号, annex) beside the workbook; a project without a table has none."""
    files = sorted(path.name for path in workbook_run.folder.glob("reports/*.form.xlsx"))

    assert "self_review-P-1.form.xlsx" in files
    sheet = openpyxl.load_workbook(workbook_run.folder / "reports" / "self_review-P-1.form.xlsx").worksheets[0]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "项目支出绩效自评表" in said
    assert any(str(YEAR) in text for text in said)
    assert len(files) < len(list(workbook_run.folder.glob("reports/self_review-*.html")))


@pytest.mark.kernel
@pytest.mark.slow
def test_a_replay_writes_the_same_workbooks(workbook_run: Run) -> None:
    """Neither a difference nor a remark on any of them."""
    verdict = verify_run(workbook_run.folder, None)

    assert verdict.is_ok
    assert not [each for each in verdict.remarks if ".xlsx" in each]


def test_both_kinds_of_files_may_be_asked_for() -> None:
    """In whatever order they are named."""
    assert read_formats("xlsx,docx") == ("docx", "xlsx")
