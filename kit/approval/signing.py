"""Signing: who may say something at a step, in which role and for whom, and when a step is complete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kit.approval.route import PassedStep
from kit.approval.states import ApprovalState, StepMode, Verdict
from kit.approval.tables import Approval, Signature
from kit.core.actor import Role
from kit.core.digest import canonical, digest
from kit.core.finding import Finding, block
from kit.core.language import phrase


@dataclass(frozen=True)
class Capacity:
    """In which role somebody speaks, and in whose name where it is not the own."""

    role: Role
    behalf: str | None = None


@dataclass(frozen=True)
class Signer:
    """A person at a step: login, own roles, those that others have delegated to them, and whether they have left."""

    login: str
    roles: frozenset[Role]
    mandates: tuple[Capacity, ...] = ()
    is_gone: bool = False


def digest_of(action: str, payload: dict[str, Any]) -> str:
    """What a signature binds: the SHA-256 of the action and of every field of its request."""
    return digest(canonical({"action": action, "payload": payload}))


def steps_of(approval: Approval) -> list[PassedStep]:
    """The steps that the approval passes: those of the route at submission, and those that signers have added."""
    return [PassedStep.model_validate(step) for step in approval.steps]


def agreed(approval: Approval, signatures: Iterable[Signature], position: int) -> list[Signature]:
    """The agreements that count at a step: not void, and of the content as it is now."""
    content = digest_of(approval.action, approval.payload)
    return [
        one
        for one in signatures
        if one.step == position and one.verdict == Verdict.AGREE and not one.is_void and one.digest == content
    ]


def holders(signatures: Iterable[Signature]) -> set[str]:
    """Those who have spoken, and those in whose name it was."""
    return {who for one in signatures for who in (one.person, one.behalf) if who}


def is_complete(step: PassedStep, counting: Sequence[Signature]) -> bool:
    """True where enough have agreed; a deputy and the person in whose name they signed are one."""
    if step.mode is StepMode.ALL:
        return {one.role for one in counting} >= set(step.roles)
    return len({one.behalf or one.person for one in counting}) >= (step.quorum or 1)


def capacities(approval: Approval, signatures: Sequence[Signature], signer: Signer) -> list[Capacity]:
    """In which capacities a person may speak at the present step: in their own name first, then in that of others.

    Nobody speaks in the name of the applicant, of whoever has spoken or is out of it, or of whom the step keeps away.
    """
    step = steps_of(approval)[approval.position]
    own = [Capacity(role) for role in step.roles if role in signer.roles and _is_named(step, signer.login)]
    lent = [
        one
        for one in signer.mandates
        if one.role in step.roles and one.behalf and _is_named(step, one.behalf)
        if not _bars(approval, signatures, step, one.behalf)
    ]
    return own + sorted(lent, key=lambda one: step.roles.index(one.role))


def free(
    step: PassedStep, counting: Sequence[Signature], held: Iterable[Capacity], wanted: Role | None
) -> Capacity | None:
    """The capacity in which a person agrees: of the role asked for, else the first whose role is still to sign."""
    taken = {one.role for one in counting} if step.mode is StepMode.ALL else set()
    return next((one for one in held if one.role not in taken and wanted in {None, one.role}), None)


def check_signing(approval: Approval, signatures: Sequence[Signature], signer: Signer, seen: str) -> list[Finding]:
    """The person may speak at the present step, of the content as it is now."""
    if approval.state != ApprovalState.OPEN:
        return [not_open(approval)]
    step = steps_of(approval)[approval.position]
    findings = [*_check_content(approval, seen), *_check_left(signer), *_bars(approval, signatures, step, signer.login)]
    if findings or capacities(approval, signatures, signer):
        return findings
    return [no_role(step, signer)]


def may_speak(approval: Approval, signatures: Sequence[Signature], signer: Signer) -> list[Capacity]:
    """In which capacities an open approval waits for a person; none where it does not."""
    is_stopped = bool(check_signing(approval, signatures, signer, approval.digest))
    return [] if is_stopped else _still_free(approval, signatures, signer)


def is_out(approval: Approval, signatures: Iterable[Signature], who: str) -> bool:
    """True where somebody has recused from the request, or has said something at the present step in this turn."""
    here = [
        one
        for one in signatures
        if one.verdict == Verdict.RECUSE or (one.turn, one.step) == (approval.turn, approval.position)
    ]
    return who in holders(here)


def not_open(approval: Approval) -> Finding:
    """The finding about what has ended or waits elsewhere."""
    said = phrase(
        "approval {code} stands at {state}; this cannot be done now", code=approval.code, state=approval.state
    )
    return block("approval.not_open", said, "code")


def no_role(step: PassedStep, signer: Signer) -> Finding:
    """The finding about somebody who has nothing to say at a step."""
    said = phrase(
        "{who} holds none of the roles that are still to sign {step} for this unit", who=signer.login, step=step.name
    )
    return block("approval.role_missing", said, "code")


def _still_free(approval: Approval, signatures: Sequence[Signature], signer: Signer) -> list[Capacity]:
    step, counting = steps_of(approval)[approval.position], agreed(approval, signatures, approval.position)
    held = capacities(approval, signatures, signer)
    return held if free(step, counting, held, None) else []


def _is_named(step: PassedStep, who: str) -> bool:
    return not step.persons or who in step.persons


def _bars(approval: Approval, signatures: Sequence[Signature], step: PassedStep, who: str) -> list[Finding]:
    """What keeps a person away from the present step, whoever speaks for them."""
    return [
        *_check_own(approval, who),
        *_check_twice(approval, signatures, who),
        *_check_gave_up(approval, signatures, who),
        *_check_differs(approval, signatures, step, who),
    ]


def _check_content(approval: Approval, seen: str) -> list[Finding]:
    said = phrase("approval {code} is not what you have read; open it again", code=approval.code)
    return (
        []
        if seen == digest_of(approval.action, approval.payload)
        else [block("approval.content_changed", said, "digest")]
    )


def _check_own(approval: Approval, who: str) -> list[Finding]:
    said = phrase("nobody decides on the own request; somebody else must")
    return [block("approval.own_request", said, "code")] if approval.applicant == who else []


def _check_left(signer: Signer) -> list[Finding]:
    said = phrase("{who} has left and signs nothing", who=signer.login)
    return [block("approval.person_left", said)] if signer.is_gone else []


def _check_twice(approval: Approval, signatures: Sequence[Signature], who: str) -> list[Finding]:
    said = phrase("{who} has signed this step already", who=who)
    has_signed = who in holders(agreed(approval, signatures, approval.position))
    return [block("approval.signed_twice", said, "code")] if has_signed else []


def _check_gave_up(approval: Approval, signatures: Sequence[Signature], who: str) -> list[Finding]:
    mine = [one for one in signatures if who in holders([one])]
    if any(one.verdict == Verdict.RECUSE for one in mine):
        return [block("approval.recused", phrase("{who} has recused from this request", who=who), "code")]
    here = [one for one in mine if (one.turn, one.step) == (approval.turn, approval.position)]
    if any(one.verdict == Verdict.HAND_OVER for one in here):
        return [block("approval.handed_over", phrase("{who} has handed this step over", who=who), "code")]
    return []


def _check_differs(approval: Approval, signatures: Sequence[Signature], step: PassedStep, who: str) -> list[Finding]:
    for place, other in enumerate(steps_of(approval)[: approval.position]):
        if other.name in step.differs_from and who in holders(agreed(approval, signatures, place)):
            said = phrase(
                "{who} has signed {other}; another person must sign {step}", who=who, other=other.name, step=step.name
            )
            return [block("approval.same_person", said, "code")]
    return []
