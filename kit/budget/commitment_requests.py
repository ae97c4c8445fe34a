"""Requests about commitments: contracts, what obliges to pay, payments, costs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kit.budget.commitments import BasisKind, ContractKind, CostStage, PayeeRole, PaymentKind, Regime
from kit.budget.requests import CODE_PATTERN, NUMBER_MAX, OfProject, deed_day, line_code, posting_key
from kit.core.amount import Fen, PositiveFen
from kit.core.request import Request, entry


class Share(Request):
    """What one line is bound for, out of a reservation or out of what is available."""

    line: str = line_code()
    amount: PositiveFen = entry("Amount")
    reservation: int | None = entry("Reservation", None, ge=1, le=NUMBER_MAX)


class SignContract(OfProject):
    """Record a signed contract; only the instalments of lines that exist are bound (合同)."""

    code: str = entry("Contract code", max_length=80, pattern=CODE_PATTERN)
    title: str = entry("Contract title", min_length=1, max_length=200)
    kind: ContractKind = entry("Kind")
    regime: Regime = entry("Awarded under")
    supplier: str = entry("Supplier", min_length=1, max_length=200)
    account: str = entry("Account of the supplier", min_length=1, max_length=80)
    is_small_supplier: bool = entry("Small or medium enterprise", False)
    signed_on: date | None = deed_day()
    amount: PositiveFen = entry("Contract sum", help="over all years")
    provisional: Fen = entry("Provisional sums", 0)
    performance_bond: Fen = entry("Performance bond", 0)
    quality_deposit_percent: Decimal | None = entry("Quality deposit in percent", None, ge=0, le=100, decimal_places=2)
    payment_days: int | None = entry("Days to pay", None, ge=0, le=365)
    purpose: str | None = entry("Purpose", None, max_length=200)
    classification: str | None = entry("Economic classification (department)", None, max_length=20)
    shares: tuple[Share, ...] = entry("Instalments", min_length=1, max_length=50)
    key: str | None = posting_key()

    def scopes(self) -> Mapping[str, frozenset[str]]:
        """The lines that are named, and the contract itself."""
        return {**super().scopes(), "contract": frozenset({self.code})}


class SupplementContract(OfProject):
    """Record a supplementary contract (补充合同)."""

    contract: str = entry("Contract code", max_length=80)
    amount: PositiveFen = entry("Amount")
    document: str = entry("Document number", min_length=1, max_length=200)
    shares: tuple[Share, ...] = entry("Instalments", (), max_length=50)
    on: date | None = deed_day()


class BindInstalment(OfProject):
    """Bind a line for the next instalment of a contract over several years."""

    contract: str = entry("Contract code", max_length=80)
    shares: tuple[Share, ...] = entry("Instalments", min_length=1, max_length=50)
    on: date | None = deed_day()


class ReleaseInstalment(OfProject):
    """Give back what one line is bound for by a contract; the contract goes on and can be bound elsewhere."""

    contract: str = entry("Contract code", max_length=80)
    line: str = line_code()
    amount: PositiveFen | None = entry("Amount", None, help="leave empty for all that is left")
    document: str = entry("Document number", min_length=1, max_length=200)
    on: date | None = deed_day()


class NamePayee(OfProject):
    """Name somebody who may be paid under a contract besides the contractor."""

    contract: str = entry("Contract code", max_length=80)
    role: PayeeRole = entry("Role")
    name: str = entry("Payee", min_length=1, max_length=200)
    account: str = entry("Account", min_length=1, max_length=80)
    document: str = entry("Document number", min_length=1, max_length=200, help="what names them: agreement, order")


class CompleteContract(OfProject):
    """Record completion and the settled price of a contract (结算)."""

    contract: str = entry("Contract code", max_length=80)
    completed_on: date = entry("Completed on")
    settled: PositiveFen = entry("Settled price")
    document: str = entry("Document number", min_length=1, max_length=200)


class CloseContract(OfProject):
    """Close a contract: what is bound and will not be paid becomes available again."""

    contract: str = entry("Contract code", max_length=80)
    document: str = entry("Document number", min_length=1, max_length=200)
    on: date | None = deed_day()


class RecordBasis(OfProject):
    """Record a document that obliges to pay (付款依据)."""

    number: str = entry("Document number", min_length=1, max_length=80)
    kind: BasisKind = entry("Kind")
    contract: str | None = entry("Contract code", None, max_length=80, help="leave empty where there is none")
    amount: PositiveFen = entry("Amount")
    issued_on: date = entry("Issued on")
    received_on: date | None = deed_day()
    payee: str | None = entry("Payee", None, max_length=200, help="without a contract: whom the document names")
    account: str | None = entry("Account", None, max_length=80)


class Part(Request):
    """What one line gives to a payment."""

    line: str = line_code()
    amount: PositiveFen = entry("Amount")


class MakePayment(OfProject):
    """Pay one payee on one basis, from one line or several (支付)."""

    kind: PaymentKind = entry("Kind")
    contract: str | None = entry("Contract code", None, max_length=80)
    basis: str = entry("Document that obliges to pay", min_length=1, max_length=80)
    payee: str = entry("Payee", min_length=1, max_length=200)
    account: str = entry("Account", min_length=1, max_length=80)
    purpose: str | None = entry("Purpose", None, max_length=200)
    classification: str | None = entry("Economic classification (department)", None, max_length=20)
    parts: tuple[Part, ...] = entry("Lines", min_length=1, max_length=50)
    on: date | None = deed_day()
    key: str | None = posting_key()


class RefundPayment(OfProject):
    """Record money of a payment that came back (退款)."""

    payment: str = entry("Payment number", max_length=80)
    amount: PositiveFen = entry("Amount")
    document: str = entry("Document number", min_length=1, max_length=200)
    on: date | None = deed_day()
    key: str | None = posting_key()


class ConfirmPayment(OfProject):
    """Confirm a payment by the voucher that came back (支付凭证)."""

    payment: str = entry("Payment number", max_length=80)
    voucher: str = entry("Voucher number", min_length=1, max_length=80)
    amount: PositiveFen = entry("Amount")
    on: date = entry("Day of the voucher")


class OldPayment(Request):
    """One payment of the books before the kit."""

    line: str = line_code()
    on: date = entry("Day")
    amount: PositiveFen = entry("Amount")
    payee: str = entry("Payee", min_length=1, max_length=200)
    account: str = entry("Account", min_length=1, max_length=80)
    voucher: str = entry("Voucher number", min_length=1, max_length=80)
    kind: PaymentKind = entry("Kind", PaymentKind.SETTLEMENT)


class TakeOverPayments(OfProject):
    """Take over payments of the books before the kit, many at once."""

    payments: tuple[OldPayment, ...] = entry("Payments", min_length=1, max_length=10_000)


class RecordCost(OfProject):
    """Record what a project costs as one stage has approved it (估算、概算、预算、结算、决算)."""

    stage: CostStage = entry("Stage")
    amount: PositiveFen = entry("Amount")
    approved_on: date = entry("Approved on")
    document: str = entry("Document number", min_length=1, max_length=200)
    overrun_report: str | None = entry(
        "Report of the overrun", None, max_length=200, help="its number, where the design estimate exceeds the estimate"
    )
