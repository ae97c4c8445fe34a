"""Commitments: tables of contracts, of what obliges to pay, and of payments; all amounts in fen."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.language import Phrase, phrase
from kit.core.tables import CODE, Balanced, Recorded


class ContractKind(StrEnum):
    """What is bought."""

    WORKS = "works"
    GOODS = "goods"
    SERVICES = "services"


class Regime(StrEnum):
    """The law that a contract was awarded under; the limit on supplements is the Procurement Law's alone."""

    PROCUREMENT_LAW = "procurement_law"
    BIDDING_LAW = "bidding_law"
    BELOW_LIMIT = "below_limit"


class PayeeRole(StrEnum):
    """Why somebody may be paid under a contract."""

    CONTRACTOR = "contractor"
    WAGE_ACCOUNT = "wage_account"
    CONSORTIUM_MEMBER = "consortium_member"
    ASSIGNEE = "assignee"
    COURT = "court"


class BasisKind(StrEnum):
    """The document that a payment rests on."""

    CONTRACT = "contract"
    ACCEPTANCE = "acceptance"
    INVOICE = "invoice"
    PROGRESS_STATEMENT = "progress_statement"
    SETTLEMENT = "settlement"
    DEFECTS_RELEASE = "defects_release"
    PAYROLL = "payroll"
    ENTITLEMENT = "entitlement"
    BILL = "bill"
    RULING = "ruling"

    @property
    def label(self) -> Phrase:
        """What such a document is called."""
        return _DOCUMENTS[self]


class PaymentKind(StrEnum):
    """What a payment is for."""

    ADVANCE = "advance"
    PROGRESS = "progress"
    SETTLEMENT = "settlement"
    QUALITY_DEPOSIT = "quality_deposit"
    WAGES = "wages"
    SUBSIDY = "subsidy"
    UTILITY = "utility"
    RULING = "ruling"


class CostStage(StrEnum):
    """The steps in which the cost of a project becomes known, in their order."""

    ESTIMATE = "estimate"
    DESIGN_ESTIMATE = "design_estimate"
    BUDGET = "budget"
    SETTLEMENT = "settlement"
    FINAL_ACCOUNTS = "final_accounts"

    @property
    def label(self) -> Phrase:
        """What the stage is called."""
        return _STAGES[self]


_DOCUMENTS = {
    BasisKind.CONTRACT: phrase("contract"),
    BasisKind.ACCEPTANCE: phrase("acceptance"),
    BasisKind.INVOICE: phrase("invoice"),
    BasisKind.PROGRESS_STATEMENT: phrase("progress statement"),
    BasisKind.SETTLEMENT: phrase("settlement"),
    BasisKind.DEFECTS_RELEASE: phrase("release after the defects period"),
    BasisKind.PAYROLL: phrase("payroll"),
    BasisKind.ENTITLEMENT: phrase("entitlement list"),
    BasisKind.BILL: phrase("bill"),
    BasisKind.RULING: phrase("ruling"),
}
_STAGES = {
    CostStage.ESTIMATE: phrase("estimate"),
    CostStage.DESIGN_ESTIMATE: phrase("design estimate"),
    CostStage.BUDGET: phrase("budget"),
    CostStage.SETTLEMENT: phrase("settlement"),
    CostStage.FINAL_ACCOUNTS: phrase("final accounts"),
}


class Contract(Balanced):
    """A contract (合同) of a project over one year or several; ``original`` and ``added`` are its sum."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("project", "code"),
        CheckConstraint("original > 0 AND added >= 0 AND paid >= 0", name="not_negative"),
        CheckConstraint("paid <= original + added", name="not_overpaid"),
    )
    balances = ("original", "added", "paid")

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    regime: Mapped[str] = mapped_column(String(20))
    supplier: Mapped[str] = mapped_column(String(200))
    is_small_supplier: Mapped[bool]
    signed_on: Mapped[date]
    provisional: Mapped[int]
    performance_bond: Mapped[int]
    quality_deposit_percent: Mapped[str | None] = mapped_column(String(10))
    payment_days: Mapped[int | None]
    settled: Mapped[int | None]
    completed_on: Mapped[date | None]
    is_closed: Mapped[bool]
    original: Mapped[int]
    added: Mapped[int]
    paid: Mapped[int]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """What the contract still obliges to pay."""
        return balance["original"] + balance["added"] - balance["paid"]


class ContractShare(Balanced):
    """The part of a contract that one line, and so one year, is bound for."""

    __tablename__ = "contract_share"
    __table_args__ = (
        UniqueConstraint("contract_id", "line_id"),
        CheckConstraint("paid + released <= bound", name="not_overdrawn"),
    )
    balances = ("bound", "paid", "released")

    contract_id: Mapped[int]
    line_id: Mapped[int] = mapped_column(index=True)
    bound: Mapped[int]
    paid: Mapped[int]
    released: Mapped[int]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """What is bound and not paid."""
        return balance["bound"] - balance["paid"] - balance["released"]


class Payee(Recorded):
    """Somebody who may be paid under a contract, by the document that names them."""

    __tablename__ = "payee"
    __table_args__ = (UniqueConstraint("contract_id", "name", "account"),)

    contract_id: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    account: Mapped[str] = mapped_column(String(80))
    document: Mapped[str] = mapped_column(String(200))


class PaymentBasis(Balanced):
    """What obliges to pay: a document with its amount; ``payee`` is who it names, without a contract."""

    __tablename__ = "payment_basis"
    __table_args__ = (
        UniqueConstraint("project", "number"),
        CheckConstraint("paid <= amount", name="not_overpaid"),
    )
    balances = ("amount", "paid")

    project: Mapped[str] = mapped_column(CODE)
    number: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(20))
    contract_id: Mapped[int | None]
    issued_on: Mapped[date]
    received_on: Mapped[date]
    payee: Mapped[str | None] = mapped_column(String(200))
    account: Mapped[str | None] = mapped_column(String(80))
    amount: Mapped[int]
    paid: Mapped[int]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """What has not been paid of it."""
        return balance["amount"] - balance["paid"]


class Payment(Balanced):
    """A payment (支付) to one payee on one basis, from one line or several; confirmed by the bank's voucher."""

    __tablename__ = "payment"
    __table_args__ = (UniqueConstraint("project", "number"), UniqueConstraint("voucher"))
    balances = ("amount", "refunded")

    project: Mapped[str] = mapped_column(CODE)
    number: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(20))
    contract_id: Mapped[int | None]
    basis_id: Mapped[int | None]
    payee: Mapped[str] = mapped_column(String(200))
    account: Mapped[str] = mapped_column(String(80))
    paid_on: Mapped[date]
    voucher: Mapped[str | None] = mapped_column(CODE)
    confirmed_on: Mapped[date | None]
    amount: Mapped[int]
    refunded: Mapped[int]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """What has been paid and has not come back."""
        return balance["amount"] - balance["refunded"]


class ProjectCost(Recorded):
    """The cost of a project as one stage has it; a later revision takes the place of an earlier one."""

    __tablename__ = "project_cost"
    __table_args__ = (UniqueConstraint("project", "stage", "revision"),)

    project: Mapped[str] = mapped_column(CODE)
    stage: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    amount: Mapped[int]
    approved_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(200))
    overrun_report: Mapped[str | None] = mapped_column(String(200))
