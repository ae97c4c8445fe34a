"""Database: an engine with the guard against writing on the side, for SQLite and PostgreSQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError

from kit.core.errors import EnvironmentLacks, KitError, UsageError
from kit.store.sqlite_file import read_only_address, snapshot_address

BUSY_SECONDS = 60
WRITING = "kit_writing"
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|COPY)\b", re.IGNORECASE)
_WRITES_INSIDE = re.compile(
    r"\s*WITH\b.*\b(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE | re.DOTALL
)


class WroteOnTheSide(KitError):
    """A statement tried to change rows outside ``work``; nothing goes round the journal."""


class Database:
    """One database of the kit: where it is, and the two ways into it, reading and writing."""

    def __init__(self, address: str) -> None:
        self.url = _read_address(address)
        self.engine = _make_engine(self.url)

    @classmethod
    def standing(cls, address: str) -> "Database":
        """The database that stands at *address* and is never made anew; for looking only where nobody may write it."""
        database = cls(address)
        return cls((database.path and read_only_address(database.path)) or address)

    @classmethod
    def of_snapshot(cls, file: Path) -> "Database":
        """A snapshot, opened so that nothing can write to it and no side file appears (``immutable=1``)."""
        return cls(snapshot_address(file))

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded database."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an embedded database."""
        return _file_of(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at everything: REPEATABLE READ and READ ONLY; it never blocks a writer."""
        options: dict[str, Any] = {"kit_begin": "BEGIN"}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with (
            _one_line(self.url, is_retried=False),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write (BEGIN IMMEDIATE, or READ COMMITTED with row locks); commits at the end."""
        options = {"kit_begin": "BEGIN IMMEDIATE"}
        with _one_line(self.url), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def allowed_to_write(connection: Connection) -> Iterator[None]:
    """Open the guard for the statements inside; used by ``work``, the journal and the outbox alone."""
    before = connection.info.get(WRITING, False)
    connection.info[WRITING] = True
    try:
        yield
    finally:
        connection.info[WRITING] = before


def is_taken(error: DBAPIError) -> bool:
    """True where a value that may stand once stands there already."""
    return getattr(error.orig, "sqlstate", None) == "23505" or "UNIQUE constraint failed" in str(error.orig)


def is_retryable(error: DBAPIError) -> bool:
    """True where another transaction was in the way (or was first with a unique value): do the same work again.

    Done again, the checks see what the other one wrote and say so in a finding.
    """
    reason = str(error.orig)
    return (
        is_taken(error) or getattr(error.orig, "sqlstate", None) in {"40001", "40P01"} or "database is locked" in reason
    )


def _read_address(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise UsageError(
            f"{address!r} is not a database address; write sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _file_of(url: URL) -> Path | None:
    if not _is_sqlite(url) or not url.database:
        return None
    return Path(unquote(url.database.removeprefix("file:")) if "uri" in url.query else url.database)


def _make_engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, connect_args=_waiting(url))
    except ModuleNotFoundError as error:
        raise EnvironmentLacks(
            f"the driver {error.name} for {url.drivername} is missing; "
            "install it with: pip install 'governance-kit[postgres]'"
        ) from None
    if _is_sqlite(url):
        event.listen(engine, "connect", _prepare_to_look if "mode" in url.query else _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _refuse_side_writes)
    return engine


def _waiting(url: URL) -> dict[str, Any]:
    """How long a writer waits for another one before it says so; whoever holds a dossier for longer hangs."""
    if _is_sqlite(url):
        return {"timeout": BUSY_SECONDS}
    given = url.query.get("options", "")
    return {
        "options": f"-c lock_timeout={BUSY_SECONDS}s {given if isinstance(given, str) else ' '.join(given)}".strip()
    }


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    _open_sqlite(connection)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _prepare_to_look(connection: Any, _record: Any) -> None:
    _open_sqlite(connection)
    connection.execute("PRAGMA query_only=ON")


def _open_sqlite(connection: Any) -> None:
    # The driver must not open transactions by itself: BEGIN IMMEDIATE is what keeps two writers apart.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("kit_begin", "BEGIN"))


def _refuse_side_writes(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if connection.info.get(WRITING):
        return
    if _WRITES.match(statement) or _WRITES_INSIDE.match(statement):
        raise WroteOnTheSide(f"rows change only through an action, not by: {' '.join(statement.split())[:80]}")


@contextmanager
def _one_line(url: URL, *, is_retried: bool = True) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        # Its other kinds (a broken constraint, a wrong statement) are faults of the kit and no state of the file.
        if type(error) not in (OperationalError, DatabaseError) or (is_retried and is_retryable(error)):
            raise
        reason = str(error.orig).strip().splitlines()[0]
        raise EnvironmentLacks(
            f"the database {_file_of(url) or url.render_as_string()} cannot be used: {reason}; {_remedy(reason)}"
        ) from error


def _remedy(reason: str) -> str:
    remedies = {
        "not a database": "put back its backup, or name another file",
        "malformed": "it is damaged: put back its backup",
        "locked": "somebody else is at it, try again",
        "lock timeout": "somebody else is at it, try again",
        "readonly": "work on a copy that you may write to",
        "disk is full": "make room on the disk",
    }
    fits = (remedy for sign, remedy in remedies.items() if sign in reason)
    return next(fits, "check its address in kit.toml or KIT_DATABASE, and that you may use it")
