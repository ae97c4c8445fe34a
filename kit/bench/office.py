"""Bench office: a workspace of its own with projects and money, for benchmarks that act at the desk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kit.actions.desk import Desk
from kit.actions.office import found_office
from kit.budget.requests import GrantAllotment
from kit.core.actor import Actor, Role
from kit.core.request import Request
from kit.org.requests import RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.migration import migrate
from kit.workspace.workspace import Settings, Workspace

YEAR = 2026
NOON = datetime(YEAR, 6, 15, 4, tzinfo=UTC)
LINES = 10
PLENTY = 10**14
DOER = Actor("bench", frozenset({Role.DEPARTMENT_FINANCE, Role.UNIT_OFFICER, Role.PERFORMANCE_DIVISION}))


@contextmanager
def bench_workspace() -> Iterator[Workspace]:
    """A workspace that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kit-bench-") as folder:
        yield found_office(Path(folder) / "office", Settings(), "admin", "bench")


@contextmanager
def bench_desk(workspace: Workspace, address: str | None = None) -> Iterator[Desk]:
    """A desk on the workspace's SQLite, or on the database at *address*; its clock stands still."""
    database = Database(address or workspace.database_address)
    if address:
        migrate(database)
    yield Desk(workspace, database, DOER, lambda: NOON)
    database.close()


def fund(desk: Desk, projects: int, prefix: str = "P") -> list[str]:
    """That many projects with ten rich lines each (``L0`` to ``L9``); their codes."""
    codes = [f"{prefix}{number}" for number in range(projects)]
    requests: list[Request] = [RegisterUnit(code=prefix, name="水利局")]
    for code in codes:
        requests.append(RegisterProject(code=code, name=code, owner=prefix, year_from=YEAR, year_to=YEAR))
        requests += [_line(code, number) for number in range(LINES)]
    receipts = desk.record_batch(requests)
    assert all(receipt.ok for receipt in receipts)
    return codes


def _line(project: str, number: int) -> GrantAllotment:
    return GrantAllotment(
        project=project, code=f"L{number}", year=YEAR, source=f"来源{number}", document="文", amount=PLENTY
    )
