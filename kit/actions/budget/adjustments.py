"""Actions about adjustments: virement between lines, and a government's budget adjustment."""

from kit.actions.budget.books import FINANCE, is_done, line_of, open_books
from kit.actions.budget.ledger import Posting, post
from kit.actions.registry import action
from kit.budget.checks.virements import check_adjustment, check_decision, check_virement
from kit.budget.deed import check_line_day
from kit.budget.requests import AdjustLine, Direction, MoveFunds, RecordAdjustment
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetAdjustment, Movement
from kit.core.actor import Role
from kit.store.work import Work


@action("budget.move_funds", roles=FINANCE)
def move_funds(work: Work, request: MoveFunds) -> None:
    """Move money from one budget line to another, inside a project or between two (调剂)."""
    to_project = request.to_project or request.project
    deed = open_books(work, request.project, request.on)
    there = open_books(work, to_project, request.on)
    if is_done(work, request):
        return
    source = line_of(work, request.project, request.line)
    target = line_of(work, to_project, request.to_line, "to_line")
    work.refuse_if([*check_virement(request, source, target, deed), *check_line_day(there, target)])
    on, document = deed.day, request.document
    post(
        work,
        [
            Posting(source, State.AVAILABLE, State.OUTSIDE, request.amount, Cause.VIREMENT, on, document),
            Posting(target, State.OUTSIDE, State.AVAILABLE, request.amount, Cause.VIREMENT, on, document),
        ],
    )


@action("budget.record_adjustment", roles={Role.FINANCE_PROGRAMME})
def record_adjustment(work: Work, request: RecordAdjustment) -> None:
    """Record a government's budget adjustment as its standing committee decided it (预算调整)."""
    is_known = work.find(BudgetAdjustment, document=request.document) is not None
    work.refuse_if(check_decision(request, is_known, work.setting.today))
    work.add(BudgetAdjustment, **request.model_dump())


@action("budget.adjust_line", roles={Role.FINANCE_PROGRAMME})
def adjust_line(work: Work, request: AdjustLine) -> None:
    """Carry a recorded budget adjustment into a budget line."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    line = line_of(work, request.project, request.line)
    adjustment = work.find(BudgetAdjustment, document=request.adjustment)
    carried = _carried(work, request.adjustment)
    work.refuse_if(check_adjustment(request, line, adjustment, carried, deed))
    is_more = request.direction is Direction.INCREASE
    ends = (State.OUTSIDE, State.AVAILABLE) if is_more else (State.AVAILABLE, State.OUTSIDE)
    post(work, [Posting(line, *ends, request.amount, Cause.ADJUSTMENT, deed.day, request.adjustment)])


def _carried(work: Work, document: str) -> int:
    """What lines of all projects were given by that adjustment, less what it took from them, in fen."""
    moved = work.select(Movement, cause=Cause.ADJUSTMENT, document=document)
    return sum(row.amount if row.from_state == State.OUTSIDE else -row.amount for row in moved)
