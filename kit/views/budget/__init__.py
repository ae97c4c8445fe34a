"""Views of the budget: lines, what moves on them, what is set aside, contracted and paid, and how the year goes."""

from kit.views.budget import commitments, costs, execution, lines, months, movements, payments, year_end
from kit.views.budget.lines import show_budget_lines

__all__ = [
    "commitments",
    "costs",
    "execution",
    "lines",
    "months",
    "movements",
    "payments",
    "show_budget_lines",
    "year_end",
]
