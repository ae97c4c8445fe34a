"""Views of risk: the register, rectification."""

from kit.views.risk import alerts, rectification, register, screening

__all__ = ["alerts", "rectification", "register", "screening"]
