"""Checks of the organisation."""

from collections.abc import Callable

from kit.core.actor import ADMINISTRATORS, Role
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.org.requests import RegisterPerson, RegisterUnit


def check_unit(request: RegisterUnit, is_unit: Callable[[str], bool]) -> list[Finding]:
    """Say what stops a unit from being registered."""
    findings = []
    if is_unit(request.code):
        findings.append(
            block("org.unit_exists", phrase("unit {code} is registered already", code=request.code), "code")
        )
    if request.parent and not is_unit(request.parent):
        said = phrase("the unit above, {code}, is not registered; register it first", code=request.parent)
        findings.append(block("org.unit_unknown", said, "parent"))
    return findings


def check_person(request: RegisterPerson, is_person: bool, is_unit: Callable[[str], bool]) -> list[Finding]:
    """Say what stops a person from being registered."""
    findings = []
    if is_person:
        said = phrase("the login name {login} is taken; choose another", login=request.login)
        findings.append(block("org.person_exists", said, "login"))
    if request.unit and not is_unit(request.unit):
        said = phrase("unit {code} is not registered; register it first", code=request.unit)
        findings.append(block("org.unit_unknown", said, "unit"))
    return findings + check_duties(frozenset(request.roles))


def check_duties(roles: frozenset[Role]) -> list[Finding]:
    """The three administrators (三员) are different persons and hold no business right."""
    if len(roles & ADMINISTRATORS) and len(roles) > 1:
        said = phrase("an administrator holds one role and no business right; register one person for each")
        return [block("org.duties_not_separated", said, "roles")]
    return []
