"""Day: the day on which a view speaks."""

from datetime import date, datetime

from sqlalchemy import func, select

from kit.core.calendar import OFFICE_TIME
from kit.store.journal import MIGRATION, Entry
from kit.views.reader import Reader


def speaking_day(reader: Reader, day: date | None) -> date:
    """*day* where one is named, else that of the last entry in the journal, so that a snapshot always says the same."""
    return day or last_entry_day(reader) or date.min


def last_entry_day(reader: Reader) -> date | None:
    """The day, in the office's time, of the last entry in the journal; None where nothing is recorded.

    A migration is no deed of the office: an old snapshot that is migrated speaks of the day it spoke of before.
    """
    found = reader.rows(select(func.max(Entry.at).label("at")).where(Entry.action != MIGRATION))[0]["at"]
    return datetime.fromisoformat(found).astimezone(OFFICE_TIME).date() if found else None
