"""Tables of the budget."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class BudgetLine(Recorded):
    """A budget line (预算明细): one project, fiscal year and funding source; all amounts in fen.

    ``opening`` is the budget at the start of the year (年初预算数), ``allotted`` the adjusted budget (全年预算数),
    ``paid`` what has been paid (全年执行数).
    """

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("project", "year", "source"),
        CheckConstraint("opening >= 0 AND allotted >= 0 AND paid >= 0", name="not_negative"),
        CheckConstraint("paid <= allotted", name="not_overspent"),
    )

    project: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    source: Mapped[str] = mapped_column(String(80))
    opening: Mapped[int]
    allotted: Mapped[int]
    paid: Mapped[int]
