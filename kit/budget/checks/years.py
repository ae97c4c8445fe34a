"""Checks of the end of a year: carry-over (结转), surplus (结余), closing."""

from collections.abc import Sequence

from kit.budget.checks.lines import check_available
from kit.budget.deed import Deed, check_day
from kit.budget.tables import BudgetLine
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.core.money import Money


def check_carry_over(line: BudgetLine, deed: Deed) -> list[Finding]:
    """Something is left, nothing hangs in a reservation, and two consecutive years are not over."""
    findings = [*check_day(deed, (line.year, line.year + 1)), *_check_years(line, deed)]
    if line.reserved:
        said = phrase(
            "{line} still has {reserved} set aside; release or contract them first",
            line=line.code,
            reserved=str(Money(line.reserved)),
        )
        findings.append(block("budget.reservations_open", said, "line"))
    if line.left + line.contracted == 0:
        said = phrase("{line} has nothing left to carry over", line=line.code)
        findings.append(block("budget.nothing_left", said, "line"))
    return findings


def check_surplus(line: BudgetLine, amount: int, deed: Deed) -> list[Finding]:
    """What is given back is there and not committed."""
    findings = check_day(deed, (line.year, line.year + 1))
    if amount == 0:
        said = phrase("{line} has nothing left to give back", line=line.code)
        findings.append(block("budget.nothing_left", said, "line"))
    return findings + check_available(line, amount, deed.law)


def check_closing(year: int, lines: Sequence[BudgetLine], earlier: Sequence[int], deed: Deed) -> list[Finding]:
    """The year is over or ending, open, and every line is settled; each that is not is named.

    The *earlier* years of the project's lines are closed before: what they have left could not move on any more.
    """
    still_open = sorted(set(earlier) - deed.closed_years)
    if still_open:
        said = phrase("the year {earlier} of this project is still open; close it first", earlier=str(still_open[0]))
        return [block("budget.earlier_year_open", said, "year")]
    findings = check_day(deed, (year, *range(year + 1, deed.day.year + 1)))
    if not lines:
        said = phrase("the project has no line of {year}", year=str(year))
        findings.append(block("budget.line_unknown", said, "year"))
    return findings + [_unsettled(line) for line in lines if line.left + line.reserved + line.contracted]


def _check_years(line: BudgetLine, deed: Deed) -> list[Finding]:
    limit = deed.law.number("budget.carry_over_years_max")
    if limit is None or line.year + 1 - line.origin_year < limit:
        return []
    said = phrase(
        "{line} was budgeted for {origin}; what {limit} consecutive years have not used up is surplus: "
        "free what contracts bind, and give it back",
        line=line.code,
        origin=str(line.origin_year),
        limit=limit,
    )
    return [block("budget.carry_over_ended", said, "line", deed.law.cite("budget.carry_over_years_max"))]


def _unsettled(line: BudgetLine) -> Finding:
    said = phrase(
        "{line} still has {left} available, {reserved} set aside and {contracted} contracted; carry over or give back",
        line=line.code,
        left=str(Money(line.left)),
        reserved=str(Money(line.reserved)),
        contracted=str(Money(line.contracted)),
    )
    return block("budget.line_unsettled", said, "year")
