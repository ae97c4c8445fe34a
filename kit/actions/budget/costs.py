"""Actions about costs: what a project costs, stage by stage."""

from kit.actions.budget.books import FINANCE, open_books
from kit.actions.registry import action
from kit.budget.checks.costs import check_cost
from kit.budget.commitment_requests import RecordCost
from kit.budget.commitments import CostStage, ProjectCost
from kit.core.actor import Role
from kit.store.work import Work


@action("budget.record_cost", roles=FINANCE | {Role.COMPETENT_REVIEWER, Role.UNIT_OFFICER})
def record_cost(work: Work, request: RecordCost) -> None:
    """Record what a project costs as one stage has approved it (估算、概算、预算、结算、决算)."""
    open_books(work, request.project)
    law = work.setting.rulebook.on(request.approved_on)
    work.refuse_if(check_cost(request, costs_of(work, request.project), work.setting.today, law))
    earlier = work.select(ProjectCost, project=request.project, stage=request.stage)
    work.add(ProjectCost, revision=len(earlier) + 1, **request.model_dump())


def costs_of(work: Work, project: str) -> dict[CostStage, int]:
    """What each stage holds in its last revision, in fen."""
    rows = sorted(work.select(ProjectCost, project=project), key=lambda row: row.revision)
    return {CostStage(row.stage): row.amount for row in rows}
