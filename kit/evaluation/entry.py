"""Entry: what stops a self-review table, objectives or evidence from being recorded."""

from collections.abc import Sequence

from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.evaluation.requests import AttachEvidence, SubmitSelfReview

DRAFT = "draft"
SUBMITTED = "submitted"


def check_scope(year: int | None, years: tuple[int, int] | None, project: str) -> list[Finding]:
    """The project is registered (*years* are its first and last) and the year is one of its years."""
    if years is None:
        said = phrase("project {code} is not registered", code=project)
        return [block("evaluation.project_unknown", said, "project")]
    if year is not None and not years[0] <= year <= years[1]:
        first, last = map(str, years)
        said = phrase("{year} is not a year of the project ({first} to {last})", year=str(year), first=first, last=last)
        return [block("evaluation.year_outside_project", said, "year")]
    return []


def check_owner(unit: str | None, owner: str, is_own_only: bool) -> list[Finding]:
    """A unit's people enter for their own unit only."""
    if is_own_only and unit != owner:
        said = phrase("the project belongs to unit {owner}; its own officer enters the table", owner=owner)
        return [block("evaluation.other_unit", said, "project")]
    return []


def check_not_entered(state: str | None) -> list[Finding]:
    """There is no table of this project and year yet."""
    if state is not None:
        said = phrase("a table of this project and year is entered already; correct it instead")
        return [block("evaluation.already_entered", said, "year")]
    return []


def check_open(state: str | None) -> list[Finding]:
    """There is a table, and it has not been submitted."""
    if state is None:
        said = phrase("no table of this project and year is entered; enter it first")
        return [block("evaluation.not_entered", said, "year")]
    if state != DRAFT:
        said = phrase("the table has been submitted; only a draft can be changed")
        return [block("evaluation.submitted_already", said, "year")]
    return []


def check_submission(request: SubmitSelfReview, fault_codes: Sequence[str]) -> list[Finding]:
    """Open faults are explained."""
    if fault_codes and not request.explanation:
        codes = ", ".join(fault_codes)
        said = phrase("faults are open ({codes}); correct them or explain them", codes=codes)
        return [block("evaluation.faults_open", said, "explanation")]
    return []


def check_evidence(request: AttachEvidence, rows: int, is_kept: bool) -> list[Finding]:
    """The indicator exists and the file is kept."""
    findings = []
    if request.place > rows:
        said = phrase("the table has {rows} rows; choose one of them", rows=rows)
        findings.append(block("evaluation.row_unknown", said, "place"))
    if not is_kept:
        said = phrase("no file with this digest is kept in the workspace; add the file first")
        findings.append(block("evaluation.file_not_kept", said, "digest"))
    return findings
