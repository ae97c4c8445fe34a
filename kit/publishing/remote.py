"""Remote: the part of a run that works on another machine: it keeps the inputs and writes batches of reports.

Each worker gets the inputs once, as a plugin that the scheduler also hands to workers that come later. They lie in the
worker's local folder under their digest, with a warm parent of their own from which all its reports are forked.
"""

import shutil
import threading
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from kit.kernels.warm import WarmParent
from kit.publishing.job import Job, Outcome
from kit.publishing.parcel import Files, Versions, digest_files, moved, own_versions, pack, unpack
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.pool import write_reports
from kit.publishing.warm_room import warm_room

# How one report comes back: its outcome as a message, and its files by their path in the run folder.
Returned = tuple[dict[str, Any], Files]


class _Withdrawn(Exception):
    """The run that these reports belong to has ended."""


class Inputs(WorkerPlugin):
    """What a worker needs to write reports of one run: the files that they read, and a warm parent."""

    def __init__(self, files: Files, language: str, expected: Versions) -> None:
        self.files, self.language, self.expected = files, language, expected
        self.digest = digest_files(files)
        self.name = f"kit-{self.digest[:16]}-{uuid.uuid4().hex[:8]}"

    def setup(self, worker: Worker) -> None:
        """Keep the files in the worker's folder; the parent is started by the first report."""
        self.folder = Path(worker.local_directory) / self.name
        unpack(self.files, self.folder)
        found = digest_files(pack(self.folder, [SNAPSHOT_NAME, "inputs"]))
        if found != self.digest:
            raise OSError(f"the inputs have digest {found} in {self.folder}, not {self.digest}")
        # From here on they lie on the disk.
        self.files = {}
        self._lock, self._stack, self._is_withdrawn = threading.Lock(), ExitStack(), False
        self._warm: WarmParent | None = None

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - as the cluster calls it
        """End the parent with all that it started, and clear away."""
        self._is_withdrawn = True
        self._stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, jobs: Sequence[dict[str, Any]]) -> list[Returned]:
        """Write the reports of *jobs* (messages whose places are those of the run folder), one after another."""
        here = self.folder / uuid.uuid4().hex
        there = jobs[0]["folder"]
        try:
            own = [self._own(job, here / str(place)) for place, job in enumerate(jobs)]
            outcomes = self._write(own)
            return [
                (outcome.as_message(), self._sent_back(job, there)) for job, outcome in zip(own, outcomes, strict=True)
            ]
        finally:
            shutil.rmtree(here, ignore_errors=True)

    def _own(self, message: dict[str, Any], folder: Path) -> Job:
        """The job in a folder of its own: whatever appears in there belongs to it."""
        (folder / "reports").mkdir(parents=True)
        (folder / SNAPSHOT_NAME).symlink_to(self.folder / SNAPSHOT_NAME)
        (folder / "inputs").symlink_to(self.folder / "inputs")
        template = self.folder / "inputs" / "reports" / Path(message["template"]).name
        return Job.from_message(message | {"folder": str(folder), "template": str(template)})

    def _write(self, jobs: list[Job]) -> list[Outcome]:
        try:
            warm, environment = self._ready()
            return write_reports(jobs, 1, environment, warm, self._go_on)
        finally:
            if self._is_withdrawn:
                # A report that died with the parent has had it started anew.
                self._stack.close()
                if self._warm:
                    self._warm.stop()

    def _go_on(self, _outcome: Outcome) -> None:
        if self._is_withdrawn:
            raise _Withdrawn

    def _ready(self) -> tuple[WarmParent, dict[str, str]]:
        """The warm parent, one for all threads of the worker."""
        with self._lock:
            if self._warm is None:
                room = warm_room(self.folder / SNAPSHOT_NAME, self.language)
                self._warm, self._environment = self._stack.enter_context(room)
            return self._warm, self._environment

    def _sent_back(self, job: Job, there: str) -> Files:
        places = {str(job.folder): there, str(self.folder): there}
        return moved(pack(job.folder, ["reports"]), places)


def write_batch(name: str, jobs: Sequence[dict[str, Any]]) -> list[Returned]:
    """Write some reports on this worker, with the inputs that it keeps under *name*."""
    inputs = get_worker().plugins[name]
    assert isinstance(inputs, Inputs)
    if differing := inputs.expected.differing(own_versions()):
        raise RuntimeError(f"this worker has {'; '.join(differing)}")
    return inputs.write(jobs)
