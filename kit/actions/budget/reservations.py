"""Actions about reservations: setting money aside and giving it back."""

from kit.actions.budget.books import SPENDING, is_done, line_of, open_books
from kit.actions.budget.ledger import Posting, post
from kit.actions.registry import action
from kit.budget.checks.lines import check_release, check_reservation, check_reservation_known
from kit.budget.deed import check_line_day
from kit.budget.requests import ReleaseReservation, ReserveFunds
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Reservation
from kit.store.work import Work


@action("budget.reserve", roles=SPENDING)
def reserve_funds(work: Work, request: ReserveFunds) -> None:
    """Set money of one budget line aside for a purchase or a contract (额度预占)."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    line = line_of(work, request.project, request.line)
    work.refuse_if(check_reservation(request, line, deed))
    reservation = work.add(
        Reservation,
        line_id=line.id,
        purpose=request.purpose,
        on_day=deed.day,
        amount=request.amount,
        used=0,
        released=0,
    )
    held = Posting(
        line,
        State.AVAILABLE,
        State.RESERVED,
        request.amount,
        Cause.RESERVATION,
        deed.day,
        reservation=reservation.id,
    )
    post(work, [held])


@action("budget.release", roles=SPENDING)
def release_reservation(work: Work, request: ReleaseReservation) -> None:
    """Give back what a reservation does not need (释放)."""
    deed = open_books(work, request.project, request.on)
    reservation = work.find(Reservation, dossier=request.project, id=request.reservation)
    work.refuse_if(check_reservation_known(reservation is not None, request.reservation))
    assert reservation is not None
    line = work.get(BudgetLine, id=reservation.line_id)
    amount = request.amount or reservation.left
    work.refuse_if([*check_line_day(deed, line), *check_release(reservation, amount)])
    work.move(reservation, released=amount)
    freed = Posting(line, State.RESERVED, State.AVAILABLE, amount, Cause.RELEASE, deed.day, reservation=reservation.id)
    post(work, [freed])
