"""Actions at the end of a year: carry-over, surplus, closing."""

from kit.actions.budget.books import FINANCE, line_of, open_books
from kit.actions.budget.ledger import Posting, post
from kit.actions.budget.lines import DIMENSIONS, next_code
from kit.actions.registry import action
from kit.budget.checks.years import check_carry_over, check_closing, check_surplus
from kit.budget.commitments import ContractShare
from kit.budget.requests import CarryOver, CloseYear, ReturnSurplus
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, ClosedYear
from kit.store.work import Work


@action("budget.carry_over", roles=FINANCE)
def carry_over(work: Work, request: CarryOver) -> None:
    """Carry what a budget line has left into the next year, for the same project (结转)."""
    deed = open_books(work, request.project, request.on)
    line = line_of(work, request.project, request.line)
    work.refuse_if(check_carry_over(line, deed))
    onward = _onward(work, line, request.document)
    on, document, cause = deed.day, request.document, Cause.CARRY_OVER
    postings = [
        Posting(line, State.AVAILABLE, State.OUTSIDE, line.left, cause, on, document),
        Posting(onward, State.OUTSIDE, State.AVAILABLE, line.left, cause, on, document),
        # What has arrived and was not paid out is there in the next year; what arrived in this one stays as it was.
        Posting(onward, State.DUE, State.RECEIVED, _unspent_receipts(line), cause, on, document),
    ]
    for share in work.select(ContractShare, line_id=line.id):
        if share.left:
            work.add(
                ContractShare, contract_id=share.contract_id, line_id=onward.id, bound=share.left, paid=0, released=0
            )
            work.move(share, released=share.left)
            number = share.contract_id
            postings += [
                Posting(line, State.CONTRACTED, State.OUTSIDE, share.left, cause, on, document, contract=number),
                Posting(onward, State.OUTSIDE, State.CONTRACTED, share.left, cause, on, document, contract=number),
            ]
    post(work, postings)


@action("budget.return_surplus", roles=FINANCE)
def return_surplus(work: Work, request: ReturnSurplus) -> None:
    """Give what a budget line has left back to the treasury (结余)."""
    deed = open_books(work, request.project, request.on)
    line = line_of(work, request.project, request.line)
    amount = line.left if request.amount is None else request.amount
    work.refuse_if(check_surplus(line, amount, deed))
    post(work, [Posting(line, State.AVAILABLE, State.OUTSIDE, amount, Cause.SURPLUS, deed.day, request.document)])


@action("budget.close_year", roles=FINANCE)
def close_year(work: Work, request: CloseYear) -> None:
    """Close a fiscal year of a project; everything left has been carried over or given back."""
    deed = open_books(work, request.project)
    every = work.select(BudgetLine, project=request.project)
    lines = [line for line in every if line.year == request.year]
    earlier = [line.year for line in every if line.year < request.year]
    work.refuse_if(check_closing(request.year, lines, earlier, deed))
    work.add(ClosedYear, project=request.project, year=request.year, closed_on=deed.day)


def _unspent_receipts(line: BudgetLine) -> int:
    return min(max(line.received - line.paid, 0), line.left + line.contracted)


def _onward(work: Work, line: BudgetLine, document: str) -> BudgetLine:
    values = {name: getattr(line, name) for name in DIMENSIONS}
    values |= {"year": line.year + 1, "document": document}
    code = next_code(work, line.project, line.year + 1)
    balances = dict.fromkeys(BudgetLine.balances, 0)
    return work.add(BudgetLine, project=line.project, code=code, origin_year=line.origin_year, **values, **balances)
