"""Job: one report to be written, and how it went."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MESSAGE_MAX = 2000
# What a report leaves beside each other under its name.
ENDINGS = (".ipynb", ".html", ".figures.json", ".docx", ".xlsx", ".pdf")


@dataclass(frozen=True)
class Job:
    """What a worker needs to write one report. ``folder`` is the run's; ``title`` and ``said`` stand on the page."""

    name: str
    template: Path
    parameters: dict[str, Any]
    folder: Path
    timeout_seconds: int
    memory_mb: int
    language: str
    title: str
    said: str

    @property
    def files(self) -> Path:
        """The folder in which the report may write files of its own."""
        return self.folder / "reports" / f"{self.name}.files"

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.folder / "reports" / f"{self.name}.ipynb"

    @property
    def page(self) -> Path:
        """The page made of it."""
        return self.folder / "reports" / f"{self.name}.html"

    @property
    def figures(self) -> Path:
        """The list of the page's figures."""
        return self.folder / "reports" / f"{self.name}.figures.json"

    def written(self) -> list[Path]:
        """The files of the report that stand in the run's folder."""
        beside = (self.folder / "reports" / f"{self.name}{ending}" for ending in ENDINGS)
        return [path for path in (*beside, *sorted(self.files.rglob("*"))) if path.is_file()]

    def as_message(self) -> dict[str, Any]:
        """The job as a link carries it."""
        return asdict(self) | {"template": str(self.template), "folder": str(self.folder)}

    @classmethod
    def from_message(cls, content: dict[str, Any]) -> "Job":
        """The job that a link carries."""
        return cls(**(content | {"template": Path(content["template"]), "folder": Path(content["folder"])}))


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
    """How one report went; ``orphans`` are the numbers on its page that no figure stands behind."""

    name: str
    seconds: float
    failure: Failure | None = None
    orphans: tuple[dict[str, Any], ...] = ()

    def as_message(self) -> dict[str, Any]:
        """The outcome as a link carries it."""
        return asdict(self)

    @classmethod
    def from_message(cls, content: dict[str, Any]) -> "Outcome":
        """The outcome that a link carries."""
        failure = content["failure"]
        found = tuple(content["orphans"])
        return cls(content["name"], content["seconds"], Failure(**failure) if failure else None, found)
