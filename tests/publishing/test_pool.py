"""Pools: the processes that write reports end with the run, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from kit.publishing.execution import is_saved, leave_template, write_job_page
from kit.publishing.job import Failure, Job
from kit.workspace.workspace import Workspace
from tests.publishing.conftest import write_report

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
COMMAND = "import sys; from kit.cli.main import run; sys.exit(run(sys.argv[1:]))"
WAIT_SECONDS = 60
TELLING = """\
import os, pathlib, time
file = pathlib.Path("telling.files/told")
file.parent.mkdir()
file.with_suffix(".rough").write_text(str(os.getpid()))
file.with_suffix(".rough").rename(file)
time.sleep(600)
"""


def is_running(process: int) -> bool:
    """True for a process that is there and more than a name waiting to be collected."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def wait_while(condition: Callable[[], bool], deadline: float) -> None:
    """Look again and again until the condition no longer holds, or the time is over."""
    while condition() and time.monotonic() < deadline:
        time.sleep(0.1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_takes_its_kernels_along(office: Workspace, tmp_path: Path, how: signal.Signals) -> None:
    """Nobody is left to wait for the report, so nothing goes on computing it; the key to the kernel is not left about."""
    write_report(office.root / "reports", "telling", TELLING)
    out = tmp_path / "run"
    told = out / "reports" / "telling.files" / "told"
    command = [sys.executable, "-c", COMMAND, "report", "run", "telling", "--out", str(out)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen([*command, "--workspace", str(office.root)], env=environment)
    deadline = time.monotonic() + WAIT_SECONDS
    wait_while(lambda: not told.exists(), deadline)
    kernel = int(told.read_text(encoding="utf-8"))

    process.send_signal(how)
    process.wait(WAIT_SECONDS)
    wait_while(lambda: is_running(kernel), deadline)

    assert not is_running(kernel)
    assert list(tmp_path.glob("*.json")) == []
    assert list(tmp_path.glob("*/*.sock")) == []
    assert not (out / "manifest.json").exists()


@pytest.mark.parametrize("left", [None, b"", b'{"cells": ['])
def test_a_report_whose_writer_died_while_saving_leaves_the_notebook_as_it_would_have_run(
    office: Workspace, tmp_path: Path, left: bytes | None
) -> None:
    """Nothing or half of it stands on the disk; the page of the failure is made all the same."""
    template = office.root / "template.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), template)
    job = Job("R", template, {}, tmp_path, 1, 256, "en", "Report", "said")
    job.notebook.parent.mkdir()
    if left is not None:
        job.notebook.write_bytes(left)

    assert not is_saved(job)
    leave_template(job)
    write_job_page(job, Failure(None, "ProcessEnded", "it ended"))

    assert is_saved(job)
    assert "it ended" in job.page.read_text(encoding="utf-8")
