"""Thing: what a person handles on a screen, what may be done about it, and how it stood when it was opened."""

import json
from dataclasses import dataclass, field
from typing import Any

from kit.core.language import Phrase

Row = dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """What is handled: its kind (alert, approval, …, or office for something new), its project and its key."""

    kind: str
    project: str = ""
    key: str = ""

    @classmethod
    def of(cls, text: str) -> "Thing":
        """The thing that a button names."""
        return cls(*json.loads(text))

    def __str__(self) -> str:
        return json.dumps([self.kind, self.project, self.key], ensure_ascii=False)


NEW = Thing("office")


@dataclass(frozen=True)
class Deed:
    """One thing that can be done: the action, its words on a button, and the states in which it is offered."""

    action: str
    words: str | Phrase
    states: frozenset[str]


@dataclass(frozen=True)
class Opened:
    """A thing as it stood when it was opened; ``row`` is empty for something new."""

    thing: Thing
    row: Row = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Where it stands."""
        return str(self.row.get("state", ""))

    def is_like(self, other: "Opened") -> bool:
        """True where nobody has changed it between."""
        return repr(sorted(self.row.items())) == repr(sorted(other.row.items()))
