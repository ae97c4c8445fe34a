"""Papers: all that one project of the sample hands in, as requests, each with who hands it in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from kit.budget.requests import TakeOverLine
from kit.core.request import Request
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.requests import EnterSelfReview, RecordObjective, SubmitSelfReview
from kit.evaluation.scheme import Scheme
from kit.exchange.sample.chance import chance
from kit.exchange.sample.content import Content
from kit.exchange.sample.mess import KINDS, Mess, Trace
from kit.exchange.sample.plan import Plans
from kit.exchange.sample.planting import Bed, plant, prepare
from kit.exchange.sample.project import ProjectYear, SampleProject, make_project, make_year
from kit.exchange.sample.schedule import has_plan, mess_of, plan_mess_of
from kit.exchange.sample.spending import Spending
from kit.exchange.sample.table import make_table, retotalled
from kit.project.requests import RegisterProject

PERFORMANCE, FINANCE, REVIEWER = "performance", "finance", "reviewer"
APPROVED_PERCENT = 85
MESSY_LINES = frozenset({Mess.ZERO_BUDGET, Mess.LINE_TAKEN_TWICE, Mess.LINE_OVERSPENT})


class Step(IntEnum):
    """The order in which papers come in."""

    PROJECT = 1
    LINE = 2
    RECEIPT = 3
    COMMITMENT = 4
    PAYMENT = 5
    OBJECTIVE = 6
    TABLE = 7
    SUBMISSION = 8
    PLAN = 9
    PROGRESS = 10


@dataclass(frozen=True)
class Paper:
    """One request, the login of the person who makes it, and the code by which it is to be refused, if it is."""

    step: Step
    login: str
    request: Request
    refused_by: str | None = None


@dataclass(frozen=True)
class Year:
    """One year of a project as it comes in: the mess in it and its table, clean and as printed (None: never made)."""

    facts: ProjectYear
    mess: Mess | None
    clean: PrintedTable
    printed: PrintedTable | None

    @property
    def code(self) -> str:
        """The project's code."""
        return self.facts.project.code

    @property
    def officer(self) -> str:
        """The login of the owning unit's officer."""
        return officer_of(self.facts.project.unit_code)

    def refusal(self, mess: Mess) -> str:
        """The code by which the second or impossible paper of *mess* is refused."""
        assert KINDS[mess].trace is Trace.REFUSAL
        return KINDS[mess].code


@dataclass(frozen=True)
class Portfolio:
    """All projects of one seed; each is made when it is asked for, so that any number fits into memory."""

    content: Content
    scheme: Scheme
    seed: int
    plans: Plans = field(default_factory=Plans.load)

    def years(self, number: int) -> list[Year]:
        """The years of project *number*, from 1."""
        project = make_project(self.content, self.seed, number)
        return [self._year(project, place) for place in range(len(self.content.years))]

    def papers(self, number: int) -> Iterator[Paper]:
        """All that project *number* hands in."""
        years = self.years(number)
        yield _register(years[0].facts.project)
        for year in years:
            yield from _lines(year)
            yield from _spend(year)
            yield from self._objective(year)
            yield from _table(year, self.scheme.code)
            yield from _submission(year)
            if year.mess is Mess.PROJECT_REGISTERED_TWICE:
                yield _register(year.facts.project, year.refusal(year.mess))
        yield from self._plan(years)

    def mess(self, number: int, place: int) -> Mess | None:
        """The mess of project *number* in its year at *place*, from 0."""
        return mess_of(self.seed, number, place, len(self.content.years))

    def plan_mess(self, number: int) -> Mess | None:
        """What goes wrong with the plan of project *number*."""
        return plan_mess_of(self.seed, number, len(self.content.years))

    def _plan(self, years: list[Year]) -> Iterator[Paper]:
        project = years[0].facts.project
        if not has_plan(project.number, len(years)):
            return
        cost = sum(year.facts.money.adjusted for year in years)
        made = self.plans.make(project, cost, self.plan_mess(project.number), chance(self.seed, "plan", project.number))
        yield Paper(Step.PLAN, years[0].officer, made.drawn)
        for request in made.progress:
            yield Paper(Step.PROGRESS, years[0].officer, request)

    def _year(self, project: SampleProject, place: int) -> Year:
        mess = self.mess(project.number, place)
        year = self.content.years[place]
        dice = chance(self.seed, "year", project.number, year)
        facts = prepare(mess, make_year(project, year, dice))
        clean = make_table(facts, self.scheme, dice)
        return Year(facts, mess, clean, self._print(mess, Bed(clean, facts, self.scheme), place))

    def _print(self, mess: Mess | None, bed: Bed, place: int) -> PrintedTable | None:
        if mess is Mess.TABLE_MISSING:
            return None
        if mess is not Mess.TABLE_COPIED:
            return plant(mess, bed)
        neighbour = make_project(self.content, self.seed, bed.year.project.number - 1)
        copied = bed.table.model_copy(update={"indicators": self._year(neighbour, place).clean.indicators})
        return retotalled(copied, self.scheme)

    def _objective(self, year: Year) -> Iterator[Paper]:
        has_targets = chance(self.seed, "objective", year.facts.id).randrange(100) < APPROVED_PERCENT
        if year.mess is Mess.TABLE_COPIED or not (has_targets or year.mess is Mess.APPROVED_TARGET_CHANGED):
            return
        followed = year.clean if year.mess is Mess.APPROVED_TARGET_CHANGED else year.printed or year.clean
        request = RecordObjective(
            project=year.code,
            year=year.facts.year,
            approved_on=date(year.facts.year, 2, 28),
            document=f"{self.content.city}财预〔{year.facts.year}〕{year.facts.project.number}号",
            indicators=tuple(map(_approve, followed.indicators)),
        )
        yield Paper(Step.OBJECTIVE, REVIEWER, request)


def officer_of(unit: str) -> str:
    """The login of a unit's officer."""
    return f"officer-{unit}"


def _register(project: SampleProject, refused_by: str | None = None) -> Paper:
    years = project.content.years
    request = RegisterProject(
        code=project.code, name=project.name, owner=project.unit_code, year_from=years[0], year_to=years[-1]
    )
    return Paper(Step.PROJECT, PERFORMANCE, request, refused_by)


def _lines(year: Year) -> Iterator[Paper]:
    through = {spending.code: spending.through_contract for spending in _spendings(year)}
    requests = [
        TakeOverLine(
            project=year.code,
            code=_line_code(year, place),
            year=year.facts.year,
            source=line.source,
            opening=line.initial,
            allotted=line.adjusted,
            paid=line.executed - through.get(_line_code(year, place), 0),
        )
        for place, line in enumerate(year.facts.money.lines)
    ]
    if year.mess is Mess.ZERO_BUDGET:
        requests = [line.model_copy(update={"opening": 0, "allotted": 0, "paid": 0}) for line in requests]
    for request in requests:
        yield Paper(Step.LINE, FINANCE, request)
    yield from _impossible_lines(year, requests[0])


def _line_code(year: Year, place: int) -> str:
    return f"{year.facts.year}-{place + 1:02d}"


def _spendings(year: Year) -> list[Spending]:
    """What the last year's lines do under the eyes of the kit; a year whose lines are messy leaves it at that."""
    content = year.facts.project.content
    if year.facts.year != content.years[-1] or year.mess in MESSY_LINES:
        return []
    supplier = content.suppliers[year.facts.project.number % len(content.suppliers)]
    return [
        Spending(year.code, year.facts.year, _line_code(year, place), line, supplier)
        for place, line in enumerate(year.facts.money.lines)
    ]


def _spend(year: Year) -> Iterator[Paper]:
    for spending in _spendings(year):
        received = spending.received()
        if received:
            yield Paper(Step.RECEIPT, FINANCE, received)
        for request in spending.commitments():
            yield Paper(Step.COMMITMENT, year.officer, request)
        for payment in spending.payments():
            yield Paper(Step.PAYMENT, FINANCE, payment)


def _impossible_lines(year: Year, line: TakeOverLine) -> Iterator[Paper]:
    if year.mess is Mess.LINE_TAKEN_TWICE:
        again = line.model_copy(update={"code": None})
        yield Paper(Step.LINE, FINANCE, again, year.refusal(year.mess))
    if year.mess is Mess.LINE_OVERSPENT:
        spent = line.model_copy(
            update={"code": None, "source": f"{line.source}(追加)", "paid": line.allotted + line.allotted // 10}
        )
        yield Paper(Step.LINE, FINANCE, spent, year.refusal(year.mess))


def _table(year: Year, scheme: str) -> Iterator[Paper]:
    if year.printed is None:
        return
    request = EnterSelfReview(project=year.code, year=year.facts.year, table=year.printed, scheme=scheme)
    yield Paper(Step.TABLE, year.officer, request)
    if year.mess is Mess.TABLE_ENTERED_TWICE:
        yield Paper(Step.TABLE, year.officer, request, year.refusal(year.mess))


def _submission(year: Year) -> Iterator[Paper]:
    if year.printed is None or year.mess is Mess.NOT_SUBMITTED:
        return
    is_unexplained = year.mess in (None, Mess.SUBMITTED_UNEXPLAINED)
    explanation = None if is_unexplained else year.facts.project.content.explanation
    request = SubmitSelfReview(project=year.code, year=year.facts.year, explanation=explanation)
    refused_by = year.refusal(year.mess) if year.mess is Mess.SUBMITTED_UNEXPLAINED else None
    yield Paper(Step.SUBMISSION, year.officer, request, refused_by)


def _approve(row: PrintedIndicator) -> PrintedIndicator:
    # The ruling prints one text where the table has columns of their own for operator and unit.
    target = "".join(text for text in (row.op_column, row.target, row.unit_column) if text) or None
    return PrintedIndicator(level1=row.level1, level2=row.level2, name=row.name, target=target, weight=row.weight)
