"""Checks of the budget."""

from kit.budget.requests import TakeOverLine
from kit.core.finding import Finding, Severity
from kit.core.language import Phrase, phrase
from kit.core.money import Money


def check_line(request: TakeOverLine, is_project: bool, is_line: bool, basis: str) -> list[Finding]:
    """Say what stops a line from being taken over; *basis* cites that nothing is spent outside the budget."""
    findings = []
    if not is_project:
        said = phrase("project {code} is not registered; register it first", code=request.project)
        findings.append(_block("budget.project_unknown", said, "project"))
    if is_line:
        said = phrase("the line {source} of {year} is recorded already", source=request.source, year=str(request.year))
        findings.append(_block("budget.line_exists", said, "source"))
    if request.paid > request.allotted:
        over = Money(request.paid - request.allotted)
        said = phrase("{over} more were paid than the line holds; correct the amounts or the source", over=str(over))
        findings.append(_block("budget.line_overspent", said, "paid", basis))
    return findings


def _block(code: str, said: Phrase, field: str, basis: str | None = None) -> Finding:
    return Finding(code, Severity.BLOCK, said, field, basis=basis)
