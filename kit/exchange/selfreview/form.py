"""Form: the official self-review form as a workbook, ready to print; what it holds reads back unchanged.

The headings are those of 项目支出绩效自评表, annex of 财预〔2020〕10号; one sheet for each table.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from kit.core.errors import KitError
from kit.evaluation.printed import PrintedBudget, PrintedFund, PrintedIndicator, PrintedTable
from kit.exchange.measure import row_height

TITLE = "项目支出绩效自评表"
MONEY_HEADS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
INDICATOR_HEADS = (
    "一级指标", "二级指标", "三级指标", "计算符号", "年度指标值", "度量单位", "实际完成值", "分值", "得分",
    "偏差原因分析及改进措施",
)  # fmt: skip
INDICATOR_FIELDS = (
    "level1", "level2", "name", "op_column", "target", "unit_column", "actual", "weight", "score", "reason",
)  # fmt: skip
NOTE = "注:金额按表内单位填写;定量指标填写数值和计量单位,未达到指标值的说明原因。"
CUT = "(以下略)"
WIDTHS = (11, 13, 26, 8, 12, 8, 12, 7, 7, 24)
LAST = len(WIDTHS) - 1
SANS, SERIF = "黑体", "宋体"


def write_form(tables: Iterable[PrintedTable], path: Path) -> None:
    """Write each of *tables* on a sheet of its own; raises KitError where the file cannot be written."""
    try:
        _fill(tables, str(path), None)
    except (OSError, XlsxWriterException) as error:
        raise KitError(
            f"{path}: cannot be written ({error}); close the file elsewhere or choose another name"
        ) from None


def make_form(tables: Iterable[PrintedTable], day: date) -> bytes:
    """The same file; *day* stands in its properties as that of its making."""
    file = BytesIO()
    _fill(tables, file, day)
    return file.getvalue()


def _fill(tables: Iterable[PrintedTable], target: str | BytesIO, day: date | None) -> None:
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "in_memory": day is not None}
    with xlsxwriter.Workbook(target, options) as book:
        if day is not None:
            book.set_properties({"created": datetime.combine(day, time())})
        styles = _styles(book)
        for place, table in enumerate(tables, 1):
            _Sheet(book.add_worksheet(f"{place}"), styles).write(table)


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": SERIF, "font_size": 10, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    boxed = {**base, "border": 1}
    return {
        "title": book.add_format({**base, "font_name": SANS, "font_size": 16, "align": "center"}),
        "subtitle": book.add_format({**base, "align": "center"}),
        "plain": book.add_format(base),
        "head": book.add_format({**boxed, "font_name": SANS, "align": "center", "bg_color": "#F2F2F2"}),
        "text": book.add_format({**boxed, "align": "left"}),
        "value": book.add_format({**boxed, "align": "center"}),
    }


class _Sheet:
    """One table on its way to a sheet."""

    def __init__(self, sheet: Any, styles: dict[str, Any]) -> None:
        self.sheet = sheet
        self.styles = styles
        self.row = 0

    def write(self, table: PrintedTable) -> None:
        self._set_page()
        self._write_facts(table)
        self._write_money(table.budget)
        self._write_indicators(table.indicators)
        self._write_end(table)

    def _set_page(self) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.set_footer("&C第 &P 页 共 &N 页")
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)

    def _put(self, first: int, last: int, text: str | None, style: str) -> None:
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.styles[style])
        if text is None:
            self.sheet.write_blank(self.row, first, None, self.styles[style])
        else:
            self.sheet.write_string(self.row, first, text, self.styles[style])

    def _put_line(self, cells: Sequence[tuple[int, int, str | None, str]], height: float = 20) -> None:
        for cell in cells:
            self._put(*cell)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _write_facts(self, table: PrintedTable) -> None:
        self._put_line([(0, LAST, _title(table), "title")], 30)
        self._put_line([(0, LAST, f"({table.year}年度)" if table.year else None, "subtitle")])
        self._put_line([(0, 1, "项目名称", "head"), (2, LAST, table.title, "text")], 26)
        places = [(0, 1, "主管部门", "head"), (2, 4, table.department, "text")]
        self._put_line([*places, (5, 6, "实施单位", "head"), (7, LAST, table.unit, "text")], 26)

    def _write_money(self, money: PrintedBudget) -> None:
        label = f"项目资金({money.unit})" if money.unit else "项目资金"
        self._put_line([(0, 3, label, "head"), *[(4 + n, 4 + n, head, "head") for n, head in enumerate(MONEY_HEADS)]])
        scores = (money.weight, money.rate_printed, money.score_printed)
        self._put_amounts("年度资金总额", money, scores)
        for place, fund in enumerate(money.funds):
            self._put_amounts(("其中:" if not place else "") + fund.name, fund, (None, None, None))

    def _put_amounts(
        self, label: str, money: PrintedBudget | PrintedFund, scores: tuple[str | None, str | None, str | None]
    ) -> None:
        values = (money.initial, money.adjusted, money.executed, *scores)
        self._put_line([(0, 3, label, "text"), *[(4 + n, 4 + n, value, "value") for n, value in enumerate(values)]])

    def _write_indicators(self, rows: Sequence[PrintedIndicator]) -> None:
        self._put_line([(column, column, head, "head") for column, head in enumerate(INDICATOR_HEADS)], 30)
        self.sheet.repeat_rows(self.row - 1)
        top = self.row
        for row in rows:
            values = [getattr(row, name) for name in INDICATOR_FIELDS]
            styles = ["text" if name in ("name", "reason") else "value" for name in INDICATOR_FIELDS]
            cells = [(n, n, value, style) for n, (value, style) in enumerate(zip(values, styles, strict=True))]
            texts = [(value or "", width) for value, width in zip(values, WIDTHS, strict=True)]
            self._put_line(cells, row_height(texts, 13.0, 400))
        self._merge_levels(rows, top)

    def _merge_levels(self, rows: Sequence[PrintedIndicator], top: int) -> None:
        """Merge level 1 downwards where it stays the same, and level 2 inside it."""
        for column, keys in ((0, [(row.level1,) for row in rows]), (1, [(row.level1, row.level2) for row in rows])):
            for first, last in _runs(keys):
                text = keys[first][-1]
                if text and last > first:
                    self.sheet.merge_range(top + first, column, top + last, column, "", self.styles["value"])
                    self.sheet.write_string(top + first, column, text, self.styles["value"])

    def _write_end(self, table: PrintedTable) -> None:
        if not table.rows_complete:
            self._put_line([(0, LAST, CUT, "plain")])
        totals = (table.total_weight_printed, table.total_printed, None)
        cells = [(7 + n, 7 + n, text, "value") for n, text in enumerate(totals)]
        self._put_line([(0, 6, "总分", "head"), *cells], 24)
        if table.grade_printed:
            self._put_line([(0, 6, "评价等级", "head"), (7, LAST, table.grade_printed, "value")], 24)
        self._put_line([(0, LAST, NOTE, "plain")], 24)
        self._put_line([(0, 1, "表编号", "plain"), (2, LAST, table.id, "plain")])


def _title(table: PrintedTable) -> str:
    """The table's own heading where it is one; a source may only have named a kind in English."""
    return table.kind if table.kind and table.kind.endswith("表") else TITLE


def _runs(keys: Sequence[tuple[str | None, ...]]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, key in enumerate(keys):
        if runs and keys[runs[-1][0]] == key:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
