"""Submitting: asking for an action by way of its route, asking again, taking it back; and the gate that asks for it."""

from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from kit.actions.approval.books import (
    approval_of,
    begin_step,
    held_by_approval,
    routes_in_force,
)
from kit.actions.approval.release import check_may, read_asked, void_from
from kit.actions.registry import Action, action, find_action
from kit.approval.checks import check_applicant, check_new, check_route, check_same_dossiers, needs_approval
from kit.approval.requests import ResubmitApproval, SubmitApproval, WithdrawApproval
from kit.approval.route import PassedStep, Route
from kit.approval.signers import BUSINESS
from kit.approval.signing import digest_of
from kit.approval.states import ApprovalState
from kit.approval.tables import Approval
from kit.core.errors import KitError
from kit.core.finding import Finding
from kit.core.request import Request
from kit.core.tables import OFFICE
from kit.store.work import Work

ROOM = "approval."


def held_by_content(_connection: Connection, request: SubmitApproval) -> tuple[str, ...]:
    """The dossiers of what is asked for; where it is wrong the action says so, in the office's."""
    try:
        return find_action(request.action).request.model_validate(request.payload).dossiers()
    except (KitError, ValidationError):
        return (OFFICE,)


@action("approval.submit", roles=set(BUSINESS), holds=held_by_content)
def submit_approval(work: Work, request: SubmitApproval) -> None:
    """Ask for an action by way of its route (送审)."""
    work.refuse_if(check_new(request.code, work.find(Approval, code=request.code) is not None))
    found = routes_in_force(work).get(request.action)
    work.refuse_if(check_route(request.action, found is not None))
    assert found
    route, sealed = found
    work.cite(f"routes/{route.code}", sealed)
    asked = read_asked(work, route.action, request.payload)
    work.refuse_if(check_may(work.setting.actor, find_action(route.action)))
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


@action("approval.resubmit", roles=set(BUSINESS), holds=held_by_approval)
def resubmit_approval(work: Work, request: ResubmitApproval) -> None:
    """Submit what was returned again, changed or not; all steps begin anew, the history stays (重新送审)."""
    approval = approval_of(work, request.code)
    work.refuse_if(check_applicant(approval, work.setting.actor.login, [ApprovalState.RETURNED]))
    found = routes_in_force(work).get(approval.action)
    work.refuse_if(check_route(approval.action, found is not None))
    assert found
    work.cite(f"routes/{found[0].code}", found[1])
    asked = read_asked(work, approval.action, request.payload)
    work.refuse_if(check_same_dossiers(approval.dossiers, asked.dossiers()))
    void_from(work, approval, 0)
    work.change(approval, turn=approval.turn + 1, route=found[0].code, **_content(work, found[0], asked))


@action("approval.withdraw", roles=set(BUSINESS), holds=held_by_approval)
def withdraw_approval(work: Work, request: WithdrawApproval) -> None:
    """Take the own request back before it is released (撤回)."""
    approval = approval_of(work, request.code)
    states = [ApprovalState.OPEN, ApprovalState.RETURNED]
    work.refuse_if(check_applicant(approval, work.setting.actor.login, states))
    work.change(approval, state=str(ApprovalState.WITHDRAWN), ended_on=work.setting.today)


def pass_approval(work: Work, declared: Action, _request: Request) -> list[Finding]:
    """The gate of approvals: what has a required route is done by its last signature only."""
    if declared.name.startswith(ROOM):
        return []
    found = routes_in_force(work).get(declared.name)
    return [needs_approval(declared.name)] if found and found[0].is_required else []


def _content(work: Work, route: Route, asked: Request) -> dict[str, Any]:
    payload = asked.model_dump(mode="json", exclude_none=True)
    steps = [PassedStep.model_validate(step.model_dump()) for step in route.steps_for(payload)]
    bound = {"payload": payload, "digest": digest_of(route.action, payload), "state": str(ApprovalState.OPEN)}
    return bound | {"steps": [step.model_dump(mode="json") for step in steps]} | begin_step(work, steps, 0)
