"""Years: whether the dates of a table are those of its year."""

import re

from kit.core.finding import Finding
from kit.core.language import phrase
from kit.evaluation.context import Context
from kit.evaluation.dates import period, year_of
from kit.evaluation.kinds import TableKind
from kit.evaluation.printed import PrintedFund
from kit.evaluation.reading import Reading, Row
from kit.evaluation.value import Value, ValueKind

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# Money and works that run over the turn of a year lawfully carry the dates of another one.
_SPANS_YEARS = re.compile(
    r"结转|结余|续建|跨年|跨年度|尾款|质保金|提前|以前年度|上年|次年|历年|20\d\d\s*[-—–~至到]+\s*20\d\d|三年|五年|十四五"
)
_DATED_ROWS_MIN = 2


def check_year(context: Context) -> list[Finding]:
    """The dates in targets and actual values do not all belong to one other year."""
    reading = context.reading
    year = _year_of_table(reading)
    if reading.kind is not TableKind.SELF_REVIEW or year is None:
        return []
    dated = [row for row in reading.indicators if _years(row)]
    years = {found for row in dated for found in _years(row)}
    if len(years) != 1 or year in years or any(_names(row, year) for row in dated):
        return []
    other = years.pop()
    said = phrase(
        "The table is of {year}, all its dates are of {other}; check the year.", year=str(year), other=str(other)
    )
    if _is_impossible(context, dated, year, other):
        return [context.fault("year_differs", said, field="year")]
    return [context.question("year_differs", said, field="year")]


def _is_impossible(context: Context, dated: list[Row], year: int, other: int) -> bool:
    """True where the other year can neither be that of the works paid for nor that in which the money was spent.

    Targets and actual values must agree on it, and nothing may say that the project spans years.
    """
    reading = context.reading
    full = [row for row in dated if _year(row.target) and _year(row.actual)]
    spans = _SPANS_YEARS.search(reading.wording) or any("结转" in fund.name for fund in _filled_funds(reading))
    titled = {int(found) for found in _YEAR.findall(reading.table.title or "")}
    if spans or not full or year in titled:
        return False
    if other < year:
        # Works are paid for after they are done.
        return year - other > context.limits.paid_within_years and len(full) >= _DATED_ROWS_MIN and other not in titled
    # What was not done when the review was written, in the year after, was not known.
    late = [row for row in full if _is_after(row.actual, year + 1, context.limits.reviewed_until_month)]
    return len(late) >= _DATED_ROWS_MIN or bool(late and other in titled)


def _is_after(value: Value, year: int, month: int) -> bool:
    return value.number is not None and value.number.value >= period(year, month).value + 1


def _filled_funds(reading: Reading) -> list[PrintedFund]:
    return [
        fund
        for fund in reading.table.budget.funds
        if any(
            (amount := reading.amount(text)) and amount.value > 0
            for text in (fund.initial, fund.adjusted, fund.executed)
        )
    ]


def _year_of_table(reading: Reading) -> int | None:
    found = _YEAR.findall(reading.table.year or "")
    return int(found[0]) if len(found) == 1 else None


def _years(row: Row) -> set[int]:
    return {year for year in (_year(row.target), _year(row.actual)) if year}


def _names(row: Row, year: int) -> bool:
    """True where target or actual value name *year* beside another one: 2022-2023学年."""
    return any(str(year) in _YEAR.findall(text or "") for text in (row.printed.target, row.printed.actual))


def _year(value: Value) -> int | None:
    if value.kind is not ValueKind.DATE or value.number is None or value.from_name:
        return None
    return year_of(value.number) or None
