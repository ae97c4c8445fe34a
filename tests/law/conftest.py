"""Fixtures of the law: the office of the budget, whose records feed the rules."""

from tests.budget.conftest import founded, funded, granted, office

__all__ = ["founded", "funded", "granted", "office"]
