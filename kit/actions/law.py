"""Actions about the law: asking for a waiver, deciding on it, withdrawing it."""

from kit.actions.registry import action
from kit.core.actor import Role
from kit.law.rule import Rule
from kit.law.waiver import Waiver, WaiverState
from kit.law.waiver_checks import (
    check_asked,
    check_authority,
    check_granted,
    check_known,
    check_open,
    check_waivable,
    check_withdrawn,
)
from kit.law.waiver_requests import Decision, GrantWaiver, RefuseWaiver, RequestWaiver, WithdrawWaiver
from kit.project.checks import check_own_unit, check_registered
from kit.project.tables import Project
from kit.store.work import Work

ASKING = {
    Role.UNIT_OFFICER,
    Role.HEAD_OF_UNIT,
    Role.DEPARTMENT_FINANCE,
    Role.COMPETENT_REVIEWER,
    Role.FINANCE_PROGRAMME,
    Role.PERFORMANCE_DIVISION,
}
# Which of them may decide on a rule is said by the rule.
DECIDING = ASKING | {Role.MANAGER, Role.SUPERVISOR}


@action("law.request_waiver", roles=ASKING)
def request_waiver(work: Work, request: RequestWaiver) -> None:
    """Ask for leave from a rule that stops something (申请豁免)."""
    project = work.find(Project, code=request.project)
    work.refuse_if(check_registered(project is not None, request.project))
    assert project is not None
    actor, today = work.setting.actor, work.setting.today
    is_own_only = actor.roles <= {Role.UNIT_OFFICER, Role.HEAD_OF_UNIT}
    work.refuse_if(check_own_unit(actor.unit, project.owner, is_own_only))
    rule = work.setting.rulebook.rules.get(request.rule)
    work.refuse_if(check_waivable(rule, request.rule, work.law))
    assert rule is not None
    work.refuse_if(check_asked(request, rule, today))
    work.add(
        Waiver,
        **request.model_dump(exclude={"since"}),
        since=request.since or today,
        number=work.count(Waiver, project=request.project) + 1,
        state=WaiverState.ASKED,
        asked_by=actor.login,
        asked_on=today,
        decided_by=None,
        decided_on=None,
        decision=None,
    )


@action("law.grant_waiver", roles=DECIDING)
def grant_waiver(work: Work, request: GrantWaiver) -> None:
    """Grant a waiver that somebody else asked for (批准豁免)."""
    waiver, rule = _asked_for(work, request)
    standing, today = work.select(Waiver, project=request.project, rule=waiver.rule), work.setting.today
    work.refuse_if(check_granted(waiver, rule, work.setting.actor, standing, today))
    # What was done before the decision is not covered by it.
    _decide(work, waiver, WaiverState.GRANTED, request.decision, since=max(waiver.since, today))


@action("law.refuse_waiver", roles=DECIDING)
def refuse_waiver(work: Work, request: RefuseWaiver) -> None:
    """Refuse a waiver (不予豁免)."""
    waiver, rule = _asked_for(work, request)
    work.refuse_if([*check_open(waiver), *check_authority(waiver, rule, work.setting.actor)])
    _decide(work, waiver, WaiverState.REFUSED, request.decision)


@action("law.withdraw_waiver", roles=DECIDING)
def withdraw_waiver(work: Work, request: WithdrawWaiver) -> None:
    """Withdraw a waiver that was granted (撤回豁免)."""
    waiver, rule = _asked_for(work, request)
    work.refuse_if([*check_withdrawn(waiver), *check_authority(waiver, rule, work.setting.actor)])
    _decide(work, waiver, WaiverState.WITHDRAWN, request.decision)


def _asked_for(work: Work, request: Decision) -> tuple[Waiver, Rule]:
    waiver = work.find(Waiver, project=request.project, number=request.number)
    work.refuse_if(check_known(waiver, request.number))
    assert waiver is not None
    rule = work.setting.rulebook.rules.get(waiver.rule)
    work.refuse_if(check_waivable(rule, waiver.rule, work.law))
    assert rule is not None
    return waiver, rule


def _decide(work: Work, waiver: Waiver, state: WaiverState, decision: str, **more: object) -> None:
    setting = work.setting
    named = {"decided_by": setting.actor.login, "decided_on": setting.today, "decision": decision}
    work.change(waiver, state=state, **named, **more)
