"""Actions about lines: taking over, granting, adding, receiving, planning."""

from datetime import date

from kit.actions.budget.books import FINANCE, is_done, line_of, open_books
from kit.actions.budget.ledger import Posting, post
from kit.actions.registry import action
from kit.budget.checks.lines import check_grant, check_new_line, check_receipt, check_supplement, check_taken_over
from kit.budget.checks.plans import check_plan
from kit.budget.requests import Dimensions, GrantAllotment, PlanUse, RecordReceipt, SupplementLine, TakeOverLine
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, UsePlan
from kit.core.actor import Role
from kit.store.work import Work

IDENTITY = ("year", "source", "fund", "functional", "government_economic", "department_economic", "purpose")
DIMENSIONS = (*IDENTITY, "is_earmarked", "document")


@action("budget.take_over_line", roles=FINANCE | {Role.PERFORMANCE_DIVISION})
def take_over_line(work: Work, request: TakeOverLine) -> None:
    """Take over a budget line with its amounts from the books as they are."""
    deed = open_books(work, request.project)
    _refuse_double(work, request, request.origin_year or request.year)
    work.refuse_if(check_taken_over(request, deed))
    line = _add_line(work, request, request.origin_year or request.year)
    shrunk = request.allotted < request.opening
    ends = (State.AVAILABLE, State.OUTSIDE) if shrunk else (State.OUTSIDE, State.AVAILABLE)
    change = abs(request.allotted - request.opening)
    # What a year that is over has done, it has done by its last day.
    on, document = min(deed.day, date(request.year, 12, 31)), request.document
    post(
        work,
        [
            Posting(line, State.OUTSIDE, State.AVAILABLE, request.opening, Cause.OPENING, on, document),
            Posting(line, *ends, change, Cause.TAKEN_OVER, on, document),
            Posting(line, State.DUE, State.RECEIVED, request.received, Cause.TAKEN_OVER, on, document),
            Posting(line, State.AVAILABLE, State.PAID, request.paid, Cause.TAKEN_OVER, on, document),
        ],
    )


@action("budget.grant_allotment", roles=FINANCE)
def grant_allotment(work: Work, request: GrantAllotment) -> None:
    """Grant a new budget line from the approved budget (指标下达)."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    _refuse_double(work, request, request.year)
    work.refuse_if(check_grant(request, deed))
    line = _add_line(work, request, request.year)
    granted = Posting(line, State.OUTSIDE, State.AVAILABLE, request.amount, Cause.OPENING, deed.day, request.document)
    post(work, [granted])


@action("budget.supplement", roles=FINANCE)
def supplement_line(work: Work, request: SupplementLine) -> None:
    """Add money to a budget line (追加)."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    line = line_of(work, request.project, request.line)
    work.refuse_if(check_supplement(request, line, deed))
    added = Posting(line, State.OUTSIDE, State.AVAILABLE, request.amount, Cause.SUPPLEMENT, deed.day, request.document)
    post(work, [added])


@action("budget.record_receipt", roles=FINANCE)
def record_receipt(work: Work, request: RecordReceipt) -> None:
    """Record money that has arrived for a budget line (资金到位)."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    line = line_of(work, request.project, request.line)
    work.refuse_if(check_receipt(line, request.amount, deed))
    post(work, [Posting(line, State.DUE, State.RECEIVED, request.amount, Cause.RECEIPT, deed.day, request.document)])


@action("budget.plan_use", roles=FINANCE | {Role.UNIT_OFFICER})
def plan_use(work: Work, request: PlanUse) -> None:
    """Plan by month how the money of a budget line is used (用款计划)."""
    deed = open_books(work, request.project)
    line = line_of(work, request.project, request.line)
    standing = {row.month: row for row in work.select(UsePlan, line_id=line.id)}
    planned = {month: row.amount for month, row in standing.items()} | request.months
    work.refuse_if(check_plan(line, planned, deed.law))
    for month, amount in sorted(request.months.items()):
        if month not in standing:
            work.add(UsePlan, line_id=line.id, month=month, amount=amount)
        elif standing[month].amount != amount:
            work.change(standing[month], amount=amount)


def _refuse_double(work: Work, request: Dimensions, origin_year: int) -> None:
    criteria = {name: getattr(request, name) for name in IDENTITY} | {"origin_year": origin_year}
    is_line = work.find(BudgetLine, project=request.project, **criteria) is not None
    is_code = bool(request.code) and work.find(BudgetLine, project=request.project, code=request.code) is not None
    work.refuse_if(check_new_line(request, is_line, is_code))


def _add_line(work: Work, request: Dimensions, origin_year: int) -> BudgetLine:
    values = {name: getattr(request, name) for name in DIMENSIONS}
    code = request.code or next_code(work, request.project, request.year)
    balances = dict.fromkeys(BudgetLine.balances, 0)
    return work.add(BudgetLine, project=request.project, code=code, origin_year=origin_year, **values, **balances)


def next_code(work: Work, project: str, year: int) -> str:
    """The next free code of a line of that year: year and number."""
    taken = {line.code for line in work.select(BudgetLine, project=project)}
    return next(code for number in range(1, len(taken) + 2) if (code := f"{year}-{number:02d}") not in taken)
