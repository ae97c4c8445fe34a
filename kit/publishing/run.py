"""Run: many reports written at once, all from one frozen snapshot, into one folder with an index and a manifest."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from kit.core.calendar import OFFICE_TIME
from kit.core.digest import digest_file
from kit.core.errors import EnvironmentLacks, UsageError
from kit.core.language import _, speaking
from kit.publishing.assets import copy_assets
from kit.publishing.frozen import Frozen, freeze
from kit.publishing.hands import write_jobs
from kit.publishing.index import Entry, list_entries, write_index
from kit.publishing.job import Job, Outcome
from kit.publishing.manifest import write_manifest
from kit.publishing.plan import SNAPSHOT_NAME, Order, Planned, plan_reports
from kit.publishing.template import Template, find_template
from kit.store.database import Database
from kit.views.project import show_projects
from kit.views.reader import Reader
from kit.workspace.workspace import Workspace

STAMP = "%Y%m%d-%H%M%S"
SHOWN_DIGEST = 16


@dataclass(frozen=True)
class Run:
    """A run that ended: its name, folder, the outcome of each report, and how long it took."""

    id: str
    folder: Path
    outcomes: tuple[Outcome, ...]
    seconds: float

    @property
    def failures(self) -> list[Outcome]:
        """The reports that failed."""
        return [outcome for outcome in self.outcomes if outcome.failure]

    def as_dict(self) -> dict[str, Any]:
        """The run as the command line prints it."""
        return {
            "run": self.id,
            "dir": str(self.folder),
            "reports": len(self.outcomes),
            "failed": len(self.failures),
            "failures": [{"report": each.name, **each.failure.as_dict()} for each in self.outcomes if each.failure],
            "seconds": self.seconds,
        }


@dataclass(frozen=True)
class _Scene:
    """What the steps of one run share."""

    workspace: Workspace
    order: Order
    templates: tuple[Template, ...]
    started: datetime
    id: str
    folder: Path
    frozen: Frozen

    @property
    def said(self) -> str:
        """What stands at the foot of each page."""
        when = self.started.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")
        shown = self.frozen.content_digest[:SHOWN_DIGEST]
        return _("run {run} · {when} · data as frozen in the snapshot {digest}").format(
            run=self.id, when=when, digest=shown
        )


def run_reports(
    workspace: Workspace, database: Database, order: Order, tick: Callable[[int], object] | None = None
) -> Run:
    """Write the reports that are asked for.

    Raises UsageError before anything is written where a parameter, a project or a year is wrong, and EnvironmentLacks
    where the folder cannot be written. A report that fails does not raise: the run says which, and why.
    """
    began = time.monotonic()
    language = workspace.settings.language
    templates = tuple(find_template(name, workspace.root) for name in order.templates)
    plan_reports(Reader(database), templates, order, language)
    started = datetime.now(UTC)
    folder = _make_folder(workspace, order.out, started)
    try:
        frozen = freeze(workspace, database, templates, folder)
        run_id = folder.name if order.out is None else _stamp(started, 1)
        scene = _Scene(workspace, order, templates, started, run_id, folder, frozen)
        with speaking(language):
            outcomes = _write_all(scene, tick or (lambda _done: None))
    except OSError as error:
        raise EnvironmentLacks(
            f"the run folder {folder} cannot be written: {error.strerror}; make room, or choose another with --out DIR"
        ) from None
    return Run(scene.id, folder, tuple(outcomes), round(time.monotonic() - began, 2))


def _make_folder(workspace: Workspace, out: Path | None, started: datetime) -> Path:
    try:
        return _own_folder(out) if out else _next_folder(workspace.runs, started)
    except OSError as error:
        raise EnvironmentLacks(
            f"no run folder can be made: {error.filename}: {error.strerror}; check its rights"
        ) from None


def _own_folder(out: Path) -> Path:
    if out.is_dir() and any(out.iterdir()):
        raise UsageError(f"--out {out} holds files already; choose an empty or a new folder")
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file; choose an empty or a new folder")
    (out / "reports").mkdir(parents=True)
    return out.resolve()


def _next_folder(runs: Path, started: datetime) -> Path:
    """A folder of its own for each run, also for two that start in the same second: making it is what claims it."""
    runs.mkdir(exist_ok=True)
    number = 1
    while True:
        folder = runs / _stamp(started, number)
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            continue
        (folder / "reports").mkdir()
        return folder.resolve()


def _stamp(started: datetime, number: int) -> str:
    return f"{started.astimezone(OFFICE_TIME).strftime(STAMP)}-{number}"


def _write_all(scene: _Scene, tick: Callable[[int], object]) -> list[Outcome]:
    copy_assets(scene.folder / "assets")
    reader = Reader.of_snapshot(scene.folder / SNAPSHOT_NAME)
    # Planned once more from the snapshot: what the reports will read decides which projects there are.
    planned = plan_reports(reader, scene.templates, scene.order, scene.workspace.settings.language)
    jobs = _jobs(scene, planned, reader)
    counted, language = count(1), scene.workspace.settings.language
    snapshot = scene.folder / SNAPSHOT_NAME
    outcomes = write_jobs(jobs, scene.order, snapshot, language, lambda _outcome: tick(next(counted)))
    entries = list_entries(reader, planned, jobs, outcomes)
    write_index(scene.folder, entries, scene.workspace.settings.office, {"id": scene.id, "said": scene.said})
    reports = [_report(each, outcome, entries) for each, outcome in zip(planned, outcomes, strict=True)]
    write_manifest(scene.folder, _manifest(scene, reports))
    return outcomes


def _jobs(scene: _Scene, planned: Sequence[Planned], reader: Reader) -> list[Job]:
    projects = show_projects(reader)
    names: dict[str | None, str] = dict(zip(projects["code"], projects["name"], strict=True))
    return [
        Job(
            name=each.name,
            template=scene.folder / "inputs" / "reports" / each.template.path.name,
            parameters=each.parameters,
            folder=scene.folder,
            timeout_seconds=scene.order.timeout_seconds,
            memory_mb=scene.order.memory_mb,
            language=str(each.parameters.get("language", scene.workspace.settings.language)),
            title=_title(each, names.get(each.project)),
            said=scene.said,
        )
        for each in planned
    ]


def _title(planned: Planned, name: str | None) -> str:
    about = name or planned.template.title
    if name and planned.template.is_apart:
        about = f"{name} · {planned.template.title}"
    return f"{about} · {planned.year}" if planned.year else about


def _report(planned: Planned, outcome: Outcome, entries: Sequence[Entry]) -> dict[str, Any]:
    entry = next(each for each in entries if each.name == planned.name)
    return {
        "name": planned.name,
        "template": planned.template.name,
        "parameters": planned.parameters,
        "title": entry.title,
        "department": entry.department or None,
        "years": list(entry.years),
        "grades": list(entry.grades),
        "faults": entry.faults,
        "questions": entry.questions,
        "status": "failed" if outcome.failure else "done",
        "seconds": outcome.seconds,
        "error": outcome.failure.as_dict() if outcome.failure else None,
        "notebook": f"reports/{planned.name}.ipynb",
        "page": f"reports/{planned.name}.html",
    }


def _manifest(scene: _Scene, reports: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "run": scene.id,
        "office": scene.workspace.settings.office,
        "started": scene.started.isoformat(),
        "ended": datetime.now(UTC).isoformat(),
        "templates": [{"name": each.name, "sha256": digest_file(each.path)} for each in scene.templates],
        "snapshot": {
            "file": SNAPSHOT_NAME,
            "content_digest": scene.frozen.content_digest,
            "sha256": digest_file(scene.folder / SNAPSHOT_NAME),
            "journal_heads_digest": scene.frozen.heads_digest,
        },
        "law_digest": scene.frozen.law_digest,
        "failed": sum(report["status"] == "failed" for report in reports),
        "reports": reports,
    }
