"""Checks of approvals: who may sign what, and when a step is complete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kit.approval.route import Step
from kit.approval.states import ApprovalState, StepMode, Verdict
from kit.approval.tables import Approval, Signature
from kit.core.actor import Role
from kit.core.digest import canonical, digest
from kit.core.finding import Finding, block
from kit.core.language import phrase


@dataclass(frozen=True)
class Signer:
    """A person at the step: login, roles, and the day on which they left, where they have."""

    login: str
    roles: frozenset[Role]
    left_on: date | None = None


def digest_of(action: str, payload: dict[str, Any]) -> str:
    """What a signature binds: the SHA-256 of the action and of every field of its request."""
    return digest(canonical({"action": action, "payload": payload}))


def steps_of(approval: Approval) -> list[Step]:
    """The steps that the approval passes, as they were when it was submitted."""
    return [Step.model_validate(step) for step in approval.steps]


def agreed(approval: Approval, signatures: Iterable[Signature], position: int) -> list[Signature]:
    """The agreements that count at a step: not void, and of the content as it is now."""
    content = digest_of(approval.action, approval.payload)
    return [
        one
        for one in signatures
        if one.step == position and one.verdict == Verdict.AGREE and not one.is_void and one.digest == content
    ]


def is_complete(step: Step, counting: Sequence[Signature]) -> bool:
    """True where enough have agreed."""
    if step.mode is StepMode.ALL:
        return {one.role for one in counting} >= set(step.roles)
    return len({one.person for one in counting}) >= (step.quorum or 1)


def role_for(step: Step, counting: Sequence[Signature], signer: Signer, wanted: Role | None) -> Role | None:
    """The role in which a person signs: the one asked for, else the first of the step's that they hold."""
    held = [role for role in step.roles if role in signer.roles and wanted in {None, role}]
    taken = {one.role for one in counting} if step.mode is StepMode.ALL else set()
    return next((role for role in held if role not in taken), None)


def check_signing(
    approval: Approval, signatures: Sequence[Signature], signer: Signer, seen: str, today: date
) -> list[Finding]:
    """The person may speak at the present step, of the content as it is now."""
    if approval.state != ApprovalState.OPEN:
        return [_not_open(approval)]
    step = steps_of(approval)[approval.position]
    checks = (
        _check_content(approval, seen),
        _check_own(approval, signer),
        _check_left(signer, today),
        _check_twice(approval, signatures, signer),
        _check_differs(approval, signatures, step, signer),
        [] if signer.roles & set(step.roles) else [_no_role(step, signer)],
    )
    return [finding for found in checks for finding in found]


def check_role_free(step: Step, role: Role | None, signer: Signer) -> list[Finding]:
    """There is a role in which the person may agree."""
    return [] if role else [_no_role(step, signer)]


def check_applicant(approval: Approval, login: str, states: Iterable[ApprovalState]) -> list[Finding]:
    """It is the own request, and it stands where the applicant may touch it."""
    if approval.applicant != login:
        said = phrase(
            "approval {code} was submitted by {who}; only they may do this", code=approval.code, who=approval.applicant
        )
        return [block("approval.not_applicant", said, "code")]
    return [] if approval.state in set(states) else [_not_open(approval)]


def check_target(approval: Approval, name: str | None) -> list[Finding]:
    """The step to return to lies before the present one."""
    earlier = [step.name for step in steps_of(approval)[: approval.position]]
    if name is None or name in earlier:
        return []
    said = phrase("{step} is no earlier step; those are: {steps}", step=name, steps=", ".join(earlier) or "-")
    return [block("approval.step_unknown", said, "to_step")]


def check_new(code: str, is_known: bool) -> list[Finding]:
    """The number is free."""
    said = phrase("approval {code} exists already; give another number", code=code)
    return [block("approval.code_taken", said, "code")] if is_known else []


def check_route(action: str, has_route: bool) -> list[Finding]:
    """The action has a route."""
    said = phrase("{action} has no route; do it directly, or add a file to data/routes", action=action)
    return [] if has_route else [block("approval.no_route", said, "action")]


def check_same_dossiers(before: Sequence[str], after: Sequence[str]) -> list[Finding]:
    """What is submitted again is about the same projects."""
    said = phrase("the request is about {projects} and stays so; submit another one", projects=", ".join(before))
    return [] if list(before) == list(after) else [block("approval.dossiers_differ", said, "payload")]


def needs_approval(action: str) -> Finding:
    """The finding that closes the way past a required route."""
    said = phrase("{action} needs an approval; submit it with approval.submit", action=action)
    return block("approval.missing", said)


def applicant_gone(login: str) -> Finding:
    """The finding where nobody stands behind the request any more."""
    said = phrase("{who}, who asked for this, has left or may not do it any more; reject it", who=login)
    return block("approval.applicant_gone", said, "code")


def unknown(code: str) -> Finding:
    """The finding about a number that nobody gave."""
    said = phrase("there is no approval {code}; kit show approvals lists them", code=code)
    return block("approval.unknown", said, "code")


def _not_open(approval: Approval) -> Finding:
    said = phrase(
        "approval {code} stands at {state}; this cannot be done now", code=approval.code, state=approval.state
    )
    return block("approval.not_open", said, "code")


def _check_content(approval: Approval, seen: str) -> list[Finding]:
    said = phrase("approval {code} is not what you have read; open it again", code=approval.code)
    return (
        []
        if seen == digest_of(approval.action, approval.payload)
        else [block("approval.content_changed", said, "digest")]
    )


def _check_own(approval: Approval, signer: Signer) -> list[Finding]:
    said = phrase("nobody decides on the own request; somebody else must")
    return [block("approval.own_request", said, "code")] if approval.applicant == signer.login else []


def _check_left(signer: Signer, today: date) -> list[Finding]:
    said = phrase("{who} has left and signs nothing", who=signer.login)
    return [block("approval.person_left", said)] if signer.left_on and signer.left_on <= today else []


def _check_twice(approval: Approval, signatures: Sequence[Signature], signer: Signer) -> list[Finding]:
    said = phrase("{who} has signed this step already", who=signer.login)
    has_signed = any(one.person == signer.login for one in agreed(approval, signatures, approval.position))
    return [block("approval.signed_twice", said, "code")] if has_signed else []


def _check_differs(approval: Approval, signatures: Sequence[Signature], step: Step, signer: Signer) -> list[Finding]:
    for place, other in enumerate(steps_of(approval)[: approval.position]):
        holders = {one.person for one in agreed(approval, signatures, place)}
        if other.name in step.differs_from and signer.login in holders:
            said = phrase(
                "{who} has signed {other}; another person must sign {step}",
                who=signer.login,
                other=other.name,
                step=step.name,
            )
            return [block("approval.same_person", said, "code")]
    return []


def _no_role(step: Step, signer: Signer) -> Finding:
    said = phrase(
        "{who} holds none of the roles that are still to sign {step} for this unit", who=signer.login, step=step.name
    )
    return block("approval.role_missing", said, "code")
