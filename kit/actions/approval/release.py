"""Release: what was asked is done with the last signature, in the applicant's name, checked as things stand then."""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from kit.actions.approval.books import begin_step, member_of
from kit.actions.registry import Action, find_action
from kit.actions.waiving import waiving
from kit.actions.wrong_field import wrong_field
from kit.approval.checks import applicant_gone
from kit.approval.route import PassedStep
from kit.approval.signing import agreed, is_complete, steps_of
from kit.approval.states import ApprovalState, Verdict
from kit.approval.tables import Approval, Signature
from kit.core.actor import Actor
from kit.core.finding import Finding
from kit.core.request import Request
from kit.store.work import Work


def go_on(work: Work, approval: Approval) -> None:
    """A step is complete: the next one begins, or what was asked is done."""
    steps, after = steps_of(approval), approval.position + 1
    if after < len(steps):
        work.change(approval, **begin_step(work, steps, after))
        return
    _refuse_incomplete(work, approval, steps)
    work.change(approval, state=str(ApprovalState.RELEASED), ended_on=work.setting.today)
    _release(work, approval)


def void_from(work: Work, approval: Approval, place: int) -> None:
    """The agreements from a step on no longer count; they stay on the record."""
    for one in work.select(Signature, approval=approval.code):
        if one.step >= place and one.verdict == Verdict.AGREE and not one.is_void:
            work.change(one, is_void=True)


def read_asked(work: Work, name: str, payload: dict[str, Any]) -> Request:
    """The request that is asked for; refused with a finding for each field that is wrong."""
    try:
        return find_action(name).request.model_validate(payload)
    except ValidationError as error:
        work.refuse_if([wrong_field(fault) for fault in error.errors(include_url=False)])
        raise


def check_may(actor: Actor, declared: Action) -> list[Finding]:
    """The applicant holds a role that may do what is asked."""
    return [] if actor.roles & declared.roles else [applicant_gone(actor.login)]


def _refuse_incomplete(work: Work, approval: Approval, steps: list[PassedStep]) -> None:
    """Count every step once more at the moment of release; a gap can only be a defect, and must release nothing."""
    signatures = work.select(Signature, approval=approval.code)
    if not all(is_complete(step, agreed(approval, signatures, place)) for place, step in enumerate(steps)):
        raise AssertionError(f"approval {approval.code} would be released without all its signatures")


def _release(work: Work, approval: Approval) -> None:
    """Do what was asked in the applicant's name, with everything checked again as it stands now."""
    declared, member = find_action(approval.action), member_of(work, approval.applicant)
    is_gone = member is None or member.is_gone(work.setting.today)
    work.refuse_if([applicant_gone(approval.applicant)] if is_gone else [])
    assert member
    signer = work.setting.actor
    applicant = Actor(member.login, member.roles, member.unit, signer.door, signer.system_user)
    work.refuse_if(check_may(applicant, declared))
    asked = read_asked(work, declared.name, approval.payload)
    in_their_name = replace(work, setting=replace(work.setting, actor=applicant), ease=waiving(declared.name, asked))
    declared.perform(in_their_name, asked)
