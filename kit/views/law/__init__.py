"""Views of the law: what the kit's own rooms say of the facts that rules ask for, and what the rules answer."""

from kit.views.law import backtest, compliance, coverage, disclosure, waivers

__all__ = ["backtest", "compliance", "coverage", "disclosure", "waivers"]
