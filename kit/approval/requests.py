"""Requests about approvals: submitting, submitting again, agreeing, returning, rejecting, withdrawing."""

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
