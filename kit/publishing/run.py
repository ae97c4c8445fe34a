"""Run: many reports written at once, all from one frozen snapshot, into one folder with an index and a manifest."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from kit.core.calendar import OFFICE_TIME
from kit.core.digest import digest_file
from kit.core.errors import EnvironmentLacks, UsageError
from kit.core.language import _, speaking
from kit.law.rulebook import load_rulebook
from kit.publishing.assets import copy_assets
from kit.publishing.begun import BEGUN_NAME, Begun, held, read_begun, refuse_changed, write_begun
from kit.publishing.done import DoneLog, clear_away, read_done
from kit.publishing.engine_room import write_jobs
from kit.publishing.files import check_forms, list_files
from kit.publishing.frozen import CHECKPOINT_NAME, SETTINGS_READ, freeze, frozen_settings, frozen_templates
from kit.publishing.index import Entry, list_entries, write_index
from kit.publishing.job import Job, Outcome
from kit.publishing.manifest import write_manifest
from kit.publishing.plan import SNAPSHOT_NAME, Order, Planned, plan_reports
from kit.publishing.template import Template, find_template
from kit.store.database import Database
from kit.store.signing import SigningKey, find_key
from kit.views.project.projects import show_projects
from kit.views.reader import Reader, frozen_resources
from kit.workspace.workspace import Settings, Workspace

Tick = Callable[[int], object]
STAMP = "%Y%m%d-%H%M%S"
SHOWN_DIGEST = 16


@dataclass(frozen=True)
class Run:
    """A run that ended: its name, folder, the outcome of each report, how long it took, and its digest.

    The digest covers inputs and figures: the same ones give the same digest, wherever and whenever they are run.
    """

    id: str
    folder: Path
    outcomes: tuple[Outcome, ...]
    seconds: float
    digest: str
    is_signed: bool

    @property
    def failures(self) -> list[Outcome]:
        """The reports that failed."""
        return [outcome for outcome in self.outcomes if outcome.failure]

    @property
    def orphan_count(self) -> int:
        """How many numbers in the reports no figure stands behind."""
        return sum(len(outcome.orphans) for outcome in self.outcomes)

    def as_dict(self) -> dict[str, Any]:
        """The run as the command line prints it."""
        return {
            "run": self.id,
            "dir": str(self.folder),
            "reports": len(self.outcomes),
            "failed": len(self.failures),
            "failures": [{"report": each.name, **each.failure.as_dict()} for each in self.outcomes if each.failure],
            "orphans": self.orphan_count,
            "seconds": self.seconds,
            "digest": self.digest,
            "signed": self.is_signed,
        }


@dataclass(frozen=True)
class _Scene:
    """What the steps of one run share: read from the run's own folder, but for the key and the number of writers."""

    folder: Path
    begun: Begun
    settings: Settings
    templates: tuple[Template, ...]
    key: SigningKey | None
    jobs: int

    @property
    def said(self) -> str:
        """What stands at the foot of each page."""
        when = self.begun.started.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M")
        shown = self.begun.frozen.content_digest[:SHOWN_DIGEST]
        return _("run {run} · {when} · data as frozen in the snapshot {digest}").format(
            run=self.begun.id, when=when, digest=shown
        )

    @property
    def day(self) -> str:
        """The day that stands on the cover of each file, as ISO 8601 writes it."""
        return self.begun.started.astimezone(OFFICE_TIME).date().isoformat()


def run_reports(workspace: Workspace, database: Database, order: Order, tick: Tick | None = None) -> Run:
    """Write the reports that are asked for.

    Raises UsageError before anything is written where a parameter, a project or a year is wrong, and EnvironmentLacks
    where the folder cannot be written. A report that fails does not raise: the run says which, and why.
    """
    began = time.monotonic()
    key = find_key(workspace.keys)
    templates = tuple(find_template(name, workspace.root) for name in order.templates)
    plan_reports(Reader(database), templates, order, workspace.settings.language)
    check_forms(order.formats, templates, workspace.resources)
    started = datetime.now(UTC)
    folder = _make_folder(workspace, order.out, started)
    with _writable(folder):
        frozen = freeze(workspace, database, templates, folder, key)
        run_id = folder.name if order.out is None else _stamp(started, 1)
        begun = write_begun(folder, run_id, started, order, frozen)
    return _go_on(folder, begun, key, order.jobs, tick, began)


def resume_reports(folder: Path, keys: Path | None = None, jobs: int | None = None, tick: Tick | None = None) -> Run:
    """Go on with the run in *folder* that was stopped: from the same snapshot and inputs, repeating nothing done.

    ``keys`` is the folder of the key that signs; ``jobs`` writers, else as many as it began with. A report that failed
    is written again. Raises UsageError where there is nothing to go on with, or where it would not be the same run.
    """
    began = time.monotonic()
    folder = folder.resolve()
    begun = read_begun(folder)
    refuse_changed(folder, begun)
    replace(begun.order, jobs=jobs or begun.order.jobs).check()
    return _go_on(folder, begun, find_key(keys), jobs or begun.order.jobs, tick, began)


def _go_on(folder: Path, begun: Begun, key: SigningKey | None, jobs: int, tick: Tick | None, began: float) -> Run:
    settings = frozen_settings(folder)
    scene = _Scene(folder, begun, settings, frozen_templates(folder, begun.order.templates), key, jobs)
    with _writable(folder), held(folder), speaking(settings.language):
        outcomes, found = _write_all(scene, tick or (lambda _done: None))
    return Run(begun.id, folder, tuple(outcomes), round(time.monotonic() - began, 2), found, key is not None)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Whatever keeps the folder from being written is one line, with what to do."""
    try:
        yield
    except OSError as error:
        more = f"then go on with kit report run --resume {folder}" if (folder / BEGUN_NAME).is_file() else "try again"
        raise EnvironmentLacks(
            f"the run folder {folder} cannot be written: {error.strerror}; make room or mend its rights, {more}"
        ) from None


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


def _write_all(scene: _Scene, tick: Tick) -> tuple[list[Outcome], str]:
    copy_assets(scene.folder / "assets")
    reader = Reader.of_snapshot(scene.folder / SNAPSHOT_NAME)
    # Planned once more from the snapshot: what the reports will read decides which projects there are.
    planned = plan_reports(reader, scene.templates, scene.begun.order, scene.settings.language)
    jobs = _jobs(scene, planned, reader)
    outcomes = _write_missing(scene, jobs, tick)
    entries = list_entries(reader, planned, jobs, outcomes)
    write_index(scene.folder, entries, scene.settings.office, {"id": scene.begun.id, "said": scene.said})
    reports = [_report(each, job, outcome, entries) for each, job, outcome in zip(planned, jobs, outcomes, strict=True)]
    return outcomes, write_manifest(scene.folder, _manifest(scene, reports), scene.key)


def _write_missing(scene: _Scene, jobs: list[Job], tick: Tick) -> list[Outcome]:
    """Write the reports that are not finished yet; answers the outcomes of all, in the order of *jobs*."""
    finished = read_done(scene.folder, jobs)
    missing = {job.name: job for job in jobs if job.name not in finished}
    for job in missing.values():
        clear_away(job)
    if missing:
        counted = count(len(finished) + 1)
        with DoneLog(scene.folder) as log:

            def take(outcome: Outcome) -> None:
                log.note(missing[outcome.name], outcome)
                tick(next(counted))

            written = write_jobs(
                list(missing.values()), scene.jobs, scene.settings.language, take, scene.begun.order.scheduler
            )
        finished |= {outcome.name: outcome for outcome in written}
    return [finished[job.name] for job in jobs]


def _jobs(scene: _Scene, planned: Sequence[Planned], reader: Reader) -> list[Job]:
    projects = show_projects(reader)
    names: dict[str | None, str] = dict(zip(projects["code"], projects["name"], strict=True))
    return [
        Job(
            name=each.name,
            template=each.template.path,
            parameters=each.parameters,
            folder=scene.folder,
            timeout_seconds=scene.begun.order.timeout_seconds,
            memory_mb=scene.begun.order.memory_mb,
            language=str(each.parameters.get("language", scene.settings.language)),
            title=_title(each, names.get(each.project)),
            said=scene.said,
            formats=scene.begun.order.formats,
            day=scene.day,
        )
        for each in planned
    ]


def _title(planned: Planned, name: str | None) -> str:
    about = name or planned.template.title
    if name and planned.template.is_apart:
        about = f"{name} · {planned.template.title}"
    return f"{about} · {planned.year}" if planned.year else about


def _report(planned: Planned, job: Job, outcome: Outcome, entries: Sequence[Entry]) -> dict[str, Any]:
    entry = next(each for each in entries if each.name == planned.name)
    return {
        "name": planned.name,
        "template": planned.template.name,
        "parameters": planned.parameters,
        "title": entry.title,
        "heading": job.title,
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
        "files": list_files(job),
        "orphans": list(outcome.orphans),
    } | _figures(job)


def _figures(job: Job) -> dict[str, Any]:
    """Where the figures of a report are listed, and how many there are."""
    if not job.figures.is_file():
        return {}
    listed = json.loads(job.figures.read_text(encoding="utf-8"))
    return {"figures": job.figures.relative_to(job.folder).as_posix(), "figure_count": len(listed)}


def _manifest(scene: _Scene, reports: list[dict[str, Any]]) -> dict[str, Any]:
    begun, frozen = scene.begun, scene.begun.frozen
    rulebook = load_rulebook(frozen_resources(scene.folder / SNAPSHOT_NAME))
    return {
        "run": begun.id,
        "office": scene.settings.office,
        "said": scene.said,
        "day": scene.day,
        "started": begun.started.isoformat(),
        "ended": datetime.now(UTC).isoformat(),
        "templates": [{"name": each.name, "sha256": digest_file(each.path)} for each in scene.templates],
        "snapshot": {
            "file": SNAPSHOT_NAME,
            "schema": frozen.schema,
            "content_digest": frozen.content_digest,
            "sha256": begun.inputs[SNAPSHOT_NAME],
            "journal_heads_digest": frozen.heads_digest,
            "checkpoint": CHECKPOINT_NAME if (scene.folder / CHECKPOINT_NAME).is_file() else None,
        },
        "settings": scene.settings.model_dump(mode="json", include=set(SETTINGS_READ)),
        "law_digest": rulebook.digest(),
        "rules": rulebook.digests(),
        "code_digest": frozen.code_digest,
        "failed": sum(report["status"] == "failed" for report in reports),
        "reports": reports,
    }
