"""Entry: brings allotments and vouchers into the books; each file wholly or, with every reason named, not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kit.actions.desk import Desk, check_role
from kit.actions.registry import find_action
from kit.core.calendar import OFFICE_TIME
from kit.core.finding import Finding, block, is_blocked
from kit.core.language import phrase
from kit.core.request import Request
from kit.exchange.finance.allotment import plan_allotments
from kit.exchange.finance.cells import Cells
from kit.exchange.finance.kind import ALLOTMENTS, VOUCHERS
from kit.exchange.finance.planned import Planned
from kit.exchange.finance.sheet import Sheet
from kit.exchange.finance.vocabulary import Vocabulary
from kit.exchange.finance.voucher import plan_vouchers

NEEDED = {ALLOTMENTS: "budget.grant_allotment", VOUCHERS: "budget.confirm_payment"}


@dataclass
class ImportResult:
    """What became of the rows; ``findings`` are by place: the file, with the row behind a colon."""

    accepted: int = 0
    unchanged: int = 0
    refused: int = 0
    findings: list[tuple[str, Finding]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The result as ``kit import finance`` prints it."""
        return {
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "findings": [{"where": where, **finding.as_dict()} for where, finding in self.findings],
        }

    def refuse(self, sheet: Sheet, findings: Sequence[Finding], rows: int) -> None:
        """Refuse *rows* of a file, at least one."""
        self.say(sheet, findings)
        self.refused += max(rows, 1)

    def say(self, sheet: Sheet, findings: Sequence[Finding]) -> None:
        """Keep findings with their place."""
        for finding in findings:
            self.findings.append((f"{sheet.name}:{finding.row}" if finding.row else sheet.name, finding))


def import_sheets(desk: Desk, sheets: Sequence[Sheet], words: Vocabulary, dry_run: bool = False) -> ImportResult:
    """Bring each file in, one after the other; with *dry_run* nothing is written and the result says what would be."""
    result = ImportResult()
    for sheet in sheets:
        findings = [*sheet.findings, *_check_importable(desk, sheet)]
        if is_blocked(findings):
            result.refuse(sheet, findings, len(sheet.rows))
        else:
            _import_rows(desk, sheet, words, dry_run, result)
    return result


def _check_importable(desk: Desk, sheet: Sheet) -> list[Finding]:
    if sheet.kind is None:
        return []
    if sheet.kind not in NEEDED:
        said = phrase("the file holds {kind}; what comes in is allotments and payment vouchers", kind=sheet.kind.name)
        return [block("exchange.not_imported", said)]
    return check_role(desk.actor, find_action(NEEDED[sheet.kind]))


def _import_rows(desk: Desk, sheet: Sheet, words: Vocabulary, dry_run: bool, result: ImportResult) -> None:
    planned = _plan(desk, sheet, words)
    # The rehearsal meets each row after those above it, and says of each all that is wrong before one is written.
    _carry_out(desk, planned, is_kept=False)
    findings = [finding for row in planned for finding in row.cells.findings]
    if not is_blocked(findings) and not dry_run:
        findings += _write(desk, planned)
    unchanged = sum(row.is_unchanged and not row.is_refused for row in planned)
    result.unchanged += unchanged
    if is_blocked(findings):
        result.refuse(sheet, findings, len(planned) - unchanged)
    else:
        result.say(sheet, findings)
        result.accepted += len(planned) - unchanged


def _plan(desk: Desk, sheet: Sheet, words: Vocabulary) -> list[Planned]:
    rows = [Cells(sheet, row, words) for row in sheet.rows]
    if sheet.kind is VOUCHERS:
        return plan_vouchers(desk.database, rows, desk.clock().astimezone(OFFICE_TIME).date())
    return plan_allotments(desk.database, rows)


def _write(desk: Desk, planned: Sequence[Planned]) -> list[Finding]:
    """Write what is new; what somebody else changed since the rehearsal refuses the file as a whole."""
    new = [replace(row, cells=replace(row.cells, findings=[])) for row in planned if not row.is_unchanged]
    _carry_out(desk, new, is_kept=True)
    return [finding for row in new for finding in row.cells.findings if is_blocked([finding])]


def _carry_out(desk: Desk, planned: Sequence[Planned], is_kept: bool) -> None:
    asked: list[tuple[Planned, Request]] = [(row, row.request) for row in planned if row.request]
    said = desk.record_whole([request for _, request in asked], is_kept) if asked else []
    for (row, _), findings in zip(asked, said, strict=True):
        row.hear(findings)
