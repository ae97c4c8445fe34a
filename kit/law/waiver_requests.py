"""Requests about waivers: asking for one, granting, refusing and withdrawing it."""

from datetime import date

from kit.core.request import Request, entry
from kit.law.waiver import WaiverScope

NUMBER_MAX = 2**31


class OfWaivers(Request):
    """A request about a waiver of one project."""

    project: str = entry("Project code", max_length=80)

    def dossiers(self) -> tuple[str, ...]:
        """A waiver belongs to the project's dossier."""
        return (self.project,)


class RequestWaiver(OfWaivers):
    """Ask for leave from a rule, for one project and scope."""

    rule: str = entry("Rule", max_length=80, help="its code; kit law show says who may waive it")
    scope_kind: WaiverScope = entry("Scope", WaiverScope.PROJECT)
    scope: str | None = entry("Contract or line", None, max_length=80, help="its code; empty for the whole project")
    reason: str = entry("Reason", min_length=10, max_length=1000, help="it is made public")
    since: date | None = entry("First day", None, help="leave empty for today")
    until: date = entry("Last day")


class Decision(OfWaivers):
    """A decision about a waiver that was asked for."""

    number: int = entry("Number of the waiver", ge=1, le=NUMBER_MAX)


class GrantWaiver(Decision):
    """Grant a waiver that somebody else asked for."""

    decision: str = entry("Grounds of the decision", min_length=2, max_length=1000)


class RefuseWaiver(Decision):
    """Refuse a waiver."""

    decision: str = entry("Grounds of the decision", min_length=2, max_length=1000)


class WithdrawWaiver(Decision):
    """Withdraw a waiver that was granted; from now on it lets nothing pass."""

    decision: str = entry("Grounds of the decision", min_length=2, max_length=1000)
