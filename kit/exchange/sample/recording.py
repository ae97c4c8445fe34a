"""Recording: brings a sample portfolio into a workspace through the desks of its people, block by block.

Recorded times are real: a table of 2023 is entered, and submitted, on the day the sample is made. What is late shows
as a table that is not submitted although its year is over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from operator import attrgetter

from sqlalchemy import select

from kit.actions.catalogue import open_database
from kit.actions.desk import Desk, find_actor
from kit.core.actor import Door, Role
from kit.core.errors import KitError, UsageError
from kit.evaluation.scheme import load_scheme
from kit.evaluation.standards import USUAL_SCHEME
from kit.exchange.sample.content import Content, Department, SamplePerson, load_content
from kit.exchange.sample.manifest import FILE, Manifest, Planted
from kit.exchange.sample.papers import Paper, Portfolio, Step, officer_of
from kit.exchange.sample.plan import EVIDENCE, Plans
from kit.exchange.sample.project import code_of
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.org.tables import Person
from kit.project.tables import Project
from kit.store.database import Database
from kit.workspace.files import keep_content
from kit.workspace.workspace import Workspace

BLOCK = 300
BATCH = 200
Tick = Callable[[int], None]


@dataclass
class Desks:
    """The desks of the sample's people, each opened at its first paper."""

    workspace: Workspace
    database: Database
    opened: dict[str, Desk] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        """The desk of that person."""
        if login not in self.opened:
            self.opened[login] = copy(self._first)
            self.opened[login].actor = find_actor(self.database, login, Door.SAMPLE)
        return self.opened[login]

    @cached_property
    def _first(self) -> Desk:
        # A desk reads the law when it is opened; all desks of one sample share that reading.
        founder = find_actor(self.database, _administrator(self.database), Door.SAMPLE)
        return Desk(self.workspace, self.database, founder)

    def record(self, papers: Iterable[Paper]) -> None:
        """Record *papers* step by step, those of one person together; raises KitError where an answer surprises."""
        in_order = sorted(papers, key=attrgetter("step", "login"))
        for (_, login), own in groupby(in_order, key=attrgetter("step", "login")):
            for batch in _batches(own):
                receipts = self.desk(login).record_batch([paper.request for paper in batch])
                for paper, receipt in zip(batch, receipts, strict=True):
                    _expect(paper, receipt.ok, [finding.code for finding in receipt.findings])


def make_sample(workspace: Workspace, projects: int, seed: int, tick: Tick) -> Manifest:
    """Fill *workspace* with *projects* projects, write ``sample.json`` there and answer what it says.

    *tick* is told how many projects are in. Raises UsageError where a sample was made before.
    """
    database = open_database(workspace)
    _refuse_second_sample(workspace, database)
    content = load_content(workspace.resources)
    plans = Plans.load(workspace.resources)
    portfolio = Portfolio(content, load_scheme(USUAL_SCHEME, workspace.resources), seed, plans)
    desks = Desks(workspace, database)
    keep_content(workspace.files, EVIDENCE)
    desks.record(_founding(content, _administrator(database)))
    tables, planted = 0, list[Planted]()
    for numbers in _blocks(projects):
        papers = [paper for number in numbers for paper in portfolio.papers(number)]
        desks.record(papers)
        tables += sum(paper.step is Step.TABLE and paper.refused_by is None for paper in papers)
        planted += planted_in(portfolio, numbers)
        tick(numbers[-1])
    manifest = Manifest(seed, projects, tables, [*content.people, *_officers(content)], planted)
    manifest.write(workspace.root)
    return manifest


def planted_in(portfolio: Portfolio, numbers: Iterable[int]) -> Iterator[Planted]:
    """The messes of the projects of those numbers."""
    years = portfolio.content.years
    for number in numbers:
        for place, year in enumerate(years):
            mess = portfolio.mess(number, place)
            if mess is not None:
                yield Planted(mess, code_of(number), year)
        wrong = portfolio.plan_mess(number)
        if wrong is not None:
            yield Planted(wrong, code_of(number), years[-1])


def _refuse_second_sample(workspace: Workspace, database: Database) -> None:
    with database.reading() as connection:
        found = connection.execute(select(Project.code).where(Project.code == code_of(1))).scalar()
    if found or (workspace.root / FILE).exists():
        raise UsageError(f"{workspace.root} holds a sample already; make another workspace with kit init DIR")


def _administrator(database: Database) -> str:
    with database.reading() as connection:
        people = connection.execute(select(Person.login, Person.roles).order_by(Person.id)).all()
    login = next((login for login, roles in people if Role.SYSTEM_ADMIN in roles), None)
    if login is None:
        raise UsageError("no system administrator is registered here; make the workspace with kit init DIR")
    return str(login)


def _founding(content: Content, administrator: str) -> list[Paper]:
    units = [request for department in content.departments for request in _units(department)]
    people = [
        RegisterPerson(login=person.login, name=person.name, unit=person.unit, roles=(person.role,))
        for person in (*content.people, *_officers(content))
    ]
    return [Paper(Step.PROJECT, administrator, request) for request in (*units, *people)]


def _units(department: Department) -> Iterator[RegisterUnit]:
    yield RegisterUnit(code=department.code, name=department.name)
    for place, name in enumerate(department.units):
        yield RegisterUnit(code=department.unit_code(place), name=name, parent=department.code)


def _officers(content: Content) -> list[SamplePerson]:
    return [
        SamplePerson(
            login=officer_of(department.unit_code(place)),
            name=f"{name}经办人",
            role=Role.UNIT_OFFICER,
            unit=department.unit_code(place),
        )
        for department in content.departments
        for place, name in enumerate(department.units)
    ]


def _expect(paper: Paper, is_ok: bool, codes: Sequence[str]) -> None:
    if is_ok is (paper.refused_by is None) and (is_ok or paper.refused_by in codes):
        return
    what = "was recorded" if is_ok else f"was refused ({', '.join(codes)})"
    raise KitError(
        f"{type(paper.request).__name__} of the sample {what} against what was planned; make it in a fresh workspace"
    )


def _blocks(projects: int) -> Iterator[range]:
    for first in range(1, projects + 1, BLOCK):
        yield range(first, min(first + BLOCK, projects + 1))


def _batches(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    source = iter(papers)
    while batch := list(islice(source, BATCH)):
        yield batch
