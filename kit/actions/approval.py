"""Actions about approvals; the last signature does what was asked, in the same transaction."""

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, select

from kit.actions.registry import Action, action, all_actions, find_action
from kit.actions.waiving import waiving
from kit.actions.wrong_field import wrong_field
from kit.approval.checks import (
    Signer,
    agreed,
    applicant_gone,
    check_applicant,
    check_new,
    check_role_free,
    check_route,
    check_same_dossiers,
    check_signing,
    check_target,
    digest_of,
    is_complete,
    needs_approval,
    role_for,
    steps_of,
    unknown,
)
from kit.approval.requests import (
    AgreeApproval,
    RejectApproval,
    ResubmitApproval,
    ReturnApproval,
    SubmitApproval,
    WithdrawApproval,
)
from kit.approval.route import Route, Step, load_routes
from kit.approval.states import ApprovalState, Verdict
from kit.approval.tables import Approval, Signature
from kit.core.actor import ADMINISTRATORS, OUTSIDERS, Actor, Role
from kit.core.finding import Finding
from kit.core.request import Request
from kit.core.tables import OFFICE, columns_of
from kit.org.tables import Person
from kit.project.tables import Project
from kit.store.work import Work
from kit.workspace.calendar import load_calendar

# Who works inside and does more than look. People from outside are bound to assigned projects and sign nothing.
BUSINESS = set(Role) - ADMINISTRATORS - OUTSIDERS - {Role.ANALYST}
# A unit's own people sign for the unit's own projects.
OF_A_UNIT = frozenset({Role.UNIT_OFFICER, Role.HEAD_OF_UNIT})
ROOM = "approval."


def held_by_content(_connection: Connection, request: SubmitApproval) -> tuple[str, ...]:
    """The dossiers of what is asked for; where it is wrong the action says so, in the office's."""
    routed = {declared.name: declared for declared in all_actions()}
    try:
        return routed[request.action].request.model_validate(request.payload).dossiers()
    except (KeyError, ValidationError):
        return (OFFICE,)


def held_by_approval(connection: Connection, request: Any) -> tuple[str, ...]:
    """The dossiers of an approval, which never change once it is submitted."""
    columns = columns_of(Approval).c
    found = connection.execute(select(columns.dossiers).where(columns.code == request.code)).scalar()
    return tuple(found) if found else (OFFICE,)


@action("approval.submit", roles=BUSINESS, holds=held_by_content)
def submit_approval(work: Work, request: SubmitApproval) -> None:
    """Ask for an action by way of its route (送审)."""
    work.refuse_if(check_new(request.code, work.find(Approval, code=request.code) is not None))
    found = _routes(work).get(request.action)
    work.refuse_if(check_route(request.action, found is not None))
    assert found
    route, sealed = found
    work.cite(f"routes/{route.code}", sealed)
    asked = _read(work, route.action, request.payload)
    work.refuse_if(_check_may(work.setting.actor, find_action(route.action)))
    values = _content(work, route, asked)
    today = work.setting.today
    work.add(
        Approval,
        code=request.code,
        action=route.action,
        dossiers=list(asked.dossiers()),
        route=route.code,
        turn=1,
        applicant=work.setting.actor.login,
        submitted_on=today,
        ended_on=None,
        **values,
    )


@action("approval.resubmit", roles=BUSINESS, holds=held_by_approval)
def resubmit_approval(work: Work, request: ResubmitApproval) -> None:
    """Submit what was returned again, changed or not; all steps begin anew, the history stays (重新送审)."""
    approval = _approval(work, request.code)
    work.refuse_if(check_applicant(approval, work.setting.actor.login, [ApprovalState.RETURNED]))
    found = _routes(work).get(approval.action)
    work.refuse_if(check_route(approval.action, found is not None))
    assert found
    work.cite(f"routes/{found[0].code}", found[1])
    asked = _read(work, approval.action, request.payload)
    work.refuse_if(check_same_dossiers(approval.dossiers, asked.dossiers()))
    _void(work, approval, 0)
    work.change(approval, turn=approval.turn + 1, route=found[0].code, **_content(work, found[0], asked))


@action("approval.agree", roles=BUSINESS, holds=held_by_approval)
def agree_approval(work: Work, request: AgreeApproval) -> None:
    """Agree at the present step; the last signature does what was asked (同意)."""
    approval, signatures = _at_step(work, request)
    step, signer = steps_of(approval)[approval.position], _signer(work, approval)
    counting = agreed(approval, signatures, approval.position)
    role = role_for(step, counting, signer, request.role)
    work.refuse_if(check_role_free(step, role, signer))
    assert role
    given = _sign(work, approval, Verdict.AGREE, role, request.opinion)
    if is_complete(step, [*counting, given]):
        _go_on(work, approval)


@action("approval.return", roles=BUSINESS, holds=held_by_approval)
def return_approval(work: Work, request: ReturnApproval) -> None:
    """Return to an earlier step, or to the applicant; signatures from there on no longer count (退回)."""
    approval, _signatures = _at_step(work, request)
    work.refuse_if(check_target(approval, request.to_step))
    _sign(work, approval, Verdict.RETURN, _any_role(work, approval), request.opinion)
    steps = steps_of(approval)
    place = next((n for n, step in enumerate(steps) if step.name == request.to_step), 0)
    _void(work, approval, place)
    state = ApprovalState.OPEN if request.to_step else ApprovalState.RETURNED
    work.change(approval, turn=approval.turn + 1, state=str(state), **_begin(work, steps, place))


@action("approval.reject", roles=BUSINESS, holds=held_by_approval)
def reject_approval(work: Work, request: RejectApproval) -> None:
    """Reject for good (不予同意)."""
    approval, _signatures = _at_step(work, request)
    _sign(work, approval, Verdict.REJECT, _any_role(work, approval), request.opinion)
    work.change(approval, state=str(ApprovalState.REJECTED), ended_on=work.setting.today)


@action("approval.withdraw", roles=BUSINESS, holds=held_by_approval)
def withdraw_approval(work: Work, request: WithdrawApproval) -> None:
    """Take the own request back before it is released (撤回)."""
    approval = _approval(work, request.code)
    states = [ApprovalState.OPEN, ApprovalState.RETURNED]
    work.refuse_if(check_applicant(approval, work.setting.actor.login, states))
    work.change(approval, state=str(ApprovalState.WITHDRAWN), ended_on=work.setting.today)


def pass_approval(work: Work, declared: Action, _request: Request) -> list[Finding]:
    """The gate of approvals: what has a required route is done by its last signature only."""
    if declared.name.startswith(ROOM):
        return []
    found = _routes(work).get(declared.name)
    return [needs_approval(declared.name)] if found and found[0].is_required else []


def _routes(work: Work) -> dict[str, tuple[Route, str]]:
    setting = work.setting
    return load_routes(setting.resources, [declared.name for declared in all_actions()], setting.rulebook.rules)


def _read(work: Work, name: str, payload: dict[str, Any]) -> Request:
    try:
        return find_action(name).request.model_validate(payload)
    except ValidationError as error:
        work.refuse_if([wrong_field(fault) for fault in error.errors(include_url=False)])
        raise


def _content(work: Work, route: Route, asked: Request) -> dict[str, Any]:
    payload = asked.model_dump(mode="json", exclude_none=True)
    steps = route.steps_for(payload)
    bound = {"payload": payload, "digest": digest_of(route.action, payload), "state": str(ApprovalState.OPEN)}
    return bound | {"steps": [step.model_dump(mode="json") for step in steps]} | _begin(work, steps, 0)


def _begin(work: Work, steps: list[Step], place: int) -> dict[str, Any]:
    today = work.setting.today
    due = load_calendar(work.setting.resources).add_workdays(today, steps[place].workdays)
    return {"position": place, "since": today, "due_on": due}


def _approval(work: Work, code: str) -> Approval:
    approval = work.find(Approval, code=code)
    work.refuse_if([] if approval else [unknown(code)])
    assert approval
    return approval


def _at_step(work: Work, request: AgreeApproval | ReturnApproval | RejectApproval) -> tuple[Approval, list[Signature]]:
    approval = _approval(work, request.code)
    signatures = work.select(Signature, approval=approval.code)
    signer = _signer(work, approval)
    work.refuse_if(check_signing(approval, signatures, signer, request.digest, work.setting.today))
    return approval, signatures


def _signer(work: Work, approval: Approval) -> Signer:
    actor = work.setting.actor
    person = work.find(Person, login=actor.login)
    owners = {project.owner for project in work.select_in(Project, "code", approval.dossiers)}
    is_strange = actor.unit is not None and bool(owners) and actor.unit not in owners
    roles = actor.roles - OF_A_UNIT if is_strange else actor.roles
    return Signer(actor.login, roles, person.left_on if person else date.min)


def _any_role(work: Work, approval: Approval) -> Role:
    step, signer = steps_of(approval)[approval.position], _signer(work, approval)
    return next(role for role in step.roles if role in signer.roles)


def _sign(work: Work, approval: Approval, verdict: Verdict, role: Role, opinion: str | None) -> Signature:
    today = work.setting.today
    waited = load_calendar(work.setting.resources).count_workdays(approval.since, today)
    where = {"approval": approval.code, "turn": approval.turn, "step": approval.position, "since": approval.since}
    who = {"person": work.setting.actor.login, "role": str(role), "verdict": str(verdict), "opinion": opinion}
    return work.add(Signature, **where, **who, digest=approval.digest, signed_on=today, workdays=waited, is_void=False)


def _void(work: Work, approval: Approval, place: int) -> None:
    for one in work.select(Signature, approval=approval.code):
        if one.step >= place and one.verdict == Verdict.AGREE and not one.is_void:
            work.change(one, is_void=True)


def _go_on(work: Work, approval: Approval) -> None:
    steps, after = steps_of(approval), approval.position + 1
    if after < len(steps):
        work.change(approval, **_begin(work, steps, after))
        return
    _refuse_incomplete(work, approval, steps)
    work.change(approval, state=str(ApprovalState.RELEASED), ended_on=work.setting.today)
    _release(work, approval)


def _refuse_incomplete(work: Work, approval: Approval, steps: list[Step]) -> None:
    """Count every step once more at the moment of release; a gap can only be a defect, and must release nothing."""
    signatures = work.select(Signature, approval=approval.code)
    if not all(is_complete(step, agreed(approval, signatures, place)) for place, step in enumerate(steps)):
        raise AssertionError(f"approval {approval.code} would be released without all its signatures")


def _release(work: Work, approval: Approval) -> None:
    """Do what was asked in the applicant's name, with everything checked again as it stands now."""
    declared, person = find_action(approval.action), work.find(Person, login=approval.applicant)
    is_gone = person is None or (person.left_on is not None and person.left_on <= work.setting.today)
    work.refuse_if([applicant_gone(approval.applicant)] if is_gone else [])
    assert person
    signer = work.setting.actor
    roles = frozenset(Role(role) for role in person.roles)
    applicant = Actor(person.login, roles, person.unit, signer.door, signer.system_user)
    work.refuse_if(_check_may(applicant, declared))
    asked = _read(work, declared.name, approval.payload)
    in_their_name = replace(work, setting=replace(work.setting, actor=applicant), ease=waiving(declared.name, asked))
    declared.perform(in_their_name, asked)


def _check_may(actor: Actor, declared: Action) -> list[Finding]:
    return [] if actor.roles & declared.roles else [applicant_gone(actor.login)]
