"""Workbook: plans in XLSX as offices keep them: number, task, duration, dates, predecessors such as ``3FS+2天;4SS``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from kit.core.errors import UsageError
from kit.core.finding import Finding, block, question
from kit.core.language import phrase
from kit.core.money import Money, NotAnAmount
from kit.core.number import to_halfwidth
from kit.exchange.schedule.draft import DraftPlan
from kit.exchange.selfreview.container import Container, Limits, UnreadableFile, open_file
from kit.schedule.calendars import STANDARD, load_patterns
from kit.schedule.clock import Clock, instant_of
from kit.schedule.moments import EVENING, MORNING
from kit.schedule.plan import Constraint, LinkKind, Plan, PlanLink, PlanTask, TaskKind
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

WORDS_FILE = "forms/plan.yaml"
HEADING_ROWS, ROWS_MAX, YEARS = 30, 20_000, range(1990, 2101)
DAY_MINUTES = 480
_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?:天|日|个工作日|工作日|d|days?|day)?\??", re.IGNORECASE)
_HOURS = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?:小时|h|hrs?|hours?)\??", re.IGNORECASE)
_LINK = re.compile(
    r"(?P<code>[^\s+;,；，]+?)\s*(?P<kind>FS|SS|FF|SF|完成-开始|开始-开始|完成-完成|开始-完成)?\s*"
    r"(?P<lag>[+-]\s*\d+(?:\.\d+)?)?\s*(?:天|日|个工作日|工作日|d|days?|day)?",
    re.IGNORECASE,
)


class PlanWords(BaseModel):
    """The words of an office's plans."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headings: dict[str, tuple[str, ...]]
    kinds: dict[LinkKind, tuple[str, ...]]
    milestone: tuple[str, ...]
    summary: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    """One row under its headings; ``place`` as the spreadsheet counts."""

    place: int
    cells: dict[str, Any]

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return to_halfwidth(str(value)).strip() if value not in (None, "") else ""


def read_workbook(path: Path, limits: Limits, resources: Resources) -> DraftPlan:
    """The plan on the first sheet that holds one; raises UsageError with one line where none does."""
    container, data = open_file(path, limits)
    if container is not Container.WORKBOOK:
        raise UnreadableFile(f"{path}: is no workbook; save the plan as .xlsx, or as XML from Microsoft Project")
    words = read_item(resources.find(WORDS_FILE), PlanWords)
    for sheet in _sheets(path, data):
        rows = _rows(sheet, words)
        if rows:
            return _Reader(path.stem, rows, words, resources).draft()
    raise UsageError(f"{path}: no sheet has a heading for tasks and their duration or dates; see data/forms/plan.yaml")


def _sheets(path: Path, data: bytes) -> Iterator[list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for name in book.sheet_names:
            yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as error:
        raise UnreadableFile(f"{path}: is not a whole workbook ({error}); open it and save it again") from None


def _rows(sheet: list[list[Any]], words: PlanWords) -> list[_Row]:
    """The rows below the heading; none where the sheet has no heading of a plan."""
    for place, cells in enumerate(sheet[:HEADING_ROWS]):
        columns = {number: column for number, cell in enumerate(cells) if (column := _column(cell, words))}
        known = set(columns.values())
        if "name" in known and known & {"duration", "start", "finish"}:
            below = sheet[place + 1 : place + 1 + ROWS_MAX]
            rows = [_Row(place + 2 + n, {columns[k]: row[k] for k in columns}) for n, row in enumerate(below)]
            return [row for row in rows if row.text("name")]
    return []


def _column(cell: Any, words: PlanWords) -> str | None:
    said = to_halfwidth(str(cell)).strip().casefold()
    for column, names in words.headings.items():
        if said in (to_halfwidth(name).casefold() for name in names):
            return column
    return None


class _Reader:
    def __init__(self, name: str, rows: Sequence[_Row], words: PlanWords, resources: Resources) -> None:
        self._name, self._rows, self._words = name, rows, words
        self._findings: list[Finding] = []
        self._clock = Clock(load_patterns(resources)[STANDARD], date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
        self._codes = {row.place: row.text("number") or str(n) for n, row in enumerate(rows, start=1)}

    def draft(self) -> DraftPlan:
        parents = {place: self._parent(code) for place, code in self._codes.items()}
        summaries = set(parents.values())
        tasks = [self._task(row, parents[row.place], self._codes[row.place] in summaries) for row in self._rows]
        links = [link for row in self._rows for link in self._links(row)]
        waiting = {link.successor for link in links}
        tasks = [self._held(task, row, task.code in waiting) for task, row in zip(tasks, self._rows, strict=True)]
        plan = Plan(self._begin(), tuple(tasks), tuple(links))
        owners = {self._codes[row.place]: row.text("owner") for row in self._rows if row.text("owner")}
        return DraftPlan(self._name, plan, owners=owners, findings=tuple(self._findings))

    def _parent(self, code: str) -> str | None:
        """``1.2.3`` stands below ``1.2`` where the plan has that row."""
        above = code.rpartition(".")[0]
        return above if above and above in self._codes.values() else None

    def _task(self, row: _Row, parent: str | None, is_summary: bool) -> PlanTask:
        kind = self._kind(row, is_summary)
        minutes = self._minutes(row) if kind is TaskKind.TASK else 0
        if kind is TaskKind.TASK and minutes == 0:
            kind = TaskKind.MILESTONE
        deadline = self._moment(row, "deadline", EVENING)
        return PlanTask(
            code=self._codes[row.place],
            name=row.text("name"),
            kind=kind,
            minutes=minutes,
            parent=parent,
            calendar=row.text("calendar") or None,
            deadline=deadline,
            percent=self._percent(row),
            cost=self._cost(row),
        )

    def _kind(self, row: _Row, is_summary: bool) -> TaskKind:
        said = row.text("kind").casefold()
        if is_summary or said in {word.casefold() for word in self._words.summary}:
            return TaskKind.SUMMARY
        return TaskKind.MILESTONE if said in {word.casefold() for word in self._words.milestone} else TaskKind.TASK

    def _held(self, task: PlanTask, row: _Row, is_waiting: bool) -> PlanTask:
        """A task that waits for none begins no earlier than its row says."""
        start = self._moment(row, "start", MORNING)
        if start is None or is_waiting or task.kind is TaskKind.SUMMARY:
            return task
        if task.kind is TaskKind.MILESTONE:
            start = self._moment(row, "finish", EVENING) or start
        return replace(task, constraint=Constraint.START_NOT_BEFORE, constraint_at=start)

    def _minutes(self, row: _Row) -> int:
        said = row.text("duration")
        if not said:
            return self._between(row)
        for pattern, minutes in ((_DURATION, DAY_MINUTES), (_HOURS, 60)):
            found = pattern.fullmatch(said)
            if found:
                return round(Decimal(found["number"]) * minutes)
        words = phrase("{said} is no duration; write working days, like 5 or 0.5", said=said)
        self._say(block("schedule.duration_unread", words, "duration"), row)
        return 0

    def _between(self, row: _Row) -> int:
        """Where only dates are given: the working days from the first to the last."""
        start, finish = self._moment(row, "start", MORNING), self._moment(row, "finish", EVENING)
        if start is None or finish is None:
            return 0
        if finish < start:
            self._say(block("schedule.ends_reversed", phrase("the task would finish before it started"), "finish"), row)
            return 0
        import numpy as np

        ends = self._clock.worked(np.array([instant_of(start), instant_of(finish)]))
        return int(ends[1] - ends[0])

    def _moment(self, row: _Row, column: str, usual: time) -> datetime | None:
        value = row.cells.get(column)
        if isinstance(value, datetime):
            found = value if value.time() != MORNING else datetime.combine(value.date(), usual)
        elif isinstance(value, date):
            found = datetime.combine(value, usual)
        else:
            return self._written(row, column, usual)
        return self._in_reach(found, row, column)

    def _written(self, row: _Row, column: str, usual: time) -> datetime | None:
        said = row.text(column)
        if not said:
            return None
        plain = re.sub(r"[年月/.]", "-", said.removesuffix("日"))
        try:
            year, month, day = (int(part) for part in plain.split(" ")[0].split("-"))
            found = datetime.combine(date(year, month, day), usual)
        except ValueError:
            self._unread(row, column)
            return None
        return self._in_reach(found, row, column)

    def _in_reach(self, found: datetime, row: _Row, column: str) -> datetime | None:
        if found.year in YEARS:
            return found
        self._unread(row, column)
        return None

    def _unread(self, row: _Row, column: str) -> None:
        words = phrase("{said} is no day; write it like 2026-11-23", said=row.text(column))
        self._say(block("schedule.day_unread", words, column), row)

    def _percent(self, row: _Row) -> int:
        said = row.text("percent").removesuffix("%")
        try:
            value = Decimal(said or 0)
        except InvalidOperation:
            value = Decimal(-1)
        # A cell formatted as percent holds a share.
        value = value * 100 if isinstance(row.cells.get("percent"), float) and value <= 1 else value
        if 0 <= value <= 100:
            return int(value)
        words = phrase("{said} is no percentage from 0 to 100", said=row.text("percent"))
        self._say(block("schedule.percent_unread", words, "percent"), row)
        return 0

    def _cost(self, row: _Row) -> int:
        said = row.text("cost")
        try:
            return Money.parse(said).fen if said else 0
        except NotAnAmount as error:
            self._say(block("schedule.cost_unread", phrase("{problem}", problem=str(error)), "cost"), row)
            return 0

    def _links(self, row: _Row) -> Iterator[PlanLink]:
        for said in re.split(r"[;,；，、]", row.text("predecessors")):
            found = _LINK.fullmatch(said.strip()) if said.strip() else None
            if not said.strip():
                continue
            if found is None or found["code"] not in self._codes.values():
                words = phrase("{said} names no row of the plan; write it like 3, 3FS+2 or 3SS-1", said=said.strip())
                self._say(block("schedule.predecessor_unread", words, "predecessors"), row)
                continue
            lag = Decimal((found["lag"] or "0").replace(" ", ""))
            yield PlanLink(
                found["code"], self._codes[row.place], self._link_kind(found["kind"]), round(lag * DAY_MINUTES)
            )

    def _link_kind(self, said: str | None) -> LinkKind:
        wanted = (said or "FS").casefold()
        return next(kind for kind, names in self._words.kinds.items() if wanted in (one.casefold() for one in names))

    def _begin(self) -> datetime:
        known = [moment for row in self._rows if (moment := self._moment(row, "start", MORNING))]
        if not known:
            said = phrase("no task has a start; the plan begins when it is told, or on the day of the import")
            self._findings.append(question("schedule.start_unknown", said, "start"))
            return datetime.combine(date(YEARS[0], 1, 1), MORNING)
        return min(known)

    def _say(self, finding: Finding, row: _Row) -> None:
        if not any(old.code == finding.code and old.row == row.place for old in self._findings):
            self._findings.append(replace(finding, row=row.place))
