"""Deliverer: one pass over the outbox: every message that is due is tried once; what fails waits for its next time."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from kit.core.errors import EnvironmentLacks
from kit.core.message import WEBHOOK
from kit.exchange.delivery.channel import Channel, ChannelDown, NotNow, Undeliverable
from kit.exchange.delivery.folder import FolderChannel
from kit.exchange.delivery.mail import MailChannel
from kit.exchange.delivery.webhook import WebhookChannel
from kit.store.database import Database
from kit.store.journal import time_text
from kit.store.outbox import Outbox, OutboxRow, OutboxState
from kit.workspace.workspace import Workspace

# Minutes until the next try, after the first, second, … failed one; then the message is given up.
BACK_OFF_MINUTES = (1, 5, 15, 60, 240, 720, 1440, 1440, 1440)
TRIES_MAX = len(BACK_OFF_MINUTES) + 1


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Passed:
    """What one pass did; ``lacking`` says of each channel why nothing could go there."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    lacking: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The pass as the command line prints it."""
        return {"sent": self.sent, "failed": self.failed, "given_up": self.given_up, "lacking": self.lacking}


@dataclass
class Deliverer:
    """Carries the messages of one workspace; any number of them may be at it, on any number of machines."""

    workspace: Workspace
    database: Database
    clock: Callable[[], datetime] = _now
    _channels: dict[str, Channel] = field(default_factory=dict)

    def deliver(self, is_stopped: Callable[[], bool] = lambda: False) -> Passed:
        """Try every message that is due now, once each; *is_stopped* is asked before each."""
        outbox = Outbox(self.database, str(uuid.uuid4()))
        passed, closed, last = Passed(), set[str](), 0
        try:
            while not is_stopped() and (row := outbox.take(self.clock(), last, closed)):
                last = row.id
                self._try(outbox, row, passed, closed)
        finally:
            for channel in self._channels.values():
                channel.close()
            self._channels.clear()
        return passed

    def _try(self, outbox: Outbox, row: OutboxRow, passed: Passed, closed: set[str]) -> None:
        """One attempt; whatever comes of it is noted on the row, and stays with this row or this channel."""
        try:
            self._channel(row.channel).send(row)
        except EnvironmentLacks as error:
            closed.add(row.channel)
            passed.lacking[row.channel] = str(error)
            outbox.keep(row, self.clock(), fault=str(error))
        except Undeliverable as error:
            self._give_up(outbox, row, passed, str(error))
        except NotNow as error:
            self._put_off(outbox, row, passed, str(error))
        except ChannelDown as error:
            closed.add(row.channel)
            self._put_off(outbox, row, passed, str(error), error.wait_seconds)
        else:
            outbox.keep(row, self.clock(), state=str(OutboxState.SENT), tries=row.tries + 1)
            passed.sent += 1

    def _put_off(self, outbox: Outbox, row: OutboxRow, passed: Passed, fault: str, wait_seconds: int = 0) -> None:
        if row.tries + 1 >= TRIES_MAX:
            self._give_up(outbox, row, passed, fault)
            return
        now = self.clock()
        wait = max(timedelta(minutes=BACK_OFF_MINUTES[row.tries]), timedelta(seconds=wait_seconds))
        outbox.keep(row, now, tries=row.tries + 1, due_at=time_text(now + wait), fault=fault)
        passed.failed += 1

    def _give_up(self, outbox: Outbox, row: OutboxRow, passed: Passed, fault: str) -> None:
        outbox.keep(row, self.clock(), state=str(OutboxState.GIVEN_UP), tries=row.tries + 1, fault=fault)
        passed.given_up += 1

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            self._channels[name] = _open(name, self.workspace)
        return self._channels[name]


def _open(name: str, workspace: Workspace) -> Channel:
    """The channel of that name; raises EnvironmentLacks where kit.toml does not say how to reach it."""
    settings = workspace.settings
    if name.startswith(WEBHOOK):
        hook = settings.webhooks.get(name.removeprefix(WEBHOOK))
        if hook is None:
            raise EnvironmentLacks(
                f"kit.toml has no [webhooks.{name.removeprefix(WEBHOOK)}]; add it with url and secret"
            )
        return WebhookChannel(hook, workspace.root)
    if settings.mail is None:
        raise EnvironmentLacks("kit.toml has no [mail]; add it with a server, or with a folder for letters")
    if settings.mail.folder is not None:
        return FolderChannel(settings.mail, settings.office, workspace.root / settings.mail.folder)
    return MailChannel(settings.mail, settings.office, workspace.root)
