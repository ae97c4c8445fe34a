"""Interrupts: a run that is stopped by hand ends at once, says so, and leaves no kernel behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kit.workspace.workspace import Workspace

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
START_SECONDS = 60
# As at a terminal: a suite that runs in the background may have been told to ignore a Ctrl-C.
COMMAND = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from kit.cli.main import run; sys.exit(run(sys.argv[1:]))"
)


def parents() -> dict[int, int]:
    """Every process that runs, with the one that started it."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_rest = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def family_of(process: int) -> set[int]:
    """A process and all that descend from it."""
    running, family = parents(), {process}
    while born := {child for child, parent in running.items() if parent in family} - family:
        family |= born
    return family


def are_at_work(family: set[int]) -> bool:
    """True where the run, its warm parent, a writer, its drawer and the kernel of a report are all there."""
    return len(family) >= 5


def test_a_stopped_run_leaves_no_kernel_and_no_manifest(office: Workspace, tmp_path: Path) -> None:
    """The report hangs in its cell when the Ctrl-C comes."""
    out = tmp_path / "run"
    command = ["report", "run", "hanging", "--out", str(out), "--workspace", str(office.root)]
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *command],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    ends = time.monotonic() + START_SECONDS
    while not are_at_work(family_of(process.pid)) and time.monotonic() < ends:
        time.sleep(0.2)
    family = family_of(process.pid)
    assert are_at_work(family)
    time.sleep(1)

    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=START_SECONDS)
    while family & parents().keys() and time.monotonic() < ends:
        time.sleep(0.1)

    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert not family & parents().keys()
    assert not (out / "manifest.json").exists()
