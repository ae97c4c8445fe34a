"""Checks of waivers: what law makes absolute stays so, nobody waives for himself, nothing is dated back."""

from collections.abc import Iterable
from datetime import date, timedelta

from kit.core.actor import Actor
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.law.rule import Rule
from kit.law.rulebook import Law
from kit.law.waiver import Waiver, WaiverScope, WaiverState
from kit.law.waiver_requests import RequestWaiver

ONE = timedelta(days=1)


def check_waivable(rule: Rule | None, code: str, law: Law) -> list[Finding]:
    """The rule exists, and law leaves room for a waiver."""
    if rule is None:
        said = phrase("there is no rule {rule}; kit law list shows all", rule=code)
        return [block("law.rule_unknown", said, "rule")]
    if rule.waiver is None:
        said = phrase("{rule} is absolute: its article leaves no room for a waiver", rule=code)
        return [block("law.rule_absolute", said, "rule", law.cite(code))]
    return []


def check_asked(request: RequestWaiver, rule: Rule, today: date) -> list[Finding]:
    """The scope is named, and the days lie ahead and are not too many."""
    findings = _check_scope(request)
    since = request.since or today
    if since < today:
        said = phrase("a waiver begins today or later, not on {day}: what is done is not waived", day=str(since))
        findings.append(block("law.waiver_dated_back", said, "since"))
    if request.until < since:
        said = phrase("the last day {until} lies before the first, {since}", until=str(request.until), since=str(since))
        findings.append(block("law.waiver_ends_first", said, "until"))
    longest = rule.waiver.days_max if rule.waiver else 0
    if (request.until - since + ONE).days > longest:
        said = phrase("a waiver of this rule runs at most {days} days; ask again when it ends", days=longest)
        findings.append(block("law.waiver_too_long", said, "until"))
    return findings


def check_granted(waiver: Waiver, rule: Rule, actor: Actor, standing: Iterable[Waiver], today: date) -> list[Finding]:
    """Somebody else grants it, in a role that the rule names, before it has ended, and no other stands already."""
    findings = [*check_open(waiver), *check_authority(waiver, rule, actor)]
    if waiver.until < today:
        said = phrase("it would have ended on {day}; have it asked for again", day=str(waiver.until))
        findings.append(block("law.waiver_ended", said, "number"))
    for other in standing:
        if _is_same(waiver, other) and other.state == WaiverState.GRANTED and _meet(waiver, other):
            said = phrase("{waiver} stands for the same rule, scope and time already", waiver=other.name)
            findings.append(block("law.waiver_stands", said, "number"))
    return findings


def check_open(waiver: Waiver) -> list[Finding]:
    """It has not been decided yet."""
    if waiver.state == WaiverState.ASKED:
        return []
    said = phrase("{waiver} was decided on {day} already", waiver=waiver.name, day=str(waiver.decided_on))
    return [block("law.waiver_decided", said, "number")]


def check_authority(waiver: Waiver, rule: Rule, actor: Actor) -> list[Finding]:
    """Who decides holds a role that the rule names, and did not ask for it."""
    findings = []
    if actor.login == waiver.asked_by:
        said = phrase("who asked for a waiver does not decide on it; another person has to")
        findings.append(block("law.waiver_own", said, "number"))
    allowed = rule.waiver.by if rule.waiver else frozenset()
    if not actor.roles & allowed:
        said = phrase(
            "{login} holds none of the roles that may waive this rule: {roles}",
            login=actor.login,
            roles=", ".join(sorted(allowed)),
        )
        findings.append(block("law.waiver_role_missing", said, "number"))
    return findings


def check_withdrawn(waiver: Waiver) -> list[Finding]:
    """Only what was granted is withdrawn."""
    if waiver.state == WaiverState.GRANTED:
        return []
    said = phrase("{waiver} is not in force; there is nothing to withdraw", waiver=waiver.name)
    return [block("law.waiver_not_granted", said, "number")]


def check_known(waiver: Waiver | None, number: int) -> list[Finding]:
    """The project has such a waiver."""
    if waiver is not None:
        return []
    said = phrase("the project has no waiver {number}; kit show waivers lists them", number=number)
    return [block("law.waiver_unknown", said, "number")]


def _check_scope(request: RequestWaiver) -> list[Finding]:
    is_whole = request.scope_kind is WaiverScope.PROJECT
    if is_whole == (request.scope is None):
        return []
    said = phrase("name the contract or line that it is for; leave it empty for the whole project only")
    return [block("law.waiver_scope_wrong", said, "scope")]


def _is_same(one: Waiver, other: Waiver) -> bool:
    return (one.rule, one.scope_kind, one.scope) == (other.rule, other.scope_kind, other.scope)


def _meet(one: Waiver, other: Waiver) -> bool:
    return max(one.since, other.since) <= min(one.until, other.until)
