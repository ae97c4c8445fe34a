"""Notice: who asked for it is told that a run of reports ended: done, with failures, stopped, or not at all."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kit.core.errors import KitError
from kit.core.language import _, speaking
from kit.core.message import Message
from kit.publishing.plan import Order
from kit.publishing.run import Run
from kit.store.database import Database
from kit.store.outbox import post
from kit.workspace.workspace import Workspace

TOPIC = "report.run_ended"
FAILURES_SHOWN = 20


@dataclass(frozen=True)
class Ending:
    """The end of one run, told to everybody whom ``[notify] run_ended`` of kit.toml names.

    A run is not spoilt by an outbox that cannot be written: ``complain`` is told why.
    """

    workspace: Workspace
    database: Database
    order: Order
    complain: Callable[[str], object]

    def done(self, run: Run) -> None:
        """The run has written its reports, all of them well or not."""
        counts = {"reports": len(run.outcomes), "failed": len(run.failures), "names": self._names}
        said = _("{failed} of {reports} reports failed: {names}") if run.failures else _("{reports} reports: {names}")
        self._tell(said.format(**counts), [*_failures(run), *_where(run)], _facts(run))

    def stopped(self) -> None:
        """Somebody has stopped the run; what it had written stays."""
        subject = _("stopped by hand: {names}").format(names=self._names)
        self._tell(subject, [_("The run was stopped before all reports were written.")], {"outcome": "stopped"})

    def broken(self, error: KitError) -> None:
        """The run could not begin, or not go on."""
        subject = _("no reports: {names}").format(names=self._names)
        self._tell(subject, [str(error)], {"outcome": "broken", "error": str(error)})

    @property
    def _names(self) -> str:
        return ", ".join(self.order.templates)

    def _tell(self, subject: str, lines: list[str], facts: dict[str, Any]) -> None:
        recipients, ending = dict.fromkeys(self.workspace.settings.notify.run_ended), uuid.uuid4()
        said = facts | {"templates": list(self.order.templates), "workspace": str(self.workspace.root)}
        messages = [
            Message(f"{TOPIC}:{ending}:{each}", TOPIC, each, subject, "\n".join(lines), said) for each in recipients
        ]
        try:
            if messages:
                with self.database.writing() as connection:
                    post(connection, messages, datetime.now(UTC))
        except KitError as error:
            self.complain(f"nobody was told that the run ended: {error}")


@contextmanager
def telling(ending: Ending) -> Iterator[Ending]:
    """Tell how the run inside ends; where it ends by itself, ``done`` is said there."""
    with speaking(ending.workspace.settings.language):
        try:
            yield ending
        except KeyboardInterrupt:
            ending.stopped()
            raise
        except KitError as error:
            ending.broken(error)
            raise


def _failures(run: Run) -> list[str]:
    shown = [f"{each.name}: {each.failure.error}" for each in run.failures[:FAILURES_SHOWN] if each.failure]
    more = len(run.failures) - len(shown)
    return [*shown, *([_("and {more} more").format(more=more)] if more else [])]


def _where(run: Run) -> list[str]:
    return [_("{seconds} s").format(seconds=run.seconds), str(run.folder / "index.html")]


def _facts(run: Run) -> dict[str, Any]:
    said = run.as_dict()
    return said | {"outcome": "failed" if run.failures else "done", "failures": said["failures"][:FAILURES_SHOWN]}
