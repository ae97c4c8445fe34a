"""Going on: a run that was killed or met a full disk ends as if nothing had happened, and repeats nothing."""

import random
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from kit.core.errors import EnvironmentLacks, UsageError
from kit.publishing.manifest import read_manifest
from kit.publishing.run import Run, resume_reports
from kit.workspace.workspace import Workspace
from tests.budget.engines import sized
from tests.publishing.stopped import kill, kill_when_noted, noted, start_run

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
TEMPLATES = ("self_review", "portfolio")
KILLS = sized(3, 40)
SECONDS_MAX = 25.0


def finished(folder: Path) -> dict[str, str]:
    """The notebooks that stand, by their bytes: papermill writes into each when it was run."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("reports/*.ipynb")}


@pytest.fixture(scope="module")
def killed(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of five reports, killed when two of them were finished."""
    out = tmp_path_factory.mktemp("killed") / "run"
    kill_when_noted(start_run(office, out, *TEMPLATES), out, 2)
    return out


@pytest.fixture
def stopped(killed: Path, tmp_path: Path) -> Path:
    """The killed run, a copy for each test."""
    return shutil.copytree(killed, tmp_path / "run")


def test_a_killed_run_goes_on_to_the_same_digest(stopped: Path, run: Run) -> None:
    """As the run of the same records that nobody stopped, with two writers, elsewhere and at another time."""
    before = finished(stopped)
    assert not (stopped / "manifest.json").exists()
    assert 2 <= noted(stopped) < 5

    ended = resume_reports(stopped)

    assert ended.failures == []
    assert len(ended.outcomes) == 5
    assert ended.digest == run.digest == read_manifest(stopped)["digest"]
    done = [outcome.name for outcome in ended.outcomes if f"{outcome.name}.ipynb" in before]
    kept = {f"{name}.ipynb": before[f"{name}.ipynb"] for name in done[:2]}
    assert kept.items() <= finished(stopped).items()


def test_what_was_torn_is_written_again(stopped: Path, run: Run) -> None:
    """Half a page, and half a line of the log, count as nothing."""
    lines = (stopped / "done.jsonl").read_bytes().splitlines(keepends=True)
    (stopped / "done.jsonl").write_bytes(lines[0] + lines[1][: len(lines[1]) // 2])
    page = next(iter(stopped.glob("reports/*.html")))
    page.write_bytes(page.read_bytes()[:100])

    ended = resume_reports(stopped)

    assert ended.digest == run.digest
    assert page.stat().st_size > 1000


def test_a_full_disk_is_one_line_and_no_loss(stopped: Path, run: Run) -> None:
    """``/dev/full`` answers every writer as a full disk does."""
    log = stopped / "done.jsonl"
    kept = log.rename(stopped.parent / "done.jsonl")
    log.symlink_to("/dev/full")

    with pytest.raises(EnvironmentLacks, match=r"No space left on device; make room .* --resume"):
        resume_reports(stopped)

    log.unlink()
    kept.rename(log)
    assert resume_reports(stopped).digest == run.digest


@pytest.mark.parametrize("ending", ["ipynb", "html"])
def test_a_report_that_cannot_be_saved_stops_the_run(
    stopped: Path, run: Run, ending: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The writers meet the full disk before the log does: one line, no traceback, and nothing is called failed."""
    unsaved = stopped / "reports" / f"portfolio.{ending}"
    unsaved.symlink_to("/dev/full")

    with pytest.raises(EnvironmentLacks, match=r"No space left on device; make room .* --resume"):
        resume_reports(stopped)

    assert "Traceback" not in capfd.readouterr().err
    unsaved.unlink()
    ended = resume_reports(stopped)
    assert (ended.digest, ended.failures) == (run.digest, [])


def test_a_run_that_has_ended_is_not_gone_on_with(run: Run) -> None:
    """Said with what checks it."""
    with pytest.raises(UsageError, match="has ended; kit report verify"):
        resume_reports(run.folder)


@pytest.mark.parametrize("name", ["nowhere", "empty", "file"])
def test_a_folder_that_is_no_run_is_one_line(tmp_path: Path, name: str) -> None:
    """Missing, empty, or a file."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("no run", encoding="utf-8")

    with pytest.raises(UsageError, match="holds no run"):
        resume_reports(tmp_path / name)


def test_a_snapshot_that_was_changed_is_not_gone_on_with(stopped: Path) -> None:
    """A year more; the reports that are done were made from another snapshot."""
    with closing(sqlite3.connect(stopped / "snapshot.db")) as opened, opened:
        opened.execute("UPDATE project SET year_to = year_to + 1 WHERE code = 'P-1'")

    with pytest.raises(UsageError, match=r"snapshot\.db is not as the run froze it"):
        resume_reports(stopped)


def test_a_run_that_another_code_began_is_not_gone_on_with(stopped: Path) -> None:
    """Half of the reports by one code and half by another would be a run of neither."""
    path = stopped / "begun.json"
    text = path.read_text(encoding="utf-8")
    code = text.partition('"code_digest": "')[2][:64]
    path.write_text(text.replace(code, "0" * 64), encoding="utf-8")

    with pytest.raises(UsageError, match="begun with other code"):
        resume_reports(stopped)


def test_two_processes_do_not_write_one_run(stopped: Path, office: Workspace) -> None:
    """The second is told to wait; the first ends undisturbed."""
    shutil.rmtree(stopped / "assets")
    process = start_run(office, stopped)
    while process.poll() is None and not (stopped / "assets").is_dir():
        time.sleep(0.05)

    with pytest.raises(UsageError, match="another process is writing"):
        resume_reports(stopped)

    assert process.wait() == 0
    assert (stopped / "manifest.json").is_file()


@pytest.mark.soak
def test_a_run_that_is_killed_again_and_again_ends_in_the_same_digest(
    office: Workspace, run: Run, tmp_path: Path
) -> None:
    """At any moment, the freezing of its data included: then there is nothing to go on with, and it begins anew."""
    chance, out = random.Random(8), tmp_path / "run"
    for number in range(KILLS):
        process = go_on(office, out)
        time.sleep(chance.uniform(0.5, SECONDS_MAX if number % 2 else SECONDS_MAX / 4))
        kill(process)
        if (out / "manifest.json").is_file():
            out.rename(tmp_path / f"ended-{number}")
    assert go_on(office, out).wait() == 0

    assert {read_manifest(path)["digest"] for path in (out, *tmp_path.glob("ended-*"))} == {run.digest}


def go_on(office: Workspace, out: Path) -> "subprocess.Popen[bytes]":
    """Go on with what stands in *out*, or begin anew where its data was never frozen."""
    is_begun = (out / "begun.json").is_file()
    if not is_begun:
        shutil.rmtree(out, ignore_errors=True)
    return start_run(office, out, *(() if is_begun else TEMPLATES))
