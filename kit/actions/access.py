"""Access: logging in at the server, and the sessions that follow; what happens here stands beside the journal."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from kit.core.actor import Role
from kit.core.calendar import OFFICE_TIME
from kit.core.tables import columns_of
from kit.org.account_checks import is_aged, needs_second_factor
from kit.org.accounts import AccessEvent, Account, Credential, Lockout, LoginSession
from kit.org.passwords import is_password, step_of
from kit.org.policy import AccessPolicy, load_access_policy
from kit.org.tables import Person
from kit.store.aside import add_aside, change_aside, drop_aside
from kit.store.database import Database
from kit.store.journal import time_text
from kit.workspace.workspace import Workspace

PASSWORD, ENROLMENT, CODE = "password", "enrolment", "code"
SEEN_SECONDS = 30
LOGIN_MAX = 80


@dataclass(frozen=True)
class Visit:
    """A person with a session; ``waits_for`` names the step that is due before anything else opens."""

    login: str
    name: str
    roles: frozenset[Role]
    unit: str | None
    session: str
    waits_for: str
    ends_at: datetime

    @property
    def is_whole(self) -> bool:
        """True once every step of the login is done."""
        return not self.waits_for


@dataclass(frozen=True)
class Origin:
    """Where a login comes from: the address and the browser's own name for itself."""

    address: str
    agent: str


def _now() -> datetime:
    return datetime.now(UTC)


class Access:
    """The login of one workspace."""

    def __init__(self, workspace: Workspace, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self.workspace = workspace
        self.database = database
        self.policy: AccessPolicy = load_access_policy(workspace.resources)
        self._clock = clock

    def log_in(self, login: str, password: str, origin: Origin) -> str | None:
        """The key of a new session, or None.

        Whether a login exists, is closed or is locked is not to be learned here: neither from the answer, which is
        always the same, nor from how long it takes. While an account is locked the right password does not open it.
        """
        named = _printable(login)
        with self.database.reading() as connection:
            found = _account(connection, named)
        is_right = is_password(password, found.password_hash if found else None)
        if found and self._is_locked(found):
            self._tell(named, "locked", origin)
            return None
        if not is_right or not self._may_come(found):
            self._fail(named, origin, is_known=found is not None)
            return None
        return self._open(found, origin)

    def take_code(self, key: str, code: str, origin: Origin) -> bool:
        """Take a code of the second factor; True where it is right and was not taken before."""
        visit = self.visit(key)
        if visit is None or visit.waits_for != CODE:
            return False
        with self.database.writing() as connection:
            is_good = self._use_code(connection, _account(connection, visit.login), code)
        if not is_good:
            self._fail(visit.login, origin, is_known=True)
            return False
        self.advance(key, is_code_given=True)
        return True

    def distrust(self, visit: Visit, origin: Origin) -> None:
        """Count a wrong present password inside a session; the failure that locks the account ends its sessions."""
        if not self._fail(visit.login, origin, is_known=True):
            return
        with self.database.writing() as connection:
            ended = {"ended_at": time_text(self._clock()), "ended_by": visit.login}
            change_aside(connection, LoginSession, {"login": visit.login, "ended_at": None}, **ended)

    def advance(self, key: str, *, is_code_given: bool = False) -> None:
        """Say anew which step of the login is due."""
        with self.database.writing() as connection:
            session = _session(connection, digest_of(key))
            if session is None:
                return
            still = session.waits_for == CODE and not is_code_given
            waits_for = CODE if still else self._next_step(_account(connection, session.login))
            change_aside(connection, LoginSession, {"key": session.key}, waits_for=waits_for)

    def visit(self, key: str) -> Visit | None:
        """Who holds *key*; None where the session has ended, was idle too long, or the account is closed."""
        with self.database.reading() as connection:
            session = _session(connection, digest_of(key))
        if session is None or session.ended_at or not self._may_come(session):
            return None
        return None if self._end_of(session) <= self._clock() else self._visit(session)

    def touch(self, session: str) -> None:
        """Note that the person is there; reading a page and typing both count."""
        now = self._clock()
        with self.database.writing() as connection:
            which = {"key": session, "ended_at": None}
            earlier = time_text(now - timedelta(seconds=SEEN_SECONDS))
            columns = columns_of(LoginSession)
            seen = connection.execute(select(columns.c.seen_at).where(columns.c.key == session)).scalar()
            if seen is not None and seen < earlier:
                change_aside(connection, LoginSession, which, seen_at=time_text(now))

    def log_out(self, key: str, origin: Origin) -> None:
        """End the session."""
        with self.database.writing() as connection:
            session = _session(connection, digest_of(key))
            if session and not session.ended_at:
                ended = {"ended_at": time_text(self._clock()), "ended_by": session.login}
                change_aside(connection, LoginSession, {"key": session.key}, **ended)
                self._note(connection, session.login, "logged_out", origin)

    def ended_among(self, sessions: set[str]) -> set[str]:
        """Those of *sessions* that run no more."""
        with self.database.reading() as connection:
            found = [_session(connection, session) for session in sessions]
        now = self._clock()
        running = {
            each.key
            for each in found
            if each and not each.ended_at and self._may_come(each) and self._end_of(each) > now
        }
        return sessions - running

    def sweep(self) -> None:
        """Drop sessions and events that nobody needs to know any more."""
        before = time_text(self._clock() - timedelta(days=self.policy.event_days_min))
        with self.database.writing() as connection:
            drop_aside(connection, LoginSession, columns_of(LoginSession).c.seen_at < before)
            drop_aside(connection, AccessEvent, columns_of(AccessEvent).c.at < before)

    def _open(self, account: Any, origin: Origin) -> str:
        key, now = secrets.token_urlsafe(32), time_text(self._clock())
        waits_for = CODE if account.totp_seed else self._next_step(account)
        with self.database.writing() as connection:
            if not account.totp_seed:
                _forgive(connection, account.login)
            values = {"key": digest_of(key), "login": account.login, "waits_for": waits_for, "opened_at": now}
            values |= {"seen_at": now, "ended_at": None, "ended_by": None, "address": origin.address[:64]}
            add_aside(connection, LoginSession, **values, agent=origin.agent[:200])
            self._note(connection, account.login, "logged_in", origin)
        return key

    def _use_code(self, connection: Connection, account: Any, code: str) -> bool:
        """Take the code's time step, which nobody can take twice; forgive the failures before it."""
        step = step_of(account.totp_seed, code, self._clock()) if account.totp_seed else None
        if step is None or step <= account.totp_step or self._is_locked(account):
            return False
        which = {"login": account.login, "totp_step": account.totp_step}
        if not change_aside(connection, Credential, which, totp_step=step):
            return False
        _forgive(connection, account.login)
        return True

    def _fail(self, login: str, origin: Origin, *, is_known: bool) -> bool:
        """Count a failure; True where it was the last one allowed, which locks the account."""
        with self.database.writing() as connection:
            is_locked = is_known and self._count_failure(connection, login)
            self._note(connection, login, "locked" if is_locked else "wrong", origin)
        return is_locked

    def _count_failure(self, connection: Connection, login: str) -> bool:
        columns = columns_of(Lockout)
        change_aside(connection, Lockout, {"login": login}, failures=columns.c.failures + 1)
        failures = connection.execute(select(columns.c.failures).where(columns.c.login == login)).scalar_one()
        if failures < self.policy.failures_max:
            return False
        until = time_text(self._clock() + timedelta(minutes=self.policy.lockout_minutes))
        change_aside(connection, Lockout, {"login": login}, failures=0, locked_until=until)
        return True

    def _tell(self, login: str, event: str, origin: Origin) -> None:
        with self.database.writing() as connection:
            self._note(connection, login, event, origin)

    def _note(self, connection: Connection, login: str, event: str, origin: Origin) -> None:
        values = {"at": time_text(self._clock()), "login": login, "event": event, "address": origin.address[:64]}
        add_aside(connection, AccessEvent, **values)

    def _is_locked(self, account: Any) -> bool:
        return account.locked_until is not None and _read(account.locked_until) > self._clock()

    def _may_come(self, account: Any) -> bool:
        """The account is open, has not expired, and the person has not left."""
        today = self._clock().astimezone(OFFICE_TIME).date()
        has_expired = account.expires_on is not None and account.expires_on < today
        has_left = account.left_on is not None and account.left_on < today
        return bool(account.is_open) and not has_expired and not has_left

    def _next_step(self, account: Any) -> str:
        today = self._clock().astimezone(OFFICE_TIME).date()
        if account.must_change or is_aged(account.changed_on, today, self.policy):
            return PASSWORD
        needs = needs_second_factor(_roles(account), self.workspace.settings.second_factor)
        return ENROLMENT if needs and not account.has_second_factor else ""

    def _end_of(self, session: Any) -> datetime:
        idle = _read(session.seen_at) + timedelta(minutes=self.policy.idle_minutes)
        return min(idle, _read(session.opened_at) + timedelta(minutes=self.policy.absolute_minutes))

    def _visit(self, session: Any) -> Visit:
        return Visit(
            session.login,
            session.name,
            _roles(session),
            session.unit,
            session.key,
            session.waits_for,
            self._end_of(session),
        )


def digest_of(key: str) -> str:
    """What the database keeps of the key that a browser holds."""
    return hashlib.sha256(key.encode()).hexdigest()


def _account(connection: Connection, login: str) -> Any:
    """The account with its person, secrets and lockout, or None."""
    query = (
        select(
            columns_of(Account),
            Person.roles,
            Person.left_on,
            Credential.password_hash,
            Credential.totp_seed,
            Credential.totp_step,
            Lockout.locked_until,
        )
        .join(Person, Person.login == Account.login)
        .join(Credential, Credential.login == Account.login)
        .join(Lockout, Lockout.login == Account.login)
    )
    return connection.execute(query.where(Account.login == login)).first()


def _session(connection: Connection, key: str) -> Any:
    """The session with its account and person, or None."""
    query = (
        select(
            columns_of(LoginSession),
            Person.name,
            Person.roles,
            Person.unit,
            Person.left_on,
            Account.is_open,
            Account.expires_on,
        )
        .join(Account, Account.login == LoginSession.login)
        .join(Person, Person.login == LoginSession.login)
    )
    return connection.execute(query.where(LoginSession.key == key)).first()


def _roles(row: Any) -> frozenset[Role]:
    return frozenset(map(Role, row.roles))


def _forgive(connection: Connection, login: str) -> None:
    change_aside(connection, Lockout, {"login": login}, failures=0, locked_until=None)


def _printable(login: str) -> str:
    """*login* without what no login holds and not every database keeps."""
    return "".join(sign for sign in login if sign.isprintable())[:LOGIN_MAX]


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)
