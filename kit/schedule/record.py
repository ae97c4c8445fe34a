"""Record: a plan as the tables hold it, read as values, and the columns that a plan makes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from kit.schedule.clock import WorkPattern
from kit.schedule.moments import EVENING, MORNING, read_moment, write_moment
from kit.schedule.plan import Constraint, LinkKind, Plan, PlanLink, PlanTask, TaskKind
from kit.schedule.requests import CalendarEntry, DrawPlan, LinkEntry, ProgressEntry, TaskEntry, minutes_of

NO_PROGRESS: dict[str, Any] = {
    "started_at": None,
    "finished_at": None,
    "remaining": None,
    "percent": 0,
    "actual_cost": None,
}
Row = Mapping[str, Any]


def read_plan(plan: Row, tasks: Iterable[Row], links: Iterable[Row]) -> Plan:
    """The plan that rows of the tables make; tasks in their order."""
    in_order = sorted(tasks, key=lambda row: int(row["place"]))
    start = read_moment(plan["start_at"])
    assert start is not None
    return Plan(
        start,
        tuple(map(_task, in_order)),
        tuple(_link(row) for row in links),
        plan["calendar"],
        read_moment(plan["status_at"]),
    )


def read_pattern(calendar: Row) -> WorkPattern:
    """A calendar of a plan's own."""
    week = tuple(_shifts(day) for day in calendar["week"])
    return WorkPattern(week, {date.fromisoformat(day): _shifts(value) for day, value in calendar["exceptions"].items()})


def task_columns(entered: TaskEntry, place: int) -> dict[str, Any]:
    """The columns that an entered task makes, without its progress."""
    return {
        "code": entered.code,
        "place": place,
        "name": entered.name,
        "kind": str(entered.kind),
        "minutes": minutes_of(entered.duration_days),
        "parent": entered.parent,
        "owner": entered.owner,
        "calendar": entered.calendar,
        "limit_kind": str(entered.constraint),
        "limit_at": write_moment(_limit(entered)),
        "limit_reason": None,
        "deadline_at": write_moment(entered.deadline),
        "cost": entered.cost,
    }


def progress_columns(entered: ProgressEntry) -> dict[str, Any]:
    """The columns of progress that is taken over."""
    return NO_PROGRESS | {
        "percent": entered.percent,
        "started_at": write_moment(entered.started),
        "finished_at": write_moment(entered.finished),
        "remaining": minutes_of(entered.remaining_days),
    }


def _limit(entered: TaskEntry) -> datetime | None:
    """The moment of the constraint; a day alone means its evening where it is about the finish."""
    moment = entered.constraint_at
    is_day = moment is not None and moment.time() == MORNING
    if moment is None or not is_day or not entered.constraint.startswith("finish"):
        return moment
    return datetime.combine(moment.date(), EVENING)


def link_columns(entered: LinkEntry) -> dict[str, Any]:
    """The columns that an entered link makes."""
    return {
        "predecessor": entered.predecessor,
        "successor": entered.successor,
        "kind": str(entered.kind),
        "lag": minutes_of(entered.lag_days),
    }


def calendar_columns(entered: CalendarEntry) -> dict[str, Any]:
    """The columns that an entered calendar makes."""
    exceptions = {day.isoformat(): [list(shift) for shift in shifts] for day, shifts in entered.exceptions.items()}
    week = [[list(shift) for shift in shifts] for shifts in entered.week]
    return {"code": entered.code, "week": week, "exceptions": exceptions}


def plan_of(request: DrawPlan, status: datetime | None = None, progress: Mapping[str, Row] | None = None) -> Plan:
    """The plan that a request draws; tasks that stood there before keep what has happened to them."""
    done = progress or {}
    rows = [
        task_columns(entered, place) | dict(done.get(entered.code, NO_PROGRESS))
        for place, entered in enumerate(request.tasks)
    ]
    plan = {"start_at": write_moment(request.start), "calendar": request.calendar, "status_at": write_moment(status)}
    return read_plan(plan, rows, map(link_columns, request.links))


def _task(row: Row) -> PlanTask:
    return PlanTask(
        code=row["code"],
        name=row["name"],
        kind=TaskKind(row["kind"]),
        minutes=row["minutes"],
        parent=row["parent"],
        calendar=row["calendar"],
        constraint=Constraint(row["limit_kind"]),
        constraint_at=read_moment(row["limit_at"]),
        deadline=read_moment(row["deadline_at"]),
        started=read_moment(row["started_at"]),
        finished=read_moment(row["finished_at"]),
        remaining=row["remaining"],
        percent=row["percent"],
        cost=row["cost"],
    )


def _link(row: Row) -> PlanLink:
    return PlanLink(row["predecessor"], row["successor"], LinkKind(row["kind"]), row["lag"])


def _shifts(day: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in day)
