"""Books: what the actions about approvals read and write again and again."""

from collections.abc import Container
from typing import Any

from sqlalchemy import Connection, select

from kit.actions.registry import all_actions
from kit.approval.checks import unknown
from kit.approval.route import PassedStep, Route, load_routes
from kit.approval.signers import Member, signer_from
from kit.approval.signing import Capacity, Signer
from kit.approval.states import Verdict
from kit.approval.tables import Approval, Delegation, Signature
from kit.core.actor import Role
from kit.core.tables import OFFICE, columns_of
from kit.org.tables import Person
from kit.project.tables import Project
from kit.store.work import Work
from kit.workspace.calendar import load_calendar
from kit.workspace.resources import Resources


def held_by_approval(connection: Connection, request: Any) -> tuple[str, ...]:
    """The dossiers of an approval, which never change once it is submitted."""
    columns = columns_of(Approval).c
    found = connection.execute(select(columns.dossiers).where(columns.code == request.code)).scalar()
    return tuple(found) if found else (OFFICE,)


def routes_in_force(work: Work) -> dict[str, tuple[Route, str]]:
    """Each action's route, with the digest of its file."""
    return routes_of(work.setting.resources, work.setting.rulebook.rules)


def routes_of(resources: Resources, rules: Container[str]) -> dict[str, tuple[Route, str]]:
    """The same where nothing is done; *rules* are the codes of the law's rules."""
    return load_routes(resources, [declared.name for declared in all_actions()], rules)


def approval_of(work: Work, code: str) -> Approval:
    """The approval of that number; refused where there is none."""
    approval = work.find(Approval, code=code)
    work.refuse_if([] if approval else [unknown(code)])
    assert approval
    return approval


def begin_step(work: Work, steps: list[PassedStep], place: int) -> dict[str, Any]:
    """What an approval holds when a step begins today."""
    today = work.setting.today
    due = load_calendar(work.setting.resources).add_workdays(today, steps[place].workdays)
    return {"position": place, "since": today, "due_on": due}


def signer_of(work: Work, approval: Approval, login: str) -> Signer | None:
    """A person as a signer of an approval today, with what others have delegated to them; None where unknown."""
    member = member_of(work, login)
    if member is None:
        return None
    owners = {project.owner for project in work.select_in(Project, "code", approval.dossiers)}
    lent = work.select(Delegation, deputy=login)
    lenders = (member_of(work, one.person) for one in lent)
    return signer_from(member, {one.login: one for one in lenders if one}, lent, owners, work.setting.today)


def member_of(work: Work, login: str) -> Member | None:
    """Somebody of the office; None where nobody is registered under that login."""
    person = work.find(Person, login=login)
    roles = frozenset(Role(role) for role in person.roles) if person else frozenset()
    return Member(login, roles, person.unit, person.left_on) if person else None


def sign(
    work: Work, approval: Approval, verdict: Verdict, given: Capacity, opinion: str | None, to: str | None = None
) -> Signature:
    """Write down what the person at the desk says at the present step."""
    today = work.setting.today
    waited = load_calendar(work.setting.resources).count_workdays(approval.since, today)
    where = {"approval": approval.code, "turn": approval.turn, "step": approval.position, "since": approval.since}
    who = {"person": work.setting.actor.login, "role": str(given.role), "behalf": given.behalf, "handed_to": to}
    said = {"verdict": str(verdict), "opinion": opinion, "digest": approval.digest, "is_void": False}
    return work.add(Signature, **where, **who, **said, signed_on=today, workdays=waited)
