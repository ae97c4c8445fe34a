"""Written plans: a recorded plan as an XLSX workbook, as XML of Microsoft Project, and as an iCalendar feed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from kit.core.errors import UsageError
from kit.core.language import _
from kit.exchange.schedule.mspdi import CONSTRAINTS, LINKS, NAMESPACE
from kit.schedule.clock import Shifts, WorkPattern
from kit.schedule.plan import UNDATED, LinkKind, PlanTask, TaskKind
from kit.schedule.tables import Assignment, WorkResource
from kit.views.reader import Reader
from kit.views.schedule.loaded import DAY_MINUTES, KeptPlan, LoadedPlan, rows_of
from kit.views.schedule.milestones import show_milestones

HEADINGS = (
    "任务编码",
    "任务名称",
    "类型",
    "工期（工作日）",
    "开始时间",
    "完成时间",
    "前置任务",
    "责任人",
    "完成百分比",
    "计划费用（元）",
    "最后期限",
    "日历",
    "总时差（工作日）",
    "关键",
    "基线完成",
    "滞后（工作日）",
)
KINDS = {TaskKind.TASK: "任务", TaskKind.MILESTONE: "里程碑", TaskKind.SUMMARY: "汇总"}
LINE_BYTES = 75
NUMBER_OF_CONSTRAINT = {kind: number for number, kind in CONSTRAINTS.items()}
NUMBER_OF_LINK = {kind: number for number, kind in LINKS.items()}


def write_plan(reader: Reader, project: str, path: Path) -> int:
    """Write the plan of a project in the form of the file's ending; answer how many tasks or events it holds."""
    writers: dict[str, Callable[[Reader, str, Path], int]] = {
        ".xlsx": write_workbook,
        ".xml": write_mspdi,
        ".ics": write_feed,
    }
    if path.suffix.lower() not in writers:
        raise UsageError(f"{path}: choose .xlsx, .xml (Microsoft Project) or .ics (calendar feed)")
    try:
        return writers[path.suffix.lower()](reader, project, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); choose another place") from None


def write_workbook(reader: Reader, project: str, path: Path) -> int:
    """The plan as a sheet that reads back as the same plan, with computed dates, slack and slippage beside it."""
    import xlsxwriter

    loaded = LoadedPlan(reader, project)
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_("Plan"))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS, bold)
        for place, task in enumerate(loaded.plan.tasks, start=1):
            _write_row(sheet, place, _cells(loaded, task), day)
        sheet.freeze_panes(1, 2)
        sheet.set_column(1, 1, 40)
        sheet.set_column(4, 5, 12)
    return len(loaded.plan.tasks)


def write_mspdi(reader: Reader, project: str, path: Path) -> int:
    """The plan as XML of Microsoft Project (MSPDI), with calendars, links, progress, baselines and resources."""
    loaded = LoadedPlan(reader, project)
    root = _project(loaded)
    numbers = {name: str(number) for number, name in enumerate(loaded.table.clocks, start=1)}
    _add(root, "CalendarUID", numbers[loaded.plan.calendar])
    calendars = SubElement(root, "Calendars")
    for name, number in numbers.items():
        _add_calendar(calendars, name, number, loaded.patterns[name], loaded.table.clocks[name])
    uids = {task.code: str(place) for place, task in enumerate(loaded.plan.tasks, start=1)}
    tasks = SubElement(root, "Tasks")
    for task in loaded.plan.tasks:
        _add_task(tasks, loaded, task, uids, numbers)
    _add_resources(root, reader, project, uids)
    indent(root)
    ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)
    return len(uids)


def write_feed(reader: Reader, project: str, path: Path) -> int:
    """Milestones and deadlines as an iCalendar feed (RFC 5545) that calendar programs subscribe to."""
    rows = show_milestones(reader, project).to_dict("records")
    path.write_text(feed_of(rows), encoding="utf-8", newline="")
    return len(rows)


def feed_of(rows: list[dict[Any, Any]]) -> str:
    """The rows of the view ``milestones`` as a calendar: one all-day event on the day each is due.

    The stamp is the day it is due, not the time of writing, so that the same plan gives the same file.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//governance-kit//schedule//EN", "CALSCALE:GREGORIAN"]
    for row in rows:
        lines += _event(row)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(row: dict[Any, Any]) -> list[str]:
    due: date = row["due"]
    said = _("{name}: due {due}, expected {finish}").format(name=row["name"], due=due, finish=row["finish"])
    stamp = datetime(due.year, due.month, due.day, tzinfo=UTC).strftime("%Y%m%dT%H%M%SZ")
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(str(row['project']))}.{_escaped(str(row['task']))}@governance-kit",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(str(row['project_name']))} {_escaped(str(row['name']))}",
        f"DESCRIPTION:{_escaped(said)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> list[str]:
    """A line in pieces of at most 75 bytes, none of which cuts a character."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > LINE_BYTES:
            pieces.append(piece)
            piece = " "
        piece += sign
    return [*pieces, piece]


# --- XLSX ----------------------------------------------------------------------------------------------------------


def _cells(loaded: LoadedPlan, task: PlanTask) -> list[Any]:
    times = loaded.table.of(task.code)
    kept = loaded.baseline.tasks.get(task.code) if loaded.baseline else None
    days = "" if task.kind is TaskKind.SUMMARY else task.minutes / DAY_MINUTES
    return [
        task.code,
        task.name,
        KINDS[task.kind],
        days,
        times.start.date(),
        times.finish.date(),
        _predecessors(loaded, task.code),
        loaded.row_of[task.code]["owner"] or "",
        task.percent,
        task.cost / 100 if task.cost else "",
        task.deadline.date() if task.deadline else "",
        task.calendar or "",
        times.total_slack / DAY_MINUTES,
        "是" if times.is_critical else "",
        kept.finish.date() if kept else "",
        loaded.days_between(kept.finish, times.finish) if kept else "",
    ]


def _predecessors(loaded: LoadedPlan, code: str) -> str:
    return ";".join(
        f"{link.predecessor}{_kind(link.kind, link.lag)}" for link in loaded.plan.links if link.successor == code
    )


def _kind(kind: LinkKind, lag: int) -> str:
    days = f"{lag / DAY_MINUTES:+g}" if lag else ""
    return "" if kind is LinkKind.FINISH_START and not lag else f"{kind}{days}"


def _write_row(sheet: Any, place: int, cells: list[Any], day: Any) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(place, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(place, column, value)
        else:
            sheet.write_number(place, column, value)


# --- MSPDI ---------------------------------------------------------------------------------------------------------


def _project(loaded: LoadedPlan) -> Element:
    root = Element("Project", xmlns=NAMESPACE)
    _add(root, "Name", f"{loaded.project}.xml")
    _add(root, "Title", loaded.project)
    _add(root, "ScheduleFromStart", "1")
    _add(root, "StartDate", _time(loaded.plan.start if loaded.plan.start.hour else loaded.table.start))
    _add(root, "FinishDate", _time(loaded.table.finish))
    _add(root, "MinutesPerDay", str(DAY_MINUTES))
    if loaded.plan.status:
        _add(root, "StatusDate", _time(loaded.plan.status))
    return root


def _add_task(
    above: Element, loaded: LoadedPlan, task: PlanTask, uids: dict[str, str], calendars: dict[str, str]
) -> None:
    times = loaded.table.of(task.code)
    element = SubElement(above, "Task")
    kind = task.constraint if task.constraint in NUMBER_OF_CONSTRAINT else CONSTRAINTS[0]
    values = {
        "UID": uids[task.code],
        "ID": uids[task.code],
        "Name": task.name,
        "WBS": task.code,
        "OutlineLevel": str(_level(loaded, task)),
        "Start": _time(times.start),
        "Finish": _time(times.finish),
        "Duration": _duration(task.minutes),
        "Milestone": str(int(task.kind is TaskKind.MILESTONE)),
        "Summary": str(int(task.kind is TaskKind.SUMMARY)),
        "Critical": str(int(times.is_critical)),
        "TotalSlack": str(times.total_slack * 10),
        "FreeSlack": str(times.free_slack * 10),
        "PercentComplete": str(task.percent),
        "PhysicalPercentComplete": str(task.percent),
        "Cost": str(task.cost),
        "ConstraintType": str(NUMBER_OF_CONSTRAINT[kind]),
        "CalendarUID": calendars[task.calendar] if task.calendar else "-1",
    }
    for name, value in values.items():
        _add(element, name, value)
    _add_moments(element, task)
    for link in (one for one in loaded.plan.links if one.successor == task.code):
        _add_link(element, uids[link.predecessor], NUMBER_OF_LINK[link.kind], link.lag)
    for kept in loaded.baselines:
        _add_baseline(element, kept, task.code)


def _add_moments(element: Element, task: PlanTask) -> None:
    moments = {
        "ConstraintDate": None if task.constraint in UNDATED else task.constraint_at,
        "Deadline": task.deadline,
        "ActualStart": task.started,
        "ActualFinish": task.finished,
    }
    for name, moment in moments.items():
        if moment:
            _add(element, name, _time(moment))
    if task.started and task.remaining is not None:
        _add(element, "RemainingDuration", _duration(task.remaining))


def _add_link(element: Element, before: str, kind: str, lag: int) -> None:
    link = SubElement(element, "PredecessorLink")
    for name, value in (("PredecessorUID", before), ("Type", kind), ("LinkLag", str(lag * 10)), ("LagFormat", "7")):
        _add(link, name, value)


def _add_baseline(element: Element, kept: KeptPlan, code: str) -> None:
    planned = kept.tasks.get(code)
    if planned is None:
        return
    row = SubElement(element, "Baseline")
    # Microsoft Project counts its baselines from 0.
    values = {
        "Number": str(kept.number - 1),
        "Start": _time(planned.start),
        "Finish": _time(planned.finish),
        "Duration": _duration(planned.minutes),
        "Cost": str(planned.cost),
    }
    for name, value in values.items():
        _add(row, name, value)


def _add_calendar(above: Element, name: str, number: str, pattern: WorkPattern, clock: Any) -> None:
    calendar = SubElement(above, "Calendar")
    for field, value in (("UID", number), ("Name", name), ("IsBaseCalendar", "1"), ("BaseCalendarUID", "-1")):
        _add(calendar, field, value)
    days = SubElement(calendar, "WeekDays")
    for place, shifts in enumerate(pattern.week):
        # Sunday is 1 there and the last here.
        _add_day(SubElement(days, "WeekDay"), str(place + 2 if place < 6 else 1), shifts)
    exceptions = SubElement(calendar, "Exceptions")
    for day, shifts in sorted(pattern.exceptions.items()):
        if clock.first <= day <= clock.last:
            _add_exception(exceptions, day, shifts)


def _add_exception(above: Element, day: date, shifts: Shifts) -> None:
    element = SubElement(above, "Exception")
    span = SubElement(element, "TimePeriod")
    _add(span, "FromDate", f"{day.isoformat()}T00:00:00")
    _add(span, "ToDate", f"{day.isoformat()}T23:59:00")
    _add(element, "Type", "1")
    _add_shifts(element, shifts)


def _add_day(element: Element, kind: str, shifts: Shifts) -> None:
    _add(element, "DayType", kind)
    _add_shifts(element, shifts)


def _add_shifts(element: Element, shifts: Shifts) -> None:
    _add(element, "DayWorking", str(int(bool(shifts))))
    times = SubElement(element, "WorkingTimes") if shifts else None
    for start, end in shifts:
        assert times is not None
        time = SubElement(times, "WorkingTime")
        _add(time, "FromTime", _clock_time(start))
        _add(time, "ToTime", _clock_time(end))


def _add_resources(root: Element, reader: Reader, project: str, uids: dict[str, str]) -> None:
    resources, numbers = SubElement(root, "Resources"), {}
    for number, row in enumerate(rows_of(reader, WorkResource, project), start=1):
        numbers[row["code"]] = str(number)
        element = SubElement(resources, "Resource")
        for name, value in (("UID", str(number)), ("Name", row["name"]), ("MaxUnits", str(row["capacity"]))):
            _add(element, name, value)
    assignments = SubElement(root, "Assignments")
    for number, row in enumerate(rows_of(reader, Assignment, project), start=1):
        element = SubElement(assignments, "Assignment")
        values = {"UID": str(number), "TaskUID": uids[row["task"]], "ResourceUID": numbers[row["resource"]]}
        for name, value in (values | {"Units": str(row["units"])}).items():
            _add(element, name, value)


def _level(loaded: LoadedPlan, task: PlanTask) -> int:
    return 1 if task.parent is None else 1 + _level(loaded, loaded.plan.by_code[task.parent])


def _add(above: Element, name: str, value: str) -> None:
    SubElement(above, name).text = value


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:00")


def _duration(minutes: int) -> str:
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _clock_time(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00"
