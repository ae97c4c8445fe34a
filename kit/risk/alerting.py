"""Alerting: what a screening changes about the alerts of a project, and when a rule is demoted; pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kit.risk.alert_requests import Condition, RaiseAlerts
from kit.risk.indicators import Handling
from kit.risk.states import AlertLevel, AlertState, Outcome

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """How the alerts of one rule were closed so far."""

    confirmed: int = 0
    explained: int = 0
    mistaken: int = 0

    def with_outcome(self, outcome: Outcome) -> "Tally":
        """One closing more."""
        counts = {name: getattr(self, name) + (name == str(outcome)) for name in ("confirmed", "explained", "mistaken")}
        return Tally(**counts)

    @property
    def closings(self) -> int:
        """How many alerts were closed by people."""
        return self.confirmed + self.explained + self.mistaken

    @property
    def precision_percent(self) -> float | None:
        """The share that was no mistake; None before the first closing."""
        return 100 * (self.confirmed + self.explained) / self.closings if self.closings else None

    def is_too_noisy(self, handling: Handling) -> bool:
        """True where enough alerts were closed and too few of them were worth raising."""
        precision = self.precision_percent
        return precision is not None and self.closings >= handling.closings_min and precision < handling.precision_min


def allowed_level(level: AlertLevel, is_demoted: bool) -> AlertLevel:
    """A demoted rule raises yellow alerts only."""
    return AlertLevel.YELLOW if is_demoted else level


def is_raised(level: AlertLevel, last: Row | None, handling: Handling, today: date) -> bool:
    """True where a condition is worth an alert: the first, one graver than when it was closed, or one that came back.

    *last* is the last alert of the same project and rule, closed by now; what people have closed stays quiet for
    ``again_days``.
    """
    if last is None or last["outcome"] == Outcome.PASSED:
        return True
    quiet = (today - last["closed_on"]).days
    return level.weight > AlertLevel(last["level"]).weight or quiet >= handling.again_days


def changes_of(  # noqa: PLR0913, PLR0917 - what a screening is held against
    project: str,
    found: Iterable[Condition],
    clear: frozenset[str],
    alerts: Sequence[Row],
    demoted: frozenset[str],
    handling: Handling,
    today: date,
) -> RaiseAlerts | None:
    """What brings the *alerts* of a project (oldest first) to what was found; None where nothing changes."""
    last = {alert["rule"]: alert for alert in alerts}
    still_open = [alert for alert in alerts if alert["state"] != AlertState.CLOSED]
    wanted = [one for one in found if _changes(one, last.get(one.rule), one.rule in demoted, handling, today)]
    passed = [alert["rule"] for alert in still_open if alert["rule"] in clear]
    waiting = [alert for alert in still_open if alert["rule"] not in clear]
    overdue = [alert["id"] for alert in waiting if is_overdue(alert, handling, today)]
    if not (wanted or passed or overdue):
        return None
    return RaiseAlerts(project=project, found=tuple(wanted), passed=tuple(passed), overdue=tuple(overdue))


def is_overdue(alert: Row, handling: Handling, today: date) -> bool:
    """True where nobody has acknowledged an alert in time, and somebody further up can be asked."""
    is_waiting = alert["state"] == AlertState.RAISED and alert["due_on"] < today
    return bool(is_waiting and alert["escalations"] < steps_above(alert["route"], handling))


def steps_above(route: str, handling: Handling) -> int:
    """How often an alert of a route can be passed up."""
    return len(handling.escalation[route]) - 1


def _changes(found: Condition, last: Row | None, is_demoted: bool, handling: Handling, today: date) -> bool:
    level = allowed_level(found.level, is_demoted)
    if last is not None and last["state"] != AlertState.CLOSED:
        return bool(str(level) != last["level"])
    return is_raised(level, last, handling, today)
