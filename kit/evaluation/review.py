"""Review: what the checks say about printed tables, the kit's own figures beside the printed ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kit.core.finding import Finding, by_weight
from kit.evaluation.basis import Basis
from kit.evaluation.checks import run_checks
from kit.evaluation.checks.copies import find_copies
from kit.evaluation.context import SCORED, Context
from kit.evaluation.kinds import TableKind, recognise_kind
from kit.evaluation.money import printed_rate
from kit.evaluation.parsed import parse_table
from kit.evaluation.points import parse_points
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.reading import Reading, read_table
from kit.evaluation.scheme import Scheme
from kit.evaluation.scoring import score_table
from kit.evaluation.standards import Standards, standards_in_force
from kit.workspace.resources import Resources

_RATE_PLACES = 4
_POINT_PLACES = 2


@dataclass(frozen=True)
class Figures:
    """The four figures of a self-review; None where not known.

    ``execution_rate`` is a share (0.9781 for 97.81 %), the others are points and the word of the grade.
    """

    execution_rate: Fraction | None = None
    execution_score: Fraction | None = None
    total: Fraction | None = None
    grade: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON: the rate with four decimals, points with two, rounded half up."""
        return {
            "execution_rate": as_number(self.execution_rate, _RATE_PLACES),
            "execution_score": as_number(self.execution_score, _POINT_PLACES),
            "total": as_number(self.total, _POINT_PLACES),
            "grade": self.grade,
        }


@dataclass(frozen=True)
class Review:
    """One table as it was checked, by *scheme*; ``findings`` heaviest first, ``row_scores`` the own scores by row."""

    table: PrintedTable
    kind: TableKind
    computed: Figures
    printed: Figures
    findings: tuple[Finding, ...]
    scheme: Scheme
    row_scores: tuple[Fraction | None, ...] = ()

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


def review_table(
    table: PrintedTable,
    scheme: Scheme | None = None,
    approved: Sequence[PrintedIndicator] | None = None,
    standards: Standards | None = None,
) -> Review:
    """What the checks say about *table*.

    Without a *scheme* the one that fits its form is taken, and the grade is held against every scale known rather than
    that of the scheme. *approved* are the indicators as approved, where they are known; *standards* are the office's,
    else the kit's own.
    """
    return _review(_context(table, scheme, standards or _shipped(), approved))


def review_tables(
    tables: Iterable[PrintedTable],
    scheme: Scheme | None = None,
    standards: Standards | None = None,
) -> list[Review]:
    """What the checks say about each table of a portfolio, and about tables that repeat each other."""
    in_force = standards or _shipped()
    contexts = [_context(table, scheme, in_force) for table in tables]
    copied: dict[int, list[Finding]] = defaultdict(list)
    for place, finding in find_copies([context.reading for context in contexts], in_force.limits):
        copied[place].append(finding)
    return [_with(_review(context), copied.get(place, [])) for place, context in enumerate(contexts)]


def as_number(value: Fraction | None, places: int = _POINT_PLACES) -> float | int | None:
    """*value* rounded half up to *places* decimals, as a JSON number."""
    if value is None:
        return None
    scale: int = 10**places
    scaled = (abs(value) * scale + Fraction(1, 2)).__floor__()
    signed = -scaled if value < 0 else scaled
    return signed // scale if scaled % scale == 0 else signed / scale


def _shipped() -> Standards:
    return standards_in_force(Resources())


def _context(
    table: PrintedTable, scheme: Scheme | None, standards: Standards, approved: Sequence[PrintedIndicator] | None = None
) -> Context:
    reading = read_table(table, recognise_kind(table))
    used = scheme or standards.scheme_for(table)
    return Context(reading, used, standards.limits, approved, has_own_scale=scheme is not None)


def _review(context: Context) -> Review:
    reading = context.reading
    computed, row_scores = _compute(context.basis, context.scheme)
    findings = tuple(by_weight(run_checks(context)))
    return Review(reading.table, reading.kind, computed, _as_printed(reading), findings, context.scheme, row_scores)


def _with(review: Review, more: list[Finding]) -> Review:
    return replace(review, findings=tuple(by_weight([*review.findings, *more]))) if more else review


def _compute(basis: Basis, scheme: Scheme) -> tuple[Figures, tuple[Fraction | None, ...]]:
    reading, score = basis.reading, score_table(parse_table(basis.as_table(), scheme), scheme)
    if reading.kind not in SCORED:
        return Figures(score.execution_rate), ()
    total = score.total if reading.is_whole else None
    grade = score.grade.label if score.grade and total is not None else None
    own, whole, *rows = (
        _in_own_points(points, reading) for points in (score.execution_score, total, *score.row_scores)
    )
    return Figures(score.execution_rate, own, whole, grade), tuple(rows)


def _as_printed(reading: Reading) -> Figures:
    score, total = reading.execution_score, parse_points(reading.table.total_printed)
    return Figures(
        execution_rate=printed_rate(reading),
        execution_score=_in_own_points(score.value if score else None, reading),
        total=total.value if total else None,
        grade=reading.table.grade_printed,
    )


def _in_own_points(points: Fraction | None, reading: Reading) -> Fraction | None:
    """*points* of a hundred as those of the form."""
    return None if points is None else points / reading.point_scale


def _finding_as_dict(finding: Finding) -> dict[str, Any]:
    shown = finding.as_dict()
    return {name: shown[name] for name in ("code", "severity", "row", "message", "basis")}
