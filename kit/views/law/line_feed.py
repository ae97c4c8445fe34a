"""Line feed: what the budget and evaluation rooms know of a budget line."""

from typing import Any

from kit.budget.states import Cause
from kit.budget.tables import BudgetLine, Movement, UsePlan
from kit.core.language import phrase
from kit.evaluation.tables import Evaluation, Objective, SelfReview
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed, key_in


def _line_facts(books: Books, line: Row) -> Facts:
    moved = [row for row in books.where(Movement, "line_id", line["id"]) if row["cause"] == Cause.VIREMENT]
    plans = books.where(UsePlan, "line_id", line["id"])
    return {
        "line.is_approved": True if line["document"] else None,
        "line.functional_digits": _digits(line["functional"]),
        "line.economic_digits": _digits(line["department_economic"]),
        "line.carried_years": line["year"] - line["origin_year"],
        "line.is_moved": bool(moved),
        "line.has_ruling": all(row["document"] for row in moved) if moved else None,
        "line.plan_total": sum(row["amount"] for row in plans) if plans else None,
        "line.allotted": line["allotted"],
        "line.has_objectives": _has(books, Objective, line["project"], line["year"]),
        "project.has_grade": _has_grade(books, line),
    }


def _digits(code: str | None) -> int | None:
    return None if not code else sum(character.isdigit() for character in code)


def _has(books: Books, table: Any, project: str, year: int) -> bool | None:
    """Whether the project has such a record of the year; unknown where nobody in the books has one."""
    if any(row["year"] == year for row in books.where(table, "project", project)):
        return True
    return False if books.first(table, "year", year) else None


def _has_grade(books: Books, line: Row) -> bool | None:
    reviews = [row for row in books.where(SelfReview, "project", line["project"]) if row["year"] == line["year"] - 1]
    found = [books.first(Evaluation, "self_review_id", row["id"]) for row in reviews]
    return True if any(row and row["grade"] for row in found) else None


LINES = Feed(
    name="budget_lines",
    subject="line",
    room="budget",
    table=BudgetLine,
    provides={
        "line.is_approved": phrase("the document of the line"),
        "line.functional_digits": phrase("the functional classification"),
        "line.economic_digits": phrase("the economic classification of the department"),
        "line.carried_years": phrase("the year of the line and the year it was first budgeted for"),
        "line.is_moved": phrase("movements by virement"),
        "line.has_ruling": phrase("the document of each virement"),
        "line.plan_total": phrase("the plan of use"),
        "line.allotted": phrase("the adjusted budget"),
        "line.has_objectives": phrase("approved objectives of the year"),
        "project.has_grade": phrase("the self-review of the year before"),
    },
    facts=_line_facts,
    label=lambda row: str(row["code"]),
    scopes=lambda row: {"line": (row["code"],)},
    touches={Movement: key_in("line_id"), UsePlan: key_in("line_id")},
)
