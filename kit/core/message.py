"""Message: something that is said to one recipient outside the kit, by mail or to another system."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WEBHOOK = "webhook:"
MAIL = "mail"
SUBJECT_MAX = 300


@dataclass(frozen=True)
class Message:
    """A message to one recipient: a login, a mail address, or ``webhook:NAME``.

    ``key`` is what it is about: a second message with the key of an earlier one is not written. ``facts`` is the same
    said for machines (plain JSON values); ``topic`` names its kind, such as ``report.run_ended``.
    """

    key: str
    topic: str
    recipient: str
    subject: str
    body: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """The way it goes: ``mail``, or the recipient itself where that is a webhook."""
        return self.recipient if self.recipient.startswith(WEBHOOK) else MAIL


def one_line(text: str, length: int = SUBJECT_MAX) -> str:
    """*text* as one line of at most *length* signs, without control signs: nothing in it can end a heading."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(plain.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
