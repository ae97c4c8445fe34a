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
from kit.evaluation.scheme import Scheme, SchemeDimension

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

    def dimension_of(self, row: Row) -> str | None:
        """The code of the dimension that the headings of *row* name, None where they name none."""
        for heading in (row.printed.level1, row.printed.level2):
            found = self.scheme.dimension_of(heading)
            if found:
                return found.code
        return "cost" if "成本" in (row.printed.level1 or "") else None

    @cached_property
    def missing_dimensions(self) -> list[SchemeDimension]:
        """The dimensions but for cost of which no row stands in the table; empty where a row's is not known."""
        present = {self.dimension_of(row) for row in self.reading.indicators}
        if not present or None in present:
            return []
        return [d for d in self.scheme.dimensions if d.code not in present and d.code != "cost"]

    @property
    def is_part_missing(self) -> bool:
        """True where a dimension has no row, so that its points may not have applied."""
        return bool(self.missing_dimensions)

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
