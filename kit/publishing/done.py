"""Done: the reports of a run that are finished, noted one by one, so that a stopped run repeats none."""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kit.core.digest import digest_file
from kit.publishing.job import Job, Outcome

DONE_NAME = "done.jsonl"


class DoneLog:
    """The log of one run, open for noting; used as ``with DoneLog(folder) as log``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        path = self.folder / DONE_NAME
        is_torn = path.is_file() and not path.read_bytes().endswith(b"\n")
        self._file = path.open("ab")
        # A line that was being written when the run was stopped stays by itself, and says nothing.
        self._file.write(b"\n" if is_torn else b"")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()

    def note(self, job: Job, outcome: Outcome) -> None:
        """Note a finished report with the digest of each of its files; it stands on the disk when this returns."""
        line = {"outcome": outcome.as_message(), "files": _digests(job)}
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read_done(folder: Path, jobs: list[Job]) -> dict[str, Outcome]:
    """The outcomes of the reports that are finished: written without a failure, and their files still as they were."""
    noted = _noted(folder / DONE_NAME)
    return {job.name: Outcome.from_message(noted[job.name]["outcome"]) for job in jobs if _is_done(job, noted)}


def clear_away(job: Job) -> None:
    """Take away what a report left that was stopped in the middle."""
    for path in sorted(job.written(), reverse=True):
        path.unlink()


def _is_done(job: Job, noted: dict[str, Any]) -> bool:
    note = noted.get(job.name)
    return note is not None and note["outcome"]["failure"] is None and note["files"] == _digests(job)


def _digests(job: Job) -> dict[str, str]:
    return {path.relative_to(job.folder).as_posix(): digest_file(path) for path in job.written()}


def _noted(path: Path) -> dict[str, Any]:
    """The last note on each report; a line that was being written when the machine stopped counts as none."""
    noted = {}
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            content = json.loads(line)
            noted[content["outcome"]["name"]] = content
        except (ValueError, KeyError, TypeError):
            continue
    return noted
