"""Engine: runs notebooks for papermill in warm kernels: ``papermill IN OUT --engine kit``.

A static look at the notebook chooses the tier; where nothing can be forked it is the plain one. What comes out is what
plain papermill would have written.
"""

import atexit
import os
import shutil
import sys
import time
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.log import logger
from traitlets.config import Config

from kit.kernels.bounds import UNBOUND, Bounds
from kit.kernels.client import ShellClient
from kit.kernels.environment import kernel_address
from kit.kernels.look import Tier, choose_tier, sources_of
from kit.kernels.warm import NotForked, WarmParent, fork_shell

NAME = "kit"
# Loaded in the parent of those who name none, where they are installed.
USUAL = ("numpy", "pandas")
MANAGERS = "kit.kernels.kernel_manager"
_NOT_OURS = ("input_path", "timeout", "startup_timeout", "start_timeout", "execution_timeout")


class WarmEngine(Engine):  # type: ignore[misc]
    """The engine ``kit``.

    Its options, given to ``papermill.execute_notebook``: ``warm`` (address of a warm parent; else one is started for
    this process), ``bounds``, ``known`` (packages that it has loaded), ``tier`` (else chosen), ``seconds`` (for the
    notebook as a whole).
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run the notebook in the fastest tier that takes it."""
        run = _Run(nb_man, kernel_name, options)
        tier = options.get("tier") or run.choose()
        try:
            return run.in_tier(tier)
        except NotForked as error:
            logger.warning(f"{error}; the notebook gets a kernel of its own")
            return run.in_plain_kernel()


class _Run:
    """One notebook to be run."""

    def __init__(self, nb_man: Any, kernel_name: str, options: dict[str, Any]) -> None:
        self.nb_man, self.kernel_name = nb_man, kernel_name
        self.warm: str | None = options.get("warm")
        self.bounds: Bounds = options.get("bounds", UNBOUND)
        self.known: tuple[str, ...] = options.get("known", USUAL)
        seconds = options.get("seconds") or options.get("execution_timeout") or options.get("timeout")
        self.deadline = time.monotonic() + seconds if seconds else None
        own = ("warm", "bounds", "known", "tier", "seconds", *_NOT_OURS)
        start = options.get("start_timeout", 60)
        rest = {name: value for name, value in options.items() if name not in own}
        self.settings = {"kernel_name": kernel_name, "log": logger, "startup_timeout": start} | rest

    def choose(self) -> Tier:
        """The fastest tier that takes the notebook here."""
        if not hasattr(os, "fork") or not _is_this_python(self.kernel_name):
            return Tier.PLAIN
        return choose_tier(sources_of(self.nb_man.nb), self.known)

    def in_tier(self, tier: Tier) -> Any:
        """Run it so; raises NotForked."""
        runs = {Tier.SHELL: self.in_shell, Tier.KERNEL: self.in_forked_kernel, Tier.PLAIN: self.in_plain_kernel}
        return runs[tier]()

    def in_shell(self) -> Any:
        """In an IPython shell of a forked process."""
        # A kernel has the environment of whoever asked for it, as one that is started would.
        forked = fork_shell(self._address(), dict(os.environ), str(Path.cwd()), self.bounds)
        return ShellClient(self.nb_man, **self.settings).run_in(forked, self.deadline)

    def in_forked_kernel(self) -> Any:
        """In a kernel that was forked."""
        own = {"address": self._address(), "bounds": self.bounds.as_dict()}
        return self._in_kernel(f"{MANAGERS}.ForkedKernelManager", {"ForkedKernelManager": own}, {})

    def in_plain_kernel(self) -> Any:
        """In a kernel that is started for it."""
        if self.bounds.is_guarded or self.bounds.memory_mb:
            return self._in_kernel(f"{MANAGERS}.BoundKernelManager", {}, self.bounds.as_variable())
        return self._in_kernel(f"{MANAGERS}.QuietKernelManager", {}, {})

    def _in_kernel(self, manager: str, config: dict[str, Any], environment: dict[str, str]) -> Any:
        own = {
            "KernelManager": kernel_address(),
            # A kernel of a notebook that ran has nothing to put in order at its end.
            "NotebookClient": {"kernel_manager_class": manager, "shutdown_kernel": "immediate"},
        }
        limit = {} if self.deadline is None else {"timeout_func": self._left, "interrupt_on_timeout": True}
        settings = self.settings | limit | {"config": Config(own | config)}
        return PapermillNotebookClient(self.nb_man, **settings).execute(env={**os.environ, **environment})

    def _left(self, _cell: Any) -> int:
        """The limit holds for the notebook as a whole: each cell gets what is left of it."""
        assert self.deadline is not None
        return max(1, int(self.deadline - time.monotonic()))

    def _address(self) -> str:
        return self.warm or _shared_parent().address


@lru_cache(maxsize=1)
def _shared_parent() -> WarmParent:
    """The warm parent of a process that named none; it ends with the process."""
    parent = WarmParent(tuple(name for name in USUAL if find_spec(name)))
    atexit.register(parent.stop)
    return parent


@lru_cache(maxsize=64)
def _is_this_python(kernel_name: str) -> bool:
    """True for a kernel specification that would start this very interpreter."""
    try:
        argv = KernelSpecManager().get_kernel_spec(kernel_name).argv
    except NoSuchKernel:
        return False
    if not argv or not any(name in " ".join(argv) for name in ("ipykernel", "kit.kernels")):
        return False
    generic = {"python", f"python{sys.version_info.major}", f"python{sys.version_info.major}.{sys.version_info.minor}"}
    # jupyter_client starts its own interpreter for these names, wherever it lies.
    found = sys.executable if argv[0] in generic else shutil.which(argv[0]) or argv[0]
    return Path(found).absolute() == Path(sys.executable).absolute()


def register() -> None:
    """Make the engine known in this process, also where the kit runs from a checkout and no entry point does."""
    papermill_engines.register(NAME, WarmEngine)
