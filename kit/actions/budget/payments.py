"""Actions about payments: what obliges to pay, paying, refunds, vouchers, old payments."""

from collections.abc import Mapping

from kit.actions.budget.books import FINANCE, SPENDING, is_done, lines_of, open_books
from kit.actions.budget.ledger import Posting, post
from kit.actions.registry import action
from kit.budget.checks.payments import (
    Case,
    check_confirmation,
    check_new_basis,
    check_old_payments,
    check_payment,
    check_refund,
)
from kit.budget.commitment_requests import ConfirmPayment, MakePayment, RecordBasis, RefundPayment, TakeOverPayments
from kit.budget.commitments import Contract, ContractShare, Payee, Payment, PaymentBasis, PaymentKind
from kit.budget.deed import Deed
from kit.budget.rules import FILE, PaymentRules, payment_rules
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Movement, UsePlan
from kit.store.work import Work


@action("budget.record_basis", roles=SPENDING)
def record_basis(work: Work, request: RecordBasis) -> None:
    """Record a document that obliges to pay (付款依据)."""
    deed = open_books(work, request.project, request.received_on)
    is_number = work.find(PaymentBasis, project=request.project, number=request.number) is not None
    contract = _contract(work, request.project, request.contract)
    work.refuse_if(check_new_basis(request, is_number, contract, deed))
    values = request.model_dump(exclude={"contract", "received_on"})
    contract_id = contract.id if contract else None
    work.add(PaymentBasis, **values, contract_id=contract_id, received_on=deed.day, paid=0)


@action("budget.pay", roles=FINANCE)
def make_payment(work: Work, request: MakePayment) -> None:
    """Pay one payee on one basis, from one budget line or several (支付)."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    rules, digest = payment_rules(work.setting.resources)
    work.cite(FILE, digest)
    case = _case(work, request, rules, deed)
    work.refuse_if(check_payment(request, case, deed))
    _pay(work, request, case, deed)


@action("budget.refund", roles=FINANCE)
def refund_payment(work: Work, request: RefundPayment) -> None:
    """Record money of a payment that came back; in its own year it can be used again (退款)."""
    deed = open_books(work, request.project, request.on)
    if is_done(work, request):
        return
    payment = work.find(Payment, project=request.project, number=request.payment)
    work.refuse_if(check_refund(request, payment, deed))
    assert payment is not None
    work.move(payment, refunded=request.amount)
    post(work, _returned(work, payment, request, deed))


@action("budget.confirm_payment", roles=FINANCE)
def confirm_payment(work: Work, request: ConfirmPayment) -> None:
    """Confirm a payment by the voucher that came back (支付凭证)."""
    open_books(work, request.project)
    payment = work.find(Payment, project=request.project, number=request.payment)
    other = work.find(Payment, voucher=request.voucher)
    # A payment of another project may have the same number.
    voucher_of = other.number if other and payment and other.id != payment.id else None
    work.refuse_if(check_confirmation(request, payment, voucher_of, work.setting.today))
    assert payment is not None
    if payment.voucher is None:
        work.change(payment, voucher=request.voucher, confirmed_on=request.on)


@action("budget.take_over_payments", roles=FINANCE)
def take_over_payments(work: Work, request: TakeOverPayments) -> None:
    """Take over payments of the books before the kit, many at once, each with its voucher."""
    deed = open_books(work, request.project)
    lines = lines_of(work, request.project, (payment.line for payment in request.payments))
    taken = work.select_in(Payment, "voucher", [payment.voucher for payment in request.payments])
    vouchers = {row.voucher for row in taken if row.voucher}
    work.refuse_if(check_old_payments(request.payments, lines, vouchers, _lump_sums(work, lines), deed))
    first = _count(work, request.project) + 1
    rows = work.add_many(
        Payment,
        [
            {
                "project": request.project,
                "number": _number(first + place),
                "kind": old.kind,
                "contract_id": None,
                "basis_id": None,
                "payee": old.payee,
                "account": old.account,
                "paid_on": old.on,
                "voucher": old.voucher,
                "confirmed_on": old.on,
                "amount": old.amount,
                "refunded": 0,
            }
            for place, old in enumerate(request.payments)
        ],
    )
    pairs = zip(request.payments, rows, strict=True)
    cause, document = Cause.TAKEN_OVER, None
    post(
        work,
        (
            Posting(lines[old.line], State.AVAILABLE, State.PAID, old.amount, cause, old.on, document, payment=row.id)
            for old, row in pairs
        ),
    )


def _lump_sums(work: Work, lines: Mapping[str, BudgetLine]) -> dict[str, int]:
    """What each line was taken over with as paid, in fen, without its single payments."""
    lump = {"cause": Cause.TAKEN_OVER, "to_state": State.PAID, "payment_id": None}
    return {
        code: sum(row.amount for row in work.select(Movement, line_id=line.id, **lump)) for code, line in lines.items()
    }


def _case(work: Work, request: MakePayment, rules: PaymentRules, deed: Deed) -> Case:
    contract = _contract(work, request.project, request.contract)
    lines = lines_of(work, request.project, (part.line for part in request.parts))
    basis = work.find(PaymentBasis, project=request.project, number=request.basis)
    planned = {code: _planned_left(work, line, deed) for code, line in lines.items()} if rules.is_plan_required else {}
    if contract is None:
        return Case(rules.kinds[request.kind], lines, basis, planned_left=planned)
    advances = work.select(Payment, contract_id=contract.id, kind=PaymentKind.ADVANCE)
    return Case(
        rules.kinds[request.kind],
        lines,
        basis,
        contract,
        {share.line_id: share for share in work.select(ContractShare, contract_id=contract.id)},
        work.select(Payee, contract_id=contract.id),
        sum(payment.left for payment in advances),
        planned,
    )


def _pay(work: Work, request: MakePayment, case: Case, deed: Deed) -> None:
    amount = sum(part.amount for part in request.parts)
    contract, basis = case.contract, case.basis
    assert basis is not None
    payment = work.add(
        Payment,
        project=request.project,
        number=_number(_count(work, request.project) + 1),
        kind=request.kind,
        contract_id=contract.id if contract else None,
        basis_id=basis.id,
        payee=request.payee,
        account=request.account,
        paid_on=deed.day,
        voucher=None,
        confirmed_on=None,
        amount=amount,
        refunded=0,
    )
    work.move(basis, paid=amount)
    if contract:
        work.move(contract, paid=amount)
        for part in request.parts:
            work.move(case.shares[case.lines[part.line].id], paid=part.amount)
    source = State.CONTRACTED if contract else State.AVAILABLE
    paid = [
        Posting(
            case.lines[part.line],
            source,
            State.PAID,
            part.amount,
            Cause.PAYMENT,
            deed.day,
            request.basis,
            contract=contract.id if contract else None,
            payment=payment.id,
        )
        for part in request.parts
    ]
    post(work, paid)


def _returned(work: Work, payment: Payment, request: RefundPayment, deed: Deed) -> list[Posting]:
    """The postings of a refund: the lines give in the order in which they were last to pay.

    Money of the line's own year is available to it again, and bound again where its contract is open. Money of an
    earlier year goes to the treasury: what that year executed stays as it was.
    """
    contract = work.get(Contract, id=payment.contract_id) if payment.contract_id else None
    if payment.basis_id:
        work.move(work.get(PaymentBasis, id=payment.basis_id), paid=-request.amount)
    if contract:
        work.move(contract, paid=-request.amount)
    postings, rest = [], request.amount
    for line, paid in _paid_by_line(work, payment):
        amount = min(rest, paid)
        rest -= amount
        is_current = deed.day.year == line.year and line.year not in deed.closed_years
        is_bound = contract is not None and not contract.is_closed
        if contract and amount:
            _unpay_share(work, contract, line, amount, is_bound, is_current)
        target = (State.CONTRACTED if is_bound else State.AVAILABLE) if is_current else State.TREASURY
        postings.append(_refund(line, target, amount, payment, request, deed))
    return postings


def _refund(
    line: BudgetLine, target: State, amount: int, payment: Payment, request: RefundPayment, deed: Deed
) -> Posting:
    return Posting(
        line,
        State.PAID,
        target,
        amount,
        Cause.REFUND,
        deed.day,
        request.document,
        contract=payment.contract_id,
        payment=payment.id,
    )


def _unpay_share(
    work: Work, contract: Contract, line: BudgetLine, amount: int, is_bound: bool, is_current: bool
) -> None:
    share = work.get(ContractShare, contract_id=contract.id, line_id=line.id)
    if is_current:
        work.move(share, paid=-amount, released=0 if is_bound else amount)
    else:
        # The contract can be bound for it again, on a line of this year.
        work.move(share, paid=-amount, bound=-amount)


def _paid_by_line(work: Work, payment: Payment) -> list[tuple[BudgetLine, int]]:
    """What each line has paid of a payment and has not got back, the last line first."""
    paid: dict[int, int] = {}
    for movement in work.select(Movement, payment_id=payment.id):
        sign = 1 if movement.to_state == State.PAID else -1
        paid[movement.line_id] = paid.get(movement.line_id, 0) + sign * movement.amount
    return [(work.get(BudgetLine, id=line), amount) for line, amount in reversed(paid.items())]


def _planned_left(work: Work, line: BudgetLine, deed: Deed) -> int:
    planned = sum(row.amount for row in work.select(UsePlan, line_id=line.id) if row.month <= deed.day.month)
    return planned - line.paid


def _contract(work: Work, project: str, code: str | None) -> Contract | None:
    return work.find(Contract, project=project, code=code) if code else None


def _count(work: Work, project: str) -> int:
    return work.count(Payment, project=project)


def _number(place: int) -> str:
    return f"PAY-{place:05d}"
