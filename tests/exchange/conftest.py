"""Fixtures of the exchange: the office with money of the budget's tests."""

from tests.budget.conftest import founded, funded, granted, office

__all__ = ["founded", "funded", "granted", "office"]
