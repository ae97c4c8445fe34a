"""Statement: the lines of the finance system beside those of the books, each difference named to the fen."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from kit.budget.commitments import Payment
from kit.budget.tables import BudgetLine
from kit.core.finding import Finding, Severity, block, is_blocked
from kit.core.language import phrase
from kit.core.money import Money
from kit.core.tables import columns_of
from kit.exchange.finance.cells import Cells
from kit.exchange.finance.kind import STATEMENT
from kit.exchange.finance.payment import unconfirmed_parts
from kit.exchange.finance.sheet import Sheet
from kit.exchange.finance.vocabulary import Column, Vocabulary
from kit.exchange.finance.voucher import request_number
from kit.store.database import Database

Key = tuple[str, str]


@dataclass(frozen=True)
class Side:
    """What one side holds of a line, in fen."""

    year: int
    allotted: int
    paid: int


@dataclass
class LineReconciled:
    """One line on both sides; ``waiting`` are its payments without a voucher, fen by request number."""

    project: str
    line: str
    books: Side | None
    statement: Side | None
    waiting: dict[str, int]
    findings: list[Finding] = field(default_factory=list)

    @property
    def residual(self) -> int | None:
        """What the books hold as paid, beyond the statement and the payments without a voucher; None on one side."""
        if self.books is None or self.statement is None:
            return None
        difference = self.books.paid - self.statement.paid
        return difference - sum(self.waiting.values()) if difference else 0

    def as_dict(self) -> dict[str, Any]:
        """The line as ``kit reconcile`` prints it."""
        return {
            "project": self.project,
            "line": self.line,
            "books": vars(self.books) if self.books else None,
            "statement": vars(self.statement) if self.statement else None,
            "waiting": self.waiting,
            "residual": self.residual,
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass(frozen=True)
class Reconciliation:
    """All lines of the years that a statement is about; ``findings`` refuse a file that cannot be taken."""

    name: str
    lines: Sequence[LineReconciled]
    findings: Sequence[Finding] = ()

    @property
    def differing(self) -> int:
        """How many lines are not the same on both sides."""
        return sum(bool(line.findings) for line in self.lines)

    @property
    def is_equal(self) -> bool:
        """True where the file was taken and every line is the same to the fen."""
        return not is_blocked(self.findings) and not self.differing

    def as_dict(self) -> dict[str, Any]:
        """The reconciliation as ``kit reconcile`` prints it; amounts in fen."""
        return {
            "equal": self.is_equal,
            "lines": len(self.lines),
            "differing": self.differing,
            "findings": [{"where": self.name, **finding.as_dict()} for finding in self.findings],
            "rows": [line.as_dict() for line in self.lines],
        }


def reconcile(database: Database, sheet: Sheet, words: Vocabulary) -> Reconciliation:
    """Hold the books against a statement: the lines of its fiscal years, and whatever stands on one side only."""
    findings = list(sheet.findings)
    if sheet.kind is not None and sheet.kind is not STATEMENT:
        said = phrase("the file holds {kind}; what is reconciled is a statement by line", kind=sheet.kind.name)
        findings.append(block("exchange.not_statement", said))
    if is_blocked(findings):
        return Reconciliation(sheet.name, [], findings)
    theirs, wrong = _read_statement(sheet, words)
    if is_blocked(wrong):
        return Reconciliation(sheet.name, [], [*findings, *wrong])
    ours, waiting = _read_books(database)
    years = {side.year for side in theirs.values()}
    keys = {key for key, side in ours.items() if side.year in years} | set(theirs)
    lines = [LineReconciled(*key, ours.get(key), theirs.get(key), dict(waiting.get(key, {}))) for key in sorted(keys)]
    for line in lines:
        line.findings += _differences(line)
    return Reconciliation(sheet.name, lines, findings)


def _read_statement(sheet: Sheet, words: Vocabulary) -> tuple[dict[Key, Side], list[Finding]]:
    sides: dict[Key, Side] = {}
    findings: list[Finding] = []
    for row in sheet.rows:
        cells = Cells(sheet, row, words)
        key = (cells.text(Column.PROJECT) or "", cells.text(Column.LINE) or "")
        if all(key) and key in sides:
            said = phrase("line {line} stands in a row above", line=key[1])
            cells.keep(block("exchange.line_twice", said), Column.LINE)
        year, allotted, paid = cells.year(Column.YEAR), cells.amount(Column.ALLOTTED, 0), cells.amount(Column.PAID, 0)
        if year is not None and allotted is not None and paid is not None:
            sides[key] = Side(year, allotted, paid)
        findings += cells.findings
    return sides, findings


def _read_books(database: Database) -> tuple[dict[Key, Side], Mapping[Key, Mapping[str, int]]]:
    line, paid = columns_of(BudgetLine).c, columns_of(Payment).c
    parts = unconfirmed_parts().subquery()
    lines = select(line.project, line.code, line.year, line.allotted, line.paid)
    waiting = (
        select(line.project, line.code, paid.project.label("payer"), paid.number, parts.c.held)
        .select_from(parts)
        .join(columns_of(Payment), paid.id == parts.c.payment_id)
        .join(columns_of(BudgetLine), line.id == parts.c.line_id)
        .where(parts.c.held != 0)
        .order_by(paid.project, paid.number)
    )
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    with database.reading() as connection:
        sides = {(row.project, row.code): Side(row.year, row.allotted, row.paid) for row in connection.execute(lines)}
        for row in connection.execute(waiting):
            found[row.project, row.code][request_number(row.payer, row.number)] = int(row.held)
    return sides, found


def _differences(line: LineReconciled) -> Iterator[Finding]:
    """Everything in which the two sides of a line differ."""
    if line.books is None:
        said = phrase("the statement has line {line} of {project}, the books have not", **_named(line))
        yield Finding("exchange.line_not_in_books", Severity.FAULT, said)
    elif line.statement is None:
        said = phrase("the books have line {line} of {project}, the statement has not", **_named(line))
        yield Finding("exchange.line_not_in_statement", Severity.FAULT, said)
    else:
        yield from _compare(line, line.books, line.statement)


def _compare(line: LineReconciled, ours: Side, theirs: Side) -> Iterator[Finding]:
    if ours.year != theirs.year:
        years = {"ours": str(ours.year), "theirs": str(theirs.year)}
        said = phrase(
            "{line}: the fiscal year is {ours} in the books and {theirs} in the statement", **_named(line), **years
        )
        yield Finding("exchange.year_differs", Severity.FAULT, said)
    if ours.allotted != theirs.allotted:
        yield Finding("exchange.allotted_differs", Severity.FAULT, _allotted_differs(line, ours, theirs))
    if ours.paid != theirs.paid and line.residual:
        yield Finding("exchange.paid_differs", Severity.FAULT, _paid_differs(line, ours, theirs))
    elif ours.paid != theirs.paid:
        said = phrase(
            "{line}: the books hold {more} more as paid, which are the payments without a voucher: {waiting}",
            **_named(line),
            more=str(Money(ours.paid - theirs.paid)),
            waiting=_waiting(line),
        )
        yield Finding("exchange.paid_without_voucher", Severity.QUESTION, said)


def _allotted_differs(line: LineReconciled, ours: Side, theirs: Side) -> Any:
    return phrase(
        "{line}: allotted are {ours} in the books and {theirs} in the statement, a difference of {difference}",
        **_named(line),
        **_both(ours.allotted, theirs.allotted),
    )


def _paid_differs(line: LineReconciled, ours: Side, theirs: Side) -> Any:
    return phrase(
        "{line}: paid are {ours} in the books and {theirs} in the statement, a difference of {difference}; "
        "payments without a voucher: {waiting}; unexplained: {residual}",
        **_named(line),
        **_both(ours.paid, theirs.paid),
        waiting=_waiting(line),
        residual=str(Money(line.residual or 0)),
    )


def _named(line: LineReconciled) -> dict[str, object]:
    return {"line": line.line, "project": line.project}


def _both(ours: int, theirs: int) -> dict[str, object]:
    return {"ours": str(Money(ours)), "theirs": str(Money(theirs)), "difference": str(Money(ours - theirs))}


def _waiting(line: LineReconciled) -> str:
    return ", ".join(f"{number} {Money(fen)}" for number, fen in line.waiting.items()) or "—"
