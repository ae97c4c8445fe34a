"""Finding: something a check says about a record: data for the person at the form, never an exception."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kit.core.language import Phrase, phrase


class Severity(StrEnum):
    """How much a finding weighs.

    ``BLOCK`` stops an action; ``FAULT`` cannot be right, whatever the rounding of what is printed; ``QUESTION``
    (请核实) can be right and deserves a look; ``NOTE`` is for information.
    """

    BLOCK = "block"
    FAULT = "fault"
    QUESTION = "question"
    NOTE = "note"

    @property
    def label(self) -> str:
        """What a finding of that weight is called, in the language spoken."""
        return str(_LABELS[self])


_LABELS = {
    Severity.BLOCK: phrase("must be mended"),
    Severity.FAULT: phrase("does not agree"),
    Severity.QUESTION: phrase("please verify"),
    Severity.NOTE: phrase("note"),
}

SEVERITY_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Finding:
    """One thing that a check says.

    ``code`` is ``room.name``; ``phrase`` says what was seen and what to check; ``field`` names the entry on the form;
    ``row`` is the number of the indicator row, from 1, where the finding is about a row; ``basis`` cites the article
    or the form's own rule;
    ``waiver`` names the waiver that lets pass what would stop an action.
    """

    code: str
    severity: Severity
    phrase: Phrase
    field: str | None = None
    row: int | None = None
    basis: str | None = None
    waiver: str | None = None

    @property
    def message(self) -> str:
        """The phrase in the language spoken."""
        return str(self.phrase)

    def as_dict(self) -> dict[str, Any]:
        """The finding as the command line prints it."""
        said = {
            "code": self.code,
            "severity": str(self.severity),
            "row": self.row,
            "field": self.field,
            "message": self.message,
            "basis": self.basis,
        }
        return said | ({"waiver": self.waiver} if self.waiver else {})


def block(code: str, said: Phrase, field: str | None = None, basis: str | None = None) -> Finding:
    """A finding that stops an action."""
    return Finding(code, Severity.BLOCK, said, field, basis=basis)


def fault(code: str, said: Phrase, field: str | None = None, row: int | None = None) -> Finding:
    """A finding that says what cannot be right."""
    return Finding(code, Severity.FAULT, said, field, row)


def question(code: str, said: Phrase, field: str | None = None, basis: str | None = None) -> Finding:
    """A finding that lets an action pass and asks for a look (请核实)."""
    return Finding(code, Severity.QUESTION, said, field, basis=basis)


def note(code: str, said: Phrase, field: str | None = None, basis: str | None = None) -> Finding:
    """A finding for information."""
    return Finding(code, Severity.NOTE, said, field, basis=basis)


def is_blocked(findings: Iterable[Finding]) -> bool:
    """True where one of *findings* stops the action."""
    return any(finding.severity is Severity.BLOCK for finding in findings)


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """*findings*, the heaviest first, in order of rows."""
    return sorted(findings, key=lambda f: (SEVERITY_ORDER[f.severity], f.row or 0, f.code))
