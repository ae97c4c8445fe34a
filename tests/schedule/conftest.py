"""Fixtures: an office with a planner, and the plan of a reservoir whose dates can be worked out by hand."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kit.actions.desk import Desk, find_actor, read_request
from kit.actions.office import found_office
from kit.actions.registry import find_action
from kit.actions.screening import run_screening
from kit.core.actor import Actor, Door, Role
from kit.core.finding import Finding
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.store import Receipt
from kit.views.reader import Reader
from kit.workspace.workspace import Settings, Workspace

WATCHED_ON = date(2026, 3, 16)
PEOPLE = {
    "officer": ("U1", Role.UNIT_OFFICER),
    "stranger": ("U2", Role.UNIT_OFFICER),
    "reviewer": (None, Role.COMPETENT_REVIEWER),
    "supervisor": (None, Role.SUPERVISOR),
    "finance": (None, Role.DEPARTMENT_FINANCE),
    "manager": (None, Role.MANAGER),
}
# Monday 2 March to Friday 13 March 2026 are ten working days without a holiday among them.
TASKS: list[dict[str, Any]] = [
    {"code": "1", "name": "前期", "kind": "summary"},
    {"code": "1.1", "name": "设计", "duration_days": "5", "parent": "1", "owner": "officer", "cost": "50万元"},
    {"code": "1.2", "name": "招标", "duration_days": "3", "parent": "1", "cost": "10万元"},
    {"code": "2", "name": "施工", "duration_days": "10", "cost": "400万元", "deadline": "2026-03-27"},
    {"code": "3", "name": "竣工验收", "kind": "milestone"},
]
LINKS: list[dict[str, Any]] = [
    {"predecessor": "1.1", "successor": "2"},
    {"predecessor": "1.2", "successor": "2"},
    {"predecessor": "2", "successor": "3"},
]


class PlanOffice:
    """An office whose people plan, on a day that the test sets."""

    def __init__(self, workspace: Workspace, database: Database) -> None:
        self.workspace, self.database = workspace, database
        self.now = datetime(2026, 3, 1, 4, tzinfo=UTC)

    def on(self, day: str) -> None:
        """Go to noon of that day."""
        self.now = datetime.fromisoformat(f"{day}T04:00+00:00")

    def desk(self, login: str) -> Desk:
        """The desk of one person."""
        return Desk(self.workspace, self.database, find_actor(self.database, login, Door.SCREEN), lambda: self.now)

    def ask(self, name: str, login: str = "officer", /, **values: Any) -> list[Finding]:
        """What is said of a deed; it is done unless something blocks."""
        model = find_action(name).request
        usual = {"project": "P1"} if "project" in model.model_fields else {}
        request, findings = read_request(model, usual | values)
        if request is None:
            return findings
        receipt: Receipt = self.desk(login).record(request)
        return list(receipt.findings)

    def do(self, name: str, login: str = "officer", /, **values: Any) -> list[str]:
        """Do it; nothing blocks. The codes of what was said all the same."""
        findings = self.ask(name, login, **values)
        assert [finding.message for finding in findings if finding.severity == "block"] == []
        return [finding.code for finding in findings]

    def refused(self, name: str, login: str = "officer", /, **values: Any) -> dict[str, Finding]:
        """What stops it, by code."""
        blocks = [finding for finding in self.ask(name, login, **values) if finding.severity == "block"]
        assert blocks
        return {finding.code: finding for finding in blocks}

    def draw(self, **values: Any) -> list[str]:
        """Draw the plan of the reservoir."""
        return self.do("schedule.draw_plan", **({"start": "2026-03-02", "tasks": TASKS, "links": LINKS} | values))

    @property
    def reader(self) -> Reader:
        """A reader of the live database."""
        return Reader(self.database, self.workspace.resources)


def make_plan_office(root: Path) -> PlanOffice:
    """Two units, six people, and the project P1 of unit U1 in 2026 and 2027."""
    workspace = found_office(root, Settings(), "admin", "test")
    database = Database(workspace.database_address)
    setup = Desk(workspace, database, Actor("setup", frozenset({Role.SYSTEM_ADMIN, Role.PERFORMANCE_DIVISION})))
    units = [RegisterUnit(code="U1", name="水利局"), RegisterUnit(code="U2", name="教育局")]
    people = [
        RegisterPerson(login=login, name=f"{login}某", unit=unit, roles=(role,))
        for login, (unit, role) in PEOPLE.items()
    ]
    project = RegisterProject(code="P1", name="水库除险加固", owner="U1", year_from=2026, year_to=2027)
    assert all(receipt.ok for receipt in setup.record_batch([*units, *people, project]))
    return PlanOffice(workspace, database)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the office without a plan."""
    made = make_plan_office(tmp_path_factory.mktemp("planning") / "office")
    made.database.close()
    return made.workspace.root


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> PlanOffice:
    """The office without a plan."""
    shutil.copytree(founded, tmp_path / "office")
    workspace = Workspace(tmp_path / "office", Settings())
    return PlanOffice(workspace, Database(workspace.database_address))


@pytest.fixture
def watched(planned: "PlanOffice") -> "PlanOffice":
    """The planned reservoir with a baseline, screened on 16 March: three tasks were to have begun, orange."""
    planned.do("schedule.set_baseline", name="初始")
    planned.on(WATCHED_ON.isoformat())
    run_screening(planned.desk("reviewer"))
    return planned


@pytest.fixture
def planned(office: PlanOffice) -> PlanOffice:
    """The office with the plan of the reservoir: it ends on Friday 20 March 2026."""
    office.draw()
    return office
