"""Difference: one thing in which a run is not what was sealed, or not what a replay gives."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kit.core.language import phrase


class Kind(StrEnum):
    """What a difference is about."""

    MANIFEST = "manifest"
    SIGNATURE = "signature"
    FILE = "file"
    TEMPLATE = "template"
    RULE = "rule"
    SETTING = "setting"
    SNAPSHOT = "snapshot"
    ROW = "row"
    JOURNAL = "journal"
    REPORT = "report"
    FIGURE = "figure"
    TEXT = "text"

    @property
    def is_of_replay(self) -> bool:
        """True for what only a replay can find."""
        return self in {Kind.REPORT, Kind.FIGURE, Kind.TEXT}


class Cause(StrEnum):
    """Why: what was sealed has been changed, the code or its packages are others, both, or nothing that can be seen."""

    TAMPERED = "tampered"
    CODE = "code_changed"
    EITHER = "tampered_or_code_changed"
    UNKNOWN = "unexplained"

    @property
    def label(self) -> str:
        """The cause in words."""
        return str(_LABELS[self])


_LABELS = {
    Cause.TAMPERED: phrase("tampered with"),
    Cause.CODE: phrase("code changed"),
    Cause.EITHER: phrase("tampered with, or code changed"),
    Cause.UNKNOWN: phrase("neither inputs nor code changed: the report is not the same twice, or its record is false"),
}


@dataclass(frozen=True)
class Difference:
    """One difference: its kind, where it is, what to look at; for a figure also what was sealed and what came now."""

    kind: Kind
    where: str
    message: str
    old: str | None = None
    new: str | None = None
    cause: Cause = Cause.TAMPERED

    def as_dict(self) -> dict[str, Any]:
        """The difference as the command line prints it."""
        said = {"kind": str(self.kind), "where": self.where, "message": self.message, "cause": str(self.cause)}
        return said | ({} if self.old is None and self.new is None else {"old": self.old, "new": self.new})


def with_causes(differences: Iterable[Difference], *, is_code_changed: bool) -> list[Difference]:
    """The differences, each of a replay with why it can be there."""
    found = list(differences)
    is_tampered = any(not each.kind.is_of_replay for each in found)
    causes = {
        (True, True): Cause.EITHER,
        (True, False): Cause.TAMPERED,
        (False, True): Cause.CODE,
        (False, False): Cause.UNKNOWN,
    }
    cause = causes[is_tampered, is_code_changed]
    return [replace(each, cause=cause) if each.kind.is_of_replay else each for each in found]
