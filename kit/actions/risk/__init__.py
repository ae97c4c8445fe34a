"""Actions about risk."""

from kit.actions.risk import rectification, register

__all__ = ["rectification", "register"]
