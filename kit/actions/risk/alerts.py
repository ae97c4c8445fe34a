"""Actions about alerts: raising what a screening found, acknowledging, closing, restoring a rule."""

from datetime import date
from typing import Any

from kit.actions.registry import action
from kit.actions.risk.books import ANSWERING, WATCHING, open_project, refuse_strangers
from kit.core.actor import Role
from kit.project.tables import Project
from kit.risk.alert_requests import (
    AcknowledgeAlert,
    AssignAlert,
    CloseAlert,
    Condition,
    EscalateAlert,
    RaiseAlerts,
    RestoreRule,
)
from kit.risk.alerting import Tally, allowed_level, steps_above
from kit.risk.checks import (
    check_alert_closer,
    check_alert_open,
    check_escalation,
    check_not_acknowledged,
    check_restoration,
    check_rules_known,
)
from kit.risk.indicators import FILE, Handling, Indicator, library_digest, load_handling, load_indicators
from kit.risk.states import AlertLevel, AlertState, Outcome
from kit.risk.tables import Alert, RuleRecord
from kit.store.work import Work
from kit.workspace.calendar import load_calendar

SCREENING = WATCHING | {Role.MANAGER}
HANDLING = ANSWERING | {Role.MANAGER}
NOBODY_YET = ("assigned_to", "acknowledged_by", "acknowledged_on", "closed_on", "outcome", "reason")
OFFICE = "office"


@action("risk.raise_alerts", roles=SCREENING)
def raise_alerts(work: Work, request: RaiseAlerts) -> None:
    """Bring the alerts of a project to what a screening found (预警触发、合并、升级)."""
    project = open_project(work, request.project)
    library = {indicator.code: indicator for indicator in load_indicators(work.setting.resources)}
    work.refuse_if(check_rules_known((one.rule for one in request.found), library))
    work.cite(FILE, library_digest(work.setting.resources))
    handling = load_handling(work.setting.resources)
    alerts = work.select(Alert, project=request.project)
    still_open = {alert.rule: alert for alert in alerts if alert.state != AlertState.CLOSED}
    for condition in request.found:
        level = allowed_level(condition.level, _is_demoted(work, condition.rule))
        standing = still_open.get(condition.rule)
        if standing is not None:
            _merge(work, standing, condition, level, handling)
        else:
            turn = 1 + sum(alert.rule == condition.rule for alert in alerts)
            _raise(work, project, library[condition.rule], condition, level, turn, handling)
    for rule in request.passed:
        if rule in still_open:
            _end(work, still_open[rule], Outcome.PASSED, None)
    _escalate(work, request, handling)


@action("risk.acknowledge_alert", roles=HANDLING)
def acknowledge_alert(work: Work, request: AcknowledgeAlert) -> None:
    """Take note of an alert: somebody looks into it from now on (签收)."""
    alert = _open_alert(work, request.project, request.alert)
    work.refuse_if(check_not_acknowledged(alert.state, request.alert))
    actor, today = work.setting.actor.login, work.setting.today
    work.change(alert, state=str(AlertState.ACKNOWLEDGED), acknowledged_by=actor, acknowledged_on=today)


@action("risk.assign_alert", roles=HANDLING)
def assign_alert(work: Work, request: AssignAlert) -> None:
    """Assign an alert to the person who looks into it (指派)."""
    alert = _open_alert(work, request.project, request.alert)
    refuse_strangers(work, request.person, "person")
    work.change(alert, assigned_to=request.person)


@action("risk.escalate_alert", roles=HANDLING)
def escalate_alert(work: Work, request: EscalateAlert) -> None:
    """Pass an alert one step up before its time is over, with the reason (上报)."""
    alert = _open_alert(work, request.project, request.alert)
    handling = load_handling(work.setting.resources)
    work.refuse_if(check_escalation(alert.escalations, steps_above(alert.route, handling)))
    # Whoever answers now takes note of it in turn.
    _pass_up(work, alert, handling, state=str(AlertState.RAISED))


@action("risk.close_alert", roles=SCREENING)
def close_alert(work: Work, request: CloseAlert) -> None:
    """Close an alert as confirmed, explained or mistaken, with the reason; the rule's record counts it."""
    alert = _open_alert(work, request.project, request.alert)
    work.refuse_if(check_alert_closer(alert.acknowledged_by, work.setting.actor.login))
    _end(work, alert, request.outcome, request.reason)
    _count(work, alert.rule, request.outcome)


@action("risk.restore_rule", roles={Role.MANAGER, Role.PERFORMANCE_DIVISION})
def restore_rule(work: Work, request: RestoreRule) -> None:
    """Let a demoted rule raise alerts of every level again; its closings are counted anew."""
    record = work.find(RuleRecord, rule=request.rule)
    work.refuse_if(check_restoration(record is not None and record.is_demoted, request.rule))
    assert record is not None
    anew = {"confirmed": 0, "explained": 0, "mistaken": 0}
    work.change(record, is_demoted=False, since=work.setting.today, reason=request.reason, **anew)


def _open_alert(work: Work, project: str, number: int) -> Alert:
    open_project(work, project)
    alert = work.find(Alert, project=project, id=number)
    work.refuse_if(check_alert_open(alert.state if alert else None, number))
    assert alert is not None
    return alert


def _raise(  # noqa: PLR0913, PLR0917 - what an alert is made of
    work: Work,
    project: Project,
    indicator: Indicator,
    condition: Condition,
    level: AlertLevel,
    turn: int,
    handling: Handling,
) -> None:
    today = work.setting.today
    said = {"text": indicator.title, "basis": indicator.basis, "route": indicator.route, "unit": project.owner}
    days = {"raised_on": today, "seen_on": today, "due_on": _due(work, handling, level)}
    work.add(
        Alert,
        project=project.code,
        rule=condition.rule,
        turn=turn,
        level=str(level),
        state=str(AlertState.RAISED),
        facts=_facts(indicator, condition, today),
        escalations=0,
        **said,
        **days,
        **dict.fromkeys(NOBODY_YET),
    )


def _merge(work: Work, alert: Alert, condition: Condition, level: AlertLevel, handling: Handling) -> None:
    """One condition, one alert: it changes its level, and has to be acknowledged anew in the time of that level."""
    if alert.level != level:
        facts = dict(alert.facts) | {"value": condition.value}
        due = _due(work, handling, level) if alert.state == AlertState.RAISED else alert.due_on
        work.change(alert, level=str(level), seen_on=work.setting.today, facts=facts, due_on=due)


def _escalate(work: Work, request: RaiseAlerts, handling: Handling) -> None:
    for number in request.overdue:
        alert = work.find(Alert, project=request.project, id=number)
        work.refuse_if(check_alert_open(alert.state if alert else None, number, "overdue"))
        assert alert is not None
        if alert.due_on < work.setting.today:
            _pass_up(work, alert, handling)


def _pass_up(work: Work, alert: Alert, handling: Handling, **values: Any) -> None:
    """One step up; whoever answers there has the time of the level from today on."""
    due = _due(work, handling, AlertLevel(alert.level))
    work.change(alert, escalations=alert.escalations + 1, due_on=due, **values)


def _facts(indicator: Indicator, condition: Condition, today: date) -> dict[str, Any]:
    thresholds = indicator.on(today)
    bounds = {str(level): getattr(thresholds, str(level), None) for level in AlertLevel}
    return {"value": condition.value, "thresholds": bounds}


def _end(work: Work, alert: Alert, outcome: Outcome, reason: str | None) -> None:
    closed = {"state": str(AlertState.CLOSED), "closed_on": work.setting.today}
    work.change(alert, outcome=str(outcome), reason=reason, **closed)


def _count(work: Work, rule: str, outcome: Outcome) -> None:
    """Keep how the rule has fared; one whose alerts are mostly mistaken is demoted with its record."""
    record = work.find(RuleRecord, rule=rule) or work.add(
        RuleRecord,
        dossier=OFFICE,
        rule=rule,
        is_demoted=False,
        since=work.setting.today,
        confirmed=0,
        explained=0,
        mistaken=0,
        reason="",
    )
    tally = Tally(record.confirmed, record.explained, record.mistaken).with_outcome(outcome)
    changed: dict[str, Any] = {"confirmed": tally.confirmed, "explained": tally.explained, "mistaken": tally.mistaken}
    if not record.is_demoted and tally.is_too_noisy(load_handling(work.setting.resources)):
        said = f"{tally.closings - tally.mistaken}/{tally.closings}"
        changed |= {"is_demoted": True, "since": work.setting.today, "reason": said}
    work.change(record, **changed)


def _is_demoted(work: Work, rule: str) -> bool:
    record = work.find(RuleRecord, rule=rule)
    return record is not None and record.is_demoted


def _due(work: Work, handling: Handling, level: AlertLevel) -> date:
    """The day by which an alert is acknowledged, in working days."""
    return load_calendar(work.setting.resources).add_workdays(work.setting.today, handling.due_workdays[level])
