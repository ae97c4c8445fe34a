"""Grid: rectangular text from any source, with its merged cells known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cell:
    """One printed cell in one row: columns ``first`` to ``last``, its text, and the row where it begins."""

    first: int
    last: int
    text: str
    top: int


@dataclass(frozen=True)
class Row:
    """One row as distinct cells, empty ones included; ``part`` numbers the table of a document that it stands in."""

    number: int
    cells: tuple[Cell, ...]
    part: int = 0

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold text."""
        return tuple(cell for cell in self.cells if cell.text)

    def begins(self, cell: Cell) -> bool:
        """True where *cell* begins in this row and does not only reach into it from above."""
        return cell.top == self.number


@dataclass(frozen=True)
class Grid:
    """A sheet, or the tables of a document one below the other.

    ``unread`` are the rows of cells whose value could not be known (a formula that was never computed).
    """

    name: str
    rows: tuple[Row, ...]
    unread: frozenset[Place] = frozenset()


@dataclass
class GridDraft:
    """A grid in the making: texts by place, merged spans (rows and columns, last included)."""

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    unread: set[Place] = field(default_factory=set)
    parts: dict[int, int] = field(default_factory=dict)

    def finished(self) -> Grid:
        """The grid, rows without any text left out."""
        owners = _owners(self.spans)
        extents = _extents(self.texts, owners)
        rows = tuple(self._row(number, last, owners) for number, last in extents)
        return Grid(self.name, tuple(row for row in rows if row.filled), frozenset(self.unread))

    def _row(self, number: int, last: int, owners: Mapping[Place, Span]) -> Row:
        return Row(number, tuple(self._cells(number, last, owners)), self.parts.get(number, 0))

    def _cells(self, number: int, last: int, owners: Mapping[Place, Span]) -> Iterator[Cell]:
        column = 0
        while column <= last:
            top, left, _, right = owners.get((number, column), (number, column, number, column))
            yield Cell(column, right, self.texts.get((top, left), ""), top)
            column = right + 1


def slice_columns(grid: Grid, first: int, last: int) -> Grid:
    """The columns *first* to *last* as a grid of their own; a cell across the border belongs to both sides."""
    rows = (Row(row.number, _between(row.cells, first, last), row.part) for row in grid.rows)
    unread = frozenset(place for place in grid.unread if first <= place[1] <= last)
    return Grid(grid.name, tuple(row for row in rows if row.filled), unread)


def _between(cells: Iterable[Cell], first: int, last: int) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.last >= first and cell.first <= last)


def _owners(spans: Iterable[Span]) -> dict[Place, Span]:
    return {
        (row, column): (top, left, bottom, right)
        for top, left, bottom, right in spans
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def _extents(texts: Mapping[Place, str], owners: Mapping[Place, Span]) -> list[tuple[int, int]]:
    """Each row that something reaches into, with its last column."""
    last: dict[int, int] = {}
    for row, column in (*texts, *owners):
        last[row] = max(last.get(row, 0), column)
    return sorted(last.items())
