"""Requests about risk: the register, and rectification."""

from datetime import date
from enum import StrEnum
from typing import Any

from kit.core.request import Request, entry

CODE_PATTERN = r"^[^\s/\\]+$"
DIGEST_PATTERN = r"^[0-9a-f]{64}$"
NUMBER_MAX = 2**63 - 1


class Response(StrEnum):
    """What is done about a risk (应对策略)."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class OfProject(Request):
    """A request about the risks of one project."""

    project: str = entry("Project code", max_length=80)

    def dossiers(self) -> tuple[str, ...]:
        """A project's risks belong to its dossier."""
        return (self.project,)


def risk_code() -> Any:
    """The field that names a risk by its code."""
    return entry("Risk code", max_length=80, pattern=CODE_PATTERN)


class RegisterRisk(OfProject):
    """Enter a risk into the register of a project, with its owner, response and day of review."""

    code: str = risk_code()
    title: str = entry("Risk", min_length=1, max_length=200)
    cause: str | None = entry("Cause", None, max_length=1000)
    likelihood: int = entry("Likelihood", ge=1, le=5, help="1 rare to 5 almost certain")
    impact: int = entry("Impact", ge=1, le=5, help="1 slight to 5 severe")
    owner: str = entry("Owner", max_length=80, help="the login of the person who answers for it")
    response: Response = entry("Response")
    measures: str = entry("Measures", min_length=1, max_length=1000)
    review_on: date = entry("To be reviewed on")
    alert: int | None = entry("Alert", None, ge=1, le=NUMBER_MAX, help="the alert that it came from")


class ReviewRisk(OfProject):
    """Look at a risk again: how likely and how bad it is now, and when to look next."""

    code: str = risk_code()
    likelihood: int = entry("Likelihood", ge=1, le=5)
    impact: int = entry("Impact", ge=1, le=5)
    measures: str | None = entry("Measures", None, max_length=1000, help="leave empty to keep them")
    review_on: date = entry("To be reviewed on")


class CloseRisk(OfProject):
    """Close a risk that is over or has come true."""

    code: str = risk_code()
    reason: str = entry("Reason", min_length=1, max_length=1000)


class OrderRectification(OfProject):
    """Order a unit to put something right (整改通知)."""

    code: str = entry("Rectification code", max_length=80, pattern=CODE_PATTERN)
    problem: str = entry("Problem", min_length=1, max_length=1000)
    demand: str = entry("What is to be done", min_length=1, max_length=1000)
    responsible: str | None = entry(
        "Responsible", None, max_length=80, help="the login of the person who answers for it"
    )
    due_on: date = entry("Due on")
    alert: int | None = entry("Alert", None, ge=1, le=NUMBER_MAX, help="the alert that it came from")


class ReportRectification(OfProject):
    """Report that something was put right, with the evidence."""

    code: str = entry("Rectification code", max_length=80)
    result: str = entry("Result", min_length=1, max_length=1000)
    evidence: str | None = entry(
        "Digest of the evidence", None, pattern=DIGEST_PATTERN, help="kit import evidence prints it"
    )


class CloseRectification(OfProject):
    """Close a rectification that was reported and checked (销号), or send it back."""

    code: str = entry("Rectification code", max_length=80)
    is_accepted: bool = entry("Accepted", True)
    remark: str = entry("Remark", min_length=1, max_length=1000)
