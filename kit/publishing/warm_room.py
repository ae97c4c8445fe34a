"""Warm room: what the writers of one run share on one machine: an environment without secrets, and a warm parent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kit.kernels.environment import kernel_environment
from kit.kernels.warm import WarmParent
from kit.publishing.writer import MODULES
from kit.store.signing import VARIABLE

PRIME = "kit.publishing.priming:prime"


@contextmanager
def warm_room(snapshot: Path, language: str) -> Iterator[tuple[WarmParent, dict[str, str]]]:
    """A warm parent that has read *snapshot*, and the environment of its writers, until the ``with`` block ends."""
    with kernel_environment() as found:
        # A template reads everything in its environment; the office's key is none of its business.
        environment = found | {VARIABLE: ""}
        with WarmParent(MODULES, ((PRIME, str(snapshot), language),), environment) as warm:
            yield warm, environment
