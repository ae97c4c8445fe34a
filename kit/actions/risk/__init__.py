"""Actions about risk."""

from kit.actions.risk import alerts, rectification, register

__all__ = ["alerts", "rectification", "register"]
