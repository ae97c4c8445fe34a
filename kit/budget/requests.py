"""Requests about the budget."""

from kit.core.request import Request, entry

FEN_MAX = 10**17


class TakeOverLine(Request):
    """Take over a budget line with its amounts from the books as they are (amounts in fen)."""

    project: str = entry("Project code", max_length=80)
    year: int = entry("Fiscal year", ge=1990, le=2100)
    source: str = entry("Funding source", min_length=1, max_length=80)
    opening: int = entry("Opening budget", ge=0, le=FEN_MAX)
    allotted: int = entry("Adjusted budget", ge=0, le=FEN_MAX)
    paid: int = entry("Paid", ge=0, le=FEN_MAX)

    def dossiers(self) -> tuple[str, ...]:
        """A line belongs to its project."""
        return (self.project,)
