"""Books: the rows of the tables that rules get their facts from, as they stand now or stood after an entry."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, select

from kit.budget.commitments import Contract, Payment, PaymentBasis, ProjectCost
from kit.budget.states import State
from kit.budget.tables import BudgetLine, Movement, UsePlan
from kit.core.tables import Base, columns_of
from kit.evaluation.scheme import Scheme, load_scheme
from kit.evaluation.tables import Evaluation, Objective, SelfReview, SelfReviewIndicator
from kit.project.course import Course, CourseNode
from kit.project.tables import Project
from kit.views.reader import Reader
from kit.workspace.resources import Resources

Row = dict[str, Any]
# The tables that feed rules, each with the columns by which rows of it are looked for.
TABLES: dict[type[Base], tuple[str, ...]] = {
    Project: ("code",),
    Course: ("project",),
    CourseNode: ("project",),
    ProjectCost: ("project",),
    BudgetLine: ("project",),
    Movement: ("line_id", "payment_id"),
    UsePlan: ("line_id",),
    Contract: ("project",),
    PaymentBasis: ("contract_id",),
    Payment: ("contract_id", "basis_id"),
    Objective: ("project", "year"),
    SelfReview: ("project", "year"),
    SelfReviewIndicator: ("self_review_id",),
    Evaluation: ("self_review_id",),
}
# Of these also the rows of other projects tell something: whether anybody in the office keeps them.
OF_ALL = frozenset({Objective})
SCHEME = "mof-2020-10"


class Books:
    """Rows by table and key, with an index of each column by which they are looked for; rows are values."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self._rows: dict[str, dict[int, Row]] = {table.__tablename__: {} for table in TABLES}
        self._found: dict[tuple[str, str, Any], dict[int, Row]] = {}
        self._running: dict[int, dict[int, Counter[str]]] = {}
        self._looked_for = {table.__tablename__: columns for table, columns in TABLES.items()}

    def put(self, table: str, key: int, row: Row | None) -> Row | None:
        """Let *row* stand under its key, or nothing; answers the row that stood there."""
        rows = self._rows[table]
        before = rows.pop(key, None)
        if table == Movement.__tablename__:
            self._running.pop((row or before or {}).get("line_id", 0), None)
        if before is not None:
            for column in self._looked_for[table]:
                self._found[table, column, before[column]].pop(key, None)
        if row is not None:
            rows[key] = row
            for column in self._looked_for[table]:
                self._found.setdefault((table, column, row[column]), {})[key] = row
        return before

    def holds(self, table: str) -> bool:
        """True for a table that feeds rules."""
        return table in self._rows

    def row(self, table: type[Base], key: int | None) -> Row | None:
        """The row of that key, or None."""
        return None if key is None else self._rows[table.__tablename__].get(key)

    def rows(self, table: type[Base]) -> Iterable[Row]:
        """All rows of a table, in order of their keys."""
        return self._rows[table.__tablename__].values()

    def where(self, table: type[Base], column: str, value: Any) -> list[Row]:
        """The rows whose *column* holds *value*, in order of their keys."""
        return list(self._found.get((table.__tablename__, column, value), {}).values())

    def first(self, table: type[Base], column: str, value: Any) -> Row | None:
        """The first of these rows, or None."""
        found = self._found.get((table.__tablename__, column, value))
        return next(iter(found.values()), None) if found else None

    def held_before(self, movement: Row) -> int:
        """What the line held, in fen, in the state that a movement drew on, before it."""
        return self._before(movement)[movement["from_state"]]

    def paid_before(self, movement: Row) -> int:
        """What had been paid from the line before a movement, in fen."""
        return self._before(movement)[State.PAID]

    def _before(self, movement: Row) -> Counter[str]:
        line = movement["line_id"]
        if line not in self._running:
            self._running[line] = _running(self.where(Movement, "line_id", line))
        return self._running[line][movement["id"]]

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme whose words tell the dimensions of a self-review apart."""
        return load_scheme(SCHEME, self.resources)


def open_books(reader: Reader, project: str | None = None) -> Books:
    """The books as *reader* finds them; with *project* those of its dossier, and what others tell."""
    books = Books(reader.resources)
    for table in TABLES:
        columns = columns_of(table)
        query = select(columns).order_by(columns.c.id)
        query = query if project is None or table in OF_ALL else query.where(columns.c.dossier == project)
        for row in reader.rows(query):
            books.put(table.__tablename__, row["id"], row)
    return books


def _running(movements: list[Row]) -> dict[int, Counter[str]]:
    """How much a line held in each state before each of its movements, in fen."""
    held: Counter[str] = Counter()
    found = {}
    for row in sorted(movements, key=itemgetter("id")):
        found[row["id"]] = held.copy()
        held[row["from_state"]] -= row["amount"]
        held[row["to_state"]] += row["amount"]
    return found


def typed(table: Table, image: Mapping[str, Any]) -> Row:
    """A row image of the journal with the days that its columns hold: the journal writes them as text."""
    days = {name for name in image if table.c[name].type.python_type is date}
    return {name: date.fromisoformat(v) if name in days and v else v for name, v in image.items()}
