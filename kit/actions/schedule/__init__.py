"""Actions about the schedule."""

from kit.actions.schedule import baselines, plans, progress

__all__ = ["baselines", "plans", "progress"]
