"""Views of risk: the register, rectification."""

from kit.views.risk import rectification, register

__all__ = ["rectification", "register"]
