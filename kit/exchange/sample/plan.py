"""Plan: the plan of a sample project as it was agreed, and how it went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from pydantic import BaseModel, ConfigDict, Field

from kit.core.digest import digest
from kit.exchange.sample.mess import Mess
from kit.exchange.sample.project import SampleProject
from kit.schedule.calendars import load_patterns
from kit.schedule.clock import WorkPattern
from kit.schedule.plan import Plan, TaskKind
from kit.schedule.record import plan_of
from kit.schedule.requests import (
    DAY_MINUTES,
    BaselineEntry,
    DrawPlan,
    LinkEntry,
    ProgressEntry,
    RecordProgress,
    TakenBaseline,
    TaskEntry,
)
from kit.schedule.timetable import TaskTimes, Timetable
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FILE = "samples/plans.yaml"
EVIDENCE = "形象进度确认单（样例）：监理、施工、建设三方签认。\n".encode()
# Plans begin in the middle year of the sample, within so many days of March, and end before its last year does.
START_DAYS = 40
# Of a plan that goes on, so many of the last tasks are recorded one by one; what came before was taken over with it.
RECORDED = 6
STALLED_SHARE = 0.55
SLIPPED_DAYS = 30
OVERSPENT_PERCENT = 130
REBASED = 3


class Phase(BaseModel):
    """A chain of steps (name, working days) with the milestone that ends it, *repeats* (least, most) side by side."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    steps: tuple[tuple[str, int], ...] = Field(min_length=1)
    ends: str
    repeats: tuple[int, int] = (1, 1)


class PlanTemplate(BaseModel):
    """The phases of one kind of plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    phases: tuple[Phase, ...] = Field(min_length=1)


@dataclass(frozen=True)
class MadePlan:
    """The requests that bring a plan in: what was drawn, and what was recorded of its progress, in order."""

    drawn: DrawPlan
    progress: tuple[RecordProgress, ...]


@dataclass(frozen=True)
class Plans:
    """The kinds of plan, and the calendars by which they are computed."""

    templates: Mapping[str, PlanTemplate]
    patterns: Mapping[str, WorkPattern]

    @classmethod
    def load(cls, resources: Resources | None = None) -> "Plans":
        """Those in force; raises ConfigurationError with file and line."""
        found = resources or Resources()
        templates = {template.code: template for template, _place in read_items(found.find(FILE), PlanTemplate)}
        return cls(templates, load_patterns(found))

    def make(self, project: SampleProject, cost: int, mess: Mess | None, dice: Random) -> MadePlan:
        """The plan of a project that costs *cost* (fen), with what goes wrong with it."""
        drawn = _draw(self.templates[project.kind.plan], project, cost, dice)
        return _Course(drawn, self.patterns, mess).made


# --- as it was agreed ----------------------------------------------------------------------------------------------


def _draw(template: PlanTemplate, project: SampleProject, cost: int, dice: Random) -> DrawPlan:
    years = project.content.years
    start = date(years[len(years) // 2], 3, 1) + timedelta(days=dice.randrange(START_DAYS))
    phases = list(_phases(template, dice, is_largest=project.number == 1))
    days = sum(length for _group, phase, _name in phases for _step, length in phase.steps)
    rest = {"project": project.code, "document": f"{project.content.city}计投〔{start.year}〕{project.number}号"}
    owner = f"officer-{project.unit_code}"
    tasks = [task for place, one in enumerate(phases, 1) for task in _tasks(place, one, cost // days, owner)]
    return DrawPlan(start=start, tasks=tuple(tasks), links=tuple(_links(phases)), **rest)


def _phases(template: PlanTemplate, dice: Random, *, is_largest: bool) -> Iterator[tuple[int, Phase, str]]:
    """Each phase by its place in the template, repeated ones by their number; the first plan of all is the largest."""
    for group, phase in enumerate(template.phases):
        least, most = phase.repeats
        count = 3 * most if is_largest and most > 1 else dice.randint(least, most)
        for number in range(1, count + 1):
            yield group, phase, str(number)


def _tasks(place: int, part: tuple[int, Phase, str], day_cost: int, owner: str) -> Iterator[TaskEntry]:
    _group, phase, number = part
    above = f"{place}"
    yield TaskEntry(code=above, name=phase.name.format(n=number), kind=TaskKind.SUMMARY)
    for step, (name, days) in enumerate(phase.steps, 1):
        held = {"parent": above, "owner": owner, "duration_days": Decimal(days), "cost": days * day_cost}
        yield TaskEntry(code=f"{above}.{step}", name=name, **held)
    end = f"{above}.{len(phase.steps) + 1}"
    yield TaskEntry(code=end, name=phase.ends.format(n=number), kind=TaskKind.MILESTONE, parent=above, owner=owner)


def _links(phases: list[tuple[int, Phase, str]]) -> Iterator[LinkEntry]:
    """One step after the other; a phase after all of the phase before it, repeated ones some days apart."""
    for place, (group, phase, number) in enumerate(phases, 1):
        for step in range(len(phase.steps)):
            yield LinkEntry(predecessor=f"{place}.{step + 1}", successor=f"{place}.{step + 2}")
        for other, (before, prior, _number) in enumerate(phases, 1):
            if before == group - 1:
                end, lag = f"{other}.{len(prior.steps) + 1}", Decimal(2 * (int(number) - 1))
                yield LinkEntry(predecessor=end, successor=f"{place}.1", lag_days=lag)


# --- as it went ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Course:
    """A plan, and how it went with its *mess*."""

    drawn: DrawPlan
    patterns: Mapping[str, WorkPattern]
    mess: Mess | None

    @property
    def made(self) -> MadePlan:
        recorded = self._recorded
        taken = {
            "progress": tuple(self._entries(recorded)),
            "baselines": self._baselines,
            "status": self._status(recorded),
        }
        request = DrawPlan.model_validate(self.drawn.model_dump() | taken)
        return MadePlan(request, tuple(self._record(times) for times in recorded))

    @cached_property
    def _agreed(self) -> Timetable:
        return Timetable(self._plan, self.patterns)

    @cached_property
    def _plan(self) -> Plan:
        return plan_of(self.drawn)

    @cached_property
    def _went(self) -> list[TaskTimes]:
        """When each task really began and ended, in order of the ends."""
        table = self._agreed
        if self.mess is Mess.PLAN_SLIPPED:
            critical = [task for task in self._plan.leaves if table.of(task.code).is_critical]
            longest = max(critical, key=lambda task: task.minutes)
            later = replace(longest, minutes=longest.minutes + SLIPPED_DAYS * DAY_MINUTES)
            tasks = tuple(later if task is longest else task for task in self._plan.tasks)
            table = Timetable(replace(self._plan, tasks=tasks), self.patterns)
        found = [table.of(task.code) for task in self._plan.leaves]
        return sorted(found, key=lambda times: (times.finish, times.start))

    @cached_property
    def _until(self) -> datetime:
        """Up to when work went on."""
        last = self._went[-1].finish
        if self.mess is not Mess.PLAN_STALLED:
            return last
        days = (last - self._plan.start).days * STALLED_SHARE
        return datetime.combine(self._plan.start.date() + timedelta(days=round(days)), time(23, 59))

    @cached_property
    def _recorded(self) -> list[TaskTimes]:
        """The tasks of whose progress there is a record, in order."""
        begun = [times for times in self._went if times.start < self._until]
        done = [times for times in begun if times.finish <= self._until]
        if self.mess is Mess.PLAN_OVERSPENT:
            return done
        return done[-RECORDED:] + [times for times in begun if times.finish > self._until]

    def _entries(self, recorded: list[TaskTimes]) -> Iterator[ProgressEntry]:
        """What was done before the first record."""
        apart = {times.code for times in recorded}
        for times in self._went:
            if times.finish <= self._until and times.code not in apart:
                yield ProgressEntry(task=times.code, percent=100, started=times.start, finished=times.finish)

    def _status(self, recorded: list[TaskTimes]) -> datetime | None:
        apart = {times.code for times in recorded}
        done = [times.finish for times in self._went if times.finish <= self._until and times.code not in apart]
        return max(done, default=None)

    def _record(self, times: TaskTimes) -> RecordProgress:
        is_done = times.finish <= self._until
        cost = self._plan.by_code[times.code].cost * OVERSPENT_PERCENT // 100
        return RecordProgress(
            project=self.drawn.project,
            task=times.code,
            on=(times.finish if is_done else self._until).date(),
            percent=100 if is_done else 50,
            started=times.start,
            finished=times.finish if is_done else None,
            actual_cost=cost if self.mess is Mess.PLAN_OVERSPENT else None,
            evidence=None if self.mess is Mess.PLAN_UNPROVED else digest(EVIDENCE),
        )

    @property
    def _baselines(self) -> tuple[TakenBaseline, ...]:
        count = {Mess.PLAN_WITHOUT_BASELINE: 0, Mess.PLAN_REBASED: REBASED}.get(self.mess, 1) if self.mess else 1
        return tuple(TakenBaseline(number=number, tasks=tuple(self._kept())) for number in range(1, count + 1))

    def _kept(self) -> Iterator[BaselineEntry]:
        for task in self._plan.tasks:
            times = self._agreed.of(task.code)
            yield BaselineEntry(task=task.code, start=times.start, finish=times.finish, cost=task.cost)
