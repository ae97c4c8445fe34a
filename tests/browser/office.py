"""Office: a workspace for browser tests, made through actions, and a server of its screens."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from pydantic import SecretStr

from kit.actions.catalogue import open_database
from kit.actions.desk import Desk, open_desk
from kit.core.actor import Actor, Door, Role
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import EnterSelfReview
from kit.org.account_requests import ChangePassword, OpenAccount
from kit.org.passwords import make_password
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.store.migration import migrate
from kit.workspace.workspace import Settings, Workspace, make_workspace
from tests.browser.client import Session

YEAR = 2023
PASSWORD = "Wasser-fliesst-42"
READY_SECONDS = 40
STOP_SECONDS = 15
WARM = b"kit.kernels.parent"


@dataclass(frozen=True)
class Office:
    """A workspace and the address of its screens."""

    workspace: Workspace
    address: str


def make_office(root: Path) -> Workspace:
    """Two units with an officer each, and three projects of the first unit, one of them entered as a draft."""
    workspace = make_workspace(root, Settings(office="示范市绩效评价中心"))
    migrate(Database(workspace.database_address))
    database = open_database(workspace)
    setup = Desk(workspace, database, Actor("setup", frozenset({Role.SYSTEM_ADMIN}), None, Door.SAMPLE))
    _record(setup, RegisterUnit(code="TJ", name="市统计局"))
    _record(setup, RegisterUnit(code="SL", name="市水利局"))
    _record(setup, RegisterPerson(login="officer", name="王敏", unit="TJ", roles=(Role.UNIT_OFFICER,)))
    _record(setup, RegisterPerson(login="reviewer", name="周宁", unit="SL", roles=(Role.COMPETENT_REVIEWER,)))
    reviewer = open_desk(workspace, "reviewer")
    for code, name, owner in (
        ("P-1", "统计调查经费", "TJ"),
        ("P-2", "人口抽样调查", "TJ"),
        ("P-3", "水库除险加固", "SL"),
    ):
        _record(reviewer, RegisterProject(code=code, name=name, owner=owner, year_from=YEAR, year_to=YEAR))
    _record(reviewer, EnterSelfReview(project="P-1", year=YEAR, table=PrintedTable.model_validate(SOUND)))
    _record(reviewer, EnterSelfReview(project="P-3", year=YEAR, table=PrintedTable.model_validate(FAULTY)))
    for login in ("officer", "reviewer"):
        give_account(workspace, login)
    return workspace


def give_account(workspace: Workspace, login: str, password: str = PASSWORD) -> None:
    """An account whose first login is done: the one-time password is changed to *password*."""
    one_time = make_password()
    assert open_accounts_with(workspace, login, one_time)
    request = ChangePassword(password=SecretStr(one_time), new_password=SecretStr(password))
    _record(open_desk(workspace, login), request)


def open_accounts_with(workspace: Workspace, login: str, password: str) -> bool:
    """Open the account with that one-time password."""
    security = Actor("setup", frozenset({Role.SECURITY_ADMIN}), None, Door.SAMPLE)
    request = OpenAccount(login=login, one_time_password=SecretStr(password))
    return Desk(workspace, open_database(workspace), security).record(request).ok


def visit(page: Any, office: "Office", path: str = "", login: str = "officer", **how: Any) -> Any:
    """Open a page as a person, through the login where it asks; answers the response of the page itself."""
    answer = page.goto(f"{office.address}/{path}", **how)
    if not page.url.startswith(f"{office.address}/login"):
        return answer
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation(**how) as leading:
        page.click("main button")
    return leading.value


def session_of(office: "Office", login: str, password: str = PASSWORD) -> Session:
    """A client that is logged in, without a browser."""
    client = Session(office.address)
    answer = client.post("/login", {"login": login, "password": password})
    assert answer.status == 302, answer.text
    return client


def serve_office(workspace: Workspace, port: int) -> "subprocess.Popen[str]":
    """``kit serve`` as a process of its own, its terminal in ``serve.log``; answers once the first page is there."""
    command = f"from kit.cli.main import run; raise SystemExit(run(['serve', '--port', '{port}', '--no-browser']))"
    environment = {**os.environ, "KIT_WORKSPACE": str(workspace.root)}
    with (workspace.root / "serve.log").open("w", encoding="utf-8") as terminal:
        process = subprocess.Popen(
            [sys.executable, "-c", command], env=environment, stdout=subprocess.PIPE, stderr=terminal, text=True
        )
    ends = time.monotonic() + READY_SECONDS
    while not _answers(f"http://127.0.0.1:{port}/login"):
        if process.poll() is not None or time.monotonic() > ends:
            stop(process)
            raise RuntimeError("kit serve did not come up")
        time.sleep(0.1)
    return process


@contextmanager
def serving(workspace: Workspace) -> Iterator[Office]:
    """The office at an address of its own; its server ends with the ``with`` block."""
    port = free_port()
    server = serve_office(workspace, port)
    try:
        yield Office(workspace, f"http://127.0.0.1:{port}")
    finally:
        stop(server)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(process: "subprocess.Popen[str]") -> None:
    """End the server by its own id, kindly first."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def copy_office(workspace: Workspace, root: Path) -> Workspace:
    """The same office anew, so that a test may change it."""
    shutil.copytree(workspace.root, root)
    return Workspace(root, workspace.settings)


def kernels_of(workspace: Workspace) -> set[int]:
    """The process ids of the kernels that run for a workspace."""
    return {number for number in _processes(workspace) if _is_kernel(number)}


def parents_of(workspace: Workspace) -> set[int]:
    """The process ids of the warm parents that kernels of a workspace are forked from."""
    kernels = kernels_of(workspace)
    return {number for number in _processes(workspace) if WARM in _words(number) and number not in kernels}


def _is_kernel(number: int) -> bool:
    """Started by itself, or forked: then its parent is of its own kind."""
    words = _words(number)
    return b"kit.kernels.plain_kernel" in words or (WARM in words and WARM in _words(_parent_of(number)))


def _processes(workspace: Workspace) -> list[int]:
    mark = f"KIT_WORKSPACE={workspace.root}".encode()
    numbers = [int(place.name) for place in Path("/proc").glob("[0-9]*")]
    return [number for number in numbers if mark in _read(number, "environ")]


def _words(number: int) -> list[bytes]:
    return _read(number, "cmdline")


def _parent_of(number: int) -> int:
    fields = b" ".join(_read(number, "stat")).rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _read(number: int, name: str) -> list[bytes]:
    try:
        return Path(f"/proc/{number}/{name}").read_bytes().split(b"\0")
    except OSError:
        return []


def _record(desk: Desk, request: Any) -> None:
    receipt = desk.record(request)
    assert receipt.ok, [finding.message for finding in receipt.findings]


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2):
            return True
    except (URLError, OSError):
        return False


def _row(level1: str, level2: str, name: str, target: str, actual: str, points: int) -> dict[str, str]:
    row = {"level1": level1, "level2": level2, "name": name, "target": target, "actual": actual}
    return row | {"weight": str(points), "score": str(points)}


# Execution 10 of 10 and indicators 50 + 30 + 10 of 90: 100 points, nothing to find.
SOUND = {
    "id": "P-1-2023",
    "title": "统计调查经费",
    "department": "市统计局",
    "unit": "市统计局",
    "year": str(YEAR),
    "budget": {
        "initial": "50.00",
        "adjusted": "50.00",
        "executed": "50.00",
        "rate_printed": "100%",
        "weight": "10",
        "score_printed": "10",
        "unit": "万元",
    },
    "indicators": [
        _row("产出指标", "数量指标", "完成调查户数", "≥200户", "200户", 50),
        _row("效益指标", "社会效益指标", "调查数据采用率", "≥90%", "90%", 30),
        _row("满意度指标", "服务对象满意度指标", "调查对象满意度（问卷调查）", "≥90%", "90%", 10),
    ],
    "total_weight_printed": "100",
    "total_printed": "100",
}
# The same with 95 printed as its total: 10 + 90 cannot make 95.
FAULTY = SOUND | {
    "id": "P-3-2023",
    "title": "水库除险加固",
    "department": "市水利局",
    "unit": "市水利局",
    "total_printed": "95",
}
