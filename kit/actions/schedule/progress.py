"""Actions about progress."""

from datetime import datetime, time

from kit.actions.registry import action
from kit.actions.schedule.books import REPORTING, open_plan
from kit.core.calendar import OFFICE_TIME
from kit.schedule.checks import check_kept, check_progress, check_task_known
from kit.schedule.moments import read_moment, write_moment
from kit.schedule.requests import RecordProgress, minutes_of
from kit.schedule.tables import Task, TaskProgress
from kit.store.work import Work
from kit.workspace.files import place_of


@action("schedule.record_progress", roles=REPORTING)
def record_progress(work: Work, request: RecordProgress) -> None:
    """Record how far a task has come, with its evidence (形象进度)."""
    row, plan = open_plan(work, request.project)
    task = work.find(Task, project=request.project, code=request.task)
    work.refuse_if(check_task_known(task is not None, request.task))
    assert task is not None
    now = work.setting.at.astimezone(OFFICE_TIME).replace(tzinfo=None)
    status = request.on or datetime.combine(now.date(), time(23, 59))
    work.refuse_if(check_progress(request, plan.by_code[request.task], status, now))
    digest = request.evidence
    is_kept = digest is not None and place_of(work.setting.files, digest).is_file()
    work.refuse_if(check_kept(is_kept, digest is not None))
    said = {
        "percent": request.percent,
        "started_at": write_moment(request.started),
        "finished_at": write_moment(request.finished),
        "remaining": _remaining(request, task),
        "actual_cost": request.actual_cost,
    }
    at = write_moment(status)
    work.add(TaskProgress, project=request.project, task=request.task, status_at=at, **said,
             evidence=digest, remark=request.remark)  # fmt: skip
    work.change(task, **said)
    before = read_moment(row.status_at)
    if before is None or before < status:
        work.change(row, status_at=at)


def _remaining(request: RecordProgress, task: Task) -> int | None:
    """What is said to be left, else the share that is not done yet; nothing of a task that has not begun."""
    if request.started is None or request.finished is not None:
        return None
    if request.remaining_days is not None:
        return minutes_of(request.remaining_days)
    return -(-task.minutes * (100 - request.percent) // 100)
