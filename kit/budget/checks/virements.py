"""Checks of virements (调剂) and of what carries a budget adjustment into a line."""

from datetime import date

from kit.budget.checks.lines import check_available, check_room
from kit.budget.deed import Deed, check_line_day
from kit.budget.requests import AdjustLine, AdjustmentCase, Direction, MoveFunds, RecordAdjustment
from kit.budget.tables import BudgetAdjustment, BudgetLine
from kit.core.finding import Finding, block, note, question
from kit.core.language import phrase
from kit.core.money import Money


def check_virement(request: MoveFunds, source: BudgetLine, target: BudgetLine, deed: Deed) -> list[Finding]:
    """Money moves between two lines of one year and one kind of fund, and never away from an earmark."""
    findings = check_line_day(deed, source)
    if source.id == target.id:
        return [*findings, block("budget.same_line", phrase("both are one line; name another"), "to_line")]
    findings += [*_check_alike(source, target, deed), *_check_earmark(source, deed)]
    if source.department_economic != target.department_economic or source.functional != target.functional:
        said = phrase("the classification changes; the ruling {document} must allow it", document=request.document)
        findings.append(
            note("budget.classification_changes", said, "document", deed.law.cite("budget.virement_controlled"))
        )
    return [
        *findings,
        *_check_origin(source, target, deed),
        *check_available(source, request.amount, deed.law),
        *check_room(target.allotted, request.amount),
    ]


def _check_origin(source: BudgetLine, target: BudgetLine, deed: Deed) -> list[Finding]:
    """Money that was carried over does not become new by being moved."""
    if source.origin_year >= target.origin_year:
        return []
    said = phrase(
        "{line} holds money of {origin}; on a line of {later} it could be carried over for longer, verify",
        line=source.code,
        origin=str(source.origin_year),
        later=str(target.origin_year),
    )
    return [question("budget.virement_renews", said, "to_line", deed.law.cite("budget.carry_over_years_max"))]


def _check_alike(source: BudgetLine, target: BudgetLine, deed: Deed) -> list[Finding]:
    basis = deed.law.cite("budget.virement_controlled")
    if source.year != target.year:
        said = phrase("the lines are of two years; carry the money over instead")
        return [block("budget.virement_between_years", said, "to_line", basis)]
    if source.fund != target.fund:
        said = phrase("the lines are of two kinds of fund; money does not move between them")
        return [block("budget.virement_between_funds", said, "to_line", basis)]
    return []


def _check_earmark(source: BudgetLine, deed: Deed) -> list[Finding]:
    if not source.is_earmarked:
        return []
    said = phrase("{line} is earmarked; what is not needed is given back, not moved", line=source.code)
    return [block("budget.earmark_moved", said, "line", deed.law.cite("budget.earmarked_use"))]


def check_adjustment(
    request: AdjustLine, line: BudgetLine, adjustment: BudgetAdjustment | None, carried: int, deed: Deed
) -> list[Finding]:
    """The adjustment was decided and recorded, for the line's year; a cut leaves what is committed.

    *carried* is what it gave to lines so far, less what it took from them, in fen.
    """
    basis = deed.law.cite("budget.adjustment_cases")
    if adjustment is None:
        said = phrase("no budget adjustment {document} is recorded; record it first", document=request.adjustment)
        return [block("budget.adjustment_unknown", said, "adjustment", basis)]
    findings = check_line_day(deed, line)
    if adjustment.year != line.year:
        said = phrase("the adjustment is of {year}; name a line of that year", year=str(adjustment.year))
        findings.append(block("budget.adjustment_of_other_year", said, "adjustment", basis))
    if deed.day < adjustment.decided_on:
        said = phrase("the adjustment was decided on {day}; no line changes before", day=str(adjustment.decided_on))
        findings.append(block("budget.before_decision", said, "on", basis))
    if request.direction is Direction.DECREASE:
        return findings + check_available(line, request.amount, deed.law)
    given = carried + request.amount
    return [*findings, *check_room(line.allotted, request.amount), *_check_total(given, adjustment, basis)]


def _check_total(given: int, adjustment: BudgetAdjustment, basis: str) -> list[Finding]:
    """Lines get no more, together, than the decision added; what it took from lines outside the kit is not known."""
    decided = adjustment.total_after - adjustment.total_before
    if given <= max(decided, 0):
        return []
    said = phrase(
        "by this adjustment the lines gain {given} together, the total {decided}; verify where the rest was cut",
        given=str(Money(given)),
        decided=str(Money(decided)),
    )
    return [question("budget.adjustment_above_total", said, "amount", basis)]


def check_decision(request: RecordAdjustment, is_known: bool, today: date) -> list[Finding]:
    """The decision is recorded once, was taken, and changes the total where its case says so."""
    findings = []
    if is_known:
        said = phrase("the adjustment {document} is recorded already", document=request.document)
        findings.append(block("budget.adjustment_known", said, "document"))
    if request.decided_on > today:
        said = phrase("{day} is still to come; enter it when it is done", day=str(request.decided_on))
        findings.append(block("budget.day_to_come", said, "decided_on"))
    if request.kind is AdjustmentCase.TOTAL_CHANGED and request.total_before == request.total_after:
        said = phrase("the total is the same before and after; correct it, or choose another case")
        findings.append(block("budget.total_unchanged", said, "total_after"))
    return findings
