"""Checks of approvals: submitting, submitting again, returning, adding a signer; who may sign is in ``signing``."""

from collections.abc import Iterable, Sequence

from kit.approval.signing import Signer, not_open, steps_of
from kit.approval.states import ApprovalState
from kit.approval.tables import Approval
from kit.core.actor import Role
from kit.core.finding import Finding, block
from kit.core.language import phrase


def check_applicant(approval: Approval, login: str, states: Iterable[ApprovalState]) -> list[Finding]:
    """It is the own request, and it stands where the applicant may touch it."""
    if approval.applicant != login:
        said = phrase(
            "approval {code} was submitted by {who}; only they may do this", code=approval.code, who=approval.applicant
        )
        return [block("approval.not_applicant", said, "code")]
    return [] if approval.state in set(states) else [not_open(approval)]


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


def check_named(who: str, person: Signer | None, approval: Approval, roles: Iterable[Role]) -> list[Finding]:
    """Whoever is named to sign works here, is not the applicant, and holds one of *roles*."""
    if person is None or person.is_gone:
        said = phrase("nobody with the login {who} works here; kit show people lists everybody", who=who)
        return [block("approval.person_unknown", said, "person")]
    if approval.applicant == who:
        said = phrase("{who} asked for this and cannot sign it", who=who)
        return [block("approval.own_request", said, "person")]
    if not person.roles & set(roles):
        said = phrase("{who} holds none of the roles that may sign here", who=who)
        return [block("approval.role_missing", said, "person")]
    return []


def check_free(who: str, has_part: bool) -> list[Finding]:
    """Whoever is named has no part in it yet."""
    said = phrase("{who} has a part in this step already, or has recused from the request", who=who)
    return [block("approval.has_part", said, "person")] if has_part else []


def check_scan(approval: Approval, seen: str, *, is_kept: bool, is_there: bool) -> list[Finding]:
    """The scan is a kept file that this approval has not yet, of a form that shows the content as it is now."""
    findings = []
    if seen != approval.digest:
        said = phrase("approval {code} is not what the form shows; print it again", code=approval.code)
        findings.append(block("approval.content_changed", said, "digest"))
    if not is_kept:
        said = phrase("no kept file has this digest; keep it first (kit import evidence FILE)")
        findings.append(block("approval.scan_unknown", said, "scan"))
    if is_there:
        said = phrase("approval {code} has this scan already", code=approval.code)
        findings.append(block("approval.scan_taken", said, "scan"))
    return findings
