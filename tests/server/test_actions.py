"""Every role on every action: exactly what the table says, and a refusal changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from kit.actions.catalogue import Action, all_actions
from kit.actions.desk import Desk, pass_role
from kit.actions.office import found_office
from kit.core.actor import ADMINISTRATORS, Actor, Door, Role
from kit.core.request import Request
from kit.core.tables import OFFICE, Base, columns_of
from kit.store.database import Database
from kit.store.work import Work
from kit.workspace.workspace import Settings
from tests.server.table import ACTIONS, roles_of

ASIDE = {"journal", "dossier"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose actor each test changes."""
    workspace = found_office(tmp_path_factory.mktemp("actions") / "office", Settings(), "admin", "test")
    database = Database(workspace.database_address)
    yield Desk(workspace, database, Actor("nobody", frozenset()))
    database.close()


def blank(action: Action) -> Request:
    """A request of that kind that holds nothing: the gate of roles stands before everything that would read it."""

    class Blank(action.request):  # type: ignore[misc, name-defined]
        def dossiers(self) -> tuple[str, ...]:
            return (OFFICE,)

    made: Request = Blank.model_construct()
    made.__class__ = action.request
    object.__setattr__(made, "dossiers", lambda: (OFFICE,))
    return made


def counts(desk: Desk) -> dict[str, int]:
    """How many rows each table holds, beside the journal's own."""
    tables = [columns_of(mapper.class_) for mapper in Base.registry.mappers]
    with desk.database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
            if table.name not in ASIDE
        }


def test_the_table_names_every_action_and_no_other() -> None:
    """An action that nobody has thought about here is not let through."""
    assert {action.name for action in all_actions()} == set(ACTIONS)


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_action_is_for_the_roles_of_the_table_alone(desk: Desk, name: str) -> None:
    """The registry says no more and no less."""
    action = next(each for each in all_actions() if each.name == name)

    assert action.roles == roles_of(ACTIONS[name])


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_is_refused_and_changes_nothing(desk: Desk, role: Role) -> None:
    """Every action outside the table, recorded at a desk of that role: refused, and no table holds a row more."""
    desk.actor = Actor("somebody", frozenset({role}), "U1", Door.SCREEN)
    before = counts(desk)
    strange = [action for action in all_actions() if role not in roles_of(ACTIONS[action.name])]

    said = {action.name: [finding.code for finding in attempt(desk, action)] for action in strange}

    assert said == {action.name: ["access.role_missing"] for action in strange}
    assert counts(desk) == before


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_do_passes_the_gate_of_roles(desk: Desk, role: Role) -> None:
    """Every action inside the table."""
    desk.actor = Actor("somebody", frozenset({role}), "U1", Door.SCREEN)
    own = [action for action in all_actions() if role in roles_of(ACTIONS[action.name])]

    with desk.database.reading() as connection:
        work = Work(connection, desk.setting(), (OFFICE,))
        assert [pass_role(work, action, blank(action)) for action in own] == [[] for _action in own]


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_has_no_business_right(role: Role) -> None:
    """Nothing but people, units and accounts."""
    own = {action.name for action in all_actions() if role in action.roles}

    assert {name.partition(".")[0] for name in own} == {"org"}


def test_no_role_at_all_may_do_nothing(desk: Desk) -> None:
    """Somebody whose roles were all taken away."""
    desk.actor = Actor("somebody", frozenset(), None, Door.SCREEN)

    assert {attempt(desk, action)[0].code for action in all_actions()} == {"access.role_missing"}


def attempt(desk: Desk, action: Action) -> Any:
    """What the receipt says of a blank request of that action."""
    return desk.record(blank(action)).findings
