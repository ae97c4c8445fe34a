"""Deputies: who signs for somebody who is away."""

from kit.actions.approval.books import member_of
from kit.actions.registry import action
from kit.approval.delegation import check_delegation, check_deputy, not_delegated
from kit.approval.requests import DelegateRole, EndDelegation
from kit.approval.signers import BUSINESS
from kit.approval.tables import Delegation
from kit.store.work import Work


@action("approval.delegate", roles=set(BUSINESS))
def delegate_role(work: Work, request: DelegateRole) -> None:
    """Lend an own role to a deputy for some days; what they sign says in whose name it is (授权代办)."""
    actor, today, deputy = work.setting.actor, work.setting.today, member_of(work, request.deputy)
    signs = deputy.signs((), today) if deputy else frozenset()
    findings = check_deputy(request, signs, actor.roles)
    work.refuse_if(findings + check_delegation(request, actor.login, work.select(Delegation), today))
    lent = request.model_dump() | {"role": str(request.role)}
    work.add(Delegation, person=actor.login, ended_on=None, **lent)


@action("approval.end_delegation", roles=set(BUSINESS))
def end_delegation(work: Work, request: EndDelegation) -> None:
    """Take a role back from a deputy; from today on they sign nothing in one's name (收回授权)."""
    mine = {"person": work.setting.actor.login, "deputy": request.deputy, "role": str(request.role)}
    today = work.setting.today
    lent = [one for one in work.select(Delegation, **mine) if one.ended_on is None and one.until_day >= today]
    work.refuse_if([] if lent else [not_delegated(request.deputy)])
    for one in lent:
        work.change(one, ended_on=today)
