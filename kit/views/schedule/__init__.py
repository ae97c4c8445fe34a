"""Views of the schedule: plans, tasks, milestones, baselines, progress."""

from kit.views.schedule import milestones, progress, slippage, tasks

__all__ = ["milestones", "progress", "slippage", "tasks"]
