"""States: in which an alert, a risk or a rectification can be."""

from enum import StrEnum


class AlertLevel(StrEnum):
    """How serious an alert is (红、橙、黄)."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"

    @property
    def weight(self) -> int:
        """Its rank among the levels: one for yellow, three for red."""
        return len(AlertLevel) - list(AlertLevel).index(self)


class AlertState(StrEnum):
    """Where an alert stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What an alert turned out to be: so it was, so it was with a good reason, or a mistake of the rule or its data."""

    CONFIRMED = "confirmed"
    EXPLAINED = "explained"
    MISTAKEN = "mistaken"
    PASSED = "passed"


class RiskState(StrEnum):
    """Whether a risk is still looked at."""

    OPEN = "open"
    CLOSED = "closed"


class RectificationState(StrEnum):
    """Where a rectification stands."""

    ORDERED = "ordered"
    REPORTED = "reported"
    RETURNED = "returned"
    CLOSED = "closed"
