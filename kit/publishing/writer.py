"""Writer: a process forked from the warm parent that writes reports, one after another, with a drawer at its side."""

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

from kit.kernels.link import Ended, Link
from kit.kernels.warm import Forked, NotForked, fork_call
from kit.publishing.drawing import VARIABLE
from kit.publishing.execution import try_report
from kit.publishing.job import Job

MODULES = (
    "altair", "babel.numbers", "kit.actions.catalogue", "kit.kernels.engine", "kit.publishing.backtest",
    "kit.publishing.budget_execution", "kit.publishing.compliance", "kit.publishing.portfolio",
    "kit.publishing.priming", "kit.publishing.progress", "kit.publishing.self_review", "kit.publishing.writer",
    "kit.views.plan_chart", "nbclient", "nbconvert", "nbformat", "numpy", "pandas", "papermill",
    "sqlalchemy.dialects.sqlite",
)  # fmt: skip
# The drawing engine keeps a little of every chart; after so many reports a new one takes over.
REPORTS_A_DRAWER = 500


def serve(link: Link, warm: str, environment: dict[str, str]) -> None:
    """Write the reports that come over the link until the other end hangs up."""
    os.environ.update(environment)
    with suppress(Ended):
        for number in count():
            drawer = _start_drawer(warm, number)
            _write_some(link, warm)
            if drawer:
                drawer.kill()
                drawer.close()


def _write_some(link: Link, warm: str) -> None:
    for _report in range(REPORTS_A_DRAWER):
        job = Job.from_message(link.receive()[0])
        link.send(try_report(job, warm).as_message())


def _start_drawer(warm: str, number: int) -> Forked | None:
    # In the parent's own folder, which the parent clears away however this process ends.
    socket = str(Path(warm).parent / f"draw-{os.getpid()}-{number}.sock")
    os.environ.pop(VARIABLE, None)
    try:
        drawer = fork_call(warm, "kit.publishing.drawing:serve_drawer", socket)
        drawer.link.receive()
    except (NotForked, Ended):
        # Each report then draws for itself.
        return None
    os.environ[VARIABLE] = socket
    return drawer
