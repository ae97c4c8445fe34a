"""The official form as a workbook: what is written reads back unchanged."""

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.evaluation.printed import PrintedBudget, PrintedFund, PrintedIndicator, PrintedTable
from kit.exchange.selfreview.form import write_form
from kit.exchange.selfreview.intake import Reader, load_reader, read_tables
from kit.exchange.selfreview.interchange import write_json
from kit.workspace.resources import Resources, shipped

READER: Reader = load_reader(Resources())
NOT_ON_THE_FORM = {"kind", "text", "source", "source_url", "complete"}

numbers = (
    st.none() | st.decimals(0, 10_000, places=2).map(lambda n: format(n, "f")) | st.sampled_from(["/", "0", "100"])
)
printed_amounts = st.decimals(-100, 10**7, places=4).map(lambda n: format(n, "f"))
amounts = st.none() | printed_amounts
words = st.sampled_from(
    [
        "=1+1",
        "+8",
        "-5",
        "≥266米",
        "100.00%",
        "显著提升",
        "530902200000000123",
        "<b>",
        "'; --",
        "2023年12月",
        "012",
        "1e5",
        "是",
    ]
)
names = st.text("培训人数完成率甲乙丙(米)%\"'<&=-1", min_size=1, max_size=12).map(lambda text: "事项" + text)
indicators = st.builds(
    PrintedIndicator,
    level1=st.sampled_from(["产出指标", "效益指标(30分)", "满意度指标"]),
    level2=st.sampled_from(["数量指标", "质量指标", "社会效益指标"]),
    name=names,
    target=st.none() | words,
    actual=st.none() | words,
    weight=numbers,
    score=numbers,
    reason=st.none() | names,
    op_column=st.none() | st.sampled_from(["≥", "=", "≤"]),
    unit_column=st.none() | st.sampled_from(["%", "人次", "万元"]),
)
funds = st.builds(
    PrintedFund,
    name=st.sampled_from(["当年财政拨款", "上年结转资金", "其他资金"]),
    initial=amounts,
    adjusted=printed_amounts,
    executed=amounts,
)
budgets = st.builds(
    PrintedBudget,
    initial=amounts,
    adjusted=printed_amounts,
    executed=amounts,
    rate_printed=st.sampled_from([None, "97.80%", "1", "0"]),
    weight=st.sampled_from([None, "10", "20"]),
    score_printed=st.sampled_from([None, "9.78", "0"]),
    unit=st.sampled_from([None, "万元", "元"]),
    funds=st.lists(funds, max_size=3).map(tuple),
)
tables = st.builds(
    PrintedTable,
    id=st.text("abc-019", min_size=1, max_size=12).map(lambda text: "表" + text),
    title=names,
    department=st.none() | names,
    unit=st.none() | names,
    year=st.sampled_from([None, "2021", "2023"]),
    budget=budgets,
    indicators=st.lists(indicators, min_size=1, max_size=6).map(tuple),
    total_weight_printed=st.sampled_from([None, "100", "110"]),
    total_printed=st.sampled_from([None, "94.04", "100"]),
    grade_printed=st.sampled_from([None, "优", "良"]),
    rows_complete=st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(tables, min_size=1, max_size=3, unique_by=lambda table: table.id))
def test_what_the_form_carries_reads_back_unchanged(written: list[PrintedTable]) -> None:
    """Texts that look like formulas, numbers with their zeros, merged levels, marks of a cut: all come back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_form(written, path)
        read = read_tables(path, READER).tables

    assert [table.model_dump(exclude=NOT_ON_THE_FORM) for table in read] == [
        table.model_dump(exclude=NOT_ON_THE_FORM) for table in written
    ]


def test_a_text_that_begins_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    """Nothing in the written workbook is a formula."""
    row = PrintedIndicator(level1="产出指标", name='=HYPERLINK("x")', target="=100%", score="10")
    write_form([PrintedTable(id="a", title="=1+1", indicators=(row,))], tmp_path / "form.xlsx")

    cells = [cell for line in openpyxl.load_workbook(tmp_path / "form.xlsx").active.iter_rows() for cell in line]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_the_form_prints_on_one_page_across(tmp_path: Path) -> None:
    """A4, landscape, fitted to the width, headings repeated."""
    write_form([PrintedTable(id="a", title="某项目")], tmp_path / "form.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx").active

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows is not None


def test_the_interchange_form_reads_back_unchanged(tmp_path: Path) -> None:
    """The published tables, written as JSON and read again, are the same in every field."""
    published = read_tables(shipped("data") / "samples" / "published" / "selfeval.json", READER).tables
    write_json(published, tmp_path / "again.json")

    assert read_tables(tmp_path / "again.json", READER).tables == published
