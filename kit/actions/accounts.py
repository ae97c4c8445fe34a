"""Actions about accounts: opening, closing, passwords, second factor, sessions, and work from outside.

Secrets are written beside the journal in the same transaction; the entry says that they changed, never what they are.
"""

from pydantic import SecretStr
from sqlalchemy import select

from kit.actions.registry import action
from kit.core.actor import Door, Role
from kit.core.tables import columns_of, read_row
from kit.org.account_checks import (
    check_account,
    check_assignment,
    check_change,
    check_code,
    check_not_own,
    check_opening,
    check_password,
    check_present,
)
from kit.org.account_requests import (
    AssignProject,
    ChangePassword,
    ChangeRoles,
    DisableAccount,
    EnableAccount,
    EndSessions,
    OpenAccount,
    ResetPassword,
    SetSecondFactor,
)
from kit.org.accounts import Account, Credential, Lockout, LoginSession, ProjectAssignment
from kit.org.checks import check_duties
from kit.org.passwords import hash_password, is_password, step_of
from kit.org.policy import load_access_policy
from kit.org.tables import Person
from kit.project.tables import Project
from kit.store.aside import add_aside, change_aside
from kit.store.journal import time_text
from kit.store.work import Work

ANYBODY = set(Role)


@action("org.open_account", roles={Role.SECURITY_ADMIN})
def open_account(work: Work, request: OpenAccount) -> None:
    """Let a registered person log in with a one-time password, which the first login changes."""
    is_account = work.find(Account, login=request.login) is not None
    is_person = work.find(Person, login=request.login) is not None
    work.refuse_if(check_opening(request.login, is_person=is_person, is_account=is_account))
    _refuse_poor(work, request.one_time_password, request.login, "one_time_password")
    work.add(
        Account,
        login=request.login,
        is_open=True,
        must_change=True,
        has_second_factor=False,
        changed_on=work.setting.today,
        expires_on=request.expires_on,
    )
    hashed = hash_password(request.one_time_password.get_secret_value())
    add_aside(work.connection, Credential, login=request.login, password_hash=hashed, totp_seed=None, totp_step=0)
    add_aside(work.connection, Lockout, login=request.login, failures=0, locked_until=None)


@action("org.reset_password", roles={Role.SECURITY_ADMIN})
def reset_password(work: Work, request: ResetPassword) -> None:
    """Give an account a new one-time password; its sessions end."""
    # Whoever sits at the server's own command line could write anyway, and may be the last security administrator.
    if work.setting.actor.door is not Door.COMMAND_LINE:
        work.refuse_if(check_not_own(work.setting.actor.login, request.login))
    account = _account(work, request.login)
    _refuse_poor(work, request.one_time_password, request.login, "one_time_password")
    keeps = account.has_second_factor and not request.drops_second_factor
    work.change(account, must_change=True, changed_on=work.setting.today, has_second_factor=keeps)
    secrets: dict[str, str | None] = {"password_hash": hash_password(request.one_time_password.get_secret_value())}
    if not keeps:
        secrets |= {"totp_seed": None}
    change_aside(work.connection, Credential, {"login": request.login}, **secrets)
    _unlock(work, request.login)
    _end_sessions(work, request.login)


@action("org.disable_account", roles={Role.SECURITY_ADMIN})
def disable_account(work: Work, request: DisableAccount) -> None:
    """Close an account; its sessions end."""
    work.refuse_if(check_not_own(work.setting.actor.login, request.login))
    work.change(_account(work, request.login), is_open=False)
    _end_sessions(work, request.login)


@action("org.enable_account", roles={Role.SECURITY_ADMIN})
def enable_account(work: Work, request: EnableAccount) -> None:
    """Open an account again that was closed or locked."""
    work.refuse_if(check_not_own(work.setting.actor.login, request.login))
    work.change(_account(work, request.login), is_open=True)
    _unlock(work, request.login)


@action("org.end_sessions", roles={Role.SECURITY_ADMIN})
def end_sessions(work: Work, request: EndSessions) -> None:
    """End one session of an account, or all of them."""
    _account(work, request.login)
    _end_sessions(work, request.login, request.session)


@action("org.change_roles", roles={Role.SECURITY_ADMIN})
def change_roles(work: Work, request: ChangeRoles) -> None:
    """Give a person other roles; the sessions end, so that nobody goes on in the old ones."""
    person = work.find(Person, login=request.login)
    work.refuse_if(check_not_own(work.setting.actor.login, request.login))
    work.refuse_if(check_opening(request.login, is_person=person is not None, is_account=False))
    work.refuse_if(check_duties(frozenset(request.roles)))
    assert person is not None
    work.change(person, roles=[str(role) for role in request.roles])
    _end_sessions(work, request.login)


@action("org.change_password", roles=ANYBODY)
def change_password(work: Work, request: ChangePassword) -> None:
    """Change the own password; the other sessions end."""
    login = work.setting.actor.login
    account = _account(work, login)
    present, new = request.password.get_secret_value(), request.new_password.get_secret_value()
    _refuse_stranger(work, login, request.password)
    work.refuse_if(check_change(present == new))
    _refuse_poor(work, request.new_password, login, "new_password")
    work.change(account, must_change=False, changed_on=work.setting.today)
    change_aside(work.connection, Credential, {"login": login}, password_hash=hash_password(new))
    _end_sessions(work, login, but=work.setting.actor.session)


@action("org.set_second_factor", roles=ANYBODY)
def set_second_factor(work: Work, request: SetSecondFactor) -> None:
    """Add a second factor (TOTP) to the own account, or another; a code proves that the device has it."""
    login = work.setting.actor.login
    account = _account(work, login)
    _refuse_stranger(work, login, request.password)
    step = step_of(request.seed.get_secret_value(), request.code.get_secret_value(), work.setting.at)
    work.refuse_if(check_code(step is not None))
    assert step is not None
    work.change(account, has_second_factor=True)
    seed = request.seed.get_secret_value()
    change_aside(work.connection, Credential, {"login": login}, totp_seed=seed, totp_step=step)


@action("org.assign_project", roles={Role.PERFORMANCE_DIVISION})
def assign_project(work: Work, request: AssignProject) -> None:
    """Let somebody from outside work on a project for a time; done again, it sets other days."""
    person = work.find(Person, login=request.login)
    roles = frozenset(map(Role, person.roles)) if person else None
    is_project = work.find(Project, code=request.project) is not None
    work.refuse_if(check_assignment(request, roles, is_project))
    standing = work.find(ProjectAssignment, login=request.login, project=request.project)
    if standing:
        work.change(standing, from_day=request.from_day, until_day=request.until_day)
    else:
        work.add(ProjectAssignment, **request.model_dump())


def _account(work: Work, login: str) -> Account:
    account = work.find(Account, login=login)
    work.refuse_if(check_account(login, account is not None))
    assert account is not None
    return account


def _credential(work: Work, login: str) -> Credential:
    found = work.connection.execute(select(columns_of(Credential)).where(Credential.login == login)).mappings().one()
    return read_row(Credential, found)


def _refuse_stranger(work: Work, login: str, password: SecretStr) -> None:
    """Nobody who sits down at another's open screen takes the account over."""
    work.refuse_if(check_present(is_password(password.get_secret_value(), _credential(work, login).password_hash)))


def _refuse_poor(work: Work, password: SecretStr, login: str, field: str) -> None:
    policy = load_access_policy(work.setting.resources)
    work.refuse_if(check_password(password.get_secret_value(), login, policy, field))


def _unlock(work: Work, login: str) -> None:
    change_aside(work.connection, Lockout, {"login": login}, failures=0, locked_until=None)


def _end_sessions(work: Work, login: str, session: str | None = None, but: str = "") -> None:
    """End the sessions that still run: the one named, or all of the account but one."""
    which = {"login": login, "ended_at": None} | ({"key": session} if session else {})
    ended = {"ended_at": time_text(work.setting.at), "ended_by": work.setting.actor.login}
    for key in _running(work, which):
        if key != but:
            change_aside(work.connection, LoginSession, {"key": key}, **ended)


def _running(work: Work, which: dict[str, str | None]) -> list[str]:
    columns = [columns_of(LoginSession).c[name] == value for name, value in which.items()]
    return list(work.connection.execute(select(LoginSession.key).where(*columns)).scalars())
