"""Requests about plans: drawing one, changing its tasks and links, baselines, progress."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kit.core.amount import Fen
from kit.core.request import Request, entry
from kit.schedule.calendars import STANDARD
from kit.schedule.moments import Begin, End
from kit.schedule.plan import Constraint, LinkKind, TaskKind

CODE_PATTERN = r"^[^\s/\\]+$"
DIGEST_PATTERN = r"^[0-9a-f]{64}$"
DAY_MINUTES = 480
# A hundred years of working days; more is a mistyped number.
DAYS_MAX = 25_000
TASKS_MAX = 20_000
LINKS_MAX = 100_000


def _whole_minutes(days: Decimal) -> Decimal:
    if (days * DAY_MINUTES) % 1:
        raise ValueError("a duration comes down to whole minutes")
    return days


Days = Annotated[Decimal, Field(ge=0, le=DAYS_MAX), AfterValidator(_whole_minutes)]
Lag = Annotated[Decimal, Field(ge=-DAYS_MAX, le=DAYS_MAX), AfterValidator(_whole_minutes)]


def minutes_of(days: Decimal | None) -> int | None:
    """Working days of eight hours in minutes."""
    return None if days is None else int(days * DAY_MINUTES)


def task_code(title: str = "Task") -> Any:
    """The field that names a task by its code."""
    return entry(title, min_length=1, max_length=80)


class OfPlan(Request):
    """A request about the plan of one project."""

    project: str = entry("Project code", max_length=80)

    def dossiers(self) -> tuple[str, ...]:
        """A project's plan belongs to its dossier."""
        return (self.project,)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class TaskEntry(_Part):
    """One task of a plan; times are those of the site's clock, a day alone means all of it."""

    code: str = entry("Task code", max_length=80, pattern=CODE_PATTERN)
    name: str = entry("Task name", min_length=1, max_length=400)
    kind: TaskKind = entry("Kind of task", TaskKind.TASK)
    duration_days: Days = entry(
        "Duration (working days)", Decimal(0), help="working days of eight hours; 0.5 is half a day"
    )
    parent: str | None = entry("Part of", None, max_length=80, help="the code of the summary above it")
    owner: str | None = entry("Responsible", None, max_length=80, help="the login of the person who answers for it")
    calendar: str | None = entry("Calendar", None, max_length=80, help="leave empty for the plan's calendar")
    constraint: Constraint = entry("Constraint", Constraint.AS_SOON_AS_POSSIBLE)
    constraint_at: Begin | None = entry("Constraint day", None)
    deadline: End | None = entry("Deadline", None, help="moves nothing; what ends later shows negative slack")
    cost: Fen = entry("Planned cost", 0)


class LinkEntry(_Part):
    """One dependency of a plan."""

    predecessor: str = task_code("Predecessor")
    successor: str = task_code("Successor")
    kind: LinkKind = entry("Kind of dependency", LinkKind.FINISH_START)
    lag_days: Lag = entry("Lag (working days)", Decimal(0), help="negative for a lead")


class CalendarEntry(_Part):
    """A calendar of the plan's own, in minutes of the day."""

    code: str = entry("Calendar code", max_length=80)
    week: tuple[tuple[tuple[int, int], ...], ...] = entry("Shifts of the week", min_length=7, max_length=7)
    exceptions: dict[date, tuple[tuple[int, int], ...]] = entry("Exceptions", {})


class ResourceEntry(_Part):
    """People or machines of the plan."""

    code: str = entry("Resource code", max_length=80, pattern=CODE_PATTERN)
    name: str = entry("Resource name", min_length=1, max_length=200)
    capacity: int = entry("How many at once", 1, ge=1, le=100_000)


class AssignmentEntry(_Part):
    """How many of a resource a task takes."""

    task: str = task_code()
    resource: str = entry("Resource", max_length=80)
    units: int = entry("How many", 1, ge=1, le=100_000)


class ProgressEntry(_Part):
    """How far a task of a plan that is taken over has come."""

    task: str = task_code()
    percent: int = entry("Percent complete", ge=0, le=100)
    started: Begin | None = entry("Started on", None)
    finished: End | None = entry("Finished on", None)
    remaining_days: Days | None = entry("Remaining (working days)", None)


class BaselineEntry(_Part):
    """The dates and the cost of one task in a baseline that is taken over."""

    task: str = task_code()
    start: Begin = entry("Start")
    finish: End = entry("Finish")
    cost: Fen = entry("Planned cost", 0)


class TakenBaseline(_Part):
    """A baseline that is taken over from another program."""

    number: int = entry("Number", ge=1, le=100)
    tasks: tuple[BaselineEntry, ...] = entry("Tasks", min_length=1, max_length=TASKS_MAX)


class DrawPlan(OfPlan):
    """Draw the plan of a project whole: tasks, links, calendars, resources; one that is there is replaced."""

    start: Begin = entry("Begins on")
    calendar: str = entry("Calendar", STANDARD, max_length=80)
    tasks: tuple[TaskEntry, ...] = entry("Tasks", min_length=1, max_length=TASKS_MAX)
    links: tuple[LinkEntry, ...] = entry("Dependencies", (), max_length=LINKS_MAX)
    calendars: tuple[CalendarEntry, ...] = entry("Own calendars", (), max_length=200)
    resources: tuple[ResourceEntry, ...] = entry("Resources", (), max_length=5_000)
    assignments: tuple[AssignmentEntry, ...] = entry("Assignments", (), max_length=LINKS_MAX)
    status: End | None = entry("Status day", None, help="up to when the progress that is taken over is known")
    progress: tuple[ProgressEntry, ...] = entry("Progress taken over", (), max_length=TASKS_MAX)
    baselines: tuple[TakenBaseline, ...] = entry("Baselines taken over", (), max_length=11)
    document: str | None = entry("Document number", None, max_length=200)


class ChangeTask(OfPlan):
    """Change one task of a plan, or add it where the plan has none of that code."""

    task: TaskEntry = entry("Task")


class RemoveTask(OfPlan):
    """Take a task without progress out of a plan, and its links with it."""

    task: str = task_code()


class LinkTasks(OfPlan):
    """Let one task of a plan wait for another."""

    link: LinkEntry = entry("Dependency")


class UnlinkTasks(OfPlan):
    """Take a dependency away."""

    predecessor: str = task_code("Predecessor")
    successor: str = task_code("Successor")
    kind: LinkKind = entry("Kind of dependency", LinkKind.FINISH_START)


class SetBaseline(OfPlan):
    """Keep the plan as it stands as a baseline, with its dates and costs (基线计划)."""

    name: str = entry("Name of the baseline", min_length=1, max_length=200)
    document: str | None = entry("Document number", None, max_length=200, help="the ruling that agreed it")
    reason: str | None = entry("Reason", None, max_length=400, help="needed from the second baseline on")


class RecordProgress(OfPlan):
    """Record how far a task has come, with its evidence (形象进度)."""

    task: str = task_code()
    on: End | None = entry("Status day", None, help="leave empty for today")
    percent: int = entry("Percent complete", ge=0, le=100)
    started: Begin | None = entry("Started on", None)
    finished: End | None = entry("Finished on", None)
    remaining_days: Days | None = entry(
        "Remaining (working days)", None, help="leave empty to take it from the percentage"
    )
    actual_cost: Fen | None = entry("Actual cost so far", None)
    evidence: str | None = entry(
        "Digest of the evidence", None, pattern=DIGEST_PATTERN, help="kit import evidence prints it"
    )
    remark: str | None = entry("Remark", None, max_length=1000)


class MoveEntry(BaseModel):
    """Where a levelling put one task, and why; other columns of the view ``levelling`` may stand beside."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    task: str = task_code()
    start: Begin = entry("Start")
    reason: str = entry("Reason", min_length=1, max_length=400)


class ApplyLevelling(OfPlan):
    """Move tasks to where a levelling put them, each with the reason why it moved."""

    moves: tuple[MoveEntry, ...] = entry("Moved tasks", min_length=1, max_length=TASKS_MAX)
