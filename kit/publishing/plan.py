"""Plan: which reports a run writes, with their parameters checked against what is recorded, before anything runs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kit.core.errors import UsageError
from kit.publishing.files import check_formats
from kit.publishing.template import Template
from kit.views.portfolio import show_project_years
from kit.views.project.projects import show_projects
from kit.views.reader import Reader

NAME_MAX = 60
JOBS_MAX = 64
SECONDS_MAX = 86_400
MEMORY_MIN = 256
MEMORY_MAX = 1_048_576
SNAPSHOT_NAME = "snapshot.db"


@dataclass(frozen=True)
class Order:
    """What a run is asked for.

    ``projects`` None means all of them. ``values`` are parameters by name, as texts or typed. ``out`` is the run's own
    folder, else one below the workspace's ``runs``. ``timeout_seconds`` and ``memory_mb`` bound each report.
    ``formats`` are the files wanted beside each page, as kit.publishing.files names them. ``scheduler`` is the address
    of a cluster that writes them instead of ``jobs`` processes of this machine.
    """

    templates: tuple[str, ...]
    projects: tuple[str, ...] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    jobs: int = 2
    timeout_seconds: int = 300
    memory_mb: int = 2048
    out: Path | None = None
    formats: tuple[str, ...] = ()
    scheduler: str | None = None

    def check(self) -> None:
        """Raise UsageError where the numbers make no sense."""
        if not self.templates:
            raise UsageError("no report was named; kit report list shows all")
        if not 1 <= self.jobs <= JOBS_MAX:
            raise UsageError(f"--jobs {self.jobs}: choose 1 to {JOBS_MAX}")
        if not 1 <= self.timeout_seconds <= SECONDS_MAX:
            raise UsageError(f"--timeout {self.timeout_seconds}: choose 1 to {SECONDS_MAX} seconds")
        if not MEMORY_MIN <= self.memory_mb <= MEMORY_MAX:
            raise UsageError(f"--memory {self.memory_mb}: choose {MEMORY_MIN} to {MEMORY_MAX} MiB")
        check_formats(self.formats)


@dataclass(frozen=True)
class Planned:
    """One report to be written: the name of its files, its template, its parameters, its project and year."""

    name: str
    template: Template
    parameters: dict[str, Any]
    project: str | None = None
    year: int | None = None


def plan_reports(reader: Reader, templates: Sequence[Template], order: Order, language: str) -> list[Planned]:
    """Every report of the run; raises UsageError for the first thing that is wrong."""
    order.check()
    _refuse_untaken(templates, order.values)
    years = _Years(reader)
    planned = [each for template in templates for each in _plan(template, order, years, language)]
    return _named_apart(planned)


class _Years:
    """The fiscal years that exist: those of the projects, and those of tables that were entered."""

    def __init__(self, reader: Reader) -> None:
        self.projects: list[str] = list(show_projects(reader)["code"])
        self._years: dict[str, list[int]] = {code: [] for code in self.projects}
        for code, year in show_project_years(reader)[["project", "year"]].itertuples(index=False):
            self._years[code].append(int(year))

    def of(self, project: str) -> list[int]:
        return self._years[project]

    def all(self) -> list[int]:
        return sorted({year for years in self._years.values() for year in years})


def _refuse_untaken(templates: Sequence[Template], values: Mapping[str, Any]) -> None:
    """A parameter of a run of several reports must be known to one of them at least."""
    for name in values:
        if not any(template.takes(name) for template in templates):
            templates[0].read_values({name: values[name]})


def _plan(template: Template, order: Order, years: _Years, language: str) -> list[Planned]:
    is_alone = len(order.templates) == 1
    values = {name: value for name, value in order.values.items() if is_alone or template.takes(name)}
    typed = template.read_values(values)
    if template.takes("language"):
        typed.setdefault("language", language)
    if template.takes("snapshot"):
        typed["snapshot"] = f"../{SNAPSHOT_NAME}"
    year = typed.get("year")
    if not template.takes("project"):
        _refuse_projects(template, order, is_alone)
        _refuse_year(template, year, years.all())
        return [Planned(_file_name(template.name, None, year), template, typed, None, year)]
    return [
        Planned(_file_name(template.name, code, year), template, typed | {"project": code}, code, year)
        for code in _chosen(template, order, years, year)
    ]


def _refuse_projects(template: Template, order: Order, is_alone: bool) -> None:
    if order.projects and is_alone:
        raise UsageError(f"report {template.name} is about all projects; leave --project out")


def _refuse_year(template: Template, year: int | None, known: list[int], where: str = "the portfolio") -> None:
    if year is not None and year not in known:
        there = f"{known[0]} to {known[-1]}" if known else "none"
        raise UsageError(f"report {template.name}: {where} has no year {year}; its years: {there}")


def _chosen(template: Template, order: Order, years: _Years, year: int | None) -> list[str]:
    if order.projects is None:
        return _all_projects(template, years, year)
    if not order.projects:
        raise UsageError(f"report {template.name} is about one project: name it with --project CODE, or --all")
    for code in order.projects:
        if code not in years.projects:
            raise UsageError(f"report {template.name}: there is no project {code!r}; see kit show projects")
        _refuse_year(template, year, years.of(code), f"project {code}")
    return list(dict.fromkeys(order.projects))


def _all_projects(template: Template, years: _Years, year: int | None) -> list[str]:
    if not years.projects:
        raise UsageError(f"report {template.name}: no project is recorded; register one, or try kit sample")
    _refuse_year(template, year, years.all())
    return [code for code in years.projects if year is None or year in years.of(code)]


def _file_name(template: str, project: str | None, year: int | None) -> str:
    """A name for the report's files that every file system and every address takes."""
    whole = "-".join(str(part) for part in (template, project, year) if part is not None)
    plain = re.sub(r"[^\w.-]", "_", whole).strip(".")
    return plain if len(plain) <= NAME_MAX else f"{plain[:NAME_MAX]}-{sha256(whole.encode()).hexdigest()[:8]}"


def _named_apart(planned: list[Planned]) -> list[Planned]:
    """No two reports share a file, not even where the file system does not tell capitals apart."""
    taken: dict[str, int] = {}
    apart = []
    for each in planned:
        count = taken[each.name.lower()] = taken.get(each.name.lower(), 0) + 1
        name = each.name if count == 1 else f"{each.name}~{count}"
        apart.append(Planned(name, each.template, each.parameters, each.project, each.year))
    return apart
