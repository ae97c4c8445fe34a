"""Checks of risks and rectification: what stops a risk from being entered, a problem from being closed."""

from collections.abc import Container, Iterable
from datetime import date

from kit.core.finding import Finding, block, question
from kit.core.language import phrase
from kit.risk.requests import CloseRectification, OrderRectification, RegisterRisk
from kit.risk.states import AlertState, RectificationState, RiskState


def check_project(is_project: bool, code: str) -> list[Finding]:
    """The project is registered."""
    if is_project:
        return []
    return [
        block(
            "risk.project_unknown", phrase("project {code} is not registered; register it first", code=code), "project"
        )
    ]


def check_person(is_person: bool, login: str, field: str) -> list[Finding]:
    """Whoever answers for something is registered."""
    if is_person:
        return []
    said = phrase("nobody with the login {login} is registered", login=login)
    return [block("risk.person_unknown", said, field)]


def check_alert_known(is_known: bool, number: int) -> list[Finding]:
    """The project has the alert."""
    return (
        []
        if is_known
        else [block("risk.alert_unknown", phrase("the project has no alert {number}", number=number), "alert")]
    )


def check_rules_known(rules: Iterable[str], known: Container[str]) -> list[Finding]:
    """Every indicator stands in the library."""
    return [
        block("risk.rule_unknown", phrase("the library has no indicator {rule}", rule=rule), "rule")
        for rule in rules
        if rule not in known
    ]


def check_alert_open(state: str | None, number: int, field: str = "alert") -> list[Finding]:
    """The project has the alert, and it is not closed."""
    if state is not None and state != AlertState.CLOSED:
        return []
    return [block("risk.alert_closed", phrase("the project has no open alert {number}", number=number), field)]


def check_not_acknowledged(state: str, number: int) -> list[Finding]:
    """An alert is acknowledged once."""
    if state == AlertState.RAISED:
        return []
    return [block("risk.alert_acknowledged", phrase("alert {number} is acknowledged already", number=number), "alert")]


def check_escalation(escalations: int, steps: int) -> list[Finding]:
    """Above whoever answers for an alert there is somebody to pass it to."""
    if escalations < steps:
        return []
    said = phrase("nobody stands above whoever answers for the alert now; assign it to a person, or close it")
    return [block("risk.escalated_fully", said, "alert")]


def check_alert_closer(acknowledged_by: str | None, closer: str) -> list[Finding]:
    """Whoever looked into an alert does not judge it as well."""
    if acknowledged_by != closer:
        return []
    said = phrase("whoever acknowledged the alert does not close it; let somebody else judge it")
    return [block("risk.own_alert", said, "alert")]


def check_restoration(is_demoted: bool, rule: str) -> list[Finding]:
    """Only a demoted rule is restored."""
    if is_demoted:
        return []
    return [block("risk.rule_not_demoted", phrase("indicator {rule} is not demoted", rule=rule), "rule")]


def check_risk(request: RegisterRisk, is_risk: bool, today: date) -> list[Finding]:
    """A risk is entered once, and looked at again on a day to come."""
    findings = []
    if is_risk:
        said = phrase("a risk with the code {code} is in the register already", code=request.code)
        findings.append(block("risk.code_taken", said, "code"))
    return findings + check_review_day(request.review_on, today)


def check_review_day(review_on: date, today: date) -> list[Finding]:
    """The next review lies ahead."""
    if review_on > today:
        return []
    return [block("risk.review_past", phrase("the next review lies in the past; name a day to come"), "review_on")]


def check_open(state: str | None, code: str) -> list[Finding]:
    """The risk is in the register and open."""
    if state == RiskState.OPEN:
        return []
    said = phrase("the register has no open risk {code}", code=code)
    return [block("risk.risk_unknown", said, "code")]


def check_order(request: OrderRectification, is_known: bool, today: date) -> list[Finding]:
    """A rectification is ordered once, with a day to come."""
    findings = []
    if is_known:
        said = phrase("a rectification with the code {code} is ordered already", code=request.code)
        findings.append(block("risk.rectification_taken", said, "code"))
    if request.due_on < today:
        findings.append(block("risk.due_past", phrase("the day it is due lies in the past"), "due_on"))
    return findings


def check_report(state: str | None, code: str, is_kept: bool, has_evidence: bool) -> list[Finding]:
    """What is reported as put right was ordered and is not closed; its evidence is kept."""
    if state not in (RectificationState.ORDERED, RectificationState.RETURNED):
        said = phrase("there is no open rectification {code}", code=code)
        return [block("risk.rectification_unknown", said, "code")]
    if has_evidence and not is_kept:
        said = phrase("no kept file has this digest; keep it first (kit import evidence FILE)")
        return [block("risk.evidence_unknown", said, "evidence")]
    if not has_evidence:
        said = phrase("no evidence is attached; attach photos, minutes or acceptance records")
        return [question("risk.evidence_missing", said, "evidence")]
    return []


def check_closure(request: CloseRectification, state: str | None, reporter: str | None, closer: str) -> list[Finding]:
    """Only what was reported is closed, and not by the person who reported it."""
    if state != RectificationState.REPORTED:
        said = phrase("rectification {code} was not reported as put right", code=request.code)
        return [block("risk.not_reported", said, "code")]
    if reporter == closer:
        said = phrase("whoever is responsible does not close the own rectification; let somebody else check it")
        return [block("risk.own_closure", said, "code")]
    return []
