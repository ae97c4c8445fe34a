"""Job: one report to be written, and how it went."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

MESSAGE_MAX = 2000


@dataclass(frozen=True)
class Job:
    """What a worker needs to write one report. ``folder`` is the run's; ``title`` and ``said`` stand on the page."""

    name: str
    template: Path
    parameters: dict[str, Any]
    folder: Path
    timeout_seconds: int
    language: str
    title: str
    said: str

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.folder / "reports" / f"{self.name}.ipynb"

    @property
    def page(self) -> Path:
        """The page made of it."""
        return self.notebook.with_suffix(".html")


@dataclass(frozen=True)
class Failure:
    """Why a report failed: the number of the cell as the notebook shows it (none where no cell was at fault)."""

    cell: int | None
    error: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The failure as the manifest keeps it."""
        return {"cell": self.cell, "error": self.error, "message": self.message[:MESSAGE_MAX]}


@dataclass(frozen=True)
class Outcome:
    """How one report went."""

    name: str
    seconds: float
    failure: Failure | None = None
