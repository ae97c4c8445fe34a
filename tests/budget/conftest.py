"""Fixtures of the budget: an office with two projects, people of each role that moves money, and a day in 2026."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kit.actions.budget.payments import FILE
from kit.actions.desk import Desk, find_actor, read_request
from kit.actions.office import found_office
from kit.actions.registry import find_action
from kit.budget.tables import BudgetLine
from kit.core.actor import Actor, Door, Role
from kit.core.finding import Finding
from kit.core.tables import columns_of
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.store import Receipt
from kit.store.verify import verify
from kit.workspace.resources import Resources
from kit.workspace.workspace import Settings, Workspace

PEOPLE = {
    "officer": ("U1", Role.UNIT_OFFICER),
    "stranger": ("U2", Role.UNIT_OFFICER),
    "finance": (None, Role.DEPARTMENT_FINANCE),
    "programme": (None, Role.FINANCE_PROGRAMME),
    "manager": (None, Role.MANAGER),
}
NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


class Office:
    """An office whose people do things with money, on a day that the test sets."""

    def __init__(self, workspace: Workspace, database: Database) -> None:
        self.workspace = workspace
        self.database = database
        self.now = NOON

    def clock(self) -> datetime:
        """A second later at each look."""
        self.now += timedelta(seconds=1)
        return self.now

    def desk(self, login: str) -> Desk:
        """The desk of one person."""
        return Desk(self.workspace, self.database, find_actor(self.database, login, Door.SCREEN), self.clock)

    def ask(self, action: str, login: str = "finance", /, **values: Any) -> Receipt | list[Finding]:
        """What an action answers: a receipt, or what is wrong with the fields."""
        model = find_action(f"budget.{action}").request
        usual = {"project": "P1"} if "project" in model.model_fields else {}
        request, findings = read_request(model, usual | values)
        return findings if request is None else self.desk(login).record(request)

    def do(self, action: str, login: str = "finance", /, **values: Any) -> Receipt:
        """Do it; it is allowed."""
        receipt = self.ask(action, login, **values)
        assert isinstance(receipt, Receipt), [finding.message for finding in receipt]
        assert receipt.ok, [finding.message for finding in receipt.findings]
        return receipt

    def refused(self, action: str, login: str = "finance", /, **values: Any) -> dict[str, Finding]:
        """Ask for it; it is refused, and nothing has moved: what stops it, by code."""
        before = self.lines()
        answer = self.ask(action, login, **values)
        findings = list(answer.findings) if isinstance(answer, Receipt) else answer
        assert not isinstance(answer, Receipt) or not answer.ok
        assert self.lines() == before
        return {finding.code: finding for finding in findings if finding.severity == "block"}

    def lines(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every line by project and code."""
        with self.database.reading() as connection:
            rows = connection.execute(columns_of(BudgetLine).select()).mappings()
            return {(row["project"], row["code"]): dict(row) for row in rows}

    def balances(self, code: str, project: str = "P1") -> tuple[int, int, int, int]:
        """Allotted, reserved, contracted and paid of a line, in yuan."""
        line = self.lines()[project, code]
        return tuple(line[name] // 100 for name in ("allotted", "reserved", "contracted", "paid"))  # type: ignore[return-value]

    def faults(self) -> list[str]:
        """What verify finds."""
        return [f"{fault.kind} {fault.where}: {fault.message}" for fault in verify(self.database).faults]


def staff(workspace: Workspace, database: Database) -> Office:
    """Register units, people and two projects."""
    setup = Desk(workspace, database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})))
    units = [RegisterUnit(code="U1", name="水利局"), RegisterUnit(code="U2", name="教育局")]
    people = [
        RegisterPerson(login=login, name=login, unit=unit, roles=(role,)) for login, (unit, role) in PEOPLE.items()
    ]
    assert all(receipt.ok for receipt in setup.record_batch([*units, *people]))
    registrar = Desk(workspace, database, Actor("registrar", frozenset({Role.PERFORMANCE_DIVISION})))
    for code, owner in (("P1", "U1"), ("P2", "U2")):
        project = RegisterProject(code=code, name=f"项目{code}", owner=owner, year_from=2024, year_to=2028)
        assert registrar.record(project).ok
    return Office(workspace, database)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office on SQLite, with its people and without any money yet."""
    workspace = found_office(tmp_path_factory.mktemp("founded") / "office", Settings(), "admin", "test")
    office = staff(workspace, Database(workspace.database_address))
    office.database.close()
    return workspace.root


@pytest.fixture(scope="session")
def granted(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the same office with money: see ``funded``."""
    office = open_copy(founded, tmp_path_factory.mktemp("granted") / "office")
    grant = {"year": 2026, "document": "财预〔2026〕1号", "fund": "一般公共预算"}
    province = {"source": "省级", "amount": "50万元", "is_earmarked": True, "purpose": "水库除险加固"}
    office.do("grant_allotment", code="CITY", source="市级", amount="100万元", **grant)
    office.do("grant_allotment", code="PROV", **province, **grant)
    office.do("grant_allotment", project="P2", code="SCHOOL", source="市级", amount="30万元", **grant)
    office.database.close()
    return office.workspace.root


def open_copy(folder: Path, place: Path) -> Office:
    """An office of its own that begins as another stands."""
    shutil.copytree(folder, place)
    workspace = Workspace(place, Settings())
    return Office(workspace, Database(workspace.database_address))


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> Office:
    """An office on SQLite, without any money yet."""
    return open_copy(founded, tmp_path / "office")


@pytest.fixture
def funded(granted: Path, tmp_path: Path) -> Office:
    """Two lines of 2026 in P1 (100 万元 of the city, 50 万元 earmarked of the province) and one of 30 万元 in P2."""
    return open_copy(granted, tmp_path / "office")


def require_plan(office: Office) -> None:
    """Switch the plan of use of funds on, as an office does: by its own file."""
    text = Resources().find(FILE).read_text(encoding="utf-8")
    own = office.workspace.root / "data" / FILE
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text.replace("is_plan_required: false", "is_plan_required: true"), encoding="utf-8")
