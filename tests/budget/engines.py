"""Engines: offices of one making, each on a database of its own, SQLite or PostgreSQL; and how large a campaign is."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url, select, text

from kit.actions.desk import Desk
from kit.actions.office import found_office
from kit.core.tables import columns_of
from kit.store.database import Database
from kit.store.journal import Entry
from kit.workspace.workspace import Settings, Workspace
from tests.budget.conftest import Office, staff

IS_SOAK = os.environ.get("KIT_SOAK") == "1"
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def sized(short: int, long: int) -> int:
    """The size of a campaign: *short* in the suite, *long* under ``make soak``."""
    return long if IS_SOAK else short


def told(said: str) -> None:
    """Say the figures of a campaign where it is run for its figures (``pytest -s``)."""
    if IS_SOAK:
        sys.stdout.write(f"\n{said}\n")


class QuickOffice(Office):
    """An office whose people sit down once and stay."""

    def __init__(self, workspace: Workspace, database: Database) -> None:
        super().__init__(workspace, database)
        self._desks: dict[str, Desk] = {}

    def desk(self, login: str) -> Desk:
        """The desk of one person."""
        if login not in self._desks:
            self._desks[login] = super().desk(login)
        return self._desks[login]


class Offices:
    """A pattern of an office, and copies of it on one engine."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.folder = folder
        self.server = make_url(server) if server else None
        self.numbers = count(1)
        self.workspace = found_office(folder / "pattern", Settings(database=server), "admin", "test")
        with closing(Database(self.workspace.database_address)) as database:
            staff(self.workspace, database)

    def make(self) -> QuickOffice:
        """A new office, as the pattern is, with no money yet."""
        number = next(self.numbers)
        address = self._copy_file(number) if self.server is None else self._copy_database(self.server, number)
        return QuickOffice(self.workspace, Database(address))

    def end(self, office: Office) -> None:
        """Close it and throw its database away."""
        office.database.close()
        if self.server is not None:
            _command(self.server, f"DROP DATABASE {office.database.url.database} WITH (FORCE)")
        else:
            assert office.database.path
            for file in office.database.path.parent.glob(f"{office.database.path.name}*"):
                file.unlink()

    def _copy_file(self, number: int) -> str:
        copy = self.folder / f"copy{number}.db"
        shutil.copy(self.workspace.root / "governance.db", copy)
        return f"sqlite:///{copy}"

    def _copy_database(self, server: URL, number: int) -> str:
        name = f"{server.database}_{number}"
        _command(server, f"CREATE DATABASE {name} TEMPLATE {server.database}")
        return server.set(database=name).render_as_string(hide_password=False)


def offices_on(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Offices]:
    """The offices of a test on *engine*."""
    yield Offices(folder, request.getfixturevalue("postgres_url") if engine == "postgres" else None)


def missing_from_journal(database: Database, receipts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The receipts whose entry is not in the journal with the seal that was handed out."""
    columns = columns_of(Entry).c
    with database.reading() as connection:
        rows = connection.execute(select(columns.dossier, columns.number, columns.seal))
        sealed = {(row.dossier, row.number): row.seal for row in rows}
    return [one for one in receipts if sealed.get((one["dossier"], one["number"])) != one["seal"]]


def table(database: Database, name: str) -> list[dict[str, Any]]:
    """All rows of a table, read by plain SQL, so that nothing of the kit stands between."""
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY id")).mappings()]


def made_by_movements(movements: list[dict[str, Any]]) -> dict[int, dict[str, int]]:
    """The balances of each line, as its movements alone make them.

    Money from outside raises what is allotted, money to outside lowers it; what is received, reserved, contracted and
    paid gains what comes in and loses what goes out, but what goes to the treasury leaves a past year as it was.
    """
    made: dict[int, dict[str, int]] = {}
    for move in movements:
        line = made.setdefault(move["line_id"], dict.fromkeys(BALANCES, 0))
        if move["to_state"] == "treasury":
            continue
        amount = move["amount"]
        for state, gain in ((move["to_state"], amount), (move["from_state"], -amount)):
            if state == "outside":
                line["allotted"] -= gain
            elif state in line:
                line[state] += gain
        if move["cause"] == "opening":
            line["opening"] += amount
    return made


def unexplained(database: Database) -> list[str]:
    """What the balances hold that movements do not explain, and every line that is overspent or below zero."""
    made = made_by_movements(table(database, "movement"))
    said = []
    for line in table(database, "budget_line"):
        holds = {name: line[name] for name in BALANCES}
        if holds != made.get(line["id"], dict.fromkeys(BALANCES, 0)):
            said.append(f"{line['code']} holds {holds}, its movements make {made.get(line['id'])}")
        if overspent(line) or min(holds.values()) < 0:
            said.append(f"{line['code']} is overspent or below zero: {holds}")
    return said


def overspent(line: dict[str, Any]) -> int:
    """By how much, in fen, more is committed than is allotted."""
    return max(0, line["reserved"] + line["contracted"] + line["paid"] - line["allotted"])


BALANCES = ("opening", "allotted", "received", "reserved", "contracted", "paid")


def _command(server: URL, statement: str) -> None:
    engine = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
