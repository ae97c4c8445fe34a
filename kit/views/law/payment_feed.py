"""Payment feed: what the budget room knows of a payment, and of the money that it found on its lines."""

from kit.budget.commitments import BasisKind, Contract, Payment, PaymentBasis, Regime
from kit.budget.states import State
from kit.budget.tables import BudgetLine, Movement, UsePlan
from kit.core.language import phrase
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed


def _payment_facts(books: Books, payment: Row) -> Facts:
    basis = books.row(PaymentBasis, payment["basis_id"])
    contract = books.row(Contract, payment["contract_id"])
    drawn = [row for row in books.where(Movement, "payment_id", payment["id"]) if row["to_state"] == State.PAID]
    lines = [books.row(BudgetLine, row["line_id"]) for row in drawn]
    return {
        "payment.on": payment["paid_on"],
        "payment.amount": payment["amount"],
        "payment.available": _held(books, drawn) if drawn else None,
        "payment.plan_left": _plan_left(books, payment, drawn),
        "payment.has_voucher": True if basis else None,
        "payment.payee": payment["payee"],
        "line.is_approved": True if lines and all(line and line["document"] for line in lines) else None,
        **_documents(basis),
        **_terms(contract),
    }


def _held(books: Books, drawn: list[Row]) -> int:
    """What the lines held where the payment drew on them; two parts of one line find the same money."""
    first: dict[tuple[int, str], int] = {}
    for row in drawn:
        first.setdefault((row["line_id"], row["from_state"]), books.held_before(row))
    return sum(first.values())


def _documents(basis: Row | None) -> Facts:
    came = basis["received_on"] if basis and basis["kind"] == BasisKind.INVOICE else None
    delivered = basis["issued_on"] if basis and basis["kind"] == BasisKind.ACCEPTANCE else None
    return {"payment.invoice_received_on": came, "payment.delivered_on": delivered}


def _terms(contract: Row | None) -> Facts:
    if contract is None:
        return {}
    return {
        "payment.supplier": contract["supplier"],
        "payment.is_procurement": contract["regime"] == Regime.PROCUREMENT_LAW,
        "payment.is_small_supplier": contract["is_small_supplier"],
        "payment.is_term_agreed": contract["payment_days"] is not None,
    }


def _plan_left(books: Books, payment: Row, drawn: list[Row]) -> int | None:
    """What the plan of use still allowed up to the month of the payment; of payments from one line that has a plan."""
    lines = {row["line_id"] for row in drawn}
    if len(lines) != 1:
        return None
    (line,) = lines
    plans = [row for row in books.where(UsePlan, "line_id", line) if row["month"] <= payment["paid_on"].month]
    if not books.where(UsePlan, "line_id", line):
        return None
    return int(sum(row["amount"] for row in plans)) - books.paid_before(drawn[0])


PAYMENTS = Feed(
    name="payments",
    subject="payment",
    room="budget",
    table=Payment,
    provides={
        "payment.on": phrase("the day of payment"),
        "payment.amount": phrase("the amount"),
        "payment.available": phrase("what its lines held for it before, by their movements"),
        "payment.plan_left": phrase("the plan of use up to its month, less what was paid before"),
        "payment.has_voucher": phrase("the document that it rests on"),
        "payment.payee": phrase("the payee"),
        "payment.supplier": phrase("the supplier of its contract"),
        "payment.is_procurement": phrase("the law its contract was awarded under"),
        "payment.is_small_supplier": phrase("the mark of a small or medium enterprise"),
        "payment.is_term_agreed": phrase("the agreed days to pay of its contract"),
        "payment.invoice_received_on": phrase("the invoice that it rests on"),
        "payment.delivered_on": phrase("the acceptance that it rests on"),
        "line.is_approved": phrase("the documents of its lines"),
    },
    facts=_payment_facts,
    label=lambda row: str(row["number"]),
)
