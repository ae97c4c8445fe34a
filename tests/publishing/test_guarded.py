"""Guarded runs: a template that would change anything but its own report is stopped and reported as failed."""

import subprocess
import sys
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.core.digest import digest_file
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from kit.workspace.workspace import Workspace
from tests.publishing.conftest import write_report

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
# The first three run in the shell, the others ask for a kernel of their own.
HARMFUL = {
    "deletes": "from pathlib import Path\nPath('../snapshot.db').unlink()",
    "overwrites": "from pathlib import Path\nPath('../inputs/settings.json').write_text('{}')",
    "writes_rows": (
        "from pathlib import Path\nfrom kit.store.database import Database\nfrom sqlalchemy import text\n"
        "database = Database(f\"sqlite:///{Path('../snapshot.db').resolve()}\")\n"
        "with database.writing() as connection:\n    connection.execute(text('DROP TABLE project'))"
    ),
    "connects": "import sqlite3\nsqlite3.connect('../snapshot.db').execute('DELETE FROM project')",
    "calls": "import socket\nsocket.create_connection(('127.0.0.1', 9))",
}  # fmt: skip


def digest_elsewhere(file: Path) -> str:
    """The digest of a database in use, read by another process.

    Closing a file drops every lock that this process holds on it: the last one elsewhere would then clear away a log that
    is still needed here (SQLite, How To Corrupt An SQLite Database File, 2.2).
    """
    code = "import sys, pathlib, kit.core.digest as made; print(made.digest_file(pathlib.Path(sys.argv[1])))"
    return subprocess.run([sys.executable, "-c", code, str(file)], check=True, capture_output=True, text=True).stdout


def test_a_harmful_template_fails_and_leaves_the_run_as_it_was(office: Workspace, tmp_path: Path) -> None:
    """Snapshot and inputs keep their bytes; the sound report beside them is written; each failure names its cell."""
    for name, code in HARMFUL.items():
        write_report(office.root / "reports", name, code)
    before = digest_elsewhere(office.root / "governance.db")

    ended = run_reports(office, open_database(office), Order((*HARMFUL, "sound"), out=tmp_path / "run"))

    failures = {each.name: each.failure for each in ended.failures}
    assert {name: failure.error for name, failure in failures.items() if failure} == dict.fromkeys(HARMFUL, "Guarded")
    assert all(failure and failure.cell == 3 for failure in failures.values())
    assert digest_elsewhere(office.root / "governance.db") == before
    manifest = (ended.folder / "manifest.json").read_text(encoding="utf-8")
    assert digest_file(ended.folder / "snapshot.db") in manifest
    assert digest_file(ended.folder / "inputs" / "settings.json") in manifest
    for name in HARMFUL:
        (office.root / "reports" / f"{name}.ipynb").unlink()


def test_a_report_that_grows_is_stopped_at_its_limit(office: Workspace, tmp_path: Path) -> None:
    """It wants four gibibytes where half of one is allowed; the failure names the limit and the option."""
    write_report(office.root / "reports", "grows", "held = [bytearray(2**20) for _ in range(4096)]")

    ended = run_reports(office, open_database(office), Order(("grows", "sound"), memory_mb=512, out=tmp_path / "run"))
    (office.root / "reports" / "grows.ipynb").unlink()

    (failed,) = ended.failures
    assert failed.failure is not None
    assert (failed.name, failed.failure.error, failed.failure.cell) == ("grows", "MemoryLimit", 3)
    assert "512 MiB" in failed.failure.message
    assert "--memory" in failed.failure.message
