"""Fixtures of the actions: an office with a unit, a project and people of several roles."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kit.actions.desk import Desk, find_actor
from kit.actions.office import found_office
from kit.core.actor import Actor, Door, Role
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.workspace.workspace import Settings, Workspace

PEOPLE = {
    "officer": ("U1", Role.UNIT_OFFICER),
    "stranger": ("U2", Role.UNIT_OFFICER),
    "division": (None, Role.PERFORMANCE_DIVISION),
    "manager": (None, Role.MANAGER),
}

DeskOf = Callable[[str], Desk]


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """A workspace with two units, four people and the project P1 of unit U1 in 2022 and 2023."""
    workspace = found_office(tmp_path / "office", Settings(), "admin", "test")
    admin = Desk(workspace, Database(workspace.database_address), Actor("admin", frozenset({Role.SYSTEM_ADMIN})))
    units = [RegisterUnit(code="U1", name="水利局"), RegisterUnit(code="U2", name="教育局")]
    people = [
        RegisterPerson(login=login, name=login, unit=unit, roles=(role,)) for login, (unit, role) in PEOPLE.items()
    ]
    assert all(receipt.ok for receipt in admin.record_batch([*units, *people]))
    return workspace


@pytest.fixture
def desk_of(office: Workspace) -> DeskOf:
    """The desk of a person by login; the project is registered."""
    database = Database(office.database_address)

    def open_for(login: str) -> Desk:
        return Desk(office, database, find_actor(database, login, Door.SCREEN))

    project = RegisterProject(code="P1", name="水标尺", owner="U1", year_from=2022, year_to=2023)
    assert open_for("division").record(project).ok
    return open_for
