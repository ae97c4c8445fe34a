"""Allotment: rows of an allotment file (指标下达) as lines to grant and supplements to add."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kit.budget.requests import GrantAllotment, SupplementLine
from kit.core.digest import digest
from kit.core.finding import block, question
from kit.core.language import phrase
from kit.core.request import Request
from kit.exchange.finance.cells import Cells, word_unknown
from kit.exchange.finance.planned import Planned
from kit.exchange.finance.standing import Lines, read_lines
from kit.exchange.finance.vocabulary import Column
from kit.store.database import Database

KEY_MAX = 200
DIMENSIONS = {
    "source": Column.SOURCE,
    "fund": Column.FUND,
    "functional": Column.FUNCTIONAL,
    "government_economic": Column.GOVERNMENT_ECONOMIC,
    "department_economic": Column.DEPARTMENT_ECONOMIC,
    "purpose": Column.PURPOSE,
}
COLUMNS = DIMENSIONS | {
    "project": Column.PROJECT,
    "code": Column.LINE,
    "line": Column.LINE,
    "year": Column.YEAR,
    "is_earmarked": Column.IS_EARMARKED,
    "document": Column.DOCUMENT,
    "amount": Column.AMOUNT,
    "origin": Column.ORIGIN,
    "on": Column.GRANTED_ON,
    "parts": Column.LINE,
}
DONE = {model.__name__: model for model in (GrantAllotment, SupplementLine)}
Line = tuple[str, str]


def key_of(document: str, line: str) -> str:
    """The idempotency key of one row: its document and its line; the same row has the same key in every file."""
    # A line code holds no space, so the two cannot run into each other.
    key = f"finance allotment {document} {line}"
    return key if len(key) <= KEY_MAX else f"finance allotment {digest(document)} {line}"


@dataclass
class _Asked:
    """What a row says, read; ``line`` names its project and code."""

    planned: Planned
    line: Line
    document: str
    values: dict[str, Any]

    @property
    def key(self) -> str:
        return key_of(self.document, self.line[1])


def plan_allotments(database: Database, rows: Iterable[Cells]) -> list[Planned]:
    """What is to be done with each row, given the books and the rows before it; nothing is written."""
    asked = [_read(cells) for cells in rows]
    standing = read_lines(database, [row.line for row in asked], [row.key for row in asked])
    planner = _Planner(standing)
    for row in asked:
        planner.plan(row)
    return [row.planned for row in asked]


def _read(cells: Cells) -> _Asked:
    project, code, document = (cells.text(column) or "" for column in (Column.PROJECT, Column.LINE, Column.DOCUMENT))
    values: dict[str, Any] = {name: cells.text(column) for name, column in DIMENSIONS.items()}
    values |= {
        "project": project,
        "document": document,
        "year": cells.year(Column.YEAR),
        "is_earmarked": cells.is_yes(Column.IS_EARMARKED),
        "amount": cells.amount(Column.AMOUNT),
        "on": cells.day(Column.GRANTED_ON),
    }
    return _Asked(Planned(cells, COLUMNS), (project, code), document, values)


@dataclass
class _Planner:
    """Plans one row after the other; a line that a row grants is there for the rows below it."""

    standing: Lines
    seen: set[str] = field(default_factory=set)
    granted: dict[Line, _Asked] = field(default_factory=dict)

    def plan(self, asked: _Asked) -> None:
        self._check_twice(asked)
        self._check_agency(asked)
        done = self.standing.keys.get(asked.key)
        if done:
            # What came in before is asked again as it was; the key then says that it is done, or that it differs.
            self._ask(asked, DONE.get(done, GrantAllotment))
        elif self._is_there(asked):
            self._check_by_hand(asked)
            self._check_alike(asked)
            self._ask(asked, SupplementLine)
        else:
            self._ask(asked, GrantAllotment)
            self.granted[asked.line] = asked

    def _is_there(self, asked: _Asked) -> bool:
        return asked.line in self.standing.lines or asked.line in self.granted

    def _check_twice(self, asked: _Asked) -> None:
        if asked.document and asked.line[1] and asked.key in self.seen:
            said = phrase("document {document} stands with this line in a row above", document=asked.document)
            asked.planned.cells.keep(block("exchange.row_twice", said), Column.LINE)
        self.seen.add(asked.key)

    def _check_agency(self, asked: _Asked) -> None:
        cells = asked.planned.cells
        agency, owner = cells.text(Column.AGENCY), self.standing.owners.get(asked.line[0])
        if agency and owner and agency != owner:
            said = phrase("the project belongs to unit {owner}, the file says {agency}", owner=owner, agency=agency)
            cells.keep(question("exchange.agency_differs", said), Column.AGENCY)

    def _check_by_hand(self, asked: _Asked) -> None:
        line = self.standing.lines.get(asked.line)
        if line and asked.document in self.standing.documents.get(line["id"], set()):
            said = phrase(
                "document {document} has given to this line already, entered by hand; the row would count it twice",
                document=asked.document,
            )
            asked.planned.cells.keep(block("exchange.entered_by_hand", said), Column.DOCUMENT)

    def _check_alike(self, asked: _Asked) -> None:
        """A supplement is of the line as it stands: the row says nothing else of it."""
        for name, held in self._held(asked):
            given = asked.values[name]
            if given not in (None, "", held):
                said = phrase(
                    "the line is recorded with {held}, the row says {given}; a line keeps its classification",
                    held="—" if held is None else str(held),
                    given=str(given),
                )
                asked.planned.cells.keep(block("exchange.line_differs", said), COLUMNS[name])

    def _held(self, asked: _Asked) -> Iterator[tuple[str, Any]]:
        line = self.standing.lines.get(asked.line) or self.granted[asked.line].values
        return ((name, line[name]) for name in ("year", *DIMENSIONS))

    def _ask(self, asked: _Asked, model: type[Request]) -> None:
        key = {"key": asked.key}
        if model is GrantAllotment:
            asked.planned.ask(model, asked.values | key | {"code": asked.line[1]})
            return
        wanted = {name: asked.values[name] for name in ("project", "document", "amount", "on")}
        asked.planned.ask(model, wanted | key | {"line": asked.line[1], "origin": self._origin(asked.planned.cells)})

    def _origin(self, cells: Cells) -> Any:
        given = cells.text(Column.ORIGIN) or ""
        origin = cells.words.origin(given)
        allowed = ", ".join(words[0] for words in cells.words.origins.values())
        if not given:
            said = phrase("the line is there, so the row adds to it; say whence: one of {allowed}", allowed=allowed)
            cells.keep(block("exchange.origin_missing", said), Column.ORIGIN)
        elif origin is None:
            cells.keep(word_unknown(given, allowed), Column.ORIGIN)
        return origin
