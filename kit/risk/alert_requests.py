"""Requests about alerts: raising what a screening found, acknowledging, closing, restoring a rule."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from kit.core.request import Request, entry
from kit.risk.requests import NUMBER_MAX, OfProject
from kit.risk.states import AlertLevel, Outcome

CONDITIONS_MAX = 500


class Condition(BaseModel):
    """One condition that an indicator found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str = entry("Indicator", max_length=80)
    level: AlertLevel = entry("Level")
    value: float = entry("Value")


class RaiseAlerts(OfProject):
    """Bring the alerts of a project to what a screening found: raised, merged, passed, escalated."""

    found: tuple[Condition, ...] = entry("Conditions found", (), max_length=CONDITIONS_MAX)
    passed: tuple[str, ...] = entry("Indicators that are clear again", (), max_length=CONDITIONS_MAX)
    overdue: tuple[int, ...] = entry("Alerts to escalate", (), max_length=CONDITIONS_MAX)


class AcknowledgeAlert(OfProject):
    """Take note of an alert: somebody looks into it from now on."""

    alert: int = entry("Alert", ge=1, le=NUMBER_MAX)


class AssignAlert(OfProject):
    """Assign an alert to the person who looks into it."""

    alert: int = entry("Alert", ge=1, le=NUMBER_MAX)
    person: str = entry("Assigned to", min_length=1, max_length=80, help="the login of the person who looks into it")


class EscalateAlert(OfProject):
    """Pass an alert one step up before its time is over, with the reason."""

    alert: int = entry("Alert", ge=1, le=NUMBER_MAX)
    reason: str = entry("Reason", min_length=1, max_length=1000)


class CloseAlert(OfProject):
    """Close an alert with what it turned out to be, and why."""

    alert: int = entry("Alert", ge=1, le=NUMBER_MAX)
    outcome: Literal[Outcome.CONFIRMED, Outcome.EXPLAINED, Outcome.MISTAKEN] = entry("Outcome")
    reason: str = entry("Reason", min_length=1, max_length=1000)

    def dossiers(self) -> tuple[str, ...]:
        """The project's, and the office's for the record of the rule."""
        return (self.project, "office")


class RestoreRule(Request):
    """Let a demoted rule raise alerts of every level again; its closings are counted anew."""

    rule: str = entry("Indicator", max_length=80)
    reason: str = entry("Reason", min_length=1, max_length=400)
