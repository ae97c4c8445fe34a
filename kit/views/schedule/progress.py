"""Progress: a view of what was said of the progress of tasks, with the evidence."""

import pandas as pd
from sqlalchemy import select

from kit.schedule.tables import TaskProgress
from kit.views.reader import Reader
from kit.views.registry import view


@view("task_progress")
def show_task_progress(reader: Reader, project: str, task: str | None = None) -> pd.DataFrame:
    """What was recorded of the progress of tasks: one row per record, in order; cost in fen, the rest in minutes."""
    query = select(*[getattr(TaskProgress, name) for name in _NAMES]).where(TaskProgress.project == project)
    query = query if task is None else query.where(TaskProgress.task == task)
    return reader.frame(query.order_by(TaskProgress.id))


_NAMES = ("task", "status_at", "percent", "started_at", "finished_at", "remaining", "actual_cost", "evidence", "remark")
