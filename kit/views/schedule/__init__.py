"""Views of the schedule: plans, tasks, milestones, baselines, progress."""

from kit.views.schedule import earned, levelling, milestones, progress, slippage, tasks

__all__ = ["earned", "levelling", "milestones", "progress", "slippage", "tasks"]
