"""Requests about the budget: lines, what is set aside on them, and what changes their amounts."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from kit.core.amount import Fen, PositiveFen
from kit.core.request import Request, entry

YEAR_MIN, YEAR_MAX = 1990, 2100
# What a column of whole numbers holds.
NUMBER_MAX = 2**63 - 1
CODE_PATTERN = r"^[^\s/\\]+$"


class SupplementSource(StrEnum):
    """Where added money comes from (追加)."""

    CONTINGENCY = "contingency"
    ADDED_TRANSFER = "added_transfer"
    DEPARTMENT_RESERVE = "department_reserve"


class AdjustmentCase(StrEnum):
    """The four cases of a budget adjustment (预算法 第六十七条)."""

    TOTAL_CHANGED = "total_changed"
    STABILISATION_FUND = "stabilisation_fund"
    PRIORITY_CUT = "priority_cut"
    MORE_DEBT = "more_debt"


class Direction(StrEnum):
    """Whether an adjustment gives a line more or takes from it."""

    INCREASE = "increase"
    DECREASE = "decrease"


def project_code() -> Any:
    """The field that names the project."""
    return entry("Project code", max_length=80)


def line_code(title: str = "Budget line") -> Any:
    """The field that names a line by its code."""
    return entry(title, max_length=80)


def deed_day() -> Any:
    """The day of the deed; the rules are read as of that day."""
    return entry("Day", None, help="leave empty for today")


def posting_key() -> Any:
    """The idempotency key of a deed that another system asks for."""
    return entry("Key", None, min_length=1, max_length=200, help="asked again with this key, nothing is done twice")


class OfProject(Request):
    """A request about the money of one project."""

    project: str = project_code()

    def dossiers(self) -> tuple[str, ...]:
        """A project's money belongs to its dossier."""
        return (self.project,)

    def scopes(self) -> Mapping[str, frozenset[str]]:
        """The contract and the lines that are named."""
        named = [getattr(self, "line", None), getattr(self, "to_line", None)]
        parts = [*getattr(self, "shares", ()), *getattr(self, "parts", ())]
        lines = frozenset(filter(None, [*named, *(part.line for part in parts)]))
        return {"line": lines, "contract": frozenset(filter(None, [getattr(self, "contract", None)]))}


class Dimensions(OfProject):
    """What a line is for: fiscal year, source, classification, purpose."""

    code: str | None = entry(
        "Line code", None, max_length=80, pattern=CODE_PATTERN, help="the finance system's; else year and number"
    )
    year: int = entry("Fiscal year", ge=YEAR_MIN, le=YEAR_MAX)
    source: str = entry("Funding source", min_length=1, max_length=80)
    fund: str | None = entry("Kind of fund", None, max_length=80)
    functional: str | None = entry("Functional classification", None, max_length=20)
    government_economic: str | None = entry("Economic classification (government)", None, max_length=20)
    department_economic: str | None = entry("Economic classification (department)", None, max_length=20)
    purpose: str | None = entry("Purpose", None, max_length=200)
    is_earmarked: bool = entry("Earmarked for its purpose", False)
    document: str | None = entry("Document number", None, max_length=200)


class TakeOverLine(Dimensions):
    """Take over a budget line with its amounts from the books as they are."""

    origin_year: int | None = entry(
        "Year first budgeted for", None, ge=YEAR_MIN, le=YEAR_MAX, help="of money carried over; else the fiscal year"
    )
    opening: Fen = entry("Opening budget")
    allotted: Fen = entry("Adjusted budget")
    received: Fen = entry("Received", 0)
    paid: Fen = entry("Paid")


class GrantAllotment(Dimensions):
    """Grant a new line from the approved budget (指标下达)."""

    document: str = entry("Document number", min_length=1, max_length=200)
    amount: PositiveFen = entry("Amount")
    on: date | None = deed_day()
    key: str | None = posting_key()


class RecordReceipt(OfProject):
    """Record money that has arrived for a line (资金到位)."""

    line: str = line_code()
    amount: PositiveFen = entry("Amount")
    document: str = entry("Document number", min_length=1, max_length=200)
    on: date | None = deed_day()
    key: str | None = posting_key()


class SupplementLine(OfProject):
    """Add money to a line (追加)."""

    line: str = line_code()
    amount: PositiveFen = entry("Amount")
    origin: SupplementSource = entry("Origin of the money")
    document: str = entry("Document number", min_length=1, max_length=200)
    on: date | None = deed_day()
    key: str | None = posting_key()


class ReserveFunds(OfProject):
    """Set money of a line aside (额度预占)."""

    line: str = line_code()
    amount: PositiveFen = entry("Amount")
    purpose: str = entry("Purpose", min_length=1, max_length=200)
    classification: str | None = entry("Economic classification (department)", None, max_length=20)
    on: date | None = deed_day()
    key: str | None = posting_key()


class ReleaseReservation(OfProject):
    """Give back what a reservation does not need (释放)."""

    reservation: int = entry("Reservation", ge=1, le=NUMBER_MAX)
    amount: PositiveFen | None = entry("Amount", None, help="leave empty for all that is left")
    on: date | None = deed_day()


class MoveFunds(OfProject):
    """Move money from one line to another, inside a project or between two (调剂)."""

    line: str = line_code("From line")
    to_project: str | None = entry("To project", None, max_length=80, help="leave empty for the same project")
    to_line: str = line_code("To line")
    amount: PositiveFen = entry("Amount")
    document: str = entry("Document number", min_length=1, max_length=200, help="the finance department's ruling")
    on: date | None = deed_day()
    key: str | None = posting_key()

    def dossiers(self) -> tuple[str, ...]:
        """Both projects."""
        return tuple(dict.fromkeys([self.project, self.to_project or self.project]))


class RecordAdjustment(Request):
    """Record a government's budget adjustment as it was decided (预算调整)."""

    document: str = entry("Document number", min_length=1, max_length=200)
    decided_by: str = entry("Decided by", min_length=1, max_length=200, help="the standing committee that approved it")
    decided_on: date = entry("Decided on")
    year: int = entry("Fiscal year", ge=YEAR_MIN, le=YEAR_MAX)
    kind: AdjustmentCase = entry("Case")
    total_before: Fen = entry("Total before")
    total_after: Fen = entry("Total after")


class AdjustLine(OfProject):
    """Carry a recorded budget adjustment into a line."""

    line: str = line_code()
    adjustment: str = entry("Document number of the adjustment", min_length=1, max_length=200)
    direction: Direction = entry("Direction")
    amount: PositiveFen = entry("Amount")
    on: date | None = deed_day()
    key: str | None = posting_key()

    def dossiers(self) -> tuple[str, ...]:
        """The project; the adjustment in the office's dossier is only read."""
        return (self.project,)


class CarryOver(OfProject):
    """Carry what a line has left into the next year, for the same project (结转)."""

    line: str = line_code()
    on: date | None = deed_day()
    document: str = entry("Document number", min_length=1, max_length=200)


class ReturnSurplus(OfProject):
    """Give what a line has left back to the treasury (结余)."""

    line: str = line_code()
    amount: PositiveFen | None = entry("Amount", None, help="leave empty for all that is left")
    document: str = entry("Document number", min_length=1, max_length=200)
    on: date | None = deed_day()


class CloseYear(OfProject):
    """Close a fiscal year of a project; everything left has been carried over or given back."""

    year: int = entry("Fiscal year", ge=YEAR_MIN, le=YEAR_MAX)


Month = Annotated[int, Field(ge=1, le=12)]


class PlanUse(OfProject):
    """Plan by month how the money of a line is used (用款计划)."""

    line: str = line_code()
    months: dict[Month, Fen] = entry("Amount by month", min_length=1, max_length=12)
