"""Risk bench: a large portfolio screened by every indicator, from the database to what would be raised.

The rows are written past the actions, as a measurement may: for each project a budget line, a contract and a
self-review with its evaluation; half of the reviews have a fault. Every result is held against a plain loop.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import JSON, Boolean, Date, Integer, String, Text, insert

from kit.actions.screening import changes_found
from kit.bench.result import Bench, Target, at_most, conditions, rounded, seconds
from kit.budget.commitments import Contract
from kit.budget.tables import BudgetLine
from kit.core.errors import UsageError
from kit.core.money import WAN_FEN
from kit.core.tables import Recorded, columns_of
from kit.evaluation.tables import Evaluation, SelfReview
from kit.org.tables import Unit
from kit.project.tables import Project
from kit.risk.indicators import CLEAR, NOT_APPLICABLE, Indicator, Screening
from kit.store.database import Database, allowed_to_write
from kit.store.migration import migrate
from kit.views.reader import Reader
from kit.views.risk.screening import Screened, screen_projects
from kit.workspace.resources import Resources

SECONDS_MAX = 30.0
SEED = 2018
UNIT_PROJECTS = 200
DAY = date(2025, 9, 30)
CHUNK = 5_000
FAULT: dict[str, Any] = {
    "code": "evaluation.total_differs",
    "severity": "fault",
    "text": "-",
    "values": {},
    **dict.fromkeys(("field", "row", "basis")),
}
EMPTY: dict[type, Any] = {Integer: 0, Boolean: False, Date: date(2025, 1, 6), JSON: [], String: "-", Text: "-"}


def run(projects: int = 100_000) -> Bench:
    """Screen *projects* projects once by every indicator, and say what would be raised; then check each result."""
    if projects < 1:
        raise UsageError(f"at least one project is screened, not {projects}")
    with TemporaryDirectory() as folder:
        reader = open_portfolio(Path(folder) / "bench.db", _tables(projects))
        answers: list[Screened] = []
        collecting = seconds(lambda: answers.append(screen_projects(reader, DAY)))
        screened = answers[0]
        requests: list[Any] = []
        deciding = seconds(lambda: requests.extend(changes_found(reader, screened, DAY)))
    unequal = sum(_count_unequal(screened, each) for each in screened.screenings)
    covering = [each for each in screened.screenings if each.coverage > 0]
    total = collecting + deciding
    return Bench(
        bench="risk",
        conditions=conditions(n=projects, indicators=len(screened.screenings), covering=len(covering), day=str(DAY)),
        figures=rounded({
            "facts_and_indicators_seconds": collecting,
            "deciding_seconds": deciding,
            "total_seconds": total,
            "alerts_to_raise": sum(len(request.found) for request in requests),
            "results_unlike_the_plain_loop": unequal,
        }),
        targets=(
            at_most(f"{projects:,} projects screened by every indicator", SECONDS_MAX, round(total, 2), "s"),
            Target("results unlike the plain loop", "= 0", unequal, unequal == 0),
        ),
    )  # fmt: skip


# --- the portfolio -------------------------------------------------------------------------------------------------


def open_portfolio(file: Path, tables: Iterable[tuple[type[Recorded], Iterator[dict[str, Any]]]]) -> Reader:
    """A reader of a new database that holds the rows of *tables*; columns that a row leaves out are empty."""
    database = Database(f"sqlite:///{file}")
    migrate(database)
    with database.writing() as connection, allowed_to_write(connection):
        for table, rows in tables:
            _write(connection, table, rows)
    return Reader(database, Resources())


def _tables(projects: int) -> Iterator[tuple[type[Recorded], Iterator[dict[str, Any]]]]:
    yield Unit, map(_unit, range(-(-projects // UNIT_PROJECTS)))
    chance = np.random.default_rng(SEED)
    paid, executed = chance.integers(0, 100, projects).tolist(), chance.integers(60, 110, projects).tolist()
    grown = chance.integers(0, 12, projects).tolist()
    every = range(projects)
    yield Project, (project_row(n) for n in every)
    yield BudgetLine, (_line(n, paid[n]) for n in every)
    yield Contract, (_contract(n, grown[n]) for n in every)
    yield SelfReview, (_review(n, executed[n]) for n in every)
    yield Evaluation, (_evaluation(n) for n in every)


def _unit(number: int) -> dict[str, Any]:
    return {"dossier": "office", "code": f"U{number}", "name": f"U{number}"}


def project_row(number: int) -> dict[str, Any]:
    """The project of a number."""
    owner = f"U{number // UNIT_PROJECTS}"
    return {"dossier": code_of(number), "code": code_of(number), "owner": owner, "year_from": 2024, "year_to": 2026}


def _line(number: int, percent: int) -> dict[str, Any]:
    amounts = {
        "opening": 100 * WAN_FEN,
        "allotted": 100 * WAN_FEN,
        "received": 100 * WAN_FEN,
        "paid": percent * WAN_FEN,
    }
    return of_project(number) | {"code": "L", "year": DAY.year, "origin_year": DAY.year} | amounts


def _contract(number: int, percent: int) -> dict[str, Any]:
    supplier = f"S{number % 17}"
    return of_project(number) | {
        "code": "C",
        "supplier": supplier,
        "original": 100 * WAN_FEN,
        "added": percent * WAN_FEN,
    }


def _review(number: int, executed: int) -> dict[str, Any]:
    money = {"budget_adjusted": "100", "budget_executed": str(executed), "budget_unit": "万元"}
    return of_project(number) | {"id": number + 1, "year": 2024, "state": "submitted"} | money


def _evaluation(number: int) -> dict[str, Any]:
    findings = [] if number % 2 else [FAULT]
    return {"dossier": code_of(number), "self_review_id": number + 1, "total": "88.5", "findings": findings}


def of_project(number: int) -> dict[str, Any]:
    """What says of a row to which project it belongs."""
    return {"dossier": code_of(number), "project": code_of(number)}


def code_of(number: int) -> str:
    """The code of the project of a number."""
    return f"P{number:07d}"


def _write(connection: Any, table: type[Recorded], rows: Iterator[dict[str, Any]]) -> None:
    columns = columns_of(table)
    empty = {column.name: _empty(column.type) for column in columns.c if not column.nullable and column.name != "id"}
    optional = dict.fromkeys(column.name for column in columns.c if column.nullable)
    source = iter(rows)
    while some := list(islice(source, CHUNK)):
        connection.execute(insert(columns), [optional | empty | {"version": 1} | row for row in some])


def _empty(kind: Any) -> Any:
    return next(value for type_, value in EMPTY.items() if isinstance(kind, type_))


# --- the plain loop ------------------------------------------------------------------------------------------------


def _count_unequal(screened: Screened, screening: Screening) -> int:
    names = screening.indicator.facts
    columns = [screened.facts[name].tolist() if name in screened.facts else None for name in names]
    if any(column is None for column in columns):
        return int((screening.result != NOT_APPLICABLE).sum())
    rows = zip(*(column for column in columns if column is not None), strict=True)
    expected = [_level_plainly(screening.indicator, list(row)) for row in rows]
    return sum(one != other for one, other in zip(expected, screening.result.tolist(), strict=True))


def _level_plainly(indicator: Indicator, values: list[float]) -> int:
    thresholds, value = indicator.on(DAY), _value_plainly(indicator.measure, values)
    if thresholds is None or value is None:
        return NOT_APPLICABLE
    bounds = (thresholds.yellow, thresholds.orange, thresholds.red)
    reached = [
        place for place, bound in enumerate(bounds, 1) if bound is not None and _is_reached(indicator, value, bound)
    ]
    return max(reached, default=CLEAR)


def _is_reached(indicator: Indicator, value: float, bound: float) -> bool:
    if indicator.direction == "at_least":
        return value >= bound
    return value <= bound if indicator.direction == "at_most" else value > bound


def _value_plainly(measure: str, values: list[float]) -> float | None:
    if any(value != value for value in values):  # noqa: PLR0124 - not a number
        return None
    if measure == "value":
        return values[0]
    one, other = values
    if measure == "difference":
        return one - other
    if other <= 0:
        return None
    return 100 * one / other if measure == "ratio_percent" else 100 * (one - other) / other
