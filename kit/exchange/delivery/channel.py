"""Channel: a way that messages go, and what can become of an attempt."""

from typing import Protocol

from kit.core.errors import KitError
from kit.store.outbox import OutboxRow

# One attempt may take so long, whatever the other side does; a row is held for longer (``HELD_MINUTES``).
ATTEMPT_SECONDS = 120
# What a single answer of the other side may take.
ANSWER_SECONDS = 30


class Undeliverable(KitError):
    """The message will never arrive: its address is wrong, or the other side refuses it for good."""


class NotNow(KitError):
    """The message could not be handed over now; others on the same channel may well be."""


class ChannelDown(KitError):
    """Nothing goes this way now; ``wait_seconds`` is what the other side asked for, if it did."""

    def __init__(self, reason: str, wait_seconds: int = 0) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class Channel(Protocol):
    """A way that messages go."""

    def send(self, row: OutboxRow) -> None:
        """Hand one message over; returns once the other side has taken it on.

        Raises Undeliverable, NotNow or ChannelDown.
        """

    def close(self) -> None:
        """Hang up."""
