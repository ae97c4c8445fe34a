"""Requests about approvals: submitting, signing, returning, handing over, delegating."""

from datetime import date
from typing import Any

from kit.core.actor import Role
from kit.core.request import Request, entry


def _code() -> Any:
    return entry("Approval number", min_length=1, max_length=80)


def _seen() -> Any:
    return entry("Digest", pattern="^[0-9a-f]{64}$", help="of the content you have read; the inbox shows it")


class SubmitApproval(Request):
    """Ask for an action by way of its route (送审)."""

    code: str = _code()
    action: str = entry("Action", min_length=1, max_length=80)
    payload: dict[str, Any] = entry("Content", help="the fields of the action's request")


class ResubmitApproval(Request):
    """Submit what was returned again, changed or not (重新送审)."""

    code: str = _code()
    payload: dict[str, Any] = entry("Content", help="the fields of the action's request")


class AgreeApproval(Request):
    """Agree at the present step (同意)."""

    code: str = _code()
    digest: str = _seen()
    role: Role | None = entry("Role", None, help="where you hold several of the step's roles")
    opinion: str | None = entry("Opinion", None, max_length=1000)


class ReturnApproval(Request):
    """Return to an earlier step, or to the applicant (退回)."""

    code: str = _code()
    digest: str = _seen()
    to_step: str | None = entry("To step", None, max_length=80, help="leave empty for the applicant")
    opinion: str = entry("Opinion", min_length=1, max_length=1000)


class RejectApproval(Request):
    """Reject for good (不予同意)."""

    code: str = _code()
    digest: str = _seen()
    opinion: str = entry("Opinion", min_length=1, max_length=1000)


class WithdrawApproval(Request):
    """Take the own request back (撤回)."""

    code: str = _code()


class AddSigner(Request):
    """Let one more person sign, right after the present step (加签)."""

    code: str = _code()
    digest: str = _seen()
    person: str = entry("Person", min_length=1, max_length=80)
    opinion: str = entry("Reason", min_length=1, max_length=1000)


class HandOver(Request):
    """Hand the own part in the present step to another of the same role (转办)."""

    code: str = _code()
    digest: str = _seen()
    person: str = entry("Person", min_length=1, max_length=80)
    opinion: str = entry("Reason", min_length=1, max_length=1000)


class Recuse(Request):
    """Declare a conflict of interest: from then on one has no part in the request (回避)."""

    code: str = _code()
    digest: str = _seen()
    opinion: str = entry("Reason", min_length=1, max_length=1000)


class KeepScan(Request):
    """Keep the scan of a form that was signed in ink (签字扫描件)."""

    code: str = _code()
    digest: str = _seen()
    scan: str = entry("Scan", pattern="^[0-9a-f]{64}$", help="kit import evidence prints the digest of a kept file")
    remark: str | None = entry("Remark", None, max_length=1000)


class DelegateRole(Request):
    """Lend an own role to a deputy for some days (授权代办)."""

    deputy: str = entry("Deputy", min_length=1, max_length=80)
    role: Role = entry("Role")
    from_day: date = entry("First day")
    until_day: date = entry("Last day")
    reason: str = entry("Reason", min_length=1, max_length=1000)


class EndDelegation(Request):
    """Take a role back from a deputy before its last day (收回授权)."""

    deputy: str = entry("Deputy", min_length=1, max_length=80)
    role: Role = entry("Role")
