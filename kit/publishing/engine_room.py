"""Engine room: who writes the reports of one run: writers of this machine with their warm parent, or a cluster."""

import errno
from collections.abc import Callable, Sequence

from kit.publishing.execution import UNSAVED
from kit.publishing.job import Job, Outcome
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.pool import write_reports
from kit.publishing.warm_room import warm_room


def write_jobs(
    jobs: Sequence[Job],
    processes: int,
    language: str,
    done: Callable[[Outcome], object],
    scheduler: str | None = None,
) -> list[Outcome]:
    """Write the reports of one folder, all from the snapshot in it; *done* is told each outcome as it comes.

    ``scheduler`` is the address of a cluster that writes them instead; they come to stand in the same folder, and are
    the same. Raises OSError where a report cannot be saved (neither could those after it), and EnvironmentLacks where
    processes or the cluster are not to be had.
    """

    def take(outcome: Outcome) -> None:
        done(_saved(outcome))

    if not jobs:
        return []
    snapshot = jobs[0].folder / SNAPSHOT_NAME
    if scheduler is not None:
        # Only who has a cluster has its library.
        from kit.publishing.cluster import write_on_cluster

        return write_on_cluster(jobs, scheduler, snapshot, language, take)
    with warm_room(snapshot, language) as (warm, environment):
        return write_reports(jobs, processes, environment, warm, take)


def _saved(outcome: Outcome) -> Outcome:
    if outcome.failure and outcome.failure.error == UNSAVED:
        raise OSError(errno.ENOSPC, outcome.failure.message)
    return outcome
