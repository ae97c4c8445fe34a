"""Contract feeds: what the budget room knows of contracts and of the progress statements under them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from kit.budget.checks.payments import CLOCKED
from kit.budget.commitments import BasisKind, Contract, Payment, PaymentBasis, PaymentKind
from kit.core.language import phrase
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed, in_hundredths, key_in


def contract_facts(books: Books, contract: Row) -> Facts:
    """What is known of one contract; money in fen, the deposit in hundredths of a percent."""
    advances = [
        row for row in books.where(Payment, "contract_id", contract["id"]) if row["kind"] == PaymentKind.ADVANCE
    ]
    deposit = contract["quality_deposit_percent"]
    return {
        "contract.signed_on": contract["signed_on"],
        "contract.kind": contract["kind"],
        "contract.regime": contract["regime"],
        "contract.original": contract["original"],
        "contract.added": contract["added"],
        "contract.performance_bond": contract["performance_bond"],
        "contract.quality_deposit": None if deposit is None else in_hundredths(Decimal(deposit)),
        "contract.payment_days": contract["payment_days"],
        "contract.is_small_supplier": contract["is_small_supplier"],
        "contract.advance": sum(map(_spent, advances)) if advances else None,
        "contract.advance_base": contract["original"] + contract["added"] - contract["provisional"],
        "contract.is_paid_on_time": _is_paid_on_time(books, contract),
    }


def paid_in_full_on(basis: Row, payments: Iterable[Row]) -> date | None:
    """The day on which *payments* had covered what the document obliges to; None where they have not."""
    left = basis["amount"]
    for payment in sorted(payments, key=lambda row: row["paid_on"]):
        left -= _spent(payment)
        if left <= 0:
            found: date = payment["paid_on"]
            return found
    return None


def _spent(payment: Row) -> int:
    return int(payment["amount"] - payment["refunded"])


def _is_paid_on_time(books: Books, contract: Row) -> bool | None:
    """Whether each document was paid within the agreed days; unknown while one waits, or where none are agreed."""
    if contract["payment_days"] is None:
        return None
    clocked = [row for row in books.where(PaymentBasis, "contract_id", contract["id"]) if row["kind"] in CLOCKED]
    term = timedelta(days=contract["payment_days"])
    kept = [
        None if paid is None else paid <= basis["received_on"] + term
        for basis in clocked
        for paid in [paid_in_full_on(basis, books.where(Payment, "basis_id", basis["id"]))]
    ]
    if False in kept:
        return False
    return True if kept and None not in kept else None


CONTRACTS = Feed(
    name="contracts",
    subject="contract",
    room="budget",
    table=Contract,
    provides={
        "contract.signed_on": phrase("the day of signing"),
        "contract.kind": phrase("the kind of contract"),
        "contract.regime": phrase("the law it was awarded under"),
        "contract.original": phrase("the contract sum"),
        "contract.added": phrase("its supplements together"),
        "contract.performance_bond": phrase("the performance bond"),
        "contract.quality_deposit": phrase("the share of the quality deposit"),
        "contract.payment_days": phrase("the agreed days to pay"),
        "contract.is_small_supplier": phrase("the mark of a small or medium enterprise"),
        "contract.advance": phrase("payments in advance, without what came back"),
        "contract.advance_base": phrase("the contract sum with supplements, without provisional sums"),
        "contract.is_paid_on_time": phrase("documents, payments and the agreed days"),
    },
    facts=contract_facts,
    label=lambda row: str(row["code"]),
    scopes=lambda row: {"contract": (row["code"],)},
    touches={Payment: key_in("contract_id"), PaymentBasis: key_in("contract_id")},
)


def _progress_facts(books: Books, basis: Row) -> Facts:
    contract = books.row(Contract, basis["contract_id"]) or {}
    return {
        "contract.signed_on": contract.get("signed_on"),
        "contract.kind": contract.get("kind"),
        "contract.progress_applied_on": basis["received_on"],
        "contract.progress_paid_on": paid_in_full_on(basis, books.where(Payment, "basis_id", basis["id"])),
    }


PROGRESS = Feed(
    name="progress_statements",
    subject="contract",
    room="budget",
    table=PaymentBasis,
    provides={
        "contract.signed_on": phrase("the day of signing"),
        "contract.kind": phrase("the kind of contract"),
        "contract.progress_applied_on": phrase("the day the progress statement came"),
        "contract.progress_paid_on": phrase("the day on which payments had covered it"),
    },
    facts=_progress_facts,
    label=lambda row: str(row["number"]),
    touches={Payment: key_in("basis_id")},
    is_thing=lambda _books, row: row["kind"] == BasisKind.PROGRESS_STATEMENT and row["contract_id"] is not None,
)
