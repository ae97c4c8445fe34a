"""Warm: the way to the warm parent: starts it, asks it for children, starts it anew where it has gone."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kit.core.errors import EnvironmentLacks
from kit.kernels.bounds import Bounds
from kit.kernels.link import Ended, Link

# One thread each: reports run side by side already, and a pool of threads does not survive a fork.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
STOP_SECONDS = 10


class NotForked(Exception):
    """The warm parent is gone, or has no room for another child."""


@dataclass
class Forked:
    """A child of the warm parent: its process number, and the link to it."""

    number: int
    link: Link

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the child; one that has ended already gets none."""
        try:
            os.kill(self.number, number)
        except ProcessLookupError:
            return

    def kill(self) -> None:
        """End the child, and with it whatever it started."""
        try:
            os.killpg(self.number, signal.SIGKILL)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """Hang up, which ends the child."""
        self.link.close()


def fork(address: str, kind: str, environment: dict[str, str], folder: str | None, **request: Any) -> Forked:
    """Ask the warm parent at *address* for a child; raises NotForked."""
    try:
        link = Link.to(address)
        link.send(kind, request | {"environment": environment, "folder": folder})
        answer = link.receive()
    except (OSError, Ended):
        raise NotForked("the process that all kernels come from has ended") from None
    if answer[0] != "started":
        link.close()
        raise NotForked(str(answer[1]))
    return Forked(answer[1], link)


def fork_shell(address: str, environment: dict[str, str], folder: str | None, bounds: Bounds) -> Forked:
    """A child with an IPython shell."""
    return fork(address, "shell", environment, folder, bounds=bounds.as_dict())


def fork_kernel(
    address: str, environment: dict[str, str], folder: str | None, bounds: Bounds, connection_file: str
) -> Forked:
    """A child with a Jupyter kernel."""
    return fork(address, "kernel", environment, folder, bounds=bounds.as_dict(), connection_file=connection_file)


def fork_call(address: str, function: str, *arguments: Any) -> Forked:
    """A child that calls ``module:name`` with its link and *arguments*."""
    return fork(address, "call", {}, None, function=function, arguments=list(arguments))


@dataclass
class WarmParent:
    """The warm parent of one run; used as ``with WarmParent(...) as parent``.

    ``modules`` are imported and ``calls`` (``module:name`` with its arguments) made in it before the first child is.
    ``environment`` is added to that of this process.
    """

    modules: Sequence[str] = ()
    calls: Sequence[tuple[str, ...]] = ()
    environment: dict[str, str] = field(default_factory=dict)
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _process: subprocess.Popen[str] | None = None
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where it listens; it is started, or started anew, where it does not run."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            return self._address

    @property
    def number(self) -> int | None:
        """Its process number, while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End it, and all its children with it."""
        process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @property
    def _address(self) -> str:
        assert self._folder is not None
        return str(Path(self._folder.name) / f"{self._count}.sock")

    def _start(self) -> None:
        if self._folder is None:
            # Its name is short, since a socket's path may not be long.
            self._folder = tempfile.TemporaryDirectory(prefix="kit-", ignore_cleanup_errors=True)
        self._count += 1
        command = [sys.executable, "-m", "kit.kernels.parent", self._address]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, json.dumps([list(self.modules), [list(call) for call in self.calls]])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment(),
            start_new_session=True,
        )
        assert process.stdout is not None
        said = process.stdout.readline()
        process.stdout.close()
        self._process = process
        if said != "ready\n":
            self.stop()
            raise EnvironmentLacks("the process that all kernels come from cannot start; its errors stand above")

    def _environment(self) -> dict[str, str]:
        # What Python knows of its own path goes along: this process may have been told of it in code.
        path = os.pathsep.join(part for part in sys.path if part)
        own = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""} | dict.fromkeys(THREADS, "1")
        return os.environ | own | self.environment
