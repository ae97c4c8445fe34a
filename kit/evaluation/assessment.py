"""Assessment: what the kit makes of a printed table, as the columns of an evaluation."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from kit.core.finding import Finding
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.record import finding_columns
from kit.evaluation.review import review_table
from kit.evaluation.standards import Standards

PLACES = 6


def assess(
    table: PrintedTable, standards: Standards, named: str | None, approved: Sequence[PrintedIndicator] | None = None
) -> tuple[dict[str, Any], list[Finding]]:
    """The columns of ``evaluation`` for *table*, and the findings; *named* is the code of the scheme chosen, if any."""
    review = review_table(table, standards.scheme(named) if named else None, approved, standards)
    columns = {
        "kind": str(review.kind),
        "scheme": review.scheme.code,
        "scheme_digest": review.scheme.digest,
        "execution_rate": _decimal(review.computed.execution_rate),
        "execution_score": _decimal(review.computed.execution_score),
        "total": _decimal(review.computed.total),
        "grade": review.computed.grade,
        "row_scores": [_decimal(score) for score in review.row_scores],
        "findings": [finding_columns(finding) for finding in review.findings],
    }
    return columns, list(review.findings)


def _decimal(value: Fraction | None) -> str | None:
    """*value* as decimal text with six places, rounded half up."""
    if value is None:
        return None
    scaled = int(abs(value) * 10**PLACES + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**PLACES)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{PLACES}d}"
