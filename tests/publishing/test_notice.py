"""Notices: who asked for it hears how a run ended: done, with failures, stopped, or not at all."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kit.actions.catalogue import open_database
from kit.cli.main import run as run_kit
from kit.core.errors import UsageError
from kit.core.tables import columns_of
from kit.publishing.notice import Ending, telling
from kit.publishing.plan import Order
from kit.publishing.run import Run
from kit.store.database import Database
from kit.store.outbox import OutboxRow
from kit.workspace.sending import NotifySettings
from kit.workspace.workspace import Settings, Workspace

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
TOLD = NotifySettings(run_ended=("li", "wang@office.example", "li"))


def told(database: Database) -> list[Any]:
    """What stands in the outbox."""
    with database.reading() as connection:
        return list(connection.execute(select(columns_of(OutboxRow)).order_by(OutboxRow.id)))


@pytest.fixture
def telling_office(office: Workspace) -> Iterator[Workspace]:
    """The office, with people who want to hear of runs; its outbox is empty before and after."""
    file = office.root / "kit.toml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before + '\n[notify]\nrun_ended = ["li", "wang@office.example"]\n', encoding="utf-8")
    yield replace(office, settings=Settings(**office.settings.model_dump(exclude={"notify"}), notify=TOLD))
    file.write_text(before, encoding="utf-8")
    from kit.store.database import allowed_to_write

    database = open_database(office)
    with database.writing() as connection, allowed_to_write(connection):
        connection.exec_driver_sql("DELETE FROM outbox")
    database.close()


def ending(workspace: Workspace, *templates: str) -> Ending:
    return Ending(workspace, open_database(workspace), Order(templates or ("self_review",)), pytest.fail)


def test_a_run_that_went_well_is_told_to_each_once(telling_office: Workspace, run: Run) -> None:
    """In the language of the office; for machines with counts and folder."""
    end = ending(telling_office, "self_review", "portfolio")

    end.done(run)

    rows = told(end.database)
    assert [row.recipient for row in rows] == ["li", "wang@office.example"]
    assert "self_review, portfolio" in rows[0].subject
    assert str(run.folder / "index.html") in rows[0].body
    assert (rows[0].facts["outcome"], rows[0].facts["reports"], rows[0].facts["failed"]) == ("done", 5, 0)


def test_failures_are_named(telling_office: Workspace, faulty_run: Run) -> None:
    """Each with its error, so that nobody has to open the run to know whom to ask."""
    end = ending(telling_office, "failing")

    end.done(faulty_run)

    (row, _other) = told(end.database)
    assert row.facts["outcome"] == "failed"
    assert "failing: ValueError" in row.body
    assert "hanging: TimeLimit" in row.body
    assert "3" in row.subject


def test_nobody_is_told_where_nobody_asked(office: Workspace, run: Run) -> None:
    """Without [notify] nothing is written."""
    end = ending(office)

    end.done(run)

    assert told(end.database) == []


def test_a_run_that_cannot_begin_is_told(telling_office: Workspace) -> None:
    """A project that was closed overnight: whoever relies on the report hears why there is none."""
    end = ending(telling_office)

    with pytest.raises(UsageError), telling(end):
        raise UsageError("there is no project 'P-9'")

    assert [row.facts["outcome"] for row in told(end.database)] == ["broken", "broken"]
    assert told(end.database)[0].body == "there is no project 'P-9'"


def test_a_run_that_is_stopped_is_told(telling_office: Workspace, tmp_path: Path) -> None:
    """Ctrl-C on the real command, while a report hangs."""
    command = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from kit.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    out = tmp_path / "run"
    words = ["report", "run", "hanging", "--out", str(out), "--workspace", str(telling_office.root)]
    process = subprocess.Popen([sys.executable, "-c", command, *words], start_new_session=True)
    while not (out / "assets").is_dir():
        assert process.poll() is None
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    process.wait(60)

    assert process.returncode == 130
    assert {row.facts["outcome"] for row in told(open_database(telling_office))} == {"stopped"}


def test_an_outbox_that_cannot_be_written_does_not_spoil_the_run(
    telling_office: Workspace, run: Run, tmp_path: Path
) -> None:
    """It is said, and no more than that."""
    said: list[str] = []
    database = Database.of_snapshot(run.folder / "snapshot.db")

    Ending(telling_office, database, Order(("portfolio",)), said.append).done(run)

    assert len(said) == 1
    assert "nobody was told" in said[0]


def test_the_command_tells(telling_office: Workspace, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """``kit report run`` from end to end; the run folder holds no address of anybody."""
    status = run_command(
        "report", "run", "sound", "--out", tmp_path / "run", "--workspace", telling_office.root, "--json"
    )

    answer = json.loads(capfd.readouterr().out)
    rows = told(open_database(telling_office))
    assert status == 0
    assert [row.facts["run"] for row in rows] == [answer["run"]] * 2
    settings = json.loads((tmp_path / "run" / "inputs" / "settings.json").read_text(encoding="utf-8"))
    assert settings.keys() & {"mail", "webhooks", "notify", "database"} == set()


def run_command(*words: object) -> int:
    """The command line, in this process."""
    return run_kit([str(word) for word in words])
