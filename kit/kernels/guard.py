"""Guard: an audit hook that keeps a notebook's code from sockets, programs, databases and files that are not its own.

It guards against mistakes, not against malice: what a C library does by itself raises no audit event (PEP 578).
"""

import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from kit.kernels.bounds import Bounds

WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FREE_DEVICES = ("/dev/null", "/dev/tty", "/dev/fd", "/proc/self/fd")
# Drivers that reach a database from C, where no audit event tells of it.
DRIVERS = {"psycopg", "psycopg2", "psycopg_c", "asyncpg", "dmPython", "pymysql", "MySQLdb", "oracledb", "pyodbc"}
READING = ("mode=ro", "mode=memory", "immutable=1")
_PATHS = {
    "os.mkdir": 1, "os.remove": 1, "os.rmdir": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "os.truncate": 1,
    "os.chmod": 1, "os.chown": 1, "os.utime": 1, "os.setxattr": 1, "os.removexattr": 1, "shutil.rmtree": 1,
    "shutil.move": 2, "shutil.copyfile": 2, "shutil.chown": 1,
}  # fmt: skip
# The first of their paths is only read.
_READS_FIRST = {"os.link", "os.symlink", "shutil.copyfile"}
_CALLS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_PROGRAMS = {
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn",
}  # fmt: skip


class Guarded(PermissionError):
    """A report tried what no report may do."""


class Guard:
    """The hook of one process; once set it stays, and ``is_open`` lets its own house-keeping through."""

    def __init__(self, bounds: Bounds) -> None:
        self.is_open = False
        self._own = tuple(os.path.realpath(path) for path in bounds.writable) + FREE_DEVICES
        self._callable = set(bounds.callable)
        self._checks: dict[str, Callable[[tuple[Any, ...]], None]] = {
            "open": self._check_open,
            "import": self._check_import,
            "sqlite3.connect": self._check_sqlite,
            **dict.fromkeys(_CALLS, self._check_call),
            **dict.fromkeys(_LOOKUPS, _refuse_lookup),
            **dict.fromkeys(_PROGRAMS, _refuse_program),
            **{event: self._path_check(event, count) for event, count in _PATHS.items()},
        }

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What Python calls for each audit event."""
        check = self._checks.get(event)
        if check is not None and not self.is_open:
            check(arguments)

    def _path_check(self, event: str, count: int) -> Callable[[tuple[Any, ...]], None]:
        first = 1 if event in _READS_FIRST else 0

        def check(arguments: tuple[Any, ...]) -> None:
            for path in arguments[first:count]:
                self._check_path(path)

        return check

    def _check_open(self, arguments: tuple[Any, ...]) -> None:
        path, mode, flags = arguments
        is_write = bool(set(mode) & set("wax+")) if isinstance(mode, str) else bool((flags or 0) & WRITE_FLAGS)
        if is_write and not isinstance(path, int):
            self._check_path(path)

    def _check_path(self, path: Any) -> None:
        if isinstance(path, int):
            return
        real = os.path.realpath(os.fsdecode(path))
        if not any(real == own or real.startswith(own + os.sep) for own in self._own):
            raise Guarded(f"a report writes nothing outside its own folder, but this one wanted {real}")

    def _check_call(self, arguments: tuple[Any, ...]) -> None:
        address = arguments[1]
        if address not in self._callable:
            raise Guarded(f"a report opens no connection, but this one wanted {address!r}")

    def _check_sqlite(self, arguments: tuple[Any, ...]) -> None:
        address = os.fsdecode(arguments[0])
        is_own = address == ":memory:" or any(mark in address for mark in READING)
        if not is_own:
            self._check_path(address.removeprefix("file:").split("?")[0])

    def _check_import(self, arguments: tuple[Any, ...]) -> None:
        root = str(arguments[0]).partition(".")[0]
        if root in DRIVERS:
            raise Guarded(f"a report reads its snapshot and no other database, but this one wanted {root}")


def set_guard(bounds: Bounds) -> Guard | None:
    """Set the guard of this process; none where the bounds ask for none."""
    if not bounds.is_guarded:
        return None
    sys.dont_write_bytecode = True
    # Asked now, since looking for a folder for temporary files tries to write one.
    tempfile.gettempdir()
    guard = Guard(bounds)
    sys.addaudithook(guard)
    return guard


def _refuse_lookup(arguments: tuple[Any, ...]) -> None:
    raise Guarded(f"a report asks no name server, but this one asked for {arguments[0]!r}")


def _refuse_program(arguments: tuple[Any, ...]) -> None:
    wanted = arguments[0] if arguments else "a process of its own"
    raise Guarded(f"a report starts no program, but this one wanted {wanted!r}")
