"""Journal bench: verifying every seal, link, row and balance, beside only reading and hashing the same stored text."""

import hashlib
import resource
import sqlite3
from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from kit.actions.desk import Desk
from kit.bench.office import LINES, NOON, bench_desk, bench_workspace, fund
from kit.bench.result import Bench, Target, at_most, conditions, interleaved, rounded
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Movement
from kit.core.errors import UsageError
from kit.core.tables import columns_of
from kit.store.database import allowed_to_write
from kit.store.journal import Change, Deed, Dossier, Entry, Head, lock_head, sealed_entry
from kit.store.verify import verify

ENTRIES_OF_A_PROJECT = 1000
RATIO_MAX = 1.5


def run(entries: int = 1_000_000, repeats: int = 3) -> Bench:
    """Write *entries* entries of one movement each, then verify them *repeats* times."""
    if entries < 1 or repeats < 1:
        raise UsageError(f"entries and repeats must be at least 1, not {entries} and {repeats}")
    with bench_workspace() as workspace, bench_desk(workspace) as desk:
        _write(desk, entries)
        before = _peak_mb()
        faults = len(verify(desk.database).faults)
        grown = _peak_mb() - before
        times = interleaved(
            {"verify": lambda: verify(desk.database), "read_and_hash": lambda: _read_and_hash(desk)}, repeats
        )
    ratio = times["verify"] / times["read_and_hash"]
    return Bench(
        bench="journal",
        conditions=conditions(n=entries, repeats=repeats, engine="sqlite"),
        figures=rounded(
            {
                "verify_seconds": times["verify"],
                "read_and_hash_seconds": times["read_and_hash"],
                "verify_peak_memory_grown_mb": grown,
                "faults": faults,
            }
        ),
        ratios=rounded({"verify_to_read_and_hash": ratio}),
        targets=(
            at_most("verify against reading and hashing the same text", RATIO_MAX, round(ratio, 3), "times"),
            Target("faults in an untouched journal", "= 0", faults, faults == 0),
        ),
    )


def _write(desk: Desk, entries: int) -> None:
    """Write entries of one movement each, in bulk: what is measured is reading them."""
    codes = fund(desk, -(-entries // ENTRIES_OF_A_PROJECT))
    with desk.database.writing() as connection, allowed_to_write(connection):
        for place, code in enumerate(codes):
            rest = entries - place * ENTRIES_OF_A_PROJECT
            _write_project(connection, code, min(ENTRIES_OF_A_PROJECT, rest))


def _write_project(connection: Connection, project: str, entries: int) -> None:
    """Add a fen to one line after another; rows, entries and the head as the desk would have left them."""
    head = lock_head(connection, project)
    assert head is not None
    lines = list(_rows(connection, BudgetLine, project))
    keys = count(1 + connection.execute(_MOVEMENTS).scalar_one())
    written, moved = [], []
    for number in range(entries):
        line = lines[number % LINES]
        line |= {"allotted": line["allotted"] + 1, "version": line["version"] + 1}
        moved.append(_movement(next(keys), project, line["id"]))
        head, entry = _entry(head, line, moved[-1])
        written.append(entry)
    connection.execute(insert(columns_of(Movement)), moved)
    connection.execute(insert(columns_of(Entry)), written)
    connection.execute(_STAND, [{"which": line["id"], **_kept(line)} for line in lines])
    connection.execute(_MOVE, {"which": project, "number": head.number, "seal": head.seal})


def _rows(connection: Connection, table: Any, dossier: str) -> Iterator[dict[str, Any]]:
    columns = columns_of(table)
    rows = connection.execute(select(columns).where(columns.c.dossier == dossier).order_by(columns.c.id)).mappings()
    return (dict(row) for row in rows)


def _movement(key: int, project: str, line: int) -> dict[str, Any]:
    return {
        "id": key,
        "dossier": project,
        "version": 1,
        "line_id": line,
        "from_state": State.OUTSIDE,
        "to_state": State.AVAILABLE,
        "amount": 1,
        "cause": Cause.SUPPLEMENT,
        "on_day": NOON.date(),
        "document": None,
        "reservation_id": None,
        "contract_id": None,
        "payment_id": None,
    }


def _entry(head: Head, line: dict[str, Any], movement: dict[str, Any]) -> tuple[Head, dict[str, Any]]:
    changes = [Change("budget_line", line["id"], line), Change("movement", movement["id"], movement)]
    deed = Deed(
        "budget.supplement", str(head.number), NOON, "bench", "cli", "bench", {"amount": 1, "line": line["code"]}
    )
    return sealed_entry(head, deed, changes, [])


def _kept(line: dict[str, Any]) -> dict[str, Any]:
    return {"allotted_after": line["allotted"], "version_after": line["version"]}


_MOVEMENTS = select(func.coalesce(func.max(columns_of(Movement).c.id), 0))
_STAND = (
    update(columns_of(BudgetLine))
    .where(columns_of(BudgetLine).c.id == bindparam("which"))
    .values(allotted=bindparam("allotted_after"), version=bindparam("version_after"))
)
_MOVE = (
    update(columns_of(Dossier))
    .where(columns_of(Dossier).c.code == bindparam("which"))
    .values(number=bindparam("number"), seal=bindparam("seal"))
)


def _read_and_hash(desk: Desk) -> bool:
    """The least that proves the texts unchanged: read each and compare its hash with the seal beside it."""
    place = desk.database.path
    assert place is not None
    connection: Any = sqlite3.connect(place)
    rows = connection.execute("SELECT text, seal FROM journal ORDER BY dossier, number")
    is_equal = not sum(hashlib.sha256(text.encode()).hexdigest() != seal for text, seal in rows)
    connection.close()
    return is_equal


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
