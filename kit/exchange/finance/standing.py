"""Standing: what the books hold of the lines, payments and keys that a file names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from kit.budget.commitments import Payment
from kit.budget.states import State
from kit.budget.tables import BudgetLine, Movement, PostingKey
from kit.core.tables import Recorded, columns_of
from kit.project.tables import Project
from kit.store.database import Database

# What one statement of any engine takes.
PARAMETERS_MAX = 5000
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Lines:
    """Lines by project and code, the documents that gave to each, owners of projects, and the keys used."""

    lines: dict[tuple[str, str], dict[str, Any]]
    documents: dict[int, set[str]]
    owners: dict[str, str]
    keys: dict[str, str]


def read_lines(database: Database, codes: Sequence[tuple[str, str]], keys: Sequence[str]) -> Lines:
    """What stands of the lines that an allotment file names, in one consistent look."""
    with database.reading() as connection:
        lines = _rows(connection, BudgetLine, "code", (code for _, code in codes))
        projects = _rows(connection, Project, "code", (project for project, _ in codes))
        used = _rows(connection, PostingKey, "key", keys)
        documents: dict[int, set[str]] = defaultdict(set)
        for move in _rows(connection, Movement, "line_id", (line["id"] for line in lines)):
            if move["from_state"] == State.OUTSIDE and move["document"]:
                documents[move["line_id"]].add(move["document"])
    return Lines(
        {(line["project"], line["code"]): line for line in lines},
        documents,
        {project["code"]: project["owner"] for project in projects},
        {key["key"]: key["action"] for key in used},
    )


def read_payments(database: Database, numbers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The payments of those projects and numbers."""
    wanted = set(numbers)
    with database.reading() as connection:
        found = _rows(connection, Payment, "project", (project for project, _ in sorted(wanted)))
    by_number = {(row["project"], row["number"]): row for row in found}
    return {number: by_number[number] for number in wanted if number in by_number}


def _rows(connection: Connection, table: type[Recorded], column: str, values: Iterable[Any]) -> Rows:
    columns = columns_of(table)
    found: Rows = []
    for some in _chunks(dict.fromkeys(values)):
        query = select(columns).where(columns.c[column].in_(some)).order_by(columns.c.id)
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(values)
    while chunk := list(islice(remaining, PARAMETERS_MAX)):
        yield chunk
