"""Delegation: a role lent to a deputy for some days; it is not lent on, and no circle is made of it."""

from collections.abc import Iterable
from datetime import date

from kit.approval.requests import DelegateRole
from kit.approval.tables import Delegation
from kit.core.actor import Role
from kit.core.finding import Finding, block
from kit.core.language import phrase


def runs_on(delegation: Delegation, day: date) -> bool:
    """True on the days from the first to the last, unless it was ended before."""
    is_over = delegation.ended_on is not None and delegation.ended_on <= day
    return delegation.from_day <= day <= delegation.until_day and not is_over


def check_delegation(request: DelegateRole, person: str, standing: Iterable[Delegation], today: date) -> list[Finding]:
    """The days follow each other, the deputy is another person, and nobody gets the own role back by way of others."""
    findings = []
    if request.until_day < max(request.from_day, today):
        said = phrase("the last day lies before the first, or has passed; mend the days")
        findings.append(block("approval.days_wrong", said, "until_day"))
    if request.deputy == person:
        findings.append(block("approval.own_deputy", phrase("nobody is the own deputy; name another"), "deputy"))
    elif person in _reached(request, standing):
        said = phrase("{deputy} lends the same role to you in these days; end that first", deputy=request.deputy)
        findings.append(block("approval.delegation_circle", said, "deputy"))
    return findings


def check_deputy(request: DelegateRole, held: frozenset[Role], own: frozenset[Role]) -> list[Finding]:
    """The role is one's own, and the deputy signs in some role (*held*; none where nobody of that name works here)."""
    if request.role not in own:
        said = phrase("you do not hold the role {role}; only an own role is delegated", role=request.role)
        return [block("approval.role_missing", said, "role")]
    if not held:
        said = phrase("{who} does not work inside the office, or holds no role that signs", who=request.deputy)
        return [block("approval.person_unknown", said, "deputy")]
    return []


def not_delegated(deputy: str) -> Finding:
    """The finding about what was never lent, or is over."""
    said = phrase("you have delegated no such role to {deputy} that still runs", deputy=deputy)
    return block("approval.not_delegated", said, "deputy")


def _reached(request: DelegateRole, standing: Iterable[Delegation]) -> set[str]:
    """To whom the role would come from the deputy, by delegations that run on one of the same days."""
    lent = [one for one in standing if one.role == request.role and one.ended_on is None and _meet(one, request)]
    found = {request.deputy}
    while more := {one.deputy for one in lent if one.person in found} - found:
        found |= more
    return found


def _meet(one: Delegation, request: DelegateRole) -> bool:
    return one.from_day <= request.until_day and request.from_day <= one.until_day
