"""Shelf: the runs and reports of a workspace, with what each report says in short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.core.errors import UsageError
from kit.publishing.manifest import MANIFEST_NAME, read_manifest


@dataclass(frozen=True)
class Report:
    """One report, as the run's manifest describes it.

    ``path`` is its page within the run's folder; ``years`` and ``grades`` (computed) are those of its tables.
    A report on all projects has no ``project``; its findings are those of all of them and are not counted twice.
    """

    path: str
    title: str
    project: str | None = None
    department: str = ""
    years: tuple[int, ...] = ()
    grades: tuple[str, ...] = ()
    faults: int = 0
    questions: int = 0
    failure: str | None = None

    @property
    def is_failed(self) -> bool:
        """True where it could not be written to its end."""
        return self.failure is not None

    @property
    def standing(self) -> str:
        """``failed``, ``faults``, ``questions`` or ``clear``: the heaviest that is to be said of it."""
        if self.is_failed:
            return "failed"
        return "faults" if self.faults else "questions" if self.questions else "clear"

    @property
    def year(self) -> int | None:
        """The latest year."""
        return self.years[-1] if self.years else None

    @property
    def grade(self) -> str:
        """The grade of the latest year."""
        return self.grades[-1] if self.grades else ""


@dataclass(frozen=True)
class Run:
    """One run: the name of its folder and when it began, as the manifest says."""

    name: str
    at: str
    folder: Path


@dataclass(frozen=True)
class Choice:
    """What a manager wants to see; empty means all."""

    department: str = ""
    year: str = ""
    grade: str = ""
    standing: str = ""
    text: str = ""

    def fits(self, report: Report) -> bool:
        """True where the report is among them; words are looked for in title, project and department."""
        words = f"{report.title} {report.project or ''} {report.department}".lower()
        return (
            self.department in ("", report.department)
            and (not self.year or self.year in map(str, report.years))
            and (not self.grade or self.grade in report.grades)
            and self.standing in ("", report.standing)
            and all(word in words for word in self.text.lower().split())
        )


def list_runs(folder: Path) -> list[Run]:
    """The runs that ended, the latest first; one that is being written, or was cut short, is not on the shelf."""
    found = [_run(file.parent) for file in folder.glob(f"*/{MANIFEST_NAME}")]
    return sorted((run for run in found if run), key=lambda run: (run.at, run.name), reverse=True)


def read_reports(run: Run) -> list[Report]:
    """The reports of a run."""
    return [_report(entry) for entry in read_manifest(run.folder)["reports"]]


def sort_reports(reports: Iterable[Report], key: str, *, is_falling: bool) -> list[Report]:
    """Reports in order of one field, those without a value last; what is about all projects or failed stands first."""
    kept = list(reports)
    first = [each for each in kept if each.is_failed or not each.project]
    known = [each for each in kept if each not in first and getattr(each, key) not in (None, "")]
    unknown = [each for each in kept if each not in first and each not in known]
    known.sort(key=lambda each: (each.project or "", each.year or 0))
    known.sort(key=lambda each: getattr(each, key), reverse=is_falling)
    return [*sorted(first, key=lambda each: each.project or ""), *known, *unknown]


def values_of(reports: Sequence[Report], name: str) -> list[str]:
    """The values that occur in one field (or among those of one field), for choosing from."""
    found = [value for each in reports for value in _each(getattr(each, name))]
    return sorted({str(value) for value in found if value not in (None, "")})


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _run(folder: Path) -> Run | None:
    try:
        return Run(folder.name, str(read_manifest(folder)["started"]), folder)
    except (UsageError, KeyError, OSError):
        return None


def _report(entry: dict[str, Any]) -> Report:
    error = entry["error"]
    return Report(
        path=entry["page"],
        title=entry["title"],
        project=entry["parameters"].get("project"),
        department=entry["department"] or "",
        years=tuple(entry["years"]),
        grades=tuple(entry["grades"]),
        faults=entry["faults"],
        questions=entry["questions"],
        failure=error["message"] if error else None,
    )
