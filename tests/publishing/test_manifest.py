"""Manifests: what a run says of its data can be worked out again without the kit, and runs do not mix."""

import json
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kit.actions.catalogue import open_database
from kit.publishing.manifest import read_manifest
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.workspace.workspace import Workspace
from tests.publishing.conftest import REPORTS

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def plain(value: Any, kind: str) -> Any:
    """A stored value as the canonical text writes it."""
    if value is None:
        return None
    if kind == "JSON":
        return json.loads(value)
    return bool(value) if kind == "BOOLEAN" else value


def lines_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The lines that stand for one table: its name, then a canonical JSON text for each row in the order of its key."""
    columns = [(name, kind, key) for _, name, kind, _, _, key in connection.execute(f"PRAGMA table_info({table})")]
    (key,) = [name for name, _, place in columns if place]
    rows = connection.execute(f"SELECT {', '.join(name for name, *_ in columns)} FROM {table} ORDER BY {key}")
    found = [{name: plain(value, kind) for (name, kind, _), value in zip(columns, row, strict=True)} for row in rows]
    texts = [json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for row in found]
    return [f"table {table}", *texts]


def test_the_digest_of_the_snapshot_is_that_of_its_content(run: Run) -> None:
    """SHA-256 over tables by name and rows by key, read with nothing but SQLite and JSON."""
    connection = sqlite3.connect(f"file:{run.folder / 'snapshot.db'}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    content = "".join(f"{line}\n" for table in tables for line in lines_of(connection, table))
    connection.close()

    assert read_manifest(run.folder)["snapshot"]["content_digest"] == sha256(content.encode()).hexdigest()


def test_an_office_finds_what_its_run_was_made_of(run: Run, office: Workspace) -> None:
    """Templates lie beside the reports as they ran; the settings name no database, whose address may hold a password."""
    settings = json.loads((run.folder / "inputs" / "settings.json").read_text(encoding="utf-8"))
    named = {each["name"]: each["sha256"] for each in read_manifest(run.folder)["templates"]}

    kept = {path.stem: sha256(path.read_bytes()).hexdigest() for path in run.folder.glob("inputs/reports/*.ipynb")}
    assert kept == named
    assert settings["office"] == office.settings.office
    assert "database" not in settings


def test_a_run_says_which_reports_failed_and_why(faulty_run: Run) -> None:
    """Four reports, three failures; each has its seconds, and none claims more than it took."""
    content = read_manifest(faulty_run.folder)
    errors = {report["name"]: report["error"] for report in content["reports"]}

    assert content["failed"] == len(faulty_run.failures) == 3
    assert {name for name, error in errors.items() if error is None} == {"sound"}
    assert set(errors) == set(REPORTS)
    assert all(0 < report["seconds"] < faulty_run.seconds for report in content["reports"])


def test_two_runs_at_once_do_not_disturb_each_other(office: Workspace) -> None:
    """One in Chinese on P-1, one in English on P-3, started in the same moment: each holds its own, and nothing else."""

    def write(asked: tuple[str, str]) -> Run:
        project, language = asked
        order = Order(("self_review",), (project,), {"language": language}, jobs=1)
        return run_reports(office, open_database(office), order)

    with ThreadPoolExecutor(2) as pool:
        chinese, english = pool.map(write, [("P-1", "zh_CN"), ("P-3", "en")])

    pages = [path.read_text(encoding="utf-8") for each in (chinese, english) for path in pages_of(each.folder)]
    assert chinese.folder != english.folder
    assert [read_manifest(each.folder)["failed"] for each in (chinese, english)] == [0, 0]
    assert [re.findall(r'<html lang="([^"]+)"', page)[0] for page in pages] == ["zh-CN", "en"]
    assert ["统计调查经费" in page for page in pages] == [True, False]


def pages_of(folder: Path) -> list[Path]:
    """The pages of a run's reports."""
    return sorted(folder.glob("reports/*.html"))
