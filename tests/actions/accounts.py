"""Accounts for tests of the login: an office with a clock that stands still until it is moved."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from pydantic import SecretStr

from kit.actions.access import Access, Origin, Visit
from kit.actions.desk import Desk, find_actor
from kit.actions.office import found_office
from kit.core.actor import Actor, Door, Role
from kit.core.request import Request
from kit.org.account_requests import ChangePassword, OpenAccount, SetSecondFactor
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.store import Receipt
from kit.workspace.workspace import Settings, Workspace

ONE_TIME, PASSWORD, SEED = "Einmal-nur-1", "Wasser-fliesst-42", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
HERE = Origin("10.0.0.7", "a browser")
PEOPLE = {
    "officer": Role.UNIT_OFFICER,
    "evaluator": Role.LEAD_EVALUATOR,
    "division": Role.PERFORMANCE_DIVISION,
    "security": Role.SECURITY_ADMIN,
    "audit": Role.AUDIT_ADMIN,
}


@dataclass
class Clock:
    """Noon of 2 March 2026 in Beijing, until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 4, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


class Gatehouse:
    """An office, its people and the way in."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.clock = Clock()
        self.workspace: Workspace = found_office(root, settings, "admin", "test")
        self.database = Database(self.workspace.database_address)
        setup = Desk(self.workspace, self.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})), self.clock)
        assert setup.record(RegisterUnit(code="U1", name="水利局")).ok
        for login, role in PEOPLE.items():
            assert setup.record(RegisterPerson(login=login, name=login, unit="U1", roles=(role,))).ok
        self.access = Access(self.workspace, self.database, self.clock)
        project = RegisterProject(code="P1", name="水标尺", owner="U1", year_from=2022, year_to=2026)
        assert self.do("division", project).ok

    def do(self, login: str, request: Request, session: str = "") -> Receipt:
        """Do something as somebody, at a screen."""
        actor = find_actor(self.database, login, Door.SCREEN, session)
        return Desk(self.workspace, self.database, actor, self.clock).record(request)

    def open_account(self, login: str, password: str = ONE_TIME) -> None:
        """An account with its one-time password."""
        assert self.do("security", OpenAccount(login=login, one_time_password=SecretStr(password))).ok

    def settle(self, login: str) -> None:
        """An account whose first login is done."""
        self.open_account(login)
        assert self.do(login, changing(ONE_TIME, PASSWORD)).ok

    def log_in(self, login: str, password: str = PASSWORD) -> str | None:
        """The key of a session."""
        return self.access.log_in(login, password, HERE)

    def enter(self, login: str, password: str = PASSWORD) -> Visit:
        """The visit of somebody who logs in."""
        visit = self.visit(self.log_in(login, password))
        assert visit is not None
        return visit

    def visit(self, key: str | None) -> Visit | None:
        """Who holds a key."""
        assert key is not None
        return self.access.visit(key)

    def add_second_factor(self, login: str) -> None:
        """A second factor with the seed of RFC 6238."""
        code = self.code()
        assert self.do(
            login, SetSecondFactor(password=SecretStr(PASSWORD), seed=SecretStr(SEED), code=SecretStr(code))
        ).ok

    def code(self) -> str:
        """What the authenticator of that seed shows now."""
        return pyotp.TOTP(SEED).at(self.clock.now)


def changing(old: str, new: str) -> ChangePassword:
    """The request to change a password."""
    return ChangePassword(password=SecretStr(old), new_password=SecretStr(new))


def codes(receipt: Receipt) -> list[str]:
    """What was said."""
    return [finding.code for finding in receipt.findings]
