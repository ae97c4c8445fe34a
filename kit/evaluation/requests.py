"""Requests about evaluation."""

from datetime import date

from pydantic import Field

from kit.core.request import Request, entry
from kit.evaluation.printed import PrintedIndicator, PrintedTable

DIGEST_PATTERN = r"^[0-9a-f]{64}$"


class _OfProject(Request):
    project: str = entry("Project code", max_length=80)
    year: int | None = entry("Fiscal year", ge=1990, le=2100, help="empty where the table prints none")

    def dossiers(self) -> tuple[str, ...]:
        """What is reviewed belongs to its project."""
        return (self.project,)


class EnterSelfReview(_OfProject):
    """Enter a self-review table (自评表) as printed; it stays a draft until it is submitted."""

    table: PrintedTable = entry("Table")
    scheme: str | None = entry("Scoring scheme", None, max_length=80, help="the usual one of the form where empty")


class CorrectSelfReview(_OfProject):
    """Correct a self-review table that has not been submitted."""

    table: PrintedTable = entry("Table")
    scheme: str | None = entry("Scoring scheme", None, max_length=80, help="the usual one of the form where empty")


class SubmitSelfReview(_OfProject):
    """Submit a self-review table; open faults need an explanation."""

    explanation: str | None = entry("Explanation of open faults", None, max_length=2000)


class RecordObjective(Request):
    """Record the objectives of a project and year as approved (绩效目标批复); an earlier revision stays readable."""

    project: str = entry("Project code", max_length=80)
    year: int = entry("Fiscal year", ge=1990, le=2100)
    approved_on: date = entry("Approved on")
    document: str = entry("Document number", min_length=1, max_length=200)
    indicators: tuple[PrintedIndicator, ...] = Field(min_length=1, max_length=1000, title="Indicators")

    def dossiers(self) -> tuple[str, ...]:
        """Objectives belong to their project."""
        return (self.project,)


class AttachEvidence(_OfProject):
    """Attach a kept file to an indicator (佐证材料)."""

    place: int = entry("Indicator row", ge=1)
    digest: str = entry("Digest of the file", pattern=DIGEST_PATTERN)
    name: str = entry("File name", min_length=1, max_length=255)
    media_type: str = entry("File type", max_length=100)
    size: int = entry("Size in bytes", ge=0)
    page: str | None = entry("Page", None, max_length=40)
