"""Pool: a few processes that write reports side by side; one that hangs or dies costs its report, not the run."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import wait

from kit.core.errors import EnvironmentLacks
from kit.kernels.link import Ended
from kit.kernels.warm import NotForked, WarmParent, fork_call
from kit.publishing.execution import is_saved, leave_template, overdue, write_job_page
from kit.publishing.job import Failure, Job, Outcome

# Beyond its own limit a report may need this long to interrupt its kernel, save and write its page.
GRACE_SECONDS = 45
LOOK_SECONDS = 1.0
WRITER = "kit.publishing.writer:serve"


def write_reports(
    jobs: Sequence[Job],
    processes: int,
    environment: dict[str, str],
    warm: WarmParent,
    done: Callable[[Outcome], object],
) -> list[Outcome]:
    """Write all reports, at most *processes* at a time; *done* is told each outcome as it comes."""
    waiting, outcomes = deque(jobs), dict[str, Outcome]()
    workers = [_Worker(environment, warm) for _ in range(min(processes, len(jobs)))]
    try:
        while len(outcomes) < len(jobs):
            _hand_out(workers, waiting)
            wait([worker.forked.link.fileno() for worker in workers if worker.job], timeout=LOOK_SECONDS)
            for outcome in filter(None, [worker.look() for worker in workers]):
                outcomes[outcome.name] = outcome
                done(outcome)
    finally:
        for worker in workers:
            worker.stop()
    return [outcomes[job.name] for job in jobs]


def _hand_out(workers: list["_Worker"], waiting: "deque[Job]") -> None:
    for worker in workers:
        if worker.job is None and waiting:
            worker.give(waiting.popleft())


class _Worker:
    """One writer and what it is at."""

    def __init__(self, environment: dict[str, str], warm: WarmParent) -> None:
        self.environment, self.warm = environment, warm
        self.job: Job | None = None
        self.began = self.deadline = 0.0
        self._start()

    def _start(self) -> None:
        address = self.warm.address
        try:
            self.forked = fork_call(address, WRITER, address, self.environment)
        except NotForked as error:
            raise EnvironmentLacks(f"no process can be made that writes reports: {error}; free some memory") from None

    def give(self, job: Job) -> None:
        """Hand the writer its next report."""
        self.job, self.began = job, time.monotonic()
        self.deadline = self.began + job.timeout_seconds + GRACE_SECONDS
        with suppress(Ended):
            # Where it is gone already, looking at it will tell.
            self.forked.link.send(job.as_message())

    def look(self) -> Outcome | None:
        """The outcome of the report at hand, where there is one: also where the writer died, or has taken too long."""
        if self.job is None:
            return None
        if self.forked.link.waits(0):
            return self._take()
        return self._broken(overdue(self.job.timeout_seconds)) if time.monotonic() > self.deadline else None

    def stop(self) -> None:
        """End the writer, and with it the kernel that it uses: its link to that is cut as well."""
        self.forked.kill()
        self.forked.close()

    def _take(self) -> Outcome:
        try:
            (content, *_rest) = self.forked.link.receive()
        except Ended:
            content = "ended"
        if content == "ended":
            return self._broken(
                Failure(None, "ProcessEnded", "the process that wrote it ended (out of memory?); run it again")
            )
        self.job = None
        return Outcome.from_message(content)

    def _broken(self, failure: Failure) -> Outcome:
        job, self.job = self.job, None
        assert job is not None
        self.stop()
        self._start()
        if not is_saved(job):
            leave_template(job)
        write_job_page(job, failure)
        return Outcome(job.name, round(time.monotonic() - self.began, 3), failure)
