"""Fixtures of the store: the same tests on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kit.actions.desk import Desk
from kit.core.actor import Actor, Role
from kit.store.database import Database
from kit.store.migration import migrate
from kit.store.signing import make_key
from kit.workspace.workspace import Workspace, make_workspace


class Clock:
    """A clock that the test sets; each look moves it by a second."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    """Noon of 1 March 2026 in Shanghai."""
    return Clock(datetime(2026, 3, 1, 4, 0, tzinfo=UTC))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace with a signing key."""
    made = make_workspace(tmp_path / "office")
    make_key(made.keys)
    return made


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, workspace: Workspace) -> Iterator[Database]:
    """A migrated database on each engine."""
    is_postgres = request.param == "postgres"
    address = request.getfixturevalue("postgres_url") if is_postgres else workspace.database_address
    made = Database(address)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def desk(workspace: Workspace, database: Database, clock: Clock) -> Desk:
    """The desk of somebody who may register units and projects."""
    roles = frozenset({Role.SYSTEM_ADMIN, Role.PERFORMANCE_DIVISION})
    return Desk(workspace, database, Actor("wang", roles), clock)
