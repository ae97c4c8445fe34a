"""Cluster: reports written by the workers of a Dask scheduler; losing a worker loses nothing but its time."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.core.errors import EnvironmentLacks
from kit.publishing.execution import leave_template, write_job_page
from kit.publishing.job import Failure, Job, Outcome
from kit.publishing.parcel import Versions, own_versions, pack, unpack
from kit.publishing.plan import SNAPSHOT_NAME

if TYPE_CHECKING:
    from distributed import Client, Future

    from kit.publishing.remote import Inputs, Returned

CONNECT_SECONDS = 30
LOOK_SECONDS = 2
# Workers that restart are back sooner; a run that nobody works on ends.
DESERTED_SECONDS = 120
# What is lost with a worker is at most so many reports of each of its threads.
BATCH_MAX = 8
BATCHES_A_THREAD = 4
SAME = "install the same on all machines"


def write_on_cluster(
    jobs: Sequence[Job], address: str, snapshot: Path, language: str, done: Callable[[Outcome], object]
) -> list[Outcome]:
    """Write all *jobs* on the workers of the scheduler at *address*; the reports come to stand in the run's folder.

    Raises EnvironmentLacks where the scheduler or its workers cannot be reached, or are not of the same making.
    """
    with _connected(address) as client:
        _check_workers(client, address)
        # Importing it needs the library, which is there now.
        from kit.publishing.remote import Inputs

        inputs = Inputs(pack(snapshot.parent, [SNAPSHOT_NAME, "inputs"]), language, own_versions())
        try:
            client.register_plugin(inputs, name=inputs.name)
            return _Run(client, address, inputs, jobs, done).write()
        except (OSError, CancelledError) as error:
            raise EnvironmentLacks(_gone(address, error)) from None
        finally:
            with suppress(OSError, ValueError, RuntimeError, CancelledError):
                # The cluster may be gone; then there is nothing left on it either.
                client.unregister_worker_plugin(inputs.name)


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    try:
        from distributed import Client
    except ImportError:
        raise EnvironmentLacks(
            "the library for clusters is missing; install it with: pip install 'governance-kit[distributed]'"
        ) from None
    # What the library would write to the log stands in the one line that is raised.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise EnvironmentLacks(
            f"no Dask scheduler answers at {address} ({_brief(error)}); start one with: dask scheduler, "
            "and check address, network and certificates"
        ) from None
    try:
        with client.as_current():
            yield client
    finally:
        client.close(timeout=LOOK_SECONDS)


def _check_workers(client: "Client", address: str) -> None:
    """There is one at least, and each is of the same making: else reports would differ by where they were written."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        raise EnvironmentLacks(
            f"the scheduler at {address} has no workers; start some with: dask worker {address}"
        ) from None
    for worker, found in client.run(own_versions, on_error="return").items():
        if not isinstance(found, Versions):
            raise EnvironmentLacks(f"worker {worker} has not this kit ({_brief(found)}); {SAME}")
        if differing := own_versions().differing(found):
            raise EnvironmentLacks(f"worker {worker} has {'; '.join(differing)}; {SAME}")


class _Run:
    """The batches of one run that are out, and what came back."""

    def __init__(
        self, client: "Client", address: str, inputs: "Inputs", jobs: Sequence[Job], done: Callable[[Outcome], object]
    ) -> None:
        self._client, self._address, self._inputs, self._jobs, self._done = client, address, inputs, jobs, done
        self._outcomes: dict[str, Outcome] = {}
        self._out: dict[Future[Any], Sequence[Job]] = {}
        self._seen = time.monotonic()

    def write(self) -> list[Outcome]:
        """Hand everything out, and wait until all of it is back."""
        for batch in self._batches():
            self._hand_out(batch)
        while self._out:
            self._look()
        return [self._outcomes[job.name] for job in self._jobs]

    def _batches(self) -> Iterator[Sequence[Job]]:
        threads = max(1, sum(self._client.nthreads().values()))
        size = min(BATCH_MAX, max(1, len(self._jobs) // (threads * BATCHES_A_THREAD)))
        return (self._jobs[place : place + size] for place in range(0, len(self._jobs), size))

    def _hand_out(self, batch: Sequence[Job]) -> None:
        from kit.publishing.remote import write_batch

        messages = [job.as_message() for job in batch]
        self._out[self._client.submit(write_batch, self._inputs.name, messages, pure=False)] = batch

    def _look(self) -> None:
        from distributed import wait

        with suppress(TimeoutError, CancelledError):
            # One that was cancelled stands among those that are looked at.
            wait(list(self._out), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
        ended = [future for future in self._out if future.status != "pending"]
        for future in ended:
            self._take(future, self._out.pop(future))
        if ended:
            self._seen = time.monotonic()
        else:
            self._refuse_to_wait_for_nobody()

    def _take(self, future: "Future[Any]", batch: Sequence[Job]) -> None:
        if future.status == "error":
            self._fail(batch, future.exception())
        elif future.status == "finished":
            self._keep(batch, future.result(timeout=CONNECT_SECONDS))
        else:
            # Lost with the worker or forgotten by the scheduler: it is written again.
            self._hand_out(batch)

    def _keep(self, batch: Sequence[Job], returned: "Sequence[Returned]") -> None:
        for job, (message, files) in zip(batch, returned, strict=True):
            unpack(files, job.folder)
            self._end(Outcome.from_message(message))

    def _fail(self, batch: Sequence[Job], error: Any) -> None:
        """A batch that took one worker after another with it has failed; the others go on."""
        from distributed import KilledWorker

        if not isinstance(error, KilledWorker):
            raise EnvironmentLacks(f"a worker of {self._address} cannot write reports: {_brief(error)}")
        for job in batch:
            failure = Failure(None, "WorkersEnded", "each worker that wrote it ended (out of memory?); run it again")
            leave_template(job)
            write_job_page(job, failure)
            self._end(Outcome(job.name, 0.0, failure))

    def _end(self, outcome: Outcome) -> None:
        self._outcomes[outcome.name] = outcome
        self._done(outcome)

    def _refuse_to_wait_for_nobody(self) -> None:
        if self._client.status == "running" and self._client.nthreads():
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > DESERTED_SECONDS:
            raise EnvironmentLacks(_gone(self._address, f"nobody has answered for {DESERTED_SECONDS} s"))


def _gone(address: str, reason: Any) -> str:
    return f"the cluster at {address} has gone ({_brief(reason)}); start it, and run the reports again"


def _brief(error: Any) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
