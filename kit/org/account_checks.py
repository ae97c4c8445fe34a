"""Checks of accounts and passwords."""

from datetime import date

from kit.core.actor import ADMINISTRATORS, OUTSIDERS, Role
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.org.account_requests import AssignProject
from kit.org.policy import AccessPolicy


def check_opening(login: str, *, is_person: bool, is_account: bool) -> list[Finding]:
    """Say what stops an account from being opened."""
    if not is_person:
        said = phrase("nobody with the login {login} is registered; register the person first", login=login)
        return [block("access.person_unknown", said, "login")]
    if is_account:
        said = phrase("{login} has an account already; give it a new one-time password instead", login=login)
        return [block("access.account_exists", said, "login")]
    return []


def check_account(login: str, is_account: bool) -> list[Finding]:
    """Say that there is no account to act on."""
    if is_account:
        return []
    return [block("access.account_unknown", phrase("{login} has no account; open one first", login=login), "login")]


def check_password(password: str, login: str, policy: AccessPolicy, field: str) -> list[Finding]:
    """Say everything that makes *password* a poor one."""
    findings = []
    if len(password) < policy.password_length_min:
        said = phrase("the password is too short: at least {least} characters", least=policy.password_length_min)
        findings.append(block("access.password_short", said, field))
    if classes_of(password) < policy.password_classes_min:
        said = phrase(
            "the password needs {least} of these kinds of signs: small letters, capitals, digits, others",
            least=policy.password_classes_min,
        )
        findings.append(block("access.password_simple", said, field))
    if login.lower() in password.lower():
        findings.append(
            block("access.password_login", phrase("the password holds the login name; choose another"), field)
        )
    return findings


def check_present(is_present: bool) -> list[Finding]:
    """Say that what was typed is not the present password."""
    if is_present:
        return []
    return [block("access.password_wrong", phrase("the present password is not right; type it again"), "password")]


def check_change(is_same: bool) -> list[Finding]:
    """Say what stops a password from taking the place of another."""
    if not is_same:
        return []
    said = phrase("the new password is the present one; choose another")
    return [block("access.password_same", said, "new_password")]


def check_code(is_right: bool) -> list[Finding]:
    """Say that a code of the second factor is wrong."""
    if is_right:
        return []
    said = phrase("the code is not right; check the clock of the device and type the next one")
    return [block("access.code_wrong", said, "code")]


def check_not_own(actor: str, login: str) -> list[Finding]:
    """Nobody changes the own roles or gives the own account a new password this way."""
    if actor != login:
        return []
    return [block("access.own_account", phrase("nobody does this to the own account; ask another"), "login")]


def check_assignment(request: AssignProject, roles: frozenset[Role] | None, is_project: bool) -> list[Finding]:
    """Say what stops a project from being assigned to a person of those *roles* (None: not registered)."""
    findings = []
    if roles is None or not roles & OUTSIDERS:
        said = phrase("{login} is no evaluator or expert from outside; others need no assignment", login=request.login)
        findings.append(block("access.not_outside", said, "login"))
    if not is_project:
        said = phrase("project {code} is not registered; register it first", code=request.project)
        findings.append(block("access.project_unknown", said, "project"))
    if request.until_day < request.from_day:
        said = phrase("the last day lies before the first")
        findings.append(block("access.days_reversed", said, "until_day"))
    return findings


def classes_of(password: str) -> int:
    """How many kinds of signs stand in *password*: small letters, capitals, digits, others."""
    kinds = (str.islower, str.isupper, str.isdigit)
    known = sum(any(kind(sign) for sign in password) for kind in kinds)
    return known + any(not any(kind(sign) for kind in kinds) for sign in password)


def needs_second_factor(roles: frozenset[Role], required: str) -> bool:
    """True where an office that asks *required* (kit.toml, ``second_factor``) asks it of these roles."""
    return required == "everybody" or (required == "administrators" and bool(roles & ADMINISTRATORS))


def is_aged(changed_on: date, today: date, policy: AccessPolicy) -> bool:
    """True where a password is older than the policy allows."""
    return (today - changed_on).days > policy.password_days_max


def is_outside_only(roles: frozenset[Role]) -> bool:
    """True for people who work for the office from outside and in no other role."""
    return bool(roles) and roles <= OUTSIDERS
