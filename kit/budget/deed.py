"""Deed: the day on which something is done with money, and what the law and the books say of that day."""

from dataclasses import dataclass
from datetime import date

from kit.budget.tables import BudgetLine
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.law.rulebook import Law


@dataclass(frozen=True)
class Deed:
    """The day of a deed, today, the law as of that day, and the years of the project that are closed."""

    day: date
    today: date
    law: Law
    closed_years: frozenset[int] = frozenset()


def check_day(deed: Deed, years: tuple[int, ...]) -> list[Finding]:
    """The day is not to come, and lies in one of *years*, which is open."""
    if deed.day > deed.today:
        said = phrase("{day} is still to come; enter it when it is done", day=str(deed.day))
        return [block("budget.day_to_come", said, "on")]
    closed = check_open(deed, years)
    if closed:
        return closed
    if deed.day.year not in years:
        return [_wrong_year(deed, years)]
    return []


def check_open(deed: Deed, years: tuple[int, ...], field: str = "on") -> list[Finding]:
    """None of *years* is closed."""
    closed = [year for year in years if year in deed.closed_years]
    if not closed:
        return []
    said = phrase("the year {year} of this project is closed; nothing is entered in it", year=str(closed[0]))
    return [block("budget.year_closed", said, field)]


def check_line_day(deed: Deed, line: BudgetLine) -> list[Finding]:
    """The day lies in the fiscal year of the line."""
    return check_day(deed, (line.year,))


def _wrong_year(deed: Deed, years: tuple[int, ...]) -> Finding:
    said = phrase(
        "the money is that of {years}, {day} lies in another year; carry it over, or name a line of that year",
        years=", ".join(map(str, years)),
        day=str(deed.day),
    )
    return block("budget.wrong_year", said, "on", deed.law.cite("budget.no_spending_without_budget"))
