"""Review: what the checks say about one printed table, its own figures beside the printed ones."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kit.core.finding import Finding
from kit.evaluation.kinds import TableKind
from kit.evaluation.printed import PrintedTable


@dataclass(frozen=True)
class Figures:
    """The four figures of a self-review; None where not known.

    ``execution_rate`` is in percent (97.81), the scores in points.
    """

    execution_rate: Fraction | None = None
    execution_score: Fraction | None = None
    total: Fraction | None = None
    grade: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON: numbers with at most two decimals, rounded half up."""
        return {
            "execution_rate": as_number(self.execution_rate),
            "execution_score": as_number(self.execution_score),
            "total": as_number(self.total),
            "grade": self.grade,
        }


@dataclass(frozen=True)
class Review:
    """One table as it was checked. ``findings`` stand heaviest first."""

    table: PrintedTable
    kind: TableKind
    computed: Figures
    printed: Figures
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """The name of the table within its file."""
        return self.table.id

    def as_dict(self) -> dict[str, Any]:
        """The review as ``kit check selfeval --json`` prints it."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "computed": self.computed.as_dict(),
            "printed": self.printed.as_dict(),
            "findings": [_finding_as_dict(finding) for finding in self.findings],
        }


def as_number(value: Fraction | None) -> float | int | None:
    """*value* rounded half up to two decimals, as a JSON number."""
    if value is None:
        return None
    hundredths = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(hundredths, 100)
    sign = -1 if value < 0 else 1
    return sign * whole if not rest else sign * hundredths / 100


def _finding_as_dict(finding: Finding) -> dict[str, Any]:
    shown = finding.as_dict()
    return {name: shown[name] for name in ("code", "severity", "row", "message", "basis")}
