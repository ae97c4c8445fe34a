"""Shell: an IPython shell inside a forked process, which says of a cell what a kernel would say.

It has ipykernel's own shell class, display hook and publisher; only the socket is missing: messages go over the link.
It has no input, no widgets and sees nothing that is written past Python; notebooks that want those get a real kernel.
"""

import io
import sys
from datetime import UTC, datetime
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

from kit.kernels import child
from kit.kernels.bounds import Bounds
from kit.kernels.guard import set_guard
from kit.kernels.link import Ended, Link

BUFFER_MAX = 1_000_000
SETTINGS = Config({"HistoryManager": {"enabled": False}})


class Outbox(Session):
    """What the display hook takes for its session: messages go over the link."""

    link: Link

    def send(self, _stream: Any, message: Any, content: Any = None, *_rest: Any, **_more: Any) -> None:  # type: ignore[override]
        """Send a message, or one of that type with that content."""
        if isinstance(message, str):
            self.post(message, content)
        else:
            self.post(message["header"]["msg_type"], message["content"])

    def post(self, kind: str, content: Any) -> None:
        """Send one message of a cell."""
        self.link.send("message", kind, content, datetime.now(UTC).isoformat())


class Stream(io.TextIOBase):
    """Standard output or error of the notebook."""

    encoding = "UTF-8"
    errors = None

    def __init__(self, name: str, outbox: Outbox) -> None:
        self.name = f"<{name}>"
        self._kind = name
        self._outbox = outbox
        self._parts: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        """Take *text*; it is sent when the cell shows something else, ends, or has said a lot."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._parts.append(text)
        self._size += len(text)
        if self._size > BUFFER_MAX:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was taken."""
        if self._parts:
            said, self._parts, self._size = "".join(self._parts), [], 0
            self._outbox.post("stream", {"name": self._kind, "text": said})

    def writable(self) -> bool:
        """True: it is there to be written to."""
        return True

    def isatty(self) -> bool:
        """False: nobody sits there."""
        return False


class _Kernel:
    """What the shell holds where a kernel would be; its presence is what libraries ask for."""

    eventloop = None
    shell_streams: tuple[Any, ...] = ()


def serve_shell(request: dict[str, Any], link: Link) -> None:
    """Run the cells that come over the link until the other end hangs up."""
    bounds = Bounds.from_dict(request["bounds"])
    shell, outbox = make_shell(link)
    link.send("ready", language_info())
    child.limit(bounds)
    set_guard(bounds)
    try:
        while True:
            _kind, source = _next(link)
            _run_cell(shell, outbox, source)
    except Ended:
        return


def make_shell(link: Link) -> tuple[Any, Outbox]:
    """The shell of this process, with its streams in place of Python's own."""
    outbox = Outbox()
    outbox.link = link
    shell: Any = ZMQInteractiveShell.instance(
        config=SETTINGS, kernel=_Kernel(), user_module=None, user_ns=None, compiler_class=XCachingCompiler
    )
    shell.displayhook.session = shell.display_pub.session = outbox
    sys.stdout, sys.stderr = Stream("stdout", outbox), Stream("stderr", outbox)
    return shell, outbox


def language_info() -> dict[str, Any]:
    """What a kernel says of its language."""
    return dict(IPythonKernel.language_info)


def _next(link: Link) -> list[Any]:
    """The next cell; an interrupt that comes between two cells is meant for none of them."""
    while True:
        try:
            return link.receive()
        except KeyboardInterrupt:
            continue


def _run_cell(shell: Any, outbox: Outbox, source: str) -> None:
    outbox.post("status", {"execution_state": "busy"})
    outbox.post("execute_input", {"code": source, "execution_count": shell.execution_count})
    try:
        result = shell.run_cell(source, store_history=True, silent=False)
        reply = _reply(shell, result)
    except KeyboardInterrupt:
        # It came while the shell was between the cell and its end.
        reply = {"status": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []}
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    outbox.post("status", {"execution_state": "idle"})
    outbox.link.send("reply", reply, datetime.now(UTC).isoformat())


def _reply(shell: Any, result: Any) -> dict[str, Any]:
    """What a kernel answers to a request to execute."""
    count = {"execution_count": shell.execution_count - 1}
    error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
    is_shown_badly = getattr(shell, "_last_traceback_during_displayhook", False)
    if result.success and not is_shown_badly:
        return {"status": "ok", **count}
    traceback = shell._last_traceback or []
    return {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": traceback, **count}
