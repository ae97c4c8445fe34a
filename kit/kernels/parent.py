"""Parent: the warm process. It has imported what reports need, waits for requests, and forks a child for each.

It opens no database, no ZeroMQ context and no thread, none of which survives a fork. A request names what the child
is: ``shell`` (an IPython shell that answers over its link), ``kernel`` (a Jupyter kernel with a connection file) or
``call`` (a function that gets the link). The first answer is the child's process number, the last how the child ended.
"""

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from kit.kernels import child
from kit.kernels.link import Ended, Link

BACKLOG = 128
# What every kernel needs.
OWN_MODULES = ("kit.kernels.shell", "kit.kernels.forked_kernel", "ipykernel.kernelapp", "IPython.core.history")


@dataclass
class _Child:
    number: int
    link: Link


class Parent:
    """The warm process at *address*; it ends, with all its children, when its standard input does."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(address)
        self._listener.listen(BACKLOG)
        self._poll = select.poll()
        self._poll.register(self._listener, select.POLLIN)
        self._poll.register(sys.stdin.fileno(), select.POLLIN)
        self._address = address
        # A child's end is told by a signal, which writes a byte here: handles of processes need a newer Linux.
        self._told, tell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_signal: None)
        signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
        self._poll.register(self._told, select.POLLIN)
        self._by_number: dict[int, _Child] = {}
        self._by_link: dict[int, _Child] = {}

    def serve(self) -> None:
        """Answer requests until standard input ends."""
        while True:
            for descriptor, _event in self._poll.poll():
                if descriptor == sys.stdin.fileno():
                    return self._kill_all()
                if descriptor == self._listener.fileno():
                    self._answer()
                elif descriptor == self._told:
                    self._reap_all()
                elif descriptor in self._by_link:
                    # Nobody is left who would read what the child says.
                    _kill(self._by_link[descriptor].number)
                    self._poll.unregister(descriptor)

    def _answer(self) -> None:
        link = Link.of_socket(self._listener.accept()[0])
        with suppress(Ended, ValueError):
            kind, request = link.receive()
            try:
                self._fork(kind, request, link)
            except OSError as error:
                link.send("refused", f"no process can be made: {error.strerror}")
            else:
                return
        link.close()

    def _fork(self, kind: str, request: dict[str, Any], link: Link) -> None:
        own = os.getpid()
        number = os.fork()
        if number == 0:
            self._become(kind, request, link, own)
        self._watch(number, link)

    def _become(self, kind: str, request: dict[str, Any], link: Link, own: int) -> None:
        """The child's whole life; it never comes back."""
        status = 1
        try:
            self._let_go()
            child.settle(request.get("environment", {}), request.get("folder"), own)
            # The child says this itself: two processes must not write to one link at the same time.
            link.send("started", os.getpid())
            _KINDS[kind](request, link)
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # noqa: BLE001 - the boundary of a forked process: what escapes here would run the parent's code
            import traceback

            traceback.print_exc()
        finally:
            # Not exit(): what the parent registered for its own end is not the child's to do.
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(status)

    def _let_go(self) -> None:
        """The child's part: what belongs to the parent and to other children is not its own."""
        signal.set_wakeup_fd(-1)
        self._listener.close()
        for found in self._by_number.values():
            found.link.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, sys.stdin.fileno())
        os.close(nothing)

    def _watch(self, number: int, link: Link) -> None:
        self._by_number[number] = self._by_link[link.fileno()] = _Child(number, link)
        # Readable is the child's business; the parent looks only for the other end hanging up.
        self._poll.register(link.fileno(), 0)

    def _reap_all(self) -> None:
        os.read(self._told, 4096)
        while self._by_number:
            number, status = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                return
            if number in self._by_number:
                self._reap(self._by_number.pop(number), os.waitstatus_to_exitcode(status))

    def _reap(self, found: _Child, status: int) -> None:
        # What the child started goes with it.
        _kill(found.number)
        with suppress(Ended):
            found.link.send("ended", status)
        with suppress(KeyError):
            self._poll.unregister(found.link.fileno())
        del self._by_link[found.link.fileno()]
        found.link.close()

    def _kill_all(self) -> None:
        for number in self._by_number:
            _kill(number)
        # The process that would have cleared its folder away may be gone.
        shutil.rmtree(Path(self._address).parent, ignore_errors=True)


def _kill(number: int) -> None:
    """End a child with its whole session; one that has no session of its own yet by itself."""
    for end in (os.killpg, os.kill):
        with suppress(OSError):
            end(number, signal.SIGKILL)


def _be_shell(request: dict[str, Any], link: Link) -> None:
    from kit.kernels.shell import serve_shell

    serve_shell(request, link)


def _be_kernel(request: dict[str, Any], _link: Link) -> None:
    from kit.kernels.forked_kernel import serve_kernel

    serve_kernel(request)


def _be_called(request: dict[str, Any], link: Link) -> None:
    child.thaw()
    find_function(request["function"])(link, *request["arguments"])


_KINDS: dict[str, Callable[[dict[str, Any], Link], None]] = {
    "shell": _be_shell,
    "kernel": _be_kernel,
    "call": _be_called,
}


def find_function(name: str) -> Callable[..., Any]:
    """The function that ``module:name`` names."""
    module, _colon, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


class _Frontend:
    """What pandas asks for when it is imported: it shows wide tables whole only where a kernel is there."""

    kernel = None


def warm_up(modules: list[str], calls: list[list[Any]]) -> None:
    """Import *modules* and make *calls* (``module:name`` and its arguments), as a kernel would have."""
    import builtins

    # jsonschema builds a grammar of international addresses for seconds, which nothing in a notebook needs.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    builtins.get_ipython = _Frontend  # type: ignore[attr-defined]
    for name in (*OWN_MODULES, *modules):
        import_module(name)
    for name, *arguments in calls:
        _try(name, arguments)
    del builtins.get_ipython  # type: ignore[attr-defined]
    gc.collect()
    # Frozen objects are left alone by the collector, so that children share their pages.
    gc.freeze()


def _try(name: str, arguments: list[Any]) -> None:
    try:
        find_function(name)(*arguments)
    except Exception:  # noqa: BLE001 - whatever is wrong there, a notebook that meets it says so; this only saves time
        return


def main() -> None:
    """``python -m kit.kernels.parent ADDRESS WARMTH``: the second is JSON, modules and calls for ``warm_up``."""
    address, warmth = sys.argv[1:3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up(*json.loads(warmth))
    parent = Parent(address)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    # Nobody reads that pipe any more; what a child prints by itself goes where errors go.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    parent.serve()


if __name__ == "__main__":
    main()
