"""Feed: how one kind of thing gets its facts from the books, for the rules about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.core.language import Phrase
from kit.core.tables import Base
from kit.law.fact import Value
from kit.views.law.books import Books, Row

Facts = dict[str, Value | None]
# From a row of another table, the key of the thing that it concerns.
Touch = Callable[[Books, Row], int | None]


@dataclass(frozen=True)
class Feed:
    """One kind of thing that rules judge.

    ``table`` holds a row for each thing; ``label`` names it to people; ``facts`` gathers what is known of it, and what
    it may gather is listed in ``provides``, each fact with the words that say where it comes from. ``touches`` says
    which thing a row of another table concerns, so that a past decision is found by its entry;
    ``scopes`` the contract or line that a waiver for it would name.
    """

    name: str
    subject: str
    room: str
    table: type[Base]
    provides: Mapping[str, Phrase]
    facts: Callable[[Books, Row], Facts]
    label: Callable[[Row], str]
    touches: Mapping[type[Base], Touch] = field(default_factory=dict)
    scopes: Callable[[Row], Mapping[str, tuple[str, ...]]] = lambda _row: {}
    is_thing: Callable[[Books, Row], bool] = lambda _books, _row: True

    def things(self, books: Books) -> Iterable[Row]:
        """The rows that are things of this kind."""
        return (row for row in books.rows(self.table) if self.is_thing(books, row))

    def touched(self, books: Books, table: str, row: Row) -> int | None:
        """The key of the thing that a row concerns; None where it concerns none."""
        if table == self.table.__tablename__:
            return int(row["id"])
        for other, touch in self.touches.items():
            if other.__tablename__ == table:
                return touch(books, row)
        return None


def key_in(column: str) -> Touch:
    """The thing whose key stands in *column*."""
    return lambda _books, row: row[column]


def in_hundredths(points: Any) -> int | None:
    """Points or percent as rules hold them, None where they are finer than hundredths or not known."""
    if points is None:
        return None
    hundredths = points * 100
    return int(hundredths) if hundredths == int(hundredths) else None
