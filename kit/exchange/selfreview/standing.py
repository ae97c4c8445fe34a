"""Standing: what is recorded already of the projects and units that an import touches."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from kit.evaluation.printed import PrintedTable
from kit.evaluation.record import read_table
from kit.evaluation.tables import SelfReview, SelfReviewIndicator
from kit.exchange.selfreview.code import code_of, marked_code
from kit.org.tables import Unit
from kit.project.tables import Project
from kit.store.database import Database


@dataclass(frozen=True)
class StandingReview:
    """A self-review table as it is recorded."""

    state: str
    table: PrintedTable


@dataclass(frozen=True)
class StandingProject:
    """A project as it is recorded, with its tables by year."""

    owner: str
    years: tuple[int, int]
    reviews: dict[int | None, StandingReview] = field(default_factory=dict)


@dataclass
class StandingUnits:
    """The units by name. A name that an import registers is known from then on, in a dry run too."""

    by_name: dict[str, str]
    codes: set[str]

    def find(self, name: str) -> str | None:
        """The code of the unit of that name, or None."""
        return self.by_name.get(name)

    def new_code(self, name: str) -> str:
        """A free code for a unit of that name."""
        code = code_of(name)
        return marked_code(name) if code in self.codes else code

    def add(self, name: str, code: str) -> None:
        """Know a unit."""
        self.by_name[name] = code
        self.codes.add(code)


def read_units(database: Database) -> StandingUnits:
    """All units; where two bear one name, the one registered first."""
    with database.reading() as connection:
        units = connection.execute(select(Unit.name, Unit.code).order_by(Unit.id.desc())).all()
    return StandingUnits({unit.name: unit.code for unit in units}, {unit.code for unit in units})


def read_projects(database: Database, codes: Sequence[str]) -> dict[str, StandingProject]:
    """The projects of those codes with their tables, in one consistent look."""
    with database.reading() as connection:
        found = _rows(connection, Project, "code", codes)
        reviews = _rows(connection, SelfReview, "project", codes)
        indicators = defaultdict(list)
        for row in _rows(connection, SelfReviewIndicator, "self_review_id", [review["id"] for review in reviews]):
            indicators[row["self_review_id"]].append(row)
    projects = {row["code"]: StandingProject(row["owner"], (row["year_from"], row["year_to"])) for row in found}
    for review in reviews:
        rows = sorted(indicators[review["id"]], key=lambda row: int(row["place"]))
        projects[review["project"]].reviews[review["year"]] = StandingReview(review["state"], read_table(review, rows))
    return projects


def _rows(connection: Connection, table: type[Any], column: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    columns = table.__table__
    assert isinstance(columns, Table)
    return [dict(row) for row in connection.execute(select(columns).where(columns.c[column].in_(values))).mappings()]
