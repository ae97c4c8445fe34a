"""Clusters: reports written by the workers of a real Dask scheduler, in processes of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kit.actions.catalogue import open_database
from kit.actions.office import found_office
from kit.cli.main import run as run_kit
from kit.core.errors import EnvironmentLacks
from kit.exchange.sample.recording import make_sample
from kit.kernels.normal import normal_form
from kit.publishing import cluster
from kit.publishing.parcel import Versions, digest_files, moved, own_versions, pack, unpack
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.publishing.verification.verdict import verify_run
from kit.workspace.workspace import Settings, Workspace
from tests.budget.engines import sized, told
from tests.environment import CHECKOUT
from tests.publishing.conftest import REPORTS, TIMEOUT_SECONDS

Client = pytest.importorskip("distributed", reason="no distributed: pip install 'governance-kit[distributed]'").Client
pytestmark = [pytest.mark.kernel, pytest.mark.slow]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A scheduler and its workers, each a process of its own, started as an office starts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def add(self, **environment: str) -> subprocess.Popen[bytes]:
        """One worker more, of one thread."""
        place = self.folder / f"worker-{len(self.workers)}"
        words = (
            "--nthreads",
            "1",
            "--no-dashboard",
            "--no-nanny",
            "--local-directory",
            str(place),
            "--host",
            "127.0.0.1",
        )
        self.workers.append(self._start("worker", self.address, *words, **environment))
        return self.workers[-1]

    def wait(self) -> None:
        """Until everything that was started answers; a machine with much to do takes its time."""
        with Client(self.address, timeout=START_SECONDS, set_as_default=False) as client:
            if self.workers:
                client.wait_for_workers(len(self.workers), timeout=START_SECONDS)

    def stop(self) -> None:
        """End whatever still runs."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join([str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])])
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
            # Python takes modules of the folder that it is started in before those of PYTHONPATH.
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": paths} | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def cluster_of(workers: int) -> Iterator[Cluster]:
    """A cluster of so many workers; its folder is short, for there are sockets in it."""
    folder = Path(tempfile.mkdtemp(prefix="kit-dask-"))
    made = Cluster(folder)
    try:
        for _ in range(workers):
            made.add()
        made.wait()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def dask() -> Iterator[Cluster]:
    """A cluster of two workers, for a test that ends some of it."""
    with cluster_of(2) as made:
        yield made


@pytest.fixture(scope="module")
def standing() -> Iterator[Cluster]:
    """A cluster of two workers that nobody ends."""
    with cluster_of(2) as made:
        yield made


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An office with a sample: 6 projects, in the long form 300."""
    place = found_office(tmp_path_factory.mktemp("cluster") / "office", Settings(), "admin", "test")
    make_sample(place, sized(6, 300), 1, lambda _done: None)
    return place


def run(workspace: Workspace, *templates: str, **order: Any) -> Run:
    """A run of reports on all projects."""
    return run_reports(workspace, open_database(workspace), Order(templates, **order))


def notebooks(ended: Run) -> dict[str, Any]:
    """Each executed notebook of a run, normalised."""
    return {
        path.name: normal_form(nbformat.read(path, as_version=4)) for path in (ended.folder / "reports").glob("*.ipynb")
    }


def outcomes(ended: Run) -> list[tuple[str, Any]]:
    """How each report ended, without the time it took."""
    return [(each.name, each.failure) for each in ended.outcomes]


def files(ended: Run) -> set[str]:
    """The files of a run."""
    return {path.relative_to(ended.folder).as_posix() for path in ended.folder.rglob("*") if path.is_file()}


def kill_in_the_middle(dask: Cluster, ended: threading.Event, after: int, ticks: list[int]) -> None:
    """Kill a worker that is at work once *after* reports are there."""
    while len(ticks) < after and not ended.wait(0.02):
        continue
    dask.workers[0].kill()


@pytest.mark.soak
def test_a_run_that_loses_a_worker_is_complete_and_like_one_of_this_machine(
    dask: Cluster, portfolio: Workspace
) -> None:
    """One of two workers is killed when a third of the reports is there; in the long form 300 reports."""
    ticks: list[int] = []
    ended = threading.Event()
    count = sized(6, 300)
    killer = threading.Thread(target=kill_in_the_middle, args=(dask, ended, count // 3, ticks), daemon=True)
    killer.start()

    order = Order(("self_review",), scheduler=dask.address)
    spread = run_reports(portfolio, open_database(portfolio), order, ticks.append)
    ended.set()
    killer.join()
    local = run(portfolio, "self_review")

    told(f"{count} reports: {spread.seconds} s on the cluster that lost a worker, {local.seconds} s on this machine")
    assert dask.workers[0].wait(10) == -signal.SIGKILL
    assert len(spread.outcomes) == count
    assert outcomes(spread) == outcomes(local)
    assert files(spread) == files(local)
    assert notebooks(spread) == notebooks(local)
    assert ticks == list(range(1, count + 1))


def test_pages_name_the_run_and_not_the_worker(standing: Cluster, portfolio: Workspace) -> None:
    """Nothing of a run folder says on which machine it was written."""
    spread = run(portfolio, "portfolio", scheduler=standing.address)

    texts = [path.read_text(encoding="utf-8") for path in (spread.folder / "reports").glob("portfolio.*")]
    assert len(texts) >= 2
    assert [text for text in texts if str(standing.folder) in text] == []
    assert spread.failures == []


def test_files_to_hand_on_are_written_again_here_in_the_same_bytes(standing: Cluster, portfolio: Workspace) -> None:
    """Verifying replays the run on this machine and compares every byte of its Word files and workbooks."""
    spread = run(portfolio, "portfolio", scheduler=standing.address, formats=("docx", "xlsx"))

    verdict = verify_run(spread.folder, None)

    assert {".docx", ".xlsx"} <= {Path(name).suffix for name in files(spread)}
    assert verdict.differences == ()


def test_faulty_reports_fail_there_as_here(standing: Cluster, office: Workspace, faulty_run: Run) -> None:
    """An error, a hanging cell, a kernel that dies: each fails alone, with the same words."""
    spread = run(office, *REPORTS, timeout_seconds=TIMEOUT_SECONDS, scheduler=standing.address)

    assert outcomes(spread) == outcomes(faulty_run)
    assert files(spread) == files(faulty_run)
    assert notebooks(spread) == notebooks(faulty_run)


def test_a_worker_that_comes_later_gets_the_inputs_too(dask: Cluster, portfolio: Workspace) -> None:
    """Both first workers are killed at once; a third begins where nobody is left."""

    def replace() -> None:
        for worker in list(dask.workers):
            worker.kill()
        dask.add()

    ticks: list[int] = []

    def tick(done: int) -> None:
        ticks.append(done)
        if done == 1:
            replace()

    spread = run_reports(portfolio, open_database(portfolio), Order(("self_review",), scheduler=dask.address), tick)

    assert spread.failures == []
    assert len(spread.outcomes) == len(ticks)


def test_a_worker_leaves_nothing_behind(standing: Cluster, portfolio: Workspace) -> None:
    """The inputs hold data of the office: with the run they go from the machines that helped."""
    run(portfolio, "portfolio", scheduler=standing.address)

    ends = time.monotonic() + START_SECONDS
    while list(standing.folder.rglob("snapshot.db")) and time.monotonic() < ends:
        time.sleep(0.1)
    assert list(standing.folder.rglob("snapshot.db")) == []


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "nonsense", "no-such-host.invalid:8786", "tls://127.0.0.1:1", ""]
)
def test_a_scheduler_that_cannot_be_reached_is_one_line(
    portfolio: Workspace, address: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 3, and what to look at; the log of the library is not shown."""
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 2)
    capfd.readouterr()

    status = run_kit(
        ["report", "run", "portfolio", "--scheduler", address, "--workspace", str(portfolio.root), "--json"]
    )

    captured = capfd.readouterr()
    assert status == 3
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "no Dask scheduler answers" in captured.err


def test_a_scheduler_without_workers_is_said(portfolio: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to start one."""
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 5)
    with cluster_of(0) as alone, pytest.raises(EnvironmentLacks, match="dask worker"):
        run(portfolio, "portfolio", scheduler=alone.address)


def test_a_cluster_that_goes_away_ends_the_run(
    dask: Cluster, portfolio: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler dies: one line instead of waiting for ever."""
    monkeypatch.setattr(cluster, "DESERTED_SECONDS", 3)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 5)

    with pytest.raises(EnvironmentLacks, match="has gone"):
        run_reports(
            portfolio,
            open_database(portfolio),
            Order(("self_review",), scheduler=dask.address),
            lambda _done: dask.scheduler.kill(),
        )


def test_a_worker_of_another_making_is_named(portfolio: Workspace, tmp_path: Path) -> None:
    """The same kit with one line changed: it could write other reports, so it writes none."""
    other = tmp_path / "other"
    shutil.copytree(CHECKOUT / "kit", other / "kit", ignore=shutil.ignore_patterns("__pycache__"))
    changed = other / "kit" / "core" / "money.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    with cluster_of(0) as strange:
        strange.add(PYTHONPATH=str(other))
        strange.wait()
        with pytest.raises(EnvironmentLacks, match="code of the kit"):
            run(portfolio, "portfolio", scheduler=strange.address)


def test_versions_that_differ_are_named_with_both() -> None:
    """Which, what is there, what is here."""
    here = Versions((("python", "3.11.7"), ("pandas", "2.2.3")))
    there = Versions((("python", "3.11.7"), ("pandas", "2.1.0")))

    assert here.differing(there) == ["pandas 2.1.0 instead of 2.2.3"]
    assert own_versions().differing(own_versions()) == []


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x"])
def test_no_file_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """What a worker sends back is written into the run and nowhere else."""
    with pytest.raises(ValueError, match="out of the folder"):
        unpack({name: b"x"}, tmp_path / "run")


def test_what_is_packed_is_unpacked_the_same(tmp_path: Path) -> None:
    """Texts name their new place; other files are left as they are, byte by byte."""
    (tmp_path / "a" / "reports").mkdir(parents=True)
    (tmp_path / "a" / "reports" / "x.ipynb").write_text("in /there/run", encoding="utf-8")
    (tmp_path / "a" / "reports" / "x.png").write_bytes(b"\x89PNG /there/run")

    packed = moved(pack(tmp_path / "a", ["reports"]), {"/there/run": "/机关"})
    unpack(packed, tmp_path / "b")

    assert (tmp_path / "b" / "reports" / "x.ipynb").read_text(encoding="utf-8") == "in /机关"
    assert (tmp_path / "b" / "reports" / "x.png").read_bytes() == b"\x89PNG /there/run"
    assert digest_files(packed) != digest_files(pack(tmp_path / "a", ["reports"]))
