"""Plan: what an import does with one printed table: the requests to make, or the findings that stop it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.actions.desk import Desk, check_role, read_request
from kit.actions.evaluation import ANY_UNIT, ENTERING
from kit.actions.registry import action_of
from kit.core.calendar import OFFICE_TIME
from kit.core.finding import Finding, Severity, is_blocked
from kit.core.language import Phrase, _, phrase
from kit.core.number import to_halfwidth
from kit.core.request import Request
from kit.evaluation.entry import DRAFT, check_owner
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import CorrectSelfReview, EnterSelfReview, SubmitSelfReview
from kit.exchange.selfreview.code import code_of
from kit.exchange.selfreview.standing import StandingProject, StandingReview, StandingUnits
from kit.org.requests import RegisterUnit
from kit.project.requests import ExtendProject, RegisterProject

NAME_MAX, UNIT_NAME_MAX = 400, 200
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass
class Plan:
    """What is done with one table; without requests and without a blocking finding it is recorded already.

    ``where`` names the table for the person: its source and its id.
    """

    where: str
    requests: list[Request] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """True where a finding stops the table."""
        return is_blocked(self.findings)

    def say(self, code: str, severity: Severity, said: Phrase) -> None:
        """Add a finding about the table."""
        self.findings.append(Finding(f"exchange.{code}", severity, said, field=self.where))

    def keep(self, findings: list[Finding]) -> None:
        """Add findings of the rooms, each code once, with the table's name for their field."""
        known = {finding.code for finding in self.findings}
        for finding in findings:
            if finding.code not in known:
                known.add(finding.code)
                self.findings.append(Finding(finding.code, finding.severity, finding.phrase, self.where))

    def ask(self, model: type[Request], **values: Any) -> None:
        """Plan a request; what is wrong in *values* becomes findings."""
        request, findings = read_request(model, values)
        self.keep(findings)
        if request is not None:
            self.requests.append(request)


@dataclass
class Planner:
    """Plans the tables of one import, one after the other; it writes nothing."""

    desk: Desk
    units: StandingUnits
    _seen: set[str] = field(default_factory=set)

    def code(self, table: PrintedTable) -> str:
        """The project code of a table."""
        return code_of(table.id)

    def plan(self, table: PrintedTable, standing: Mapping[str, StandingProject]) -> Plan:
        """What to do with *table*, given the projects that stand."""
        plan = Plan(f"{table.source}: {table.id}" if table.source else table.id)
        if self._is_takable(table, plan):
            project = standing.get(self.code(table))
            year = _read_year(table, plan)
            if project is None:
                self._plan_project(table, year, plan)
            else:
                self._plan_scope(table, year, project, plan)
            self._plan_table(table, year, project.reviews.get(year) if project else None, plan)
            plan.keep([found for request in plan.requests for found in check_role(self.desk.actor, action_of(request))])
        if plan.is_refused:
            plan.requests.clear()
        self._know_unit(plan)
        return plan

    def _is_takable(self, table: PrintedTable, plan: Plan) -> bool:
        if table.id in self._seen:
            said = phrase("the id {id} stands before in these files; give each table its own", id=table.id)
            plan.say("table_twice", Severity.BLOCK, said)
        if any("\x00" in text for text in _texts(table.model_dump())):
            said = phrase("the table holds a character that cannot be stored (NUL); remove it and read the file again")
            plan.say("character_not_storable", Severity.BLOCK, said)
        self._seen.add(table.id)
        return not plan.is_refused

    def _plan_project(self, table: PrintedTable, year: int | None, plan: Plan) -> None:
        name = (table.department or table.unit or _("Unit not named"))[:UNIT_NAME_MAX].strip()
        owner = self.units.find(name)
        if owner is None:
            owner = self.units.new_code(name)
            plan.ask(RegisterUnit, code=owner, name=name)
        first = year or self._this_year()
        title = (table.title or table.id)[:NAME_MAX].strip()
        plan.ask(RegisterProject, code=self.code(table), name=title, owner=owner, year_from=first, year_to=first)
        plan.keep(self._check_owner(owner))

    def _plan_scope(self, table: PrintedTable, year: int | None, project: StandingProject, plan: Plan) -> None:
        first, last = project.years
        if year is not None and not first <= year <= last:
            plan.ask(ExtendProject, code=self.code(table), year_from=min(year, first), year_to=max(year, last))
        plan.keep(self._check_owner(project.owner))

    def _plan_table(self, table: PrintedTable, year: int | None, review: StandingReview | None, plan: Plan) -> None:
        if review and _content(review.table) == _content(table):
            plan.findings.clear()
            return
        if review and review.state != DRAFT:
            said = phrase("a table of this project and year was submitted with other content; check which one holds")
            plan.say("table_differs", Severity.BLOCK, said)
        of_project = {"project": self.code(table), "year": year}
        scheme = self.desk.workspace.settings.scheme
        plan.ask(CorrectSelfReview if review else EnterSelfReview, table=table, scheme=scheme, **of_project)
        plan.ask(SubmitSelfReview, explanation=_("taken over as published"), **of_project)

    def _check_owner(self, owner: str) -> list[Finding]:
        if not self.desk.actor.roles & ENTERING:
            # That this person may enter no table at all is said by the check of roles.
            return []
        return check_owner(self.desk.actor.unit, owner, is_own_only=not self.desk.actor.roles & ANY_UNIT)

    def _this_year(self) -> int:
        return self.desk.clock().astimezone(OFFICE_TIME).year

    def _know_unit(self, plan: Plan) -> None:
        for request in plan.requests:
            if isinstance(request, RegisterUnit):
                self.units.add(request.name, request.code)


def _read_year(table: PrintedTable, plan: Plan) -> int | None:
    """The one year in the year cell; a cell without one, or with several, leaves the table without a year."""
    found = set(_YEAR.findall(to_halfwidth(table.year or "")))
    if len(found) == 1:
        return int(found.pop())
    if table.year:
        said = phrase("{year} is not one year; the table is taken without a year, please check", year=table.year)
        plan.say("year_unread", Severity.QUESTION, said)
    return None


def _content(table: PrintedTable) -> PrintedTable:
    # A copy of the file at another place is the same table.
    return table.model_copy(update={"source": None})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
