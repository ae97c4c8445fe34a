"""Child: what a process that was forked from the warm parent does before anything else."""

import ctypes
import gc
import os
import random
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from kit.kernels.bounds import Bounds

PR_SET_PDEATHSIG = 1
# Where memory runs out the system should end a report, not the parent of all of them.
OOM_SCORE = "600"


def settle(environment: dict[str, str], folder: str | None, parent: int) -> None:
    """Become a process of its own: session, signals, environment, working folder, random numbers."""
    os.setsid()
    _die_with(parent)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
    _reseed()


def limit(bounds: Bounds) -> None:
    """Hold the memory of this process within its bounds."""
    _be_first_to_go()
    if bounds.memory_mb is not None:
        # Data, not address space: libraries reserve addresses by the terabyte and never touch them.
        most = bounds.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def thaw() -> None:
    """Let the collector see again what the parent froze, for a process that stays."""
    gc.unfreeze()


def _die_with(parent: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # The parent ended between the fork and the line above.
        os._exit(1)


def _be_first_to_go() -> None:
    try:
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")
    except OSError:
        # A container may forbid it; the limit above still holds.
        return


def _reseed() -> None:
    random.seed()
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        # The old global generator; a generator that is made in the child seeds itself.
        numpy.random.seed(None)
