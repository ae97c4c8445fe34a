"""Fixtures of the exchange: the office with money of the budget's tests."""

from tests.budget.conftest import funded, office

__all__ = ["funded", "office"]
