"""Signing: what somebody says at the present step of an approval."""

from kit.actions.approval.books import approval_of, begin_step, held_by_approval, sign, signer_of
from kit.actions.approval.release import go_on, void_from
from kit.actions.registry import action
from kit.approval.checks import check_free, check_named, check_target
from kit.approval.requests import AddSigner, AgreeApproval, HandOver, Recuse, RejectApproval, ReturnApproval
from kit.approval.route import PassedStep
from kit.approval.signers import BUSINESS
from kit.approval.signing import (
    Capacity,
    Signer,
    agreed,
    capacities,
    check_signing,
    free,
    is_complete,
    is_out,
    no_role,
    steps_of,
)
from kit.approval.states import ApprovalState, Verdict
from kit.approval.tables import Approval, Signature
from kit.core.actor import Role
from kit.store.work import Work

Seen = AgreeApproval | ReturnApproval | RejectApproval | AddSigner | HandOver | Recuse


@action("approval.agree", roles=set(BUSINESS), holds=held_by_approval)
def agree_approval(work: Work, request: AgreeApproval) -> None:
    """Agree at the present step; the last signature does what was asked (同意)."""
    approval, signatures, signer = _at_step(work, request)
    step, counting = steps_of(approval)[approval.position], agreed(approval, signatures, approval.position)
    given = free(step, counting, capacities(approval, signatures, signer), request.role)
    work.refuse_if([] if given else [no_role(step, signer)])
    assert given
    signed = sign(work, approval, Verdict.AGREE, given, request.opinion)
    if is_complete(step, [*counting, signed]):
        go_on(work, approval)


@action("approval.return", roles=set(BUSINESS), holds=held_by_approval)
def return_approval(work: Work, request: ReturnApproval) -> None:
    """Return to an earlier step, or to the applicant; signatures from there on no longer count (退回)."""
    approval, signatures, signer = _at_step(work, request)
    work.refuse_if(check_target(approval, request.to_step))
    sign(work, approval, Verdict.RETURN, capacities(approval, signatures, signer)[0], request.opinion)
    steps = steps_of(approval)
    place = next((n for n, step in enumerate(steps) if step.name == request.to_step), 0)
    void_from(work, approval, place)
    state = ApprovalState.OPEN if request.to_step else ApprovalState.RETURNED
    work.change(approval, turn=approval.turn + 1, state=str(state), **begin_step(work, steps, place))


@action("approval.reject", roles=set(BUSINESS), holds=held_by_approval)
def reject_approval(work: Work, request: RejectApproval) -> None:
    """Reject for good (不予同意)."""
    approval, signatures, signer = _at_step(work, request)
    sign(work, approval, Verdict.REJECT, capacities(approval, signatures, signer)[0], request.opinion)
    work.change(approval, state=str(ApprovalState.REJECTED), ended_on=work.setting.today)


@action("approval.add_signer", roles=set(BUSINESS), holds=held_by_approval)
def add_signer(work: Work, request: AddSigner) -> None:
    """Let one more person sign, in a step of their own right after the present one (加签)."""
    approval, signatures, signer = _at_step(work, request)
    steps, place, named = steps_of(approval), approval.position, signer_of(work, approval, request.person)
    work.refuse_if(check_named(request.person, named, approval, BUSINESS))
    assert named
    is_added = request.person in {who for step in steps[place:] for who in step.persons}
    work.refuse_if(check_free(request.person, is_added or is_out(approval, signatures, request.person)))
    added = PassedStep(
        name=f"{steps[place].name}+{request.person}",
        roles=tuple(sorted(named.roles)),
        workdays=steps[place].workdays,
        persons=(request.person,),
        added_by=signer.login,
        reason=request.opinion,
    )
    _keep_steps(work, approval, [*steps[: place + 1], added, *steps[place + 1 :]])


@action("approval.hand_over", roles=set(BUSINESS), holds=held_by_approval)
def hand_over(work: Work, request: HandOver) -> None:
    """Hand the own part in the present step to another of the same role; one signs nothing at it any more (转办)."""
    approval, signatures, signer = _at_step(work, request)
    given = capacities(approval, signatures, signer)[0]
    named = signer_of(work, approval, request.person)
    work.refuse_if(check_named(request.person, named, approval, _asked_of(approval, given)))
    is_self = request.person in {signer.login, given.behalf}
    work.refuse_if(check_free(request.person, is_self or is_out(approval, signatures, request.person)))
    steps, place = steps_of(approval), approval.position
    sign(work, approval, Verdict.HAND_OVER, given, request.opinion, request.person)
    if persons := steps[place].persons:
        kept = [who for who in persons if who not in {signer.login, given.behalf}]
        assert named
        roles = tuple(sorted({*steps[place].roles, *named.roles}))
        changed = steps[place].model_copy(update={"persons": (*kept, request.person), "roles": roles})
        _keep_steps(work, approval, [*steps[:place], changed, *steps[place + 1 :]])


@action("approval.recuse", roles=set(BUSINESS), holds=held_by_approval)
def recuse(work: Work, request: Recuse) -> None:
    """Declare a conflict of interest: from then on one has no part in the request, nor has one's deputy (回避)."""
    approval, signatures, signer = _at_step(work, request)
    own = [one for one in capacities(approval, signatures, signer) if one.behalf is None]
    step = steps_of(approval)[approval.position]
    work.refuse_if([] if own else [no_role(step, signer)])
    sign(work, approval, Verdict.RECUSE, own[0], request.opinion)


def _at_step(work: Work, request: Seen) -> tuple[Approval, list[Signature], Signer]:
    approval = approval_of(work, request.code)
    signatures, login = work.select(Signature, approval=approval.code), work.setting.actor.login
    signer = signer_of(work, approval, login) or Signer(login, frozenset(), is_gone=True)
    work.refuse_if(check_signing(approval, signatures, signer, request.digest))
    return approval, signatures, signer


def _asked_of(approval: Approval, given: Capacity) -> frozenset[Role]:
    """The roles of which whoever takes a part over must hold one: that of the part, any where persons are named."""
    return BUSINESS if steps_of(approval)[approval.position].persons else frozenset({given.role})


def _keep_steps(work: Work, approval: Approval, steps: list[PassedStep]) -> None:
    work.change(approval, steps=[step.model_dump(mode="json") for step in steps])
