"""Checks of projects."""

from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.core.tables import OFFICE
from kit.project.requests import ExtendProject, RegisterProject


def check_project(request: RegisterProject, is_project: bool, is_unit: bool) -> list[Finding]:
    """Say what stops a project from being registered."""
    findings = []
    if is_project:
        said = phrase("project {code} is registered already", code=request.code)
        findings.append(block("project.exists", said, "code"))
    if request.code == OFFICE:
        findings.append(
            block("project.code_reserved", phrase("this code belongs to the office; choose another"), "code")
        )
    if not is_unit:
        said = phrase("unit {code} is not registered; register it first", code=request.owner)
        findings.append(block("project.owner_unknown", said, "owner"))
    if request.year_to < request.year_from:
        said = phrase(
            "the last year {last} lies before the first, {first}", last=request.year_to, first=request.year_from
        )
        findings.append(block("project.years_reversed", said, "year_to"))
    return findings


def check_registered(is_project: bool, code: str) -> list[Finding]:
    """The project is registered."""
    if is_project:
        return []
    said = phrase("project {code} is not registered; register it first", code=code)
    return [block("project.unknown", said, "project")]


def check_own_unit(unit: str | None, owner: str, is_own_only: bool) -> list[Finding]:
    """A unit's people act for the projects of their own unit only."""
    if is_own_only and unit != owner:
        said = phrase("the project belongs to unit {owner}; its own people act for it", owner=owner)
        return [block("project.other_unit", said, "project")]
    return []


def check_extension(request: ExtendProject, years: tuple[int, int] | None) -> list[Finding]:
    """Say what stops a project of those *years* (none: it is not registered) from being extended."""
    if years is None:
        said = phrase("project {code} is not registered; register it first", code=request.code)
        return [block("project.unknown", said, "code")]
    if request.year_from > years[0] or request.year_to < years[1]:
        first, last = map(str, years)
        said = phrase(
            "the project has the years {first} to {last}; none of them can be given up", first=first, last=last
        )
        return [block("project.years_given_up", said, "year_from")]
    return []
