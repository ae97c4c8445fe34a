"""Overdue: letters to those who hold a step longer than it may take, and to whom it is passed up."""

from collections.abc import Iterator

from kit.actions.approval.books import signer_of
from kit.actions.registry import action
from kit.approval.requests import RemindApprovals
from kit.approval.signers import BUSINESS
from kit.approval.signing import may_speak, steps_of
from kit.approval.states import ApprovalState
from kit.approval.tables import Approval, Signature
from kit.core.language import _
from kit.core.message import Message
from kit.org.tables import Person
from kit.store.work import Work
from kit.workspace.calendar import load_calendar

TOPIC = "approval.overdue"


@action("approval.remind", roles=set(BUSINESS))
def remind_approvals(work: Work, _request: RemindApprovals) -> None:
    """Write once to everybody who holds an overdue step, and to those to whom its route passes it up (催办)."""
    for approval in work.select(Approval, state=str(ApprovalState.OPEN)):
        if approval.due_on < work.setting.today:
            work.tell(_letters(work, approval))


def _letters(work: Work, approval: Approval) -> Iterator[Message]:
    late = load_calendar(work.setting.resources).count_workdays(approval.due_on, work.setting.today)
    step, people = steps_of(approval)[approval.position], work.select(Person)
    for login in waits_for(work, approval, people):
        yield _letter(approval, step.name, late, "holds", login)
    if step.escalation and late >= step.escalation.after_workdays:
        for person in people:
            signer = signer_of(work, approval, person.login)
            if signer and step.escalation.to in signer.roles:
                yield _letter(approval, step.name, late, "passed_up", person.login)


def waits_for(work: Work, approval: Approval, people: list[Person]) -> list[str]:
    """Those who may sign the present step today."""
    signatures = work.select(Signature, approval=approval.code)
    signers = (signer_of(work, approval, person.login) for person in people)
    return [one.login for one in signers if one and may_speak(approval, signatures, one)]


def _letter(approval: Approval, step: str, late: int, why: str, login: str) -> Message:
    said = _("Approval {code} waits at {step} since {since}: {late} working days overdue")
    subject = said.format(code=approval.code, step=step, since=approval.since, late=late)
    facts = {"approval": approval.code, "step": step, "due_on": str(approval.due_on), "late": late, "why": why}
    key = f"{TOPIC}:{why}:{approval.code}:{approval.turn}:{approval.position}:{login}"
    body = _("kit show inbox person={login} lists what waits for you.").format(login=login)
    return Message(key, TOPIC, login, subject, body, facts)
