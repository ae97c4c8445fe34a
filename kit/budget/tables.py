"""Tables of the budget: lines and what moves on them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Balanced, Recorded


class BudgetLine(Balanced):
    """A budget line (预算明细): money of one project, fiscal year, source and classification; all amounts in fen.

    ``opening`` is the budget at the start of the year (年初预算数), ``allotted`` the adjusted budget (全年预算数),
    ``received`` what has arrived (到位), ``reserved``, ``contracted`` and ``paid`` (全年执行数) what has been done with
    it. ``origin_year`` is the year the money was first budgeted for; a carry-over keeps it.
    """

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("project", "code"),
        CheckConstraint(
            "opening >= 0 AND allotted >= 0 AND received >= 0 AND reserved >= 0 AND contracted >= 0 AND paid >= 0",
            name="not_negative",
        ),
        CheckConstraint("reserved + contracted + paid <= allotted", name="not_overspent"),
    )
    balances = ("opening", "allotted", "received", "reserved", "contracted", "paid")

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    origin_year: Mapped[int]
    source: Mapped[str] = mapped_column(String(80))
    fund: Mapped[str | None] = mapped_column(String(80))
    functional: Mapped[str | None] = mapped_column(String(20))
    government_economic: Mapped[str | None] = mapped_column(String(20))
    department_economic: Mapped[str | None] = mapped_column(String(20))
    purpose: Mapped[str | None] = mapped_column(String(200))
    is_earmarked: Mapped[bool]
    document: Mapped[str | None] = mapped_column(String(200))
    opening: Mapped[int]
    allotted: Mapped[int]
    received: Mapped[int]
    reserved: Mapped[int]
    contracted: Mapped[int]
    paid: Mapped[int]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """Available (可用额度): what is allotted and neither reserved, nor contracted, nor paid."""
        return balance["allotted"] - balance["reserved"] - balance["contracted"] - balance["paid"]


class Movement(Recorded):
    """One amount that moved on a line, in fen, never changed: the balances are the sum of these."""

    __tablename__ = "movement"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)

    line_id: Mapped[int] = mapped_column(index=True)
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    cause: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    document: Mapped[str | None] = mapped_column(String(200))
    reservation_id: Mapped[int | None]
    contract_id: Mapped[int | None]
    payment_id: Mapped[int | None] = mapped_column(index=True)


class Reservation(Balanced):
    """Money of one line set aside for a purchase or a contract (额度预占)."""

    __tablename__ = "reservation"
    __table_args__ = (CheckConstraint("used + released <= amount", name="not_overdrawn"),)
    balances = ("amount", "used", "released")

    line_id: Mapped[int] = mapped_column(index=True)
    purpose: Mapped[str] = mapped_column(String(200))
    on_day: Mapped[date]
    amount: Mapped[int]
    used: Mapped[int]
    released: Mapped[int]

    @classmethod
    def spare(cls, balance: Mapping[str, Any]) -> Any:
        """What is still set aside."""
        return balance["amount"] - balance["used"] - balance["released"]


class UsePlan(Recorded):
    """The plan of use of funds (用款计划) of one line and month."""

    __tablename__ = "use_plan"
    __table_args__ = (UniqueConstraint("line_id", "month"), CheckConstraint("amount >= 0", name="not_negative"))

    line_id: Mapped[int]
    month: Mapped[int]
    amount: Mapped[int]


class BudgetAdjustment(Recorded):
    """A government's budget adjustment (预算调整) as its standing committee decided it, outside of the kit."""

    __tablename__ = "budget_adjustment"
    __table_args__ = (UniqueConstraint("document"),)

    document: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    total_before: Mapped[int]
    total_after: Mapped[int]


class ClosedYear(Recorded):
    """A fiscal year of a project whose money has been settled: nothing is entered in it any more."""

    __tablename__ = "closed_year"
    __table_args__ = (UniqueConstraint("project", "year"),)

    project: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    closed_on: Mapped[date]


class PostingKey(Recorded):
    """The idempotency key of a deed that came from outside, and the digest of what it asked."""

    __tablename__ = "posting_key"
    __table_args__ = (UniqueConstraint("key"),)

    key: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
