"""Context: all that a check of one table may look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kit.core.finding import Finding, Severity
from kit.core.language import Phrase
from kit.evaluation.basis import Basis, basis_of
from kit.evaluation.kinds import TableKind
from kit.evaluation.limits import Limits
from kit.evaluation.printed import PrintedIndicator
from kit.evaluation.reading import Reading, Row
from kit.evaluation.scheme import Scheme

ROOM = "evaluation"
SCORED = frozenset({TableKind.SELF_REVIEW, TableKind.DEPARTMENT, TableKind.EVALUATION})
OWN_FORMS = frozenset({TableKind.SELF_REVIEW, TableKind.TRANSFER_SELF_REVIEW})


@dataclass(frozen=True)
class Context:
    """One table as read, the scheme it is held against, the limits in force and, where known, the approved targets.

    ``has_own_scale`` says that an office named the scheme, so that its grade scale holds for the table.
    """

    reading: Reading
    scheme: Scheme
    limits: Limits
    approved: Sequence[PrintedIndicator] | None = None
    has_own_scale: bool = False

    @property
    def is_summable(self) -> bool:
        """True where the table bears scores by its kind and was seen whole: only then do its sums mean anything."""
        return self.reading.kind in SCORED and self.reading.is_whole

    @cached_property
    def basis(self) -> Basis:
        """The way of counting on which the table's own score rests."""
        return basis_of(self.reading)

    def finding(
        self, name: str, severity: Severity, said: Phrase, row: Row | None = None, field: str | None = None
    ) -> Finding:
        """The finding ``evaluation.NAME`` with the basis that the limits give it."""
        number = row.number if row else None
        return Finding(f"{ROOM}.{name}", severity, said, field=field, row=number, basis=self.limits.basis_of(name))

    def fault(self, name: str, said: Phrase, row: Row | None = None, field: str | None = None) -> Finding:
        """A finding that cannot be right."""
        return self.finding(name, Severity.FAULT, said, row, field)

    def question(self, name: str, said: Phrase, row: Row | None = None, field: str | None = None) -> Finding:
        """A finding that can be right and deserves a look."""
        return self.finding(name, Severity.QUESTION, said, row, field)

    def note(self, name: str, said: Phrase, row: Row | None = None, field: str | None = None) -> Finding:
        """A finding for information."""
        return self.finding(name, Severity.NOTE, said, row, field)
