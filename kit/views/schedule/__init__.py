"""Views of the schedule: plans, tasks, milestones, baselines, progress."""

from kit.views.schedule import earned, milestones, progress, slippage, tasks

__all__ = ["earned", "milestones", "progress", "slippage", "tasks"]
