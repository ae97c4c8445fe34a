"""Actions about the budget: lines, what is set aside, contracted and paid, and the end of a year."""

from kit.actions.budget import adjustments, contracts, costs, lines, payments, reservations, years

__all__ = ["adjustments", "contracts", "costs", "lines", "payments", "reservations", "years"]
