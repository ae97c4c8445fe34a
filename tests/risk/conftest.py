"""Fixtures of risk: the office of the planners."""

from tests.schedule.conftest import founded, office, planned

__all__ = ["founded", "office", "planned"]
