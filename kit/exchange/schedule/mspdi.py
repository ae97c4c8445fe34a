"""MSPDI: plans as Microsoft Project writes them in XML (Microsoft Project Data Interchange).

No document type, no entities and nothing of the network is read; a file beyond the limits is refused with one line.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from kit.core.errors import UsageError
from kit.core.finding import Finding, note, question
from kit.core.language import phrase
from kit.exchange.schedule.draft import AssignmentRow, BaselineRow, DraftPlan, PlanLimits, ResourceRow
from kit.exchange.schedule.mspdi_calendar import read_calendars, shared_calendars
from kit.schedule.plan import Constraint, LinkKind, Plan, PlanLink, PlanTask, TaskKind

NAMESPACE = "http://schemas.microsoft.com/project"
NO_CALENDAR = "-1"
CONSTRAINTS = {
    0: Constraint.AS_SOON_AS_POSSIBLE,
    1: Constraint.AS_LATE_AS_POSSIBLE,
    2: Constraint.START_ON,
    3: Constraint.FINISH_ON,
    4: Constraint.START_NOT_BEFORE,
    5: Constraint.START_NOT_AFTER,
    6: Constraint.FINISH_NOT_BEFORE,
    7: Constraint.FINISH_NOT_AFTER,
}
LINKS = {
    "0": LinkKind.FINISH_FINISH,
    "1": LinkKind.FINISH_START,
    "2": LinkKind.START_FINISH,
    "3": LinkKind.START_START,
}
# Lags in percent of the predecessor, and lags in elapsed time, by their LagFormat.
PERCENT_LAGS = {"19", "20", "51", "52"}
ELAPSED_LAGS = {"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"}
_DURATION = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


def read_mspdi(path: Path, limits: PlanLimits) -> DraftPlan:
    """The plan in a file; raises UsageError, one line with the remedy, for a file that is none."""
    root = _parse(path, limits)
    if root.tag != "Project":
        raise UsageError(f"{path}: no plan of Microsoft Project (its root is {root.tag!r}); save it as XML there")
    try:
        return _Reader(path, root, limits).draft()
    except (ValueError, InvalidOperation) as error:
        raise UsageError(f"{path}: {error}; mend the plan in the program that wrote it") from None


def _parse(path: Path, limits: PlanLimits) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    if not path.is_file():
        raise UsageError(f"no file {path}; check the name")
    if path.stat().st_size > limits.bytes_max:
        raise UsageError(f"{path} is larger than {limits.bytes_max:,} bytes; split the plan")
    try:
        return _slim(iterparse(path, events=("start", "end"), forbid_dtd=True), path, limits)
    except DefusedXmlException:
        raise UsageError(f"{path} defines entities or a document type, which are not read; save it anew") from None
    except (ParseError, UnicodeDecodeError, LookupError) as error:
        raise UsageError(f"{path} is not readable XML ({error}); save it anew") from None


def _slim(events: Any, path: Path, limits: PlanLimits) -> Element:
    """The whole document without namespaces, counted while it comes in."""
    count = 0
    root: Element | None = None
    for event, element in events:
        if event == "start":
            count += 1
            root = element if root is None else root
            if count > limits.elements_max:
                raise UsageError(f"{path} holds more than {limits.elements_max:,} elements; split the plan")
        else:
            element.tag = element.tag.rpartition("}")[2]
    assert root is not None
    return root


class _Reader:
    def __init__(self, path: Path, root: Element, limits: PlanLimits) -> None:
        self._path, self._root, self._limits = path, root, limits
        self._findings: list[Finding] = []
        self._tasks = [each for each in root.iterfind("Tasks/Task") if text(each, "IsNull") != "1"]
        # The first, number 0, stands for the whole project.
        self._tasks = [each for each in self._tasks if text(each, "UID") != "0"]
        if len(self._tasks) > limits.tasks_max:
            raise UsageError(f"{path} holds more than {limits.tasks_max:,} tasks; split the plan")

    def draft(self) -> DraftPlan:
        calendars, default, noticed = read_calendars(self._root)
        self._findings += noticed
        self._shared = shared_calendars(self._root, calendars, default)
        calendars |= dict(self._shared.values())
        tasks = tuple(self._read_tasks(set(calendars)))
        plan = Plan(self._start(), tasks, tuple(self._links(tasks)), default, self._status())
        return DraftPlan(
            name=text(self._root, "Title") or text(self._root, "Name") or self._path.stem,
            plan=plan,
            patterns=calendars,
            baselines=self._baselines(),
            resources=tuple(self._resources()),
            assignments=tuple(self._assignments({task.code for task in tasks})),
            findings=tuple(self._findings),
        )

    def _start(self) -> datetime:
        found = moment(text(self._root, "StartDate"))
        if found is None:
            raise UsageError(f"{self._path}: the plan has no start date; set one in the program that wrote it")
        return found

    def _status(self) -> datetime | None:
        return moment(text(self._root, "StatusDate"))

    def _read_tasks(self, calendars: set[str]) -> Iterator[PlanTask]:
        above: list[tuple[int, str]] = []
        for element in self._tasks:
            level = int(text(element, "OutlineLevel") or 1)
            while above and above[-1][0] >= level:
                above.pop()
            task = self._task(element, above[-1][1] if above else None, calendars)
            if task.kind is TaskKind.SUMMARY:
                above.append((level, task.code))
            yield task

    def _task(self, element: Element, parent: str | None, calendars: set[str]) -> PlanTask:
        code, name = text(element, "UID"), text(element, "Name")
        minutes = duration(text(element, "Duration"))
        constraint, at = self._constraint(element)
        calendar = text(element, "CalendarUID")
        if calendar not in ("", NO_CALENDAR) and calendar not in calendars:
            raise ValueError(f"task {code} follows calendar {calendar}, which the file does not hold")
        return PlanTask(
            code=code,
            name=name,
            kind=_kind(element, minutes),
            minutes=minutes,
            parent=parent,
            calendar=self._shared.get(code, ("",))[0] or None if calendar in ("", NO_CALENDAR) else calendar,
            constraint=constraint,
            constraint_at=at,
            deadline=moment(text(element, "Deadline")),
            started=moment(text(element, "ActualStart")),
            finished=moment(text(element, "ActualFinish")),
            remaining=duration(text(element, "RemainingDuration")) if text(element, "ActualStart") else None,
            percent=int(text(element, "PhysicalPercentComplete") or 0) or int(text(element, "PercentComplete") or 0),
            cost=fen(text(element, "Cost")),
        )

    def _constraint(self, element: Element) -> tuple[Constraint, datetime | None]:
        if text(element, "Manual") == "1":
            return self._typed_start(element)
        kind = CONSTRAINTS.get(int(text(element, "ConstraintType") or 0))
        if kind is None:
            raise ValueError(f"task {text(element, 'UID')} has a constraint of an unknown kind")
        at = moment(text(element, "ConstraintDate"))
        return (kind, at) if at or kind.value.startswith("as_") else (Constraint.AS_SOON_AS_POSSIBLE, None)

    def _typed_start(self, element: Element) -> tuple[Constraint, datetime | None]:
        """A task planned by hand stays no earlier than its typed start; its links hold it beside that."""
        said = phrase("task {task} is planned by hand there; here its links count as well", task=text(element, "UID"))
        self._findings.append(note("schedule.planned_by_hand", said, "tasks"))
        if element.find("PredecessorLink") is not None:
            return Constraint.AS_SOON_AS_POSSIBLE, None
        return Constraint.START_NOT_BEFORE, moment(text(element, "Start"))

    def _links(self, tasks: tuple[PlanTask, ...]) -> Iterator[PlanLink]:
        by_code = {task.code: task for task in tasks}
        count = 0
        for element in self._tasks:
            for link in element.iterfind("PredecessorLink"):
                count += 1
                if count > self._limits.links_max:
                    raise UsageError(f"{self._path} holds more than {self._limits.links_max:,} links; split the plan")
                found = self._link(link, text(element, "UID"), by_code)
                if found:
                    yield found

    def _link(self, link: Element, successor: str, by_code: dict[str, PlanTask]) -> PlanLink | None:
        before = text(link, "PredecessorUID")
        if before not in by_code or text(link, "CrossProject") == "1":
            said = phrase("task {task} waits for a task of another plan, which is not read", task=successor)
            self._findings.append(question("schedule.link_to_other_plan", said, "links"))
            return None
        lag = Decimal(text(link, "LinkLag") or 0) / 10
        if text(link, "LagFormat") in PERCENT_LAGS:
            # The lag is then tenths of a percent of the predecessor's duration.
            lag = lag * by_code[before].minutes / 100
        if text(link, "LagFormat") in ELAPSED_LAGS and lag:
            said = phrase("the lag before task {task} is elapsed time; here it is working time", task=successor)
            self._findings.append(question("schedule.lag_elapsed", said, "links"))
        return PlanLink(before, successor, LINKS[text(link, "Type") or "1"], int(lag.to_integral_value(ROUND_HALF_UP)))

    def _baselines(self) -> dict[int, tuple[BaselineRow, ...]]:
        found: dict[int, list[BaselineRow]] = {}
        for element in self._tasks:
            for row in element.iterfind("Baseline"):
                start, finish = moment(text(row, "Start")), moment(text(row, "Finish"))
                if start and finish:
                    number = int(text(row, "Number") or 0)
                    found.setdefault(number, []).append(
                        BaselineRow(text(element, "UID"), start, finish, fen(text(row, "Cost")))
                    )
        return {number: tuple(rows) for number, rows in sorted(found.items())}

    def _resources(self) -> Iterator[ResourceRow]:
        for element in self._root.iterfind("Resources/Resource"):
            code = text(element, "UID")
            if code not in ("", "0") and text(element, "IsNull") != "1":
                units = Decimal(text(element, "MaxUnits") or 1)
                yield ResourceRow(code, text(element, "Name") or code, max(1, round(units)))

    def _assignments(self, tasks: set[str]) -> Iterator[AssignmentRow]:
        known = {row.code for row in self._resources()}
        for element in self._root.iterfind("Assignments/Assignment"):
            task, resource = text(element, "TaskUID"), text(element, "ResourceUID")
            if task in tasks and resource in known:
                yield AssignmentRow(task, resource, max(1, round(Decimal(text(element, "Units") or 1))))


def text(element: Element, name: str) -> str:
    """The text of the first child of that name; empty where there is none."""
    return (element.findtext(name) or "").strip()


def moment(said: str) -> datetime | None:
    """A time as the file writes it; raises ValueError for 31 February."""
    return datetime.fromisoformat(said).replace(tzinfo=None, second=0) if said else None


def duration(said: str) -> int:
    """``PT8H30M0S`` in minutes; raises ValueError for anything else and for a negative one."""
    found = _DURATION.fullmatch(said or "PT0S")
    if found is None:
        raise ValueError(f"{said!r} is no duration")
    if found[1]:
        raise ValueError(f"{said!r} is a negative duration")
    days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    length = timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    return round(length.total_seconds() / 60)


def fen(said: str) -> int:
    """Money as the file writes it, in hundredths of its currency."""
    return int(Decimal(said or 0).to_integral_value(ROUND_HALF_UP))


def _kind(element: Element, minutes: int) -> TaskKind:
    if text(element, "Summary") == "1":
        return TaskKind.SUMMARY
    return TaskKind.MILESTONE if text(element, "Milestone") == "1" and not minutes else TaskKind.TASK
