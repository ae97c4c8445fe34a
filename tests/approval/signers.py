"""Signers: processes that sign at once, and one that is killed at a given statement of its last signature."""

import os
import signal
from pathlib import Path
from typing import Any

from sqlalchemy import event

from kit.actions.desk import Desk, find_actor
from kit.approval.requests import AgreeApproval
from kit.core.actor import Door
from kit.core.errors import KitError
from kit.store.database import Database
from kit.workspace.workspace import Settings, Workspace
from tests.budget.writers import DAY, Writer

SIGNATURE = "INSERT INTO approval_signature"


def sign_all(writer: Writer, logins: list[str], digests: dict[str, str]) -> None:
    """Agree to every approval, each in the name that the process has, and note what was said."""
    login = logins[writer.seed]
    desk = Desk(writer.desk.workspace, writer.database, find_actor(writer.database, login, Door.IMPORT), lambda: DAY)
    for code, digest in digests.items():
        writer.note({"login": login, "code": code, "said": _said(desk, code, digest)})


def _said(desk: Desk, code: str, digest: str) -> list[str]:
    while True:
        try:
            receipt = desk.record(AgreeApproval(code=code, digest=digest))
        except KitError as error:
            if "busy" not in str(error):
                raise
            continue
        return [finding.code for finding in receipt.findings if finding.severity == "block"]


def sign_and_die(root: Path, address: str, login: str, digest: str, statement: int) -> None:
    """Agree to S1, and be killed before the statement of that number after the signature was written (from 0)."""
    database = Database(address)
    seen = {"statements": -1}

    def count(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if seen["statements"] >= 0 or text.startswith(SIGNATURE):
            seen["statements"] += 1
        _die_at(seen["statements"], statement + 1)

    def commit(_connection: Any) -> None:
        if seen["statements"] >= 0:
            seen["statements"] += 1
            _die_at(seen["statements"], statement + 1)

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", commit)
    desk = Desk(Workspace(root, Settings()), database, find_actor(database, login, Door.IMPORT), lambda: DAY)
    assert desk.record(AgreeApproval(code="S1", digest=digest)).ok
    database.close()


def _die_at(reached: int, wanted: int) -> None:
    if reached == wanted:
        os.kill(os.getpid(), signal.SIGKILL)
