"""Replay: the journal read again entry by entry, with the books as they stood after each decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from kit.core.calendar import OFFICE_TIME
from kit.core.tables import Base
from kit.store.journal import content_of
from kit.views.law.books import Books, typed
from kit.views.law.feed import Feed
from kit.views.reader import Reader


@dataclass(frozen=True)
class Decision:
    """One entry of the journal and the things of one feed that it concerns, by their keys; none where refused."""

    dossier: str
    number: int
    day: date
    actor: str
    action: str
    is_refused: bool
    things: tuple[int, ...]


def replay(reader: Reader, feed: Feed, until: date) -> Iterator[tuple[Decision, Books]]:
    """Each decision up to the end of *until* that was refused or concerns a thing of *feed*, and the books after it.

    The books are one object that goes on with the journal: read them before asking for the next decision.
    """
    books = Books(reader.resources)
    for entry in reader.all_entries():
        content = content_of(entry)
        day = datetime.fromisoformat(content["at"]).astimezone(OFFICE_TIME).date()
        if day > until:
            # Not the end: clocks of several machines differ, and what is taken over may carry its own time.
            continue
        things = _apply(books, feed, content["changes"])
        is_refused = not content["changes"]
        if things or is_refused:
            named = (entry.dossier, entry.number, day, content["actor"], content["action"])
            yield Decision(*named, is_refused, things), books


def _apply(books: Books, feed: Feed, changes: list[dict[str, Any]]) -> tuple[int, ...]:
    """Put the changed rows into the books; the keys of the things that they concern and that are there after it."""
    held = [change for change in changes if books.holds(change["table"])]
    for change in held:
        image = change["image"] and typed(_table(change["table"]), change["image"])
        before = books.put(change["table"], change["key"], image)
        # What was removed still says which thing it concerned.
        change["row"] = image or before
    touched = dict.fromkeys(feed.touched(books, change["table"], change["row"]) for change in held if change["row"])
    rows = ((key, books.row(feed.table, key)) for key in touched)
    return tuple(key for key, row in rows if key is not None and row is not None and feed.is_thing(books, row))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
