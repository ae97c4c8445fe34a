"""Views of access for the pages of the administrators: accounts, running sessions, events of the login.

They are no part of the catalogue: a snapshot does not hold them, and nobody else is to read them.
"""

from typing import Any

from sqlalchemy import select

from kit.core.tables import columns_of
from kit.org.accounts import AccessEvent, Account, Lockout, LoginSession
from kit.org.tables import Person
from kit.store.database import Database

EVENTS_SHOWN = 500
Rows = list[dict[str, Any]]


def list_accounts(database: Database) -> Rows:
    """Everybody who is registered, with the state of the account: one row per person."""
    query = (
        select(
            Person.login,
            Person.name,
            Person.unit,
            Person.roles,
            Account.is_open,
            Account.must_change,
            Account.has_second_factor,
            Account.expires_on,
            Lockout.locked_until,
        )
        .join(Account, Account.login == Person.login, isouter=True)
        .join(Lockout, Lockout.login == Person.login, isouter=True)
        .order_by(Person.login)
    )
    return _rows(database, query)


def list_sessions(database: Database) -> Rows:
    """The sessions that nobody has ended, the latest first."""
    query = select(columns_of(LoginSession)).where(LoginSession.ended_at.is_(None))
    return _rows(database, query.order_by(LoginSession.seen_at.desc()))


def list_events(database: Database) -> Rows:
    """The latest events of the login, the latest first."""
    return _rows(database, select(columns_of(AccessEvent)).order_by(AccessEvent.id.desc()).limit(EVENTS_SHOWN))


def _rows(database: Database, query: Any) -> Rows:
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
