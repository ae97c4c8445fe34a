"""Reading: a printed table as the checks see it: its rows with their part, points and values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from kit.core.money import parse_amount
from kit.core.number import PrintedNumber, to_halfwidth
from kit.evaluation.interval import shown
from kit.evaluation.kinds import TableKind, is_filled
from kit.evaluation.points import parse_points, without_points
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.target import parse_actual, parse_target
from kit.evaluation.value import Value


class Part(StrEnum):
    """What a row is within its table."""

    INDICATOR = "indicator"
    EXECUTION = "execution"
    SUMMARY = "summary"
    SUB_ROW = "sub-row"
    ADDED = "added"
    DEDUCTED = "deducted"
    ADJUSTED = "adjusted"


_SHARES = 100
_FINEST = Fraction(1, 1_000_000)
# Merged cells may repeat shares, so that their plain sum passes one; a long form of half points passes this.
_SHARES_SUM_MAX = 5
# Forms of a thousand points are read as the hundred that they stand for.
_THOUSAND = 1000
_TENTH = Fraction(1, 10)
_EXECUTION = re.compile(
    r"(\d+[.、)])?(全年|年度|项目|部门|财政|整体|本年)*(资金|支出)?预算(资金|支出|总额)?执行(率|情况|进度)?(指标|得分|\(.*\))?|资金执行率"
)
_SUMMARY = re.compile(
    r"(自评|综合|项目|指标|绩效|最终)*(小计|合计|总计|共计|总分值?|总得分|总评分|得分|总分数)(得分|分值|分数)?(\(.*\))?"
)
_LIKE_EXECUTION = re.compile(
    r"预算.{0,6}(执行|完成)|资金.{0,4}(执行|使用|支付|支出|拨付|到位).{0,4}(率|进度)|执行率|支付进度"
)
_SUB_ROW = re.compile(r"[★*#\s]*其中")
_ADDED = re.compile(r"加分|附加|奖励分")
# 加减分, 加扣分, 加(扣)分, 加分/扣分: points that may go either way.
_ADJUSTED = re.compile(r"[加增](?:分项?)?[、/,(和与及或]?[减扣]\)?分|奖扣分|奖惩分")
_DEDUCTED = re.compile(r"扣分|减分|负面清单|倒扣")


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

    @cached_property
    def target(self) -> Value:
        """The target as it is understood."""
        row = self.printed
        return parse_target(row.target, operator=row.op_column, unit=row.unit_column, name=row.name)

    @cached_property
    def actual(self) -> Value:
        """The actual value as it is understood."""
        return parse_actual(self.printed.actual, unit=self.printed.unit_column, name=self.printed.name)

    @property
    def is_signed(self) -> bool:
        """True where the score says by its sign which way it goes: +2, -2."""
        return to_halfwidth(self.printed.score or "").lstrip("(").startswith(("+", "-"))

    @property
    def is_like_execution(self) -> bool:
        """True where the name may stand for budget execution (资金支付率), which the money block may score too."""
        return bool(_LIKE_EXECUTION.search(without_points(self.printed.name)))

    @property
    def is_full(self) -> bool:
        """True where weight and score are printed and no point is lost."""
        return self.weight is not None and self.score is not None and self.score.value >= self.weight.value

    @property
    def is_not_applicable(self) -> bool:
        """True where the row says that it does not apply (不适用, or ``/`` for its weight or score)."""
        marks = [cell for cell in (self.printed.weight, self.printed.score) if cell is not None]
        worded = any(
            "不适用" in (cell or "") for cell in (self.printed.actual, self.printed.reason, self.printed.score)
        )
        return worded or any(not is_filled(cell) for cell in marks)

    @property
    def is_open(self) -> bool:
        """True for an indicator with values but neither weight nor score: left out, or served by a merged cell."""
        has_values = is_filled(self.printed.target) or is_filled(self.printed.actual)
        return self.is_indicator and self.weight is None and self.score is None and has_values


@dataclass(frozen=True)
class Reading:
    """A table with its rows read; ``weight_scale`` is 100 where the weights are shares of one.

    All points are those of a form of a hundred: ``point_scale`` is a tenth where the form has a thousand.
    """

    table: PrintedTable
    kind: TableKind
    rows: tuple[Row, ...]
    weight_scale: int = 1
    point_scale: Fraction = Fraction(1)

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
        weight = _weight(self.table.budget.weight, self.weight_scale)
        # 100% in this cell is the rate, one column aside.
        is_rate = weight is not None and weight.value >= _SHARES and "%" in to_halfwidth(self.table.budget.weight or "")
        return None if is_rate else _scaled(weight, self.point_scale)

    @cached_property
    def execution_score(self) -> PrintedNumber | None:
        """The score printed in the money block."""
        return _scaled(_score(self.table.budget.score_printed), self.point_scale)

    @cached_property
    def total(self) -> PrintedNumber | None:
        """The printed total."""
        total = _without_noise(parse_points(self.table.total_printed))
        # The total of a thousand points may be brought to a hundred already.
        return _scaled(total, self.point_scale) if total and total.value > _SHARES else total

    @cached_property
    def total_weight(self) -> PrintedNumber | None:
        """The printed total of the weights."""
        return _scaled(parse_points(self.table.total_weight_printed), self.point_scale)

    def as_printed(self, points: Fraction) -> str:
        """*points* for a message, as many as the form has."""
        return shown(points / self.point_scale)

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
    parts, scale = _parts(table.indicators), _scale_of_weights(table)
    points = _point_scale(table, parts)
    rows = tuple(
        Row(
            number,
            printed,
            part,
            _scaled(_weight(printed.weight, scale), points),
            _scaled(_score(printed.score), points),
        )
        for number, (printed, part) in enumerate(zip(table.indicators, parts, strict=True), start=1)
    )
    return Reading(table, kind, tuple(_with_scores_once(rows)), scale, points)


def _with_scores_once(rows: Sequence[Row]) -> Iterator[Row]:
    """*rows* with a merged score on its first row only: repeated, above each weight, not above their sum."""
    place = 0
    while place < len(rows):
        run = _run_of_one_score(rows, place)
        room = sum(row.weight.value for row in run if row.weight)
        is_merged = len(run) > 1 and run[0].score is not None and run[0].score.value <= room
        yield run[0]
        yield from (replace(row, score=None) if is_merged else row for row in run[1:])
        place += len(run)


def _run_of_one_score(rows: Sequence[Row], start: int) -> Sequence[Row]:
    first, end = rows[start], start + 1
    if not _is_over(first):
        return rows[start:end]
    while end < len(rows) and _is_over(rows[end]) and _has_same_score(first, rows[end]):
        end += 1
    return rows[start:end]


def _is_over(row: Row) -> bool:
    return row.weight is not None and row.score is not None and row.score.value > row.weight.value > 0


def _has_same_score(one: Row, other: Row) -> bool:
    return one.printed.level1 == other.printed.level1 and one.printed.score == other.printed.score


def heading_unit(text: str | None) -> str:
    """The unit of money in a heading (``单位:万元``); 万元, that of the official form, where none is named."""
    match = re.search(r"百万元|千元|万元|亿元|元", to_halfwidth(text or ""))
    return match[0] if match else "万元"


def _weight(text: str | None, scale: int) -> PrintedNumber | None:
    """A weight in points. Beside weights that are shares of one, an execution weight may still be printed in points."""
    number = parse_points(text)
    return number.times(scale) if number and scale != 1 and number.value <= 1 else number


def _score(text: str | None) -> PrintedNumber | None:
    """A score in points; a percentage (100%) says how much of the weight was earned, not how many points."""
    return None if "%" in to_halfwidth(text or "") else parse_points(text)


def _without_noise(number: PrintedNumber | None) -> PrintedNumber | None:
    """*number* no finer than a millionth: further digits (99.333333333333343) are left over from a computation."""
    return replace(number, step=max(number.step, _FINEST)) if number else None


def _scale_of_weights(table: PrintedTable) -> int:
    """100 where the rows' weights are shares of one (0.2, 0.15, …), else 1."""
    weights = [number.value for row in table.indicators if (number := parse_points(row.weight))]
    are_shares = len(weights) > 1 and all(0 <= weight < 1 for weight in weights) and 0 < sum(weights) <= _SHARES_SUM_MAX
    return _SHARES if are_shares else 1


def _scaled(number: PrintedNumber | None, scale: Fraction) -> PrintedNumber | None:
    return number.times(scale) if number and scale != 1 else number


def _point_scale(table: PrintedTable, parts: Sequence[Part]) -> Fraction:
    """A tenth where the points of the rows, and the total or its weight, are those of a thousand points."""
    counted = [
        row for row, part in zip(table.indicators, parts, strict=True) if part in (Part.INDICATOR, Part.EXECUTION)
    ]
    # Where the headings alone name points, the scores tell how many they are.
    rows = _sum_of(parse_points(row.weight) for row in counted) or _sum_of(_score(row.score) for row in counted)
    return _TENTH if rows * 2 > _THOUSAND and _is_of_thousand(table, rows) else Fraction(1)


def _sum_of(points: Iterable[PrintedNumber | None]) -> Fraction:
    return sum((number.value for number in points if number), Fraction(0))


def _is_of_thousand(table: PrintedTable, rows: Fraction) -> bool:
    base, total, own = (
        parse_points(text) for text in (table.total_weight_printed, table.total_printed, table.budget.weight)
    )
    if base is not None:
        return base.value == _THOUSAND
    if total is not None:
        return total.value > 2 * _SHARES
    return rows == _THOUSAND if own is None else own.value >= _SHARES and rows + own.value == _THOUSAND


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
        if _ADJUSTED.search(text):
            return Part.ADJUSTED
        if _ADDED.search(text):
            return Part.ADDED
        if _DEDUCTED.search(text):
            return Part.DEDUCTED
    return None


def _is_summary(row: PrintedIndicator, name: str, levels: dict[str, set[str]]) -> bool:
    level1 = without_points(row.level1)
    if _SUMMARY.fullmatch(name or level1):
        return True
    if name in ("", level1) and level1:
        return bool(levels.get(level1, set()) - {name, level1})
    # A row that bears the name of a second-level heading stands for the rows below that heading.
    return bool(levels.get(f"{level1}/{name}", set()) - {name})


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
