"""Client: runs the cells of a notebook in a forked shell, and records what each one says as nbclient would."""

import signal
import time
from typing import Any

from nbclient.exceptions import CellExecutionComplete, CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient

from kit.kernels.link import Ended
from kit.kernels.warm import Forked

# Told to stop, a cell gets this long to do so before its process is ended.
GRACE_SECONDS = 5.0


class ShellClient(PapermillNotebookClient):  # type: ignore[misc]
    """nbclient's book-keeping (display ids, cleared output, errors, execution counts) over a link instead of ZeroMQ."""

    def run_in(self, forked: Forked, deadline: float | None) -> Any:
        """Run all cells in the forked shell; a cell that is still running at *deadline* (monotonic) is interrupted."""
        self.forked, self.deadline = forked, deadline
        self.reset_execution_trackers()
        try:
            _kind, self.nb.metadata["language_info"] = self._receive()
            self.papermill_execute_cells()
        finally:
            forked.close()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, *_rest: Any, **_more: Any) -> Any:
        """Run one cell; raises CellExecutionError where it failed and DeadKernelError where its process ended."""
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        if self.skip_cells_with_tag in cell.metadata.get("tags", []):
            return cell
        cell["metadata"]["execution"] = {}
        cell.outputs = []
        self.clear_before_next_output = False
        self._send(cell.source)
        reply = self._listen(cell, cell_index)
        if reply["status"] == "error" and not self._may_fail(cell, reply):
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _may_fail(self, cell: Any, reply: dict[str, Any]) -> bool:
        is_allowed = (
            self.allow_errors
            or reply["ename"] in self.allow_error_names
            or "raises-exception" in cell.metadata.get("tags", [])
        )
        return is_allowed and not self.force_raise_errors

    def _listen(self, cell: Any, cell_index: int) -> dict[str, Any]:
        """Take what the cell says until it has ended; answers the reply."""
        while True:
            kind, *content = self._receive()
            if kind == "reply":
                reply, when = content
                cell["metadata"]["execution"]["shell.execute_reply"] = when
                return dict(reply)
            self._take(cell, cell_index, *content)

    def _take(self, cell: Any, cell_index: int, kind: str, content: dict[str, Any], when: str) -> None:
        _note_time(cell["metadata"]["execution"], kind, content, when)
        header = {"msg_type": kind, "date": when}
        message = {"msg_type": kind, "header": header, "parent_header": {}, "metadata": {}, "content": content}
        try:
            self.process_message(message, cell, cell_index)
        except CellExecutionComplete:
            # The shell says that it is idle; its reply follows.
            return

    def _send(self, source: str) -> None:
        try:
            self.forked.link.send("run", source)
        except Ended:
            raise self._dead(None) from None

    def _receive(self) -> list[Any]:
        """The next message of the shell; raises DeadKernelError where none comes any more."""
        if self.deadline is not None and not self.forked.link.waits(self.deadline - time.monotonic()):
            self._interrupt()
        try:
            message = self.forked.link.receive()
        except Ended:
            raise self._dead(None) from None
        if message[0] == "ended":
            raise self._dead(message[1])
        return message

    def _interrupt(self) -> None:
        self.deadline = None
        self.forked.signal(signal.SIGINT)
        if not self.forked.link.waits(GRACE_SECONDS):
            self.forked.kill()

    def _dead(self, status: int | None) -> DeadKernelError:
        return DeadKernelError(describe_end(status))


def describe_end(status: int | None) -> str:
    """What to say of a kernel that ended with *status* (negative: by that signal)."""
    if status is None:
        return "the kernel ended"
    if status < 0:
        name = signal.Signals(-status).name
        more = " (out of memory, or stopped at its time limit)" if -status == signal.SIGKILL else ""
        return f"the kernel was ended by {name}{more}"
    return f"the kernel ended by itself, with status {status}"


def _note_time(times: dict[str, str], kind: str, content: dict[str, Any], when: str) -> None:
    if kind == "status":
        times[f"iopub.status.{content['execution_state']}"] = when
    elif kind == "execute_input":
        times["iopub.execute_input"] = when
