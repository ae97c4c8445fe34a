"""Execution: one report written: its notebook run by papermill in a kernel of its own, then its page."""

import os
import time
from pathlib import Path
from typing import Any

from kit.core.language import speaking
from kit.publishing.html import write_page
from kit.publishing.job import Failure, Job, Outcome
from kit.publishing.kernel import KERNEL, MANAGER, kernel_address

START_SECONDS = 120


def write_report(job: Job) -> Outcome:
    """Run the notebook and write its page; a failure is an outcome, and leaves a notebook and a page that say so."""
    began = time.monotonic()
    failure = _execute(job, began)
    if not job.notebook.is_file():
        leave_template(job)
    write_job_page(job, failure)
    return Outcome(job.name, round(time.monotonic() - began, 3), failure)


def leave_template(job: Job) -> None:
    """Leave the notebook as it would have run, where nothing of it was saved."""
    import nbformat

    content: Any = nbformat.read(job.template, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.write(content, job.notebook)  # type: ignore[no-untyped-call]


def write_job_page(job: Job, failure: Failure | None) -> None:
    """The page of a report, good or failed."""
    with speaking(job.language):
        write_page(job, failure)


def overdue(seconds: int) -> Failure:
    """The failure of a report that did not end in time."""
    said = f"stopped after {seconds} seconds, its time limit; mend the report, or allow more with --timeout"
    return Failure(None, "TimeLimit", said)


def _execute(job: Job, began: float) -> Failure | None:
    from papermill.exceptions import PapermillException, PapermillExecutionError

    try:
        _run_papermill(job, began)
    except PapermillExecutionError as error:
        return _failed_cell(job, error, time.monotonic() - began)
    except (PapermillException, OSError, RuntimeError, ValueError) as error:
        # A kernel that died or never came up, a disk that is full: this report has failed, the others go on.
        lines = str(error).strip().splitlines() or [""]
        return Failure(None, type(error).__name__, lines[0])
    return None


def _run_papermill(job: Job, began: float) -> None:
    import papermill
    from traitlets.config import Config

    deadline = began + job.timeout_seconds
    papermill.execute_notebook(
        _plain_path(job.template),
        _plain_path(job.notebook),
        parameters=job.parameters,
        kernel_name=KERNEL,
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        start_timeout=START_SECONDS,
        cwd=str(job.notebook.parent),
        # The limit holds for the report as a whole: each cell gets what is left of it, and is then interrupted.
        timeout_func=lambda _cell: max(1, int(deadline - time.monotonic())),
        interrupt_on_timeout=True,
        config=Config(
            {
                "KernelManager": kernel_address(),
                # A report's kernel has nothing to put in order at its end.
                "NotebookClient": {"kernel_manager_class": MANAGER, "shutdown_kernel": "immediate"},
            }
        ),
    )


def _plain_path(path: Path) -> str:
    # Papermill formats paths like texts with parameters; a folder's own braces must survive that.
    return os.fspath(path).replace("{", "{{").replace("}", "}}")


def _failed_cell(job: Job, error: Any, seconds: float) -> Failure:
    if error.ename == "KeyboardInterrupt" and seconds >= job.timeout_seconds - 1:
        return Failure(error.exec_count, "TimeLimit", overdue(job.timeout_seconds).message)
    return Failure(error.exec_count, error.ename, str(error.evalue))
