"""Stopped runs: a run in a process of its own that is killed, as a power cut or an impatient hand would."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from kit.workspace.workspace import Workspace

WAIT_SECONDS = 120
COMMAND = (
    "import sys; from pathlib import Path\n"
    "from kit.actions.catalogue import open_database\n"
    "from kit.publishing.plan import Order\n"
    "from kit.publishing.run import resume_reports, run_reports\n"
    "from kit.workspace.workspace import find_workspace\n"
    "place, out, *templates = sys.argv[1:]\n"
    "place, out = find_workspace(Path(place)), Path(out)\n"
    "if templates: run_reports(place, open_database(place), Order(tuple(templates), jobs=1, out=out))\n"
    "else: resume_reports(out, place.keys, 1)\n"
)


def start_run(office: Workspace, out: Path, *templates: str) -> "subprocess.Popen[bytes]":
    """A run of all projects with one writer into *out*; without templates, one that goes on with what stands there."""
    command = [sys.executable, "-c", COMMAND, str(office.root), str(out), *templates]
    return subprocess.Popen(command, start_new_session=True)


def noted(out: Path) -> int:
    """How many reports the run says are finished."""
    log = out / "done.jsonl"
    return log.read_bytes().count(b"\n") if log.is_file() else 0


def kill_when_noted(process: "subprocess.Popen[bytes]", out: Path, count: int) -> None:
    """Kill the run at once when *count* reports are finished."""
    ends = time.monotonic() + WAIT_SECONDS
    while noted(out) < count and process.poll() is None and time.monotonic() < ends:
        time.sleep(0.01)
    kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the run; what it has forked ends by itself when it is gone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
