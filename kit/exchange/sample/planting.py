"""Planting: one small function for each mess that shows in a printed table; nothing else in the table changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

from pydantic import BaseModel

from kit.evaluation.points import parse_points
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.scheme import Scheme
from kit.exchange.sample.mess import Mess
from kit.exchange.sample.money import (
    FundLine,
    YearMoney,
    decimal,
    from_two_sources,
    points,
    print_money,
    spend,
    wan,
    yuan,
)
from kit.exchange.sample.project import ProjectYear
from kit.exchange.sample.style import print_amount, print_at_least
from kit.exchange.sample.table import COST, QUALITY, QUANTITY, TIMELINESS, retotalled

_Printed = TypeVar("_Printed", bound=BaseModel)
# More than the rounding of whole points in the longest table could explain.
SLIP = 12
WEIGHT_SLIP = 5
RATE_SLIP = Fraction(1234, 100)
LOW_PERCENT = 31
OVER_PERCENT = 110
NO_MONEY = {"initial": "0", "adjusted": "0", "executed": "0", "rate_printed": None, "score_printed": "0"}


@dataclass(frozen=True)
class Bed:
    """Where a mess is planted: the clean table, its year, the and the scheme it was scored by."""

    table: PrintedTable
    year: ProjectYear
    scheme: Scheme

    def with_rows(self, level2: str, **changes: Any) -> PrintedTable:
        """The table with every row below one second-level heading changed."""
        rows = [_changed(row, changes) if row.level2 == level2 else row for row in self.table.indicators]
        return _changed(self.table, {"indicators": tuple(rows)})

    def with_row(self, place: int, **changes: Any) -> PrintedTable:
        """The table with one row changed."""
        rows = list(self.table.indicators)
        rows[place] = _changed(rows[place], changes)
        return _changed(self.table, {"indicators": tuple(rows)})

    def with_budget(self, **changes: Any) -> PrintedTable:
        """The table with its money block changed."""
        return _changed(self.table, {"budget": _changed(self.table.budget, changes)})

    def retotalled(self, table: PrintedTable) -> PrintedTable:
        """*table* with the total and grade that its scores make."""
        return retotalled(table, self.scheme)

    def first(self, level2: str) -> int:
        """The place of the first row below a second-level heading."""
        return next(place for place, row in enumerate(self.table.indicators) if row.level2 == level2)

    def heaviest(self) -> int:
        """The place of the row with the greatest weight."""
        weights = [int(row.weight or 0) for row in self.table.indicators]
        return weights.index(max(weights))


def prepare(mess: Mess | None, year: ProjectYear) -> ProjectYear:
    """The year as it went, where the mess lies in the year and not in what is printed about it."""
    if mess is Mess.LOW_EXECUTION:
        little = YearMoney(tuple(spend(line, LOW_PERCENT) for line in year.money.lines))
        return replace(year, money=little, fortune=year.fortune.model_copy(update={"often": 0}))
    if mess is Mess.SOURCE_IN_YUAN:
        return replace(year, money=from_two_sources(year.money, year.project.content.funds[1]))
    return year


def plant(mess: Mess | None, bed: Bed) -> PrintedTable:
    """The table with *mess* in it; the clean table where the mess does not show in a table."""
    return _PLANTERS[mess](bed) if mess in _PLANTERS else bed.table


# --- what is missing -----------------------------------------------------------------------------------------------


def _blank_a_score(bed: Bed) -> PrintedTable:
    return bed.with_row(bed.first(QUALITY), score=None)


def _leave_unfilled(bed: Bed) -> PrintedTable:
    rows = tuple(_changed(row, {"actual": None, "score": None, "reason": None}) for row in bed.table.indicators)
    money = {"executed": None, "rate_printed": None, "score_printed": None, "funds": ()}
    blank = {"indicators": rows, "total_printed": None, "grade_printed": None}
    return _changed(bed.with_budget(**money), blank)


def _lose_without_reason(bed: Bed) -> PrintedTable:
    place = bed.first(QUALITY)
    lost = bed.with_row(place, score=points(Fraction(bed.table.indicators[place].weight or 0) - 2))
    rows = tuple(_changed(row, {"reason": None}) for row in lost.indicators)
    return bed.retotalled(_changed(lost, {"indicators": rows}))


def _drop_survey(bed: Bed) -> PrintedTable:
    return _changed(bed.table, {"text": (bed.table.text or "").replace(bed.year.project.content.survey, "")})


# --- what contradicts ----------------------------------------------------------------------------------------------


def _miscount_total(bed: Bed) -> PrintedTable:
    total = _points_of(bed.table.total_printed) - SLIP
    return _changed(bed.table, {"total_printed": points(total), "grade_printed": bed.scheme.scale.grade(total).label})


def _misweigh(bed: Bed) -> PrintedTable:
    place = bed.heaviest()
    row = bed.table.indicators[place]
    weight = int(row.weight or 0)
    score = _points_of(row.score) * (weight - WEIGHT_SLIP) / weight
    return bed.retotalled(bed.with_row(place, weight=str(weight - WEIGHT_SLIP), score=points(score)))


def _misprint_rate(bed: Bed) -> PrintedTable:
    return bed.with_budget(rate_printed=f"{decimal(bed.year.money.rate * 100 - RATE_SLIP)}%")


def _misadd_money(bed: Bed) -> PrintedTable:
    # Less than a single source: nothing that a form may leave out of the sum explains it.
    return bed.with_budget(initial=wan(bed.year.money.lines[0].initial // 2))


def _score_above_weight(bed: Bed) -> PrintedTable:
    place = bed.first(QUALITY)
    score = int(bed.table.indicators[place].weight or 0) + 2
    return bed.retotalled(bed.with_row(place, score=str(score)))


def _misgrade(bed: Bed) -> PrintedTable:
    best, worst = bed.scheme.scale.grades[0].label, bed.scheme.scale.grades[-1].label
    return _changed(bed.table, {"grade_printed": worst if bed.table.grade_printed == best else best})


def _date_back(bed: Bed) -> PrintedTable:
    other = bed.year.year - 2
    return bed.with_rows(TIMELINESS, target=f"{other}年11月底前", actual=f"{other}年10月")


def _score_full_though_short(bed: Bed) -> PrintedTable:
    _, _, _, most = bed.year.project.kind.quantity[0]
    return _recount(bed, most, most // 2)


def _over_achieve(bed: Bed) -> PrintedTable:
    _, _, least, _ = bed.year.project.kind.quantity[0]
    return _recount(bed, least, least * 4)


def _lower_target(bed: Bed) -> PrintedTable:
    _, _, _, most = bed.year.project.kind.quantity[0]
    return _recount(bed, most + 1, most + 1)


def _weigh_execution_oddly(bed: Bed) -> PrintedTable:
    return bed.with_budget(weight=str(bed.scheme.total))


def _answer_in_another_unit(bed: Bed) -> PrintedTable:
    return bed.with_row(bed.first(QUALITY), actual="1000件")


def _copy_operator(bed: Bed) -> PrintedTable:
    copied = "≥95%"
    return bed.with_row(bed.first(QUALITY), target=copied, actual=copied, op_column=None, unit_column=None)


# --- money ---------------------------------------------------------------------------------------------------------


def _without_money(bed: Bed) -> PrintedTable:
    funds = tuple(_changed(f, dict.fromkeys(("initial", "adjusted", "executed"), "0")) for f in bed.table.budget.funds)
    zero = bed.with_budget(**NO_MONEY, funds=funds)
    return bed.retotalled(_changed(zero, {"text": f"{bed.table.text}\n{bed.year.project.content.no_budget}"}))


def _zero_sum_line(bed: Bed) -> PrintedTable:
    return bed.retotalled(bed.with_budget(**NO_MONEY))


def _execute_too_much(bed: Bed) -> PrintedTable:
    over = YearMoney(tuple(spend(line, OVER_PERCENT) for line in bed.year.money.lines))
    weight = int(bed.scheme.execution.weight)
    budget = _changed(print_money(over, weight), {"score_printed": str(weight)})
    return bed.retotalled(_changed(bed.table, {"budget": budget}))


def _print_executed_in_yuan(bed: Bed) -> PrintedTable:
    lines = zip(bed.table.budget.funds, bed.year.money.lines, strict=True)
    funds = tuple(_changed(fund, {"executed": yuan(line.executed)}) for fund, line in lines)
    return bed.with_budget(executed=yuan(bed.year.money.executed), funds=funds)


def _print_source_in_yuan(bed: Bed) -> PrintedTable:
    first, *others = bed.table.budget.funds
    return bed.with_budget(funds=(_changed(first, _in_yuan(bed.year.money.lines[0])), *others))


def _print_cost_in_yuan(bed: Bed) -> PrintedTable:
    money = bed.year.money
    cost = print_amount(bed.year.project.style, yuan(money.adjusted), yuan(money.executed))
    return bed.with_rows(COST, **_values(cost))


_PLANTERS: dict[Mess | None, Callable[[Bed], PrintedTable]] = {
    Mess.SCORE_BLANK: _blank_a_score,
    Mess.TEMPLATE_UNFILLED: _leave_unfilled,
    Mess.REASON_MISSING: _lose_without_reason,
    Mess.SURVEY_MISSING: _drop_survey,
    Mess.SUBMITTED_UNEXPLAINED: _miscount_total,
    Mess.TOTAL_WRONG: _miscount_total,
    Mess.WEIGHTS_WRONG: _misweigh,
    Mess.RATE_WRONG: _misprint_rate,
    Mess.SUM_LINE_WRONG: _misadd_money,
    Mess.SCORE_ABOVE_WEIGHT: _score_above_weight,
    Mess.GRADE_WRONG: _misgrade,
    Mess.YEAR_WRONG: _date_back,
    Mess.FULL_SCORE_SHORT: _score_full_though_short,
    Mess.EXECUTION_WEIGHT_ODD: _weigh_execution_oddly,
    Mess.APPROVED_TARGET_CHANGED: _lower_target,
    Mess.UNITS_DIFFER: _answer_in_another_unit,
    Mess.OVER_ACHIEVED: _over_achieve,
    Mess.OPERATOR_COPIED: _copy_operator,
    Mess.ZERO_BUDGET: _without_money,
    Mess.SUM_LINE_ZERO: _zero_sum_line,
    Mess.OVER_EXECUTION: _execute_too_much,
    Mess.EXECUTED_IN_YUAN: _print_executed_in_yuan,
    Mess.SOURCE_IN_YUAN: _print_source_in_yuan,
    Mess.COST_IN_YUAN: _print_cost_in_yuan,
}


def _recount(bed: Bed, target: int, actual: int) -> PrintedTable:
    _, unit, _, _ = bed.year.project.kind.quantity[0]
    place = bed.first(QUANTITY)
    full = {"score": bed.table.indicators[place].weight, "reason": None}
    counted = print_at_least(bed.year.project.style, target, actual, unit)
    return bed.retotalled(bed.with_row(place, **_values(counted), **full))


def _values(row: PrintedIndicator) -> dict[str, str | None]:
    return {name: getattr(row, name) for name in ("target", "actual", "op_column", "unit_column")}


def _in_yuan(line: FundLine) -> dict[str, str]:
    return {name: yuan(getattr(line, name)) for name in ("initial", "adjusted", "executed")}


def _points_of(text: str | None) -> Fraction:
    printed = parse_points(text)
    return printed.value if printed else Fraction(0)


def _changed(printed: _Printed, changes: dict[str, Any]) -> _Printed:
    return printed.model_copy(update=changes)
