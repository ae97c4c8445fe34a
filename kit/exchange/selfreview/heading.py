"""Heading: the rows that name the columns of a block, and which cell of a row below belongs to which role."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kit.exchange.selfreview.grid import Cell, Row
from kit.exchange.selfreview.layout import Layout, plain

LEVELS = ("level1", "level2")
MONEY = "money"
INDICATORS = "indicators"


@dataclass(frozen=True)
class Heading:
    """One block's heading: the columns of each role, the printed headings, and what it says to the left of them."""

    block: str
    columns: dict[str, tuple[int, int]]
    row: Row
    labels: dict[str, str] = field(default_factory=dict)
    aside: str = ""

    @property
    def first_column(self) -> int:
        """The leftmost column that has a role."""
        return min(first for first, _ in self.columns.values())

    def assign(self, row: Row) -> dict[str, list[Cell]]:
        """The cells of *row* by role, empty ones left out."""
        cells: dict[str, list[Cell]] = {}
        for cell, role in zip(row.cells, self._roles_of(row), strict=True):
            if role and cell.text:
                cells.setdefault(role, []).append(cell)
        return cells

    def _roles_of(self, row: Row) -> list[str | None]:
        # A table that goes on as another one in the document keeps its order of columns, not their grid.
        if row.part != self.row.part and len(row.cells) == len(self.row.cells):
            return [self._role_at(head.first, head.last) for head in self.row.cells]
        return [self._role_at(cell.first, cell.last) for cell in row.cells]

    def _role_at(self, first: int, last: int) -> str | None:
        """The role of the first column that a cell touches; a level that reaches into the name is the name."""
        touched = [(begin, role) for role, (begin, end) in self.columns.items() if begin <= last and end >= first]
        role = min(touched, default=(0, None))[1]
        if role in LEVELS and any(other == "name" for _, other in touched):
            return "name"
        return role


def read_heading(rows: Sequence[Row], place: int, layout: Layout) -> tuple[Heading, int] | None:
    """The heading that begins at *place*, with the number of rows it takes (one or two); None where there is none."""
    row = rows[place]
    following = rows[place + 1] if place + 1 < len(rows) else None
    if following is not None and not _match_begun(following, layout):
        cells, texts = _stacked(row, following, layout)
        heading = _match(row, cells, texts, layout) if texts else None
        if heading:
            return heading, 2
    single = _single(row, layout)
    return (single, 1) if single else None


def _single(row: Row, layout: Layout) -> Heading | None:
    return _match(row, row.filled, [[cell.text] for cell in row.filled], layout)


def _match_begun(row: Row, layout: Layout) -> Heading | None:
    begun = tuple(cell for cell in row.filled if row.begins(cell))
    return _match(row, begun, [[cell.text] for cell in begun], layout)


def _match(row: Row, cells: Sequence[Cell], texts: Sequence[list[str]], layout: Layout) -> Heading | None:
    for block, fits in ((INDICATORS, _fits_indicators), (MONEY, _fits_money)):
        chosen = [_best(options, block, layout) for options in texts]
        roles = layout.roles(chosen, block)
        if fits(roles):
            return _heading(block, row, cells, chosen, roles)
    return None


def _fits_indicators(roles: dict[str, int]) -> bool:
    """Names and at least two columns of values, or names with levels and one."""
    named = {"name", "level1", "level2"} & roles.keys()
    valued = {"target", "actual", "weight", "score"} & roles.keys()
    return bool(named) and bool(valued) and len(named) + len(valued) >= 3


def _fits_money(roles: dict[str, int]) -> bool:
    return len({"initial", "adjusted", "executed", "rate"} & roles.keys()) >= 2 and bool(
        {"adjusted", "executed"} & roles.keys()
    )


def _heading(block: str, row: Row, cells: Sequence[Cell], texts: Sequence[str], roles: dict[str, int]) -> Heading:
    columns = {role: (cells[place].first, cells[place].last) for role, place in roles.items()}
    labels = {role: texts[place] for role, place in roles.items()}
    left = min(first for first, _ in columns.values())
    aside = " ".join(cell.text for cell in cells if cell.last < left)
    return Heading(block, columns, row, labels, aside)


def _best(options: list[str], block: str, layout: Layout) -> str:
    return next((text for text in options if layout.claims(text, block)), options[0])


def _stacked(row: Row, below: Row, layout: Layout) -> tuple[list[Cell], list[list[str]]]:
    """Two rows as one heading: for each lower cell its own words, both joined, the upper words; else empty."""
    under = [cell for cell in below.filled if below.begins(cell)]
    if not under or not all(_is_heading(cell.text, layout) for cell in under):
        return [], []
    cells = []
    texts = []
    for upper in row.filled:
        lower = [cell for cell in under if upper.first <= cell.first <= upper.last]
        cells += lower or [upper]
        texts += [[cell.text, plain(upper.text) + plain(cell.text), upper.text] for cell in lower] or [[upper.text]]
    return cells, texts


def _is_heading(text: str, layout: Layout) -> bool:
    known = layout.claims(text, INDICATORS) or layout.claims(text, MONEY)
    return bool(known) or plain(text) in {"年初", "全年", "调整后", "年初数", "全年数"}
