"""Writers: whole actions per second of one process and of eight at once, each on a dossier of its own."""

import multiprocessing
from time import perf_counter
from typing import Any

from kit.bench.office import LINES, bench_desk, fund
from kit.budget.requests import ReserveFunds
from kit.workspace.workspace import Workspace

WRITERS = 8


def measure_writers(workspace: Workspace, address: str, actions: int) -> dict[str, float]:
    """One writer, and eight, on the PostgreSQL at *address*; each does *actions* reservations."""
    with bench_desk(workspace, address) as desk:
        projects = fund(desk, WRITERS, "W")
    return {
        f"postgres_{count}_writers_per_second": _write_at_once(workspace, address, projects[:count], actions)
        for count in (1, WRITERS)
    }


def _write_at_once(workspace: Workspace, address: str, projects: list[str], actions: int) -> float:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(len(projects) + 1)
    processes = [
        context.Process(target=_write_alone, args=(workspace, address, project, actions, gate)) for project in projects
    ]
    for process in processes:
        process.start()
    gate.wait()
    begun = perf_counter()
    gate.wait()
    taken = perf_counter() - begun
    for process in processes:
        process.join()
    return len(projects) * actions / taken


def _write_alone(workspace: Workspace, address: str, project: str, actions: int, gate: Any) -> None:
    """Open the desk, wait for the others, write, and wait for the others again."""
    with bench_desk(workspace, address) as desk:
        gate.wait()
        for number in range(actions):
            request = ReserveFunds(project=project, line=f"L{number % LINES}", amount=1, purpose="采购")
            assert desk.record(request).ok
        gate.wait()
