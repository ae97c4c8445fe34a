"""Actions about the budget."""

from kit.actions.registry import action
from kit.budget.checks import check_line
from kit.budget.requests import TakeOverLine
from kit.budget.tables import BudgetLine
from kit.core.actor import Role
from kit.project.tables import Project
from kit.store.work import Work


@action("budget.take_over_line", roles={Role.DEPARTMENT_FINANCE, Role.FINANCE_PROGRAMME, Role.PERFORMANCE_DIVISION})
def take_over_line(work: Work, request: TakeOverLine) -> None:
    """Take over a budget line with its amounts from the books as they are."""
    is_project = work.find(Project, code=request.project) is not None
    line = work.find(BudgetLine, project=request.project, year=request.year, source=request.source)
    basis = work.law.cite("budget.no_spending_without_budget")
    work.refuse_if(check_line(request, is_project, line is not None, basis))
    work.add(BudgetLine, **request.model_dump())
