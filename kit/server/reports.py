"""Reports: the files of report runs, given out read-only, and those that somebody from outside may read."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, StaticFileHandler, authenticated

from kit.actions.access import Visit
from kit.core.errors import UsageError
from kit.org.account_checks import is_outside_only
from kit.publishing.manifest import MANIFEST_NAME, read_manifest
from kit.server.refusal import SaysWhy
from kit.server.visitor import visit_of

READABLE = {".html", ".css", ".js", ".svg", ".png", ".woff2"}
# What looks and moves the same on every page of a run.
SHARED = {".css", ".js", ".woff2"}
REPORT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'"
)


class ReportFile(SaysWhy, JupyterHandler, StaticFileHandler):
    """A file of a report run, read-only: pages and what they show; never a snapshot, a database or a notebook."""

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """Reports may show themselves in the library and ask for nothing else."""
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "private, no-cache")

    @authenticated
    async def get(self, path: str, include_body: bool = True) -> None:  # type: ignore[override]
        """Give it out."""
        await StaticFileHandler.get(self, path, include_body)

    @authenticated
    async def head(self, path: str) -> None:  # type: ignore[override]
        """Say what it would be."""
        await StaticFileHandler.get(self, path, include_body=False)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The path where it may be read: inside the runs also after links are followed, visible, of a readable kind."""
        path, runs = Path(absolute_path), Path(root).resolve()
        inside = path.resolve().is_relative_to(runs)
        parts = Path(os.path.relpath(absolute_path, root)).parts
        hidden = any(part.startswith(".") for part in parts)
        if not inside or hidden or (path.suffix.lower() not in READABLE and not path.is_dir()):
            raise HTTPError(404)
        if not self._is_for(visit_of(self.request), parts, runs):
            raise HTTPError(403)
        found: str | None = StaticFileHandler.validate_absolute_path(self, root, absolute_path)
        return found

    def _is_for(self, visit: Visit | None, parts: tuple[str, ...], runs: Path) -> bool:
        """People from outside read the reports of their projects, and what these pages need, and no list of others."""
        if visit is None or not is_outside_only(visit.roles):
            return visit is not None
        if Path(*parts).suffix.lower() in SHARED:
            return True
        project = _project_of(runs / parts[0], Path(*parts[1:]).as_posix()) if parts else None
        return project is not None and project in self.settings["kit_server"].assigned(visit)


@dataclass(frozen=True)
class Shown:
    """A report as the first page lists it: its address below ``runs/`` and its title."""

    path: str
    title: str


def latest_reports(runs: Path, projects: frozenset[str]) -> list[Shown]:
    """The latest report of each template on each of the *projects*, by project."""
    latest: dict[tuple[str, str], Shown] = {}
    for folder in sorted((file.parent for file in runs.glob(f"*/{MANIFEST_NAME}")), reverse=True):
        for report in _reports_of(folder):
            project = report["parameters"].get("project")
            if project in projects and not report["error"]:
                shown = Shown(f"{folder.name}/{report['page']}", report["title"])
                latest.setdefault((project, report["template"]), shown)
    return [latest[key] for key in sorted(latest)]


def _reports_of(run: Path) -> list[dict[str, Any]]:
    """What the manifest of a run says of its reports; nothing where it cannot be read."""
    try:
        reports: list[dict[str, Any]] = read_manifest(run)["reports"]
    except (UsageError, OSError, KeyError):
        return []
    return reports


def _project_of(run: Path, page: str) -> str | None:
    """The project that a page of a run is about; None for pages about several."""
    projects = (report["parameters"].get("project") for report in _reports_of(run) if report["page"] == page)
    return next(projects, None)
