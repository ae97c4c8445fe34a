"""Actions about plans: drawing one whole, changing tasks and links."""

from collections.abc import Iterable
from typing import Any

from kit.actions.registry import action
from kit.actions.schedule.books import (
    PLANNING,
    first_day_of,
    note_years,
    open_plan,
    open_project,
    patterns_for,
    plan_as_recorded,
    values_of,
)
from kit.core.tables import Recorded
from kit.project.tables import Project
from kit.schedule.checks import check_movable, check_plan, check_removal, check_task_known
from kit.schedule.clock import WorkPattern
from kit.schedule.moments import read_moment, write_moment
from kit.schedule.plan import Constraint
from kit.schedule.record import NO_PROGRESS, calendar_columns, link_columns, plan_of, progress_columns, task_columns
from kit.schedule.requests import ApplyLevelling, ChangeTask, DrawPlan, LinkTasks, RemoveTask, UnlinkTasks, minutes_of
from kit.schedule.tables import Assignment, Baseline, BaselineTask, PlanCalendar, Task, TaskLink, WorkPlan, WorkResource
from kit.schedule.timetable import Timetable
from kit.store.work import Work


@action("schedule.draw_plan", roles=PLANNING)
def draw_plan(work: Work, request: DrawPlan) -> None:
    """Draw the plan of a project whole (编制进度计划); what has happened to its tasks stays."""
    project = open_project(work, request.project)
    standing = work.find(WorkPlan, project=request.project)
    tasks = {task.code: task for task in work.select(Task, project=request.project)}
    progress = {entered.task: progress_columns(entered) for entered in request.progress}
    progress |= {code: _progress(task) for code, task in tasks.items()}
    _refuse_losses(work, request, tasks)
    status = read_moment(standing.status_at) if standing else None
    plan = plan_of(request, status or request.status, progress)
    own = {entered.code: _pattern(entered) for entered in request.calendars}
    patterns = dict(patterns_for(work, request.project)) | own
    work.refuse_if(check_plan(plan, patterns, first_day_of(project)))
    _write_plan(work, request, standing)
    _write_tasks(work, request, tasks, progress)
    _replace(work, TaskLink, request.project, map(link_columns, request.links), ("predecessor", "successor", "kind"))
    _replace(work, PlanCalendar, request.project, map(calendar_columns, request.calendars), ("code",))
    _replace(work, WorkResource, request.project, [one.model_dump() for one in request.resources], ("code",))
    _replace(work, Assignment, request.project, [one.model_dump() for one in request.assignments], ("task", "resource"))
    _take_baselines(work, request)
    note_years(work, Timetable(plan, patterns))


@action("schedule.change_task", roles=PLANNING)
def change_task(work: Work, request: ChangeTask) -> None:
    """Change one task of a plan, or add it."""
    row, _plan = open_plan(work, request.project)
    tasks = work.select(Task, project=request.project)
    standing = next((task for task in tasks if task.code == request.task.code), None)
    place = standing.place if standing else max((task.place for task in tasks), default=-1) + 1
    columns = task_columns(request.task, place)
    if standing is None:
        work.add(Task, project=request.project, **columns, **NO_PROGRESS)
    else:
        _change(work, standing, columns)
    _refuse_unless_sound(work, row)


@action("schedule.remove_task", roles=PLANNING)
def remove_task(work: Work, request: RemoveTask) -> None:
    """Take a task without progress out of a plan, and its links with it."""
    row, plan = open_plan(work, request.project)
    task = work.find(Task, project=request.project, code=request.task)
    work.refuse_if(check_task_known(task is not None, request.task))
    assert task is not None
    has_below = any(other.parent == request.task for other in plan.tasks)
    work.refuse_if(check_removal(task.percent > 0 or task.started_at is not None, has_below, request.task))
    for link in work.select(TaskLink, project=request.project):
        if request.task in (link.predecessor, link.successor):
            work.remove(link)
    for taken in work.select(Assignment, project=request.project, task=request.task):
        work.remove(taken)
    work.remove(task)
    _refuse_unless_sound(work, row)


@action("schedule.link_tasks", roles=PLANNING)
def link_tasks(work: Work, request: LinkTasks) -> None:
    """Let one task of a plan wait for another."""
    row, _plan = open_plan(work, request.project)
    columns = link_columns(request.link)
    key = {name: columns[name] for name in ("predecessor", "successor", "kind")}
    standing = work.find(TaskLink, project=request.project, **key)
    if standing is None:
        work.add(TaskLink, project=request.project, **columns)
    else:
        _change(work, standing, columns)
    _refuse_unless_sound(work, row)


@action("schedule.unlink_tasks", roles=PLANNING)
def unlink_tasks(work: Work, request: UnlinkTasks) -> None:
    """Take a dependency away."""
    open_plan(work, request.project)
    key = {"predecessor": request.predecessor, "successor": request.successor, "kind": str(request.kind)}
    work.remove(work.get(TaskLink, project=request.project, **key))


@action("schedule.apply_levelling", roles=PLANNING)
def apply_levelling(work: Work, request: ApplyLevelling) -> None:
    """Move tasks to where a levelling put them, each with the reason why it moved."""
    row, _plan = open_plan(work, request.project)
    tasks = {task.code: task for task in work.select(Task, project=request.project)}
    for move in request.moves:
        work.refuse_if(check_task_known(move.task in tasks, move.task, "moves"))
        work.refuse_if(check_movable(Constraint(tasks[move.task].limit_kind), tasks[move.task].started_at, move.task))
        held = {"limit_kind": str(Constraint.START_NOT_BEFORE), "limit_at": write_moment(move.start)}
        _change(work, tasks[move.task], held | {"limit_reason": move.reason})
    _refuse_unless_sound(work, row)


def _refuse_unless_sound(work: Work, row: WorkPlan) -> None:
    """Hold the plan as it would stand against every check."""
    plan, patterns = plan_as_recorded(work, row), patterns_for(work, row.project)
    project = work.get(Project, code=row.project)
    work.refuse_if(check_plan(plan, patterns, first_day_of(project)))
    note_years(work, Timetable(plan, patterns))


def _refuse_losses(work: Work, request: DrawPlan, tasks: dict[str, Task]) -> None:
    kept = {entered.code for entered in request.tasks}
    for code, task in tasks.items():
        if code not in kept:
            work.refuse_if(check_removal(task.percent > 0 or task.started_at is not None, False, code))


def _write_plan(work: Work, request: DrawPlan, standing: WorkPlan | None) -> None:
    columns = {"start_at": write_moment(request.start), "calendar": request.calendar, "document": request.document}
    if standing is None:
        work.add(WorkPlan, project=request.project, status_at=write_moment(request.status), **columns)
    else:
        _change(work, standing, columns)


def _write_tasks(work: Work, request: DrawPlan, tasks: dict[str, Task], progress: dict[str, dict[str, Any]]) -> None:
    fresh = []
    for place, entered in enumerate(request.tasks):
        columns = task_columns(entered, place)
        if entered.code in tasks:
            _change(work, tasks[entered.code], columns)
        else:
            fresh.append({"project": request.project} | columns | progress.get(entered.code, NO_PROGRESS))
    kept = {entered.code for entered in request.tasks}
    for code, task in tasks.items():
        if code not in kept:
            work.remove(task)
    work.add_many(Task, fresh)


def _take_baselines(work: Work, request: DrawPlan) -> None:
    """Keep the baselines that come with a plan, unless it has some already."""
    minutes = {entered.code: minutes_of(entered.duration_days) for entered in request.tasks}
    if work.count(Baseline, project=request.project):
        return
    for number, taken in enumerate(sorted(request.baselines, key=lambda each: each.number), start=1):
        named = {"name": f"{taken.number}", "document": request.document, "reason": None}
        kept = work.add(Baseline, project=request.project, number=number, set_on=work.setting.today, **named)
        rows = [
            {
                "baseline_id": kept.id,
                "task": row.task,
                "start_at": write_moment(row.start),
                "finish_at": write_moment(row.finish),
                "minutes": minutes[row.task],
                "cost": row.cost,
                "is_critical": False,
            }
            for row in taken.tasks
            if row.task in minutes
        ]
        work.add_many(BaselineTask, rows)


def _replace(
    work: Work, table: type[Recorded], project: str, wanted: Iterable[dict[str, Any]], key: tuple[str, ...]
) -> None:
    """Bring the rows of one table to what is *wanted*: unchanged ones stay untouched."""
    rows = {tuple(columns[name] for name in key): columns for columns in wanted}
    for row in work.select(table, project=project):
        columns = rows.pop(tuple(getattr(row, name) for name in key), None)
        if columns is None:
            work.remove(row)
        else:
            _change(work, row, columns)
    work.add_many(table, [{"project": project} | columns for columns in rows.values()])


def _change(work: Work, row: Recorded, columns: dict[str, Any]) -> None:
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if changed:
        work.change(row, **changed)


def _progress(task: Task) -> dict[str, Any]:
    values = values_of(task)
    return {name: values[name] for name in NO_PROGRESS}


def _pattern(entered: Any) -> WorkPattern:
    return WorkPattern(entered.week, entered.exceptions)
