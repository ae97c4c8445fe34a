"""Drafts: what a person has typed on a screen and not recorded yet, kept until it is recorded or thrown away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from kit.core.tables import columns_of
from kit.org.accounts import Draft
from kit.store.aside import add_aside, change_aside, drop_aside
from kit.store.database import Database
from kit.store.journal import time_text


@dataclass(frozen=True)
class Kept:
    """A draft: its text, and when it was last written."""

    text: str
    at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


class Drafts:
    """The drafts of one person at one screen; ``place`` names the record that a draft is for."""

    def __init__(self, database: Database, login: str, screen: str, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._which = {"login": login, "screen": screen}
        self._clock = clock

    def find(self, place: str) -> Kept | None:
        """The draft for a record, where there is one."""
        columns = columns_of(Draft).c
        fits = [columns[name] == value for name, value in (self._which | {"place": place}).items()]
        with self._database.reading() as connection:
            row = connection.execute(select(Draft.text, Draft.kept_at).where(*fits)).first()
        return Kept(row.text, datetime.fromisoformat(row.kept_at)) if row else None

    def keep(self, place: str, text: str) -> None:
        """Keep *text* in place of what was kept before."""
        which, values = self._which | {"place": place}, {"text": text, "kept_at": time_text(self._clock())}
        with self._database.writing() as connection:
            if not change_aside(connection, Draft, which, **values):
                add_aside(connection, Draft, **which, **values)

    def drop(self, place: str) -> None:
        """Throw it away: it was recorded, or nobody wants it."""
        with self._database.writing() as connection:
            drop_aside(connection, Draft, **self._which, place=place)
