"""Hands: who writes the reports of a run: processes of this machine, or a cluster of many machines."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kit.kernels.environment import kernel_environment
from kit.kernels.warm import WarmParent
from kit.publishing.job import Job, Outcome
from kit.publishing.plan import Order
from kit.publishing.pool import write_reports
from kit.publishing.writer import MODULES, PRIME


def write_jobs(
    jobs: Sequence[Job], order: Order, snapshot: Path, language: str, done: Callable[[Outcome], object]
) -> list[Outcome]:
    """Write all *jobs* and answer their outcomes in order; *done* is told each as it comes.

    *snapshot* is the run's, with its frozen inputs beside it. Wherever the reports are written, they come to stand in
    the folder of the run and are the same. Raises EnvironmentLacks where processes or the cluster are not to be had.
    """
    if order.scheduler is not None:
        # Only who has a cluster has its library.
        from kit.publishing.cluster import write_on_cluster

        return write_on_cluster(jobs, order.scheduler, snapshot, language, done)
    primed = (PRIME, str(snapshot), language)
    with kernel_environment() as environment, WarmParent(MODULES, (primed,), environment) as warm:
        return write_reports(jobs, order.jobs, environment, warm, done)
