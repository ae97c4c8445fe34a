"""Fault: one thing that does not fit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: its kind, where it is, and what to look at."""

    kind: str
    where: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The fault as doors print it."""
        return {"kind": self.kind, "where": self.where, "message": self.message}
