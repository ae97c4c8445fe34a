"""Engine room: the warm parent and the writers of one run, from its first report to its last."""

import errno
from collections.abc import Callable, Sequence

from kit.kernels.environment import kernel_environment
from kit.kernels.warm import WarmParent
from kit.publishing.execution import UNSAVED
from kit.publishing.job import Job, Outcome
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.pool import write_reports
from kit.publishing.writer import MODULES
from kit.store.signing import VARIABLE


def write_jobs(jobs: Sequence[Job], processes: int, language: str, done: Callable[[Outcome], object]) -> list[Outcome]:
    """Write the reports of one folder, all from the snapshot in it; *done* is told each outcome as it comes.

    Raises OSError where a report cannot be saved: neither could those after it.
    """
    if not jobs:
        return []
    primed = ("kit.publishing.priming:prime", str(jobs[0].folder / SNAPSHOT_NAME), language)
    with kernel_environment() as found:
        # A template reads everything in its environment; the office's key is none of its business.
        environment = found | {VARIABLE: ""}
        with WarmParent(MODULES, (primed,), environment) as warm:
            return write_reports(jobs, processes, environment, warm, lambda outcome: done(_saved(outcome)))


def _saved(outcome: Outcome) -> Outcome:
    if outcome.failure and outcome.failure.error == UNSAVED:
        raise OSError(errno.ENOSPC, outcome.failure.message)
    return outcome
