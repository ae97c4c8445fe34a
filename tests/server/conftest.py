"""Fixtures of the server: an office with one person for each role, served, and a client for each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import Desk, open_desk
from kit.core.actor import Actor, Door, Role
from kit.org.account_requests import AssignProject
from kit.org.requests import RegisterPerson
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from tests.browser.client import Session
from tests.browser.office import (
    Office,
    free_port,
    give_account,
    make_office,
    open_accounts_with,
    serve_office,
    session_of,
    stop,
)
from tests.server.table import login_of

ONE_TIME = "Einmal-nur-1"
BEGINNER = "beginner"
# Long enough to be still running, and to be over.
LONG_AGO, FAR_AWAY = date(2020, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Served:
    """The office, a client for each role, one that is not logged in, and one whose first login is not done."""

    office: Office
    sessions: dict[Role, Session]
    run: str

    @property
    def nobody(self) -> Session:
        """A client without a cookie."""
        return Session(self.office.address)

    def beginner(self) -> Session:
        """A client that has logged in with a one-time password and has not changed it."""
        return session_of(self.office, BEGINNER, ONE_TIME)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Made once for all tests of the server that change nothing that another one looks at."""
    workspace = make_office(tmp_path_factory.mktemp("served") / "workspace")
    database = open_database(workspace)
    setup = Desk(workspace, database, Actor("setup", frozenset({Role.SYSTEM_ADMIN}), None, Door.SAMPLE))
    for role in Role:
        person = RegisterPerson(login=login_of(role), name=login_of(role), unit="TJ", roles=(role,))
        assert setup.record(person).ok
        give_account(workspace, login_of(role))
    assert setup.record(RegisterPerson(login=BEGINNER, name=BEGINNER, unit="TJ", roles=(Role.UNIT_OFFICER,))).ok
    assert open_accounts_with(workspace, BEGINNER, ONE_TIME)
    division = open_desk(workspace, login_of(Role.PERFORMANCE_DIVISION))
    for project, until in (("P-1", FAR_AWAY), ("P-2", LONG_AGO)):
        request = AssignProject(
            login=login_of(Role.LEAD_EVALUATOR), project=project, from_day=LONG_AGO, until_day=until
        )
        assert division.record(request).ok
    run = run_reports(workspace, database, Order(templates=("self_review",)))
    assert run.failures == []
    port = free_port()
    server = serve_office(workspace, port)
    office = Office(workspace, f"http://127.0.0.1:{port}")

    yield Served(office, {role: session_of(office, login_of(role)) for role in Role}, run.folder.name)

    stop(server)
