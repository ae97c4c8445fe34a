"""Gates of access: a deed from the server needs a session that runs, a deed from outside needs an assignment."""

from datetime import date

from sqlalchemy import Connection, select

from kit.actions.registry import Action
from kit.core.actor import Actor
from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.core.request import Request
from kit.core.tables import OFFICE
from kit.org.account_checks import is_outside_only
from kit.org.accounts import Account, LoginSession, ProjectAssignment
from kit.store.work import Work

# What a person may do before the session is whole.
FIRST_STEPS = frozenset({"org.change_password", "org.set_second_factor"})


def pass_session(work: Work, declared: Action, _request: Request) -> list[Finding]:
    """The session through which the person came in has not ended, and its first steps are done."""
    actor = work.setting.actor
    if not actor.session:
        return []
    query = select(LoginSession.waits_for).join(Account, Account.login == LoginSession.login)
    runs = (LoginSession.key == actor.session, LoginSession.ended_at.is_(None), Account.is_open)
    waits_for = work.connection.execute(query.where(*runs)).scalar()
    if waits_for is None:
        return [block("access.session_ended", phrase("the session has ended; log in again"))]
    if waits_for and declared.name not in FIRST_STEPS:
        return [block("access.step_due", phrase("the login is not complete; change the password or type the code"))]
    return []


def pass_assignment(work: Work, _declared: Action, request: Request) -> list[Finding]:
    """Who works from outside acts on assigned projects only, and only while the assignment runs."""
    actor = work.setting.actor
    if not is_outside_only(actor.roles):
        return []
    mine = assigned_projects(work.connection, actor, work.setting.today)
    strange = [code for code in request.dossiers() if code != OFFICE and code not in mine]
    if not strange:
        return []
    said = phrase("project {code} is not assigned to {login} today", code=strange[0], login=actor.login)
    return [block("access.not_assigned", said, "project")]


def assigned_projects(connection: Connection, actor: Actor, day: date) -> frozenset[str]:
    """The codes of the projects on which a person from outside may work on that day."""
    runs = (
        ProjectAssignment.login == actor.login,
        ProjectAssignment.from_day <= day,
        ProjectAssignment.until_day >= day,
    )
    return frozenset(connection.execute(select(ProjectAssignment.project).where(*runs)).scalars())
