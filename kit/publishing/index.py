"""Index: the page of a run that lists its reports, with what a manager looks for first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from kit.core.language import _
from kit.publishing.assets import FOLDER
from kit.publishing.columns import is_nothing, write_word
from kit.publishing.html import page_language
from kit.publishing.job import Job, Outcome
from kit.publishing.plan import Planned
from kit.views.budget.lines import show_budget_lines
from kit.views.evaluation import show_self_reviews
from kit.views.project.projects import show_projects
from kit.views.reader import Reader


@dataclass(frozen=True)
class Entry:
    """One line of the index, and what the manifest says about the same report."""

    name: str
    address: str
    title: str
    purpose: str
    department: str
    years: tuple[int, ...]
    grades: tuple[str, ...]
    faults: int
    questions: int
    failure: str

    @property
    def is_failed(self) -> bool:
        """True where the report failed."""
        return bool(self.failure)

    @property
    def grade(self) -> str:
        """The grade of the latest year; a report on all projects has none."""
        return self.grades[-1] if self.grades and self.department else ""

    @property
    def span(self) -> str:
        """The years from the first to the last."""
        ends = dict.fromkeys((self.years[0], self.years[-1])) if self.years else ()
        return "–".join(map(str, ends))

    @property
    def weights(self) -> list[str]:
        """The words that the filter of findings knows."""
        found = [name for name, count in (("fault", self.faults), ("question", self.questions)) if count]
        return [*(found or ["none"]), *(["failed"] if self.is_failed else [])]


def list_entries(
    reader: Reader, planned: Sequence[Planned], jobs: Sequence[Job], outcomes: Sequence[Outcome]
) -> list[Entry]:
    """What the index says about each report, failed ones first."""
    reviews, lines = show_self_reviews(reader), _lines_with_department(reader)
    by_project = dict(list(reviews.groupby("project")))
    entries = [
        _funds_entry(each, job, outcome, lines, reviews)
        if each.template.is_apart
        else _entry(each, job, outcome, by_project.get(each.project, reviews.head(0)) if each.project else reviews)
        for each, job, outcome in zip(planned, jobs, outcomes, strict=True)
    ]
    return sorted(entries, key=lambda entry: (not entry.is_failed, bool(entry.department)))


def write_index(folder: Path, entries: Sequence[Entry], office: str, run: dict[str, Any]) -> None:
    """Write ``index.html``."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)
    own = [entry for entry in entries if entry.department]
    html = environment.get_template("index.html.j2").render(
        language=page_language(),
        words=_words(),
        office=office,
        run=run,
        entries=entries,
        failed=sum(entry.is_failed for entry in entries),
        faults=sum(entry.faults for entry in own),
        questions=sum(entry.questions for entry in own),
        departments=sorted({entry.department for entry in own}),
        years=sorted({year for entry in entries for year in entry.years}, reverse=True),
        grades=list(dict.fromkeys(grade for entry in entries for grade in entry.grades)),
    )
    (folder / "index.html").write_text(html, encoding="utf-8")


def _entry(planned: Planned, job: Job, outcome: Outcome, reviews: pd.DataFrame) -> Entry:
    reviews = reviews if planned.year is None else reviews[reviews["year"] == planned.year]
    last = None if reviews.empty or planned.project is None else reviews.iloc[-1]
    failure = outcome.failure
    return Entry(
        name=planned.name,
        address=f"reports/{quote(job.page.name)}",
        title=job.title,
        purpose=planned.template.title if planned.project else planned.template.purpose,
        department="" if last is None else str(last["department"]),
        years=tuple(sorted({int(year) for year in reviews["year"].dropna()})),
        grades=tuple(dict.fromkeys(write_word(grade) for grade in reviews["grade"] if not is_nothing(grade))),
        faults=int(reviews["faults"].sum()),
        questions=int(reviews["questions"].sum()),
        failure=f"{failure.error}: {failure.message}"[:200] if failure else "",
    )


def _funds_entry(planned: Planned, job: Job, outcome: Outcome, lines: pd.DataFrame, reviews: pd.DataFrame) -> Entry:
    """A report about money: its years are those of the lines, and it says nothing of self-reviews."""
    plain = _entry(planned, job, outcome, reviews.head(0))
    of_project = lines[lines["code"] == planned.project] if planned.project else lines
    years = of_project["year"].dropna()
    years = years if planned.year is None else years[years == planned.year]
    department = str(of_project["owner_name"].iloc[0]) if planned.project else ""
    return replace(plain, department=department, years=tuple(sorted({int(year) for year in years})))


def _lines_with_department(reader: Reader) -> pd.DataFrame:
    """Every project with the years of its budget lines, one row without a year where it has none."""
    lines = show_budget_lines(reader)[["project", "year"]].rename(columns={"project": "code"})
    return show_projects(reader)[["code", "owner_name"]].merge(lines, on="code", how="left")


def _words() -> dict[str, str]:
    return {
        "title": _("Report run"),
        "reports": _("reports"),
        "report": _("report"),
        "failed": _("failed"),
        "faults": _("faults"),
        "questions": _("questions"),
        "search": _("search"),
        "department": _("department"),
        "year": _("fiscal year"),
        "grade": _("computed grade"),
        "findings": _("findings"),
        "all": _("all"),
        "with_faults": _("with faults"),
        "with_questions": _("with questions"),
        "without": _("without findings"),
        "sealed": _("manifest.json holds parameters, versions and the digest of every file of this run."),
    }
