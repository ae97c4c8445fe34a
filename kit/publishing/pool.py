"""Pool: a few processes that write reports side by side; one that hangs or dies costs its report, not the run."""

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

import psutil

from kit.publishing.execution import leave_template, overdue, write_job_page, write_report
from kit.publishing.job import Failure, Job, Outcome
from kit.publishing.kernel import skip_slow_grammar

# Beyond its own limit a report may need this long to interrupt its kernel, save and write its page.
GRACE_SECONDS = 45
LOOK_SECONDS = 1.0
# A kernel that does not answer is asked for five seconds before it is killed; killed before, its writer orphans it.
STOP_SECONDS = 30


def write_reports(
    jobs: Sequence[Job], processes: int, environment: dict[str, str], tick: Callable[[int], object]
) -> list[Outcome]:
    """Write all reports, at most *processes* at a time; *tick* is told how many are done."""
    waiting, outcomes = deque(jobs), dict[str, Outcome]()
    workers = [_Worker(environment) for _ in range(min(processes, len(jobs)))]
    try:
        while len(outcomes) < len(jobs):
            _hand_out(workers, waiting)
            wait([worker.connection for worker in workers if worker.job], timeout=LOOK_SECONDS)
            for outcome in filter(None, [worker.look() for worker in workers]):
                outcomes[outcome.name] = outcome
                tick(len(outcomes))
    finally:
        for worker in workers:
            worker.stop()
    return [outcomes[job.name] for job in jobs]


def _hand_out(workers: list["_Worker"], waiting: "deque[Job]") -> None:
    for worker in workers:
        if worker.job is None and waiting:
            worker.give(waiting.popleft())


class _Worker:
    """One process and what it is at."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.job: Job | None = None
        self.began = self.deadline = 0.0
        self._start()

    def _start(self) -> None:
        # Spawned, not forked: a fork would carry threads, locks and database connections of this process along.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.environment), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, job: Job) -> None:
        """Hand the process its next report."""
        self.job, self.began = job, time.monotonic()
        self.deadline = self.began + job.timeout_seconds + GRACE_SECONDS
        try:
            self.connection.send(job)
        except OSError:
            self.deadline = 0.0

    def look(self) -> Outcome | None:
        """The outcome of the report at hand, where there is one: also where the process died, or has taken too long."""
        if self.job is None:
            return None
        try:
            if self.connection.poll():
                return self._done(self.connection.recv())
        except (EOFError, OSError):
            ended = Failure(None, "ProcessEnded", "the process that wrote it ended (out of memory?); run it again")
            return self._broken(ended)
        return self._broken(overdue(self.job.timeout_seconds)) if time.monotonic() > self.deadline else None

    def stop(self) -> None:
        """End the process, and with it the kernel that it started."""
        self.connection.close()
        self.process.terminate()
        self.process.join(STOP_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _done(self, outcome: Outcome) -> Outcome:
        self.job = None
        return outcome

    def _broken(self, failure: Failure) -> Outcome:
        job, self.job = self.job, None
        assert job is not None
        self.stop()
        self._start()
        if not job.notebook.is_file():
            leave_template(job)
        write_job_page(job, failure)
        return Outcome(job.name, round(time.monotonic() - self.began, 3), failure)


def _serve(connection: Connection, environment: dict[str, str]) -> None:
    """Write reports until the other end is gone."""
    # A Ctrl-C is meant for the run, which then ends its processes; it does not reach a session of their own.
    os.setsid()
    signal.signal(signal.SIGTERM, _leave)
    Thread(target=_end_with_run, daemon=True).start()
    os.environ.update(environment)
    skip_slow_grammar()
    try:
        _write_until_left(connection)
    finally:
        # Told to leave while a kernel starts, nbclient forgets it; such an orphan never looks for its parent.
        for child in psutil.Process().children(recursive=True):
            child.kill()


def _write_until_left(connection: Connection) -> None:
    while job := _next_job(connection):
        outcome = write_report(job)
        try:
            connection.send(outcome)
        except BrokenPipeError:
            return


def _next_job(connection: Connection) -> Job | None:
    try:
        job: Job = connection.recv()
    except (EOFError, ConnectionResetError):
        return None
    return job


def _end_with_run() -> None:
    """End this process, and so its kernel, when the run is killed; nobody would wait for its report any more."""
    run = multiprocessing.parent_process()
    assert run is not None
    run.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(_signal: int, _frame: Any) -> None:
    # Leaving by an exception lets nbclient shut its kernel down.
    raise SystemExit(1)
