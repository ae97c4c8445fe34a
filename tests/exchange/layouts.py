"""Layouts: self-review tables laid out as the offices of several provinces keep them, in three file formats.

The layouts follow forms that departments published with their final accounts; the texts come from the tables given.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import docx
import openpyxl
import xlwt

from kit.evaluation.printed import PrintedIndicator, PrintedTable


@dataclass
class Paper:
    """A table on paper: texts by place, merged spans (top, left, bottom, right)."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    row: int = 0

    def line(self, *cells: str | tuple[str | None, int] | None) -> None:
        """One row from left to right; ``(text, n)`` is merged over n columns."""
        column = 0
        for cell in cells:
            text, width = cell if isinstance(cell, tuple) else (cell, 1)
            if text:
                self.texts[self.row, column] = text
            if width > 1:
                self.spans.append((self.row, column, self.row, column + width - 1))
            column += width
        self.row += 1

    def merge_down(self, column: int, top: int, bottom: int) -> None:
        """Merge one column over rows, as Excel does: only the first text stays."""
        if bottom > top:
            self.spans.append((top, column, bottom, column))
            for row in range(top + 1, bottom + 1):
                self.texts.pop((row, column), None)

    def merge_equal(self, column: int, top: int) -> None:
        """Merge the runs of equal text in *column* from row *top* to the last one."""
        start = top
        for text, run in groupby(range(top, self.row), key=lambda row: self.texts.get((row, column))):
            length = len(list(run))
            if text:
                self.merge_down(column, start, start + length - 1)
            start += length

    @property
    def width(self) -> int:
        """How many columns there are."""
        return 1 + max([column for _, column in self.texts] + [span[3] for span in self.spans])


Layout = Callable[[Paper, PrintedTable], None]


def official(paper: Paper, table: PrintedTable) -> None:
    """财预〔2020〕10号: the ministry's form, level 1 and 2 merged downwards."""
    money = table.budget
    paper.line(("项目支出绩效自评表", 9))
    paper.line((f"( {table.year} 年度)" if table.year else None, 9))
    paper.line(("项目名称", 2), (table.title, 7))
    paper.line(("主管部门", 2), (table.department, 3), "实施单位", (table.unit, 3))
    top = paper.row
    paper.line(
        (f"项目资金\n({money.unit})", 1), None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", None
    )
    paper.line(None, "年度资金总额:", *amounts(money), money.weight, money.rate_printed, money.score_printed)
    for place, fund in enumerate(money.funds):
        paper.line(None, ("其中:" if not place else "") + fund.name, *amounts(fund), "—", None, "—")
    paper.merge_down(0, top, paper.row - 1)
    paper.line("年度总\n体目标", ("预期目标", 4), ("实际完成情况", 4))
    paper.line(None, ("按时完成全年任务, 资金100%到位。", 4), ("任务已完成。", 4))
    top = paper.row
    heading = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度\n指标值",
        "实际\n完成值",
        "分值",
        "得分",
        "偏差原因分析\n及改进措施",
    )
    paper.line("绩效指标", *heading)
    for place, row in enumerate(table.indicators):
        if place and place % 8 == 0:
            paper.line("绩效指标", *heading)
        paper.line(None, row.level1, row.level2, row.name, target(row), row.actual, row.weight, row.score, row.reason)
    merge_levels(paper, 1, top + 1)
    close(paper, table, before=("总分", 6), after=1)
    paper.line(("注:1.其他资金包括社会投入资金、银行贷款等。2.定量指标完成数汇总原则见说明。", 9))


def anhui(paper: Paper, table: PrintedTable) -> None:
    """Anhui: codes before names, the unit of money in a line above, levels blank below the first of a group."""
    money = table.budget
    paper.line(("附件2", 9))
    paper.line((f"{table.year or ''}年度项目支出绩效自评表", 9))
    paper.line(("填报日期:                金额单位:" + (money.unit or ""), 9))
    paper.line(("项目名称", 2), (table.title, 7))
    paper.line(("主管部门", 2), (table.department, 3), ("实施单位", 1), (table.unit, 3))
    paper.line(("项目资金", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    paper.line(("年度资金总额", 2), *amounts(money), money.weight, money.rate_printed, money.score_printed)
    for place, fund in enumerate(money.funds):
        paper.line(
            ("其中:" if not place else "") + fund.name, None, *amounts(fund), money.weight, None, money.score_printed
        )
    paper.line(("年度总体目标", 9))
    paper.line(
        "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", ("未完成原因和改进措施", 2)
    )
    previous = (None, None)
    for row in table.indicators:
        first = row.level1 if row.level1 != previous[0] else None
        second = row.level2 if first or row.level2 != previous[1] else None
        paper.line(first, second, row.name, target(row), row.actual, row.weight, row.score, row.reason)
        previous = (row.level1, row.level2)
    close(paper, table, before=("总 分", 5), after=2)


def sichuan(paper: Paper, table: PrintedTable) -> None:
    """Sichuan: operator, value and unit in columns of their own, 权重, execution weight in the block's heading too."""
    money = table.budget
    title = "部门预算项目支出绩效自评表" + (f"({table.year}年度)" if table.year else "")
    paper.line(("报表编号:510000_0013zp", 11))
    paper.line((title, 11))
    paper.line(("项目名称", 2), (table.title, 9))
    paper.line(("主管部门", 2), (table.department, 3), ("实施单位\n(盖章)", 2), (table.unit, 4))
    paper.line("项目基本情况", ("1.项目年度目标完成情况", 2), ("项目年度目标", 4), ("年度目标完成情况", 4))
    top = paper.row
    aside = "预算执行情况" + (f"({money.weight}分)" if money.weight else "")
    paper.line(
        aside,
        (f"年度预算数({money.unit})", 2),
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        ("原因", 2),
    )
    paper.line(None, ("总额", 2), *amounts(money), money.rate_printed, money.weight, money.score_printed, ("无", 2))
    for place, fund in enumerate(money.funds):
        paper.line(None, (("其中:" if not place else "") + fund.name, 2), *amounts(fund), None, "/", "/")
    paper.merge_down(0, top, paper.row - 1)
    top = paper.row
    paper.line(
        "绩效指标(90分)",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因分析",
    )
    for row in table.indicators:
        cells = (row.op_column, row.target, row.unit_column, row.actual, row.weight, row.score, row.reason)
        paper.line(None, row.level1, row.level2, row.name, *cells)
    merge_levels(paper, 1, top + 1)
    close(paper, table, before=("合计", 8), after=1)
    paper.line("评价结论", ("及时、足额。", 10))
    paper.line(("项目负责人:        财务负责人:", 11))


def yunnan(paper: Paper, table: PrintedTable) -> None:
    """Yunnan: two rows of headings, the lower one under 年度指标值."""
    money = table.budget
    paper.line(("项目支出绩效自评表", 11))
    paper.line(("项目名称", 3), (table.title, 8))
    paper.line(("年度", 3), (table.year, 8))
    paper.line(("主管部门", 3), (table.department, 3), ("实施单位", 2), (table.unit, 3))
    paper.line((f"项目资金({money.unit})", 3), ("预算数", 4), ("执行数", 1), ("分值", 1), ("执行率", 1), ("得分", 1))
    paper.line((None, 3), ("年初", 2), ("全年预算数", 2), None, None, None, None)
    paper.merge_down(7, paper.row - 2, paper.row - 1)
    initial, adjusted, executed = amounts(money)
    rest = (executed, money.weight, money.rate_printed, money.score_printed)
    paper.line(("年度资金总额", 3), (initial, 2), (adjusted, 2), *rest)
    for place, fund in enumerate(money.funds):
        initial, adjusted, executed = amounts(fund)
        paper.line(
            (("其中:" if not place else "") + fund.name, 3), (initial, 2), (adjusted, 2), executed, None, None, None
        )
    paper.line(("年度总体目标", 3), ("完成任务", 8))
    paper.line("一级指标", "二级指标", "三级指标", ("年度指标值", 3), "实际完成值", "分值", "得分", ("偏差原因", 2))
    paper.line(None, None, None, "计算符号", "指标值", "度量单位", None, None, None, (None, 2))
    for column in (0, 1, 2, 6, 7, 8):
        paper.merge_down(column, paper.row - 2, paper.row - 1)
    top = paper.row
    for row in table.indicators:
        cells = (row.op_column, row.target, row.unit_column, row.actual, row.weight, row.score)
        paper.line(row.level1, row.level2, row.name, *cells, (row.reason, 2))
    merge_levels(paper, 0, top)
    close(paper, table, before=("总分", 7), after=2)
    paper.line(("填表人:            联系电话:", 11))


def guangdong(paper: Paper, table: PrintedTable) -> None:
    """Guangdong: another order of columns, 自评得分 before the weight, totals first in the row, grade boxes."""
    money = table.budget
    paper.line((f"{table.year or ''}年度项目支出绩效自评表", 8))
    paper.line("预算单位", (table.unit, 3), "主管部门", (table.department, 3))
    paper.line("项目名称", (table.title, 7))
    paper.line(
        f"资金({money.unit})", "全年预算数(A)", "年初预算数", "全年执行数(B)", "执行率(B/A)", "得分", "分值", None
    )
    paper.line(
        "年度资金总额",
        money.adjusted,
        money.initial,
        money.executed,
        money.rate_printed,
        money.score_printed,
        money.weight,
    )
    for place, fund in enumerate(money.funds):
        paper.line(("其中:" if not place else "") + fund.name, fund.adjusted, fund.initial, fund.executed)
    paper.line("年度目标", ("全部完成", 7))
    paper.line(
        "一级指标",
        "二级指标",
        "三级指标",
        "实际完成指标值",
        "预期指标值",
        "自评得分",
        "权重(%)",
        "偏差原因分析及改进措施",
    )
    top = paper.row
    for row in table.indicators:
        paper.line(row.level1, row.level2, row.name, row.actual, target(row), row.score, row.weight, row.reason)
    merge_levels(paper, 0, top)
    if cut(paper, table):
        return
    paper.line(("合计", 5), table.total_printed, table.total_weight_printed, None)
    if table.grade_printed:
        boxes = "  ".join(f"{word}{'☑' if word == table.grade_printed else '□'}" for word in ("优", "良", "中", "差"))
        paper.line("自评等级", (boxes if "☑" in boxes else table.grade_printed, 7))


def ningxia(paper: Paper, table: PrintedTable) -> None:
    """Ningxia: labels with colons, the budget without a row of its own for the sources, level 1 in every row."""
    money = table.budget
    paper.line((f"{table.year or ''}年项目支出绩效自评情况表", 8))
    paper.line((f"项目名称:{table.title}" if table.title else None, 8))
    paper.line(
        (f"主管部门:{table.department}" if table.department else None, 4),
        (f"实施单位:{table.unit}" if table.unit else None, 4),
    )
    paper.line(
        "资金来源",
        f"年初预算({money.unit})",
        f"全年预算({money.unit})",
        f"全年执行数({money.unit})",
        "预算执行率",
        "权重",
        "得分",
    )
    paper.line("合计", *amounts(money), money.rate_printed, money.weight, money.score_printed)
    for fund in money.funds:
        paper.line(fund.name, *amounts(fund))
    paper.line("年度总体目标", ("已完成", 7))
    paper.line("一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "得分", "未完成原因分析")
    for row in table.indicators:
        paper.line(row.level1, row.level2, row.name, target(row), row.actual, row.weight, row.score, row.reason)
    close(paper, table, before=("自评总分", 5), after=1)


def hubei(paper: Paper, table: PrintedTable) -> None:
    """Hubei: no column for weights unless the table has some, the execution weight in the headings."""
    money = table.budget
    has_weights = any(row.weight for row in table.indicators)
    paper.line((f"{table.year or ''}年度项目自评表", 7))
    paper.line(("项目名称", 2), (table.title, 5))
    paper.line("主管部门", (table.department, 3), "项目实施单位", (table.unit, 2))
    paper.line("项目类别", ("1、部门预算项目 √  2、市直专项 □", 6))
    points = f"({money.weight}分)" if money.weight else ""
    score = f"得分({money.weight}分*执行率)" if money.weight else "得分"
    paper.line(f"预算执行情况({money.unit}){points}", None, "年初预算", "预算数(A)", "执行数(B)", "执行率(B/A)", score)
    paper.line(None, "年度财政资金总额", *amounts(money), money.rate_printed, money.score_printed)
    paper.merge_down(0, paper.row - 2, paper.row - 1)
    for place, fund in enumerate(money.funds):
        paper.line(None, ("其中:" if not place else "") + fund.name, *amounts(fund))
    weights = ("分值",) if has_weights else ()
    paper.line("一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", *weights, "得分", "扣分原因")
    top = paper.row
    for row in table.indicators:
        weight = (row.weight,) if has_weights else ()
        paper.line(row.level1, row.level2, row.name, target(row), row.actual, *weight, row.score, row.reason)
    merge_levels(paper, 0, top)
    close(paper, table, before=("总分", 5), after=1, has_weights=has_weights)
    paper.line("偏差大或目标未完成原因分析", ("无", 6))
    paper.line(("备注:1.预算执行情况口径:预算数为调整后财政资金总额。", 7))


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout for layout in (official, anhui, sichuan, yunnan, guangdong, ningxia, hubei)
}
WITH_COLUMNS = {"sichuan", "yunnan"}


def amounts(money: object) -> tuple[str | None, str | None, str | None]:
    """The three amounts of a money line."""
    return tuple(getattr(money, name) for name in ("initial", "adjusted", "executed"))  # type: ignore[return-value]


def target(row: PrintedIndicator) -> str | None:
    """The target in one cell, with operator and unit where they are printed apart."""
    return "".join(part for part in (row.op_column, row.target, row.unit_column) if part) or None


def cut(paper: Paper, table: PrintedTable) -> bool:
    """Write the mark of a copy that was cut."""
    if not table.rows_complete:
        paper.line("(以下略)")
    return not (table.rows_complete or table.total_printed or table.total_weight_printed)


def merge_levels(paper: Paper, column: int, top: int) -> None:
    """Merge level 1 downwards where it stays the same; a heading repeated on a page ends a run."""
    paper.merge_equal(column, top)


def close(paper: Paper, table: PrintedTable, before: tuple[str, int], after: int, has_weights: bool = True) -> None:
    """The total row, and the grade where one is printed."""
    if cut(paper, table):
        return
    weights = (table.total_weight_printed,) if has_weights else ()
    paper.line(before, *weights, table.total_printed, (None, after) if after > 1 else None)
    if table.grade_printed:
        paper.line("评价等级", table.grade_printed)


def write_workbook(papers: Iterable[Paper], path: Path) -> None:
    """Each paper on a sheet of an XLSX workbook, numbers as numbers where they print the same."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, paper in enumerate(papers, 1):
        sheet = book.create_sheet(f"表{place}")
        for (row, column), text in paper.texts.items():
            value, form = typed(text)
            cell = sheet.cell(row + 1, column + 1)
            cell.value = value
            cell.number_format = form
            if isinstance(value, str):
                cell.data_type = "s"
        for top, left, bottom, right in paper.spans:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    book.save(path)


def write_old_workbook(papers: Iterable[Paper], path: Path) -> None:
    """Each paper on a sheet of an XLS workbook."""
    book = xlwt.Workbook()
    styles: dict[str, xlwt.XFStyle] = {}
    for place, paper in enumerate(papers, 1):
        sheet = book.add_sheet(f"表{place}")
        merged = {(top, left): span for span in paper.spans for top, left in [span[:2]]}
        for (row, column), text in paper.texts.items():
            value, form = typed(text)
            style = styles.setdefault(form, xlwt.easyxf(num_format_str=form))
            if (row, column) in merged:
                _, _, bottom, right = merged.pop((row, column))
                sheet.write_merge(row, bottom, column, right, value, style)
            else:
                sheet.write(row, column, value, style)
        for top, left, bottom, right in merged.values():
            sheet.merge(top, bottom, left, right)
    book.save(str(path))


def write_document(papers: Iterable[Paper], path: Path) -> None:
    """Each paper as a table of a DOCX document."""
    document = docx.Document()
    for paper in papers:
        table = document.add_table(paper.row, paper.width)
        # Asking the table for one cell at a time builds its whole grid each time.
        cells = table._cells
        for (row, column), text in paper.texts.items():
            cells[row * paper.width + column].text = text
        for top, left, bottom, right in paper.spans:
            cells[top * paper.width + left].merge(cells[bottom * paper.width + right])
        document.add_paragraph("")
    document.save(str(path))


def typed(text: str) -> tuple[str | float, str]:
    """A number with the format under which it prints as *text*, or the text itself."""
    percent = text.endswith("%")
    digits = text.removesuffix("%")
    whole, point, decimals = digits.partition(".")
    if not whole.isdigit() or (decimals and not decimals.isdigit()) or bool(point) != bool(decimals):
        return text, "@"
    form = "0" + ("." + "0" * len(decimals) if decimals else "") + ("%" if percent else "")
    return float(digits) / 100 if percent else float(digits), form


WRITERS = {"xlsx": write_workbook, "xls": write_old_workbook, "docx": write_document}
