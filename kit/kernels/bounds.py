"""Bounds: what one kernel may do: where it may write, whom it may call, how much memory it may hold."""

import json
from dataclasses import asdict, dataclass
from typing import Any

VARIABLE = "KIT_KERNEL_BOUNDS"


@dataclass(frozen=True)
class Bounds:
    """The bounds of a kernel.

    ``writable`` are folders and files that it may make, change or delete; ``callable`` are sockets of the file system
    that it may connect to. ``memory_mb`` bounds its own data in MiB, without what it shares with its parent.
    """

    writable: tuple[str, ...] = ()
    callable: tuple[str, ...] = ()
    memory_mb: int | None = None
    is_guarded: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The bounds as a message carries them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> "Bounds":
        """The bounds that a message carries."""
        tuples = {name: tuple(content[name]) for name in ("writable", "callable")}
        return cls(**(content | tuples))

    def as_variable(self) -> dict[str, str]:
        """The environment variable by which a kernel that is started, not forked, learns its bounds."""
        return {VARIABLE: json.dumps(self.as_dict())}


UNBOUND = Bounds(is_guarded=False)
