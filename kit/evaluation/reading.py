"""Reading: a printed table as the checks see it: its rows with their part, points and values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kit.core.money import parse_amount
from kit.core.number import PrintedNumber, to_halfwidth
from kit.evaluation.kinds import TableKind, is_filled
from kit.evaluation.points import parse_points, without_points
from kit.evaluation.printed import PrintedIndicator, PrintedTable


class Part(StrEnum):
    """What a row is within its table."""

    INDICATOR = "indicator"
    EXECUTION = "execution"
    SUMMARY = "summary"
    SUB_ROW = "sub-row"
    ADDED = "added"
    DEDUCTED = "deducted"


_EXECUTION = re.compile(
    r"(\d+[.、)])?(全年|年度|项目|部门|财政|整体|本年)*(资金|支出)?预算(资金|支出|总额)?执行(率|情况|进度)?(指标|得分|\(.*\))?|资金执行率"
)
_SUMMARY = re.compile(r"(自评|综合|项目|指标|绩效)?(小计|合计|总计|总分值?|总得分|得分合计|得分|总分数|共计)(\(.*\))?")
_SUB_ROW = re.compile(r"[★*#\s]*其中")
_ADDED = re.compile(r"加分(项|指标|事项)|附加分|奖励分|^加分$")
_DEDUCTED = re.compile(r"(扣|减)分(项|指标|事项)|负面清单|倒扣分?|^(扣|减)分$")


@dataclass(frozen=True)
class Row:
    """One row of indicators; ``number`` counts from 1."""

    number: int
    printed: PrintedIndicator
    part: Part
    weight: PrintedNumber | None
    score: PrintedNumber | None

    @property
    def name(self) -> str:
        """What to call the row in a message."""
        return self.printed.name or self.printed.level2 or self.printed.level1 or str(self.number)

    @property
    def is_indicator(self) -> bool:
        """True for a plain indicator row, which carries a target of its own."""
        return self.part is Part.INDICATOR

    @property
    def is_full(self) -> bool:
        """True where weight and score are printed and no point is lost."""
        return self.weight is not None and self.score is not None and self.score.value >= self.weight.value

    @property
    def is_not_applicable(self) -> bool:
        """True where the row says that it does not apply (不适用, or ``/`` for its weight or score)."""
        marks = [cell for cell in (self.printed.weight, self.printed.score) if cell is not None]
        worded = any("不适用" in (cell or "") for cell in (self.printed.actual, self.printed.reason, self.printed.score))
        return worded or any(not is_filled(cell) for cell in marks)


@dataclass(frozen=True)
class Reading:
    """A table with its rows read; ``kind`` is what the table is."""

    table: PrintedTable
    kind: TableKind
    rows: tuple[Row, ...]

    @cached_property
    def is_whole(self) -> bool:
        """True where nothing of the table was cut, so that sums over it mean something."""
        return self.table.complete and self.table.rows_complete

    @cached_property
    def indicators(self) -> tuple[Row, ...]:
        """The plain indicator rows."""
        return tuple(row for row in self.rows if row.is_indicator)

    @cached_property
    def execution_weight(self) -> PrintedNumber | None:
        """The weight printed in the money block."""
        return parse_points(self.table.budget.weight)

    @cached_property
    def execution_score(self) -> PrintedNumber | None:
        """The score printed in the money block."""
        return parse_points(self.table.budget.score_printed)

    @cached_property
    def total(self) -> PrintedNumber | None:
        """The printed total."""
        return parse_points(self.table.total_printed)

    @cached_property
    def has_money(self) -> bool:
        """True where the money block holds an amount."""
        budget = self.table.budget
        return any(self.amount(text) for text in (budget.initial, budget.adjusted, budget.executed))

    def amount(self, text: str | None) -> PrintedNumber | None:
        """An amount of the money block in fen, by the unit in the cell, else by that of the heading."""
        return parse_amount(text, heading_unit(self.table.budget.unit))

    @cached_property
    def wording(self) -> str:
        """All that the table says, for checks that look for a word."""
        cells = [self.table.title, self.table.text]
        for row in self.rows:
            printed = row.printed
            cells += [printed.level1, printed.level2, printed.name, printed.target, printed.actual, printed.reason]
        return "\n".join(cell for cell in cells if cell)


def read_table(table: PrintedTable, kind: TableKind) -> Reading:
    """*table* with the part, weight and score of each row."""
    parts = _parts(table.indicators)
    rows = tuple(
        Row(number, printed, part, parse_points(printed.weight), parse_points(printed.score))
        for number, (printed, part) in enumerate(zip(table.indicators, parts, strict=True), start=1)
    )
    return Reading(table, kind, rows)


def heading_unit(text: str | None) -> str:
    """The unit of money in a heading (``单位:万元``, ``(元)``); 万元, which the official form prints, where none is named."""
    match = re.search(r"百万元|千元|万元|亿元|元", to_halfwidth(text or ""))
    return match[0] if match else "万元"


def _parts(rows: Sequence[PrintedIndicator]) -> list[Part]:
    levels = _weighted_levels(rows)
    return [_part(row, levels) for row in rows]


def _part(row: PrintedIndicator, levels: dict[str, set[str]]) -> Part:
    name = without_points(row.name)
    if _SUB_ROW.match(name):
        return Part.SUB_ROW
    if _EXECUTION.fullmatch(name) or (not name and _EXECUTION.fullmatch(without_points(row.level1))):
        return Part.EXECUTION
    if _is_summary(row, name, levels):
        return Part.SUMMARY
    return _adjustment(name, row) or Part.INDICATOR


def _adjustment(name: str, row: PrintedIndicator) -> Part | None:
    for text in (name, without_points(row.level1)):
        if _ADDED.search(text):
            return Part.ADDED
        if _DEDUCTED.search(text):
            return Part.DEDUCTED
    return None


def _is_summary(row: PrintedIndicator, name: str, levels: dict[str, set[str]]) -> bool:
    level1, level2 = without_points(row.level1), without_points(row.level2)
    if _SUMMARY.fullmatch(name or level1):
        return True
    if name in ("", level1) and level1:
        return bool(levels.get(level1, set()) - {name, level1})
    return bool(level2) and name == level2 and bool(levels.get(f"{level1}/{level2}", set()) - {name})


def _weighted_levels(rows: Sequence[PrintedIndicator]) -> dict[str, set[str]]:
    """For each heading of level 1 and 2, the names of the rows below it that carry a weight or a score."""
    levels: dict[str, set[str]] = {}
    for row in rows:
        if not (is_filled(row.weight) or is_filled(row.score)):
            continue
        level1, level2, name = (without_points(text) for text in (row.level1, row.level2, row.name))
        levels.setdefault(level1, set()).add(name)
        levels.setdefault(f"{level1}/{level2}", set()).add(name)
    return levels
