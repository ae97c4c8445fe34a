"""Tables as six provinces and the ministry lay them out: what is read is what was printed."""

from pathlib import Path

import pytest

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import review_tables
from kit.exchange.selfreview.intake import Reader, load_reader, read_tables
from kit.workspace.resources import Resources, shipped
from tests.exchange import layouts

PUBLISHED = shipped("data") / "samples" / "published" / "selfeval.json"
FACTS = (
    "title",
    "department",
    "unit",
    "year",
    "total_weight_printed",
    "total_printed",
    "grade_printed",
    "rows_complete",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(Resources())


@pytest.fixture(scope="module")
def published(reader: Reader) -> tuple[PrintedTable, ...]:
    return read_tables(PUBLISHED, reader).tables


def papers(tables: tuple[PrintedTable, ...], layout: layouts.Layout) -> list[layouts.Paper]:
    made = []
    for table in tables:
        paper = layouts.Paper()
        layout(paper, table)
        made.append(paper)
    return made


def rows(table: PrintedTable, in_one_cell: bool) -> list[tuple[str | None, ...]]:
    """The indicator rows; *in_one_cell* for a form that has no columns for operator and unit."""
    return [
        (
            row.level1, row.level2, row.name, row.actual, row.weight, row.score, row.reason,
            *((layouts.target(row), None, None) if in_one_cell else (row.target, row.op_column, row.unit_column)),
        )
        for row in table.indicators
    ]  # fmt: skip


@pytest.mark.parametrize("name", layouts.LAYOUTS)
@pytest.mark.parametrize("kind", layouts.WRITERS)
def test_a_form_of_any_province_reads_as_it_was_printed(
    name: str, kind: str, published: tuple[PrintedTable, ...], reader: Reader, tmp_path: Path
) -> None:
    """Twenty published tables in one file give the same money, rows, totals and grade."""
    path = tmp_path / f"tables.{kind}"
    layouts.WRITERS[kind](papers(published, layouts.LAYOUTS[name]), path)

    intake = read_tables(path, reader)

    assert not intake.findings
    assert len(intake.tables) == len(published)
    in_one_cell = name not in layouts.WITH_COLUMNS
    for printed, read in zip(published, intake.tables, strict=True):
        assert {field: getattr(read, field) for field in FACTS} == {field: getattr(printed, field) for field in FACTS}
        assert read.budget == printed.budget
        assert rows(read, in_one_cell) == rows(printed, in_one_cell)


@pytest.mark.parametrize("name", layouts.LAYOUTS)
@pytest.mark.parametrize("kind", layouts.WRITERS)
def test_a_form_of_any_province_gives_the_findings_of_the_json(
    name: str, kind: str, published: tuple[PrintedTable, ...], reader: Reader, tmp_path: Path
) -> None:
    """Whoever checks the office's own file learns the same as from the interchange form."""
    path = tmp_path / f"tables.{kind}"
    layouts.WRITERS[kind](papers(published, layouts.LAYOUTS[name]), path)
    expected = [said(review.findings) for review in review_tables(published)]

    found = [said(review.findings) for review in review_tables(read_tables(path, reader).tables)]

    assert found == expected


def said(findings: tuple[object, ...]) -> list[tuple[str, str, int | None]]:
    return sorted((f.code, str(f.severity), f.row or 0) for f in findings)  # type: ignore[attr-defined]


def test_two_tables_beside_each_other_are_two_tables(
    published: tuple[PrintedTable, ...], reader: Reader, tmp_path: Path
) -> None:
    """A sheet that holds two forms side by side gives both, each with its own rows."""
    left, right = papers(published[:2], layouts.guangdong)
    shift = left.width + 1
    left.texts |= {(row, column + shift): text for (row, column), text in right.texts.items()}
    left.spans += [(top, first + shift, bottom, last + shift) for top, first, bottom, last in right.spans]
    layouts.write_workbook([left], tmp_path / "beside.xlsx")

    tables = read_tables(tmp_path / "beside.xlsx", reader).tables

    assert [table.title for table in tables] == [table.title for table in published[:2]]
    assert [rows(table, True) for table in tables] == [rows(table, True) for table in published[:2]]
    assert [table.total_printed for table in tables] == ["100", "100"]


def test_tables_below_each_other_on_one_sheet_are_apart(
    published: tuple[PrintedTable, ...], reader: Reader, tmp_path: Path
) -> None:
    """Three forms stacked on one sheet, with a sheet of other things beside it."""
    stacked = layouts.Paper()
    for table in published[:3]:
        layouts.official(stacked, table)
    other = layouts.Paper()
    other.line("姓名", "电话")
    other.line("某某", "0000")
    layouts.write_workbook([stacked, other], tmp_path / "stacked.xlsx")

    intake = read_tables(tmp_path / "stacked.xlsx", reader)

    assert [table.title for table in intake.tables] == [table.title for table in published[:3]]
    assert [rows(table, True) for table in intake.tables] == [rows(table, True) for table in published[:3]]
    assert [finding.code for finding in intake.findings] == ["exchange.no_table"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text_reads_in_every_encoding_of_an_office(
    encoding: str, delimiter: str, published: tuple[PrintedTable, ...], reader: Reader, tmp_path: Path
) -> None:
    """A sheet saved as text keeps its rows; merged cells are then blank below the first."""
    paper = papers(published[:1], layouts.anhui)[0]
    lines = [
        delimiter.join('"' + paper.texts.get((row, column), "") + '"' for column in range(paper.width))
        for row in range(paper.row)
    ]
    (tmp_path / "table.csv").write_bytes("\r\n".join(lines).encode(encoding))

    table = read_tables(tmp_path / "table.csv", reader).tables[0]

    assert table.title == "水旱灾害防御经费"
    assert rows(table, True) == rows(published[0], True)
    assert table.total_printed == "100"


def test_a_template_line_left_in_the_form_is_no_indicator(reader: Reader, tmp_path: Path) -> None:
    """``指标2:`` and ``……`` without any value stay out of the rows and are kept as text."""
    paper = layouts.Paper()
    paper.line("项目名称", "某项目")
    paper.line("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    paper.line("产出指标", "数量指标", "指标1:培训人数", "≥50人", "60人", "10", "10")
    paper.line(None, None, "指标2:")
    paper.line(None, None, "……")
    paper.line(("总分", 5), "10", "10")
    layouts.write_workbook([paper], tmp_path / "left.xlsx")

    table = read_tables(tmp_path / "left.xlsx", reader).tables[0]

    assert [row.name for row in table.indicators] == ["指标1:培训人数"]
    assert "指标2:" in (table.text or "")


def test_a_score_merged_over_rows_counts_once(reader: Reader, tmp_path: Path) -> None:
    """Sub-rows that share one weight and score do not double the points."""
    paper = layouts.Paper()
    paper.line("项目名称", "某项目")
    paper.line("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    paper.line("产出指标", "数量指标", "种植面积", "8亩", "8亩", "20", "20")
    paper.line("产出指标", "数量指标", "其中桃树", "3亩", "3亩", None, None)
    paper.merge_down(5, 2, 3)
    paper.merge_down(6, 2, 3)
    paper.line(("总分", 5), "20", "20")
    layouts.write_workbook([paper], tmp_path / "merged.xlsx")

    table = read_tables(tmp_path / "merged.xlsx", reader).tables[0]

    assert [(row.weight, row.score) for row in table.indicators] == [("20", "20"), (None, None)]


def test_an_office_adds_the_words_of_its_own_form(tmp_path: Path) -> None:
    """A heading that the kit does not know becomes known by the workspace's own file."""
    words = (shipped("data") / "forms" / "selfreview.yaml").read_text(encoding="utf-8")
    (tmp_path / "data" / "forms").mkdir(parents=True)
    own = words.replace(
        "score: [得分, 自评得分, 自评分, 实得分, 自评分数", "score: [考核打分, 得分, 自评得分, 自评分, 实得分, 自评分数"
    )
    (tmp_path / "data" / "forms" / "selfreview.yaml").write_text(own, encoding="utf-8")
    paper = layouts.Paper()
    paper.line("项目名称", "某项目")
    paper.line("一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "考核打分")
    paper.line("产出指标", "培训人数", "50人", "50人", "10", "9")
    layouts.write_workbook([paper], tmp_path / "own.xlsx")

    table = read_tables(tmp_path / "own.xlsx", load_reader(Resources(tmp_path))).tables[0]

    assert table.indicators[0].score == "9"
