"""Execution: one report written: its notebook run by papermill in a warm kernel, then its page."""

import errno
import json
import os
import time
from pathlib import Path
from typing import Any

from kit.core.language import speaking
from kit.kernels.bounds import Bounds
from kit.kernels.environment import KERNEL
from kit.publishing.drawing import VARIABLE
from kit.publishing.html import write_page
from kit.publishing.job import Failure, Job, Outcome

START_SECONDS = 120
# With these the next report could not be saved either: the run stops, and is gone on with when there is room.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
UNSAVED = "Unsaved"
# What a report may use and still run in the fastest tier: loaded in the warm parent, quiet past Python's streams.
KNOWN = ("altair", "kit", "numpy", "pandas")


def write_report(job: Job, warm: str | None) -> Outcome:
    """Run the notebook and write its page; a failure is an outcome, and leaves a notebook and a page that say so.

    ``warm`` is the address of the warm parent; without one the notebook gets a kernel that is started for it.
    """
    began = time.monotonic()
    failure = _execute(job, warm, began)
    if not job.notebook.is_file():
        leave_template(job)
    orphans = write_job_page(job, failure)
    return Outcome(job.name, round(time.monotonic() - began, 3), failure, orphans)


def try_report(job: Job, warm: str | None) -> Outcome:
    """As ``write_report``; that its files cannot be written is an outcome as well, the failure ``UNSAVED``."""
    began = time.monotonic()
    try:
        return write_report(job, warm)
    except OSError as error:
        failure = Failure(None, UNSAVED, error.strerror or str(error))
        return Outcome(job.name, round(time.monotonic() - began, 3), failure)


def is_saved(job: Job) -> bool:
    """True where the whole notebook stands: not where its writer ended before saving it, or in the middle of that."""
    try:
        json.loads(job.notebook.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return True


def leave_template(job: Job) -> None:
    """Leave the notebook as it would have run, where nothing of it was saved."""
    import nbformat

    content: Any = nbformat.read(job.template, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.write(content, job.notebook)  # type: ignore[no-untyped-call]


def write_job_page(job: Job, failure: Failure | None) -> tuple[dict[str, Any], ...]:
    """The page of a report, good or failed; answers its orphans."""
    with speaking(job.language):
        return tuple(orphan.as_dict() for orphan in write_page(job, failure))


def overdue(seconds: int) -> Failure:
    """The failure of a report that did not end in time."""
    said = f"stopped after {seconds} seconds, its time limit; mend the report, or allow more with --timeout"
    return Failure(None, "TimeLimit", said)


def _execute(job: Job, warm: str | None, began: float) -> Failure | None:
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillException, PapermillExecutionError

    try:
        _run_papermill(job, warm)
    except PapermillExecutionError as error:
        return _failed_cell(job, error, time.monotonic() - began)
    except DeadKernelError as error:
        return _ended_kernel(job, str(error), time.monotonic() - began)
    except (PapermillException, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        # A kernel that never came up: this report has failed, the others go on.
        lines = str(error).strip().splitlines() or [""]
        return Failure(None, type(error).__name__, lines[0])
    return None


def _run_papermill(job: Job, warm: str | None) -> None:
    import papermill

    from kit.kernels import engine

    engine.register()
    papermill.execute_notebook(
        _plain_path(job.template),
        _plain_path(job.notebook),
        parameters=job.parameters,
        engine_name=engine.NAME,
        kernel_name=KERNEL,
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        start_timeout=START_SECONDS,
        cwd=str(job.notebook.parent),
        # A report that hangs is saved when it is stopped; saving it in between would take longer than it runs.
        autosave_cell_every=0,
        warm=warm,
        known=KNOWN,
        bounds=_bounds(job),
        seconds=job.timeout_seconds,
        **({} if warm else {"tier": "plain"}),
    )


def _bounds(job: Job) -> Bounds:
    drawer = os.environ.get(VARIABLE)
    return Bounds((str(job.files),), (drawer,) if drawer else (), job.memory_mb)


def _plain_path(path: Path) -> str:
    # Papermill formats paths like texts with parameters; a folder's own braces must survive that.
    return os.fspath(path).replace("{", "{{").replace("}", "}}")


def _failed_cell(job: Job, error: Any, seconds: float) -> Failure:
    if error.ename == "KeyboardInterrupt" and seconds >= job.timeout_seconds - 1:
        return Failure(error.exec_count, "TimeLimit", overdue(job.timeout_seconds).message)
    if error.ename == "MemoryError":
        return Failure(error.exec_count, "MemoryLimit", _too_large(job))
    return Failure(error.exec_count, error.ename, str(error.evalue))


def _ended_kernel(job: Job, said: str, seconds: float) -> Failure:
    if seconds >= job.timeout_seconds:
        return overdue(job.timeout_seconds)
    return Failure(None, "KernelEnded", said)


def _too_large(job: Job) -> str:
    return f"it needed more than {job.memory_mb} MiB, its limit; mend the report, or allow more with --memory"
