"""Replay: every report of a run written again, offline, from a copy of what it froze, by the engine that wrote it."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.core.errors import KitError
from kit.core.language import _, speaking
from kit.publishing.begun import BEGUN_NAME
from kit.publishing.engine_room import write_jobs
from kit.publishing.frozen import frozen_settings
from kit.publishing.job import Job, Outcome
from kit.publishing.plan import Order
from kit.publishing.seal import INPUTS
from kit.publishing.verification.difference import Difference, Kind
from kit.publishing.verification.figures import compare_figures, compare_texts
from kit.publishing.verification.sealed import SealedReport, SealedRun

Tick = Callable[[int], object]


@dataclass(frozen=True)
class Replayed:
    """What a replay found: how many reports it wrote, in what they differ, and what it only remarks."""

    reports: int
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...]


def replay(sealed: SealedRun, place: Path, changed: set[str], processes: int, tick: Tick) -> Replayed:
    """Write every report again below *place*, where the snapshot stands already, and compare.

    A report whose template is among the *changed* is not run: it is not the code that was sealed.
    """
    shutil.copytree(sealed.folder / INPUTS, place / INPUTS)
    (place / "reports").mkdir()
    settings = frozen_settings(sealed.folder)
    trusted = [each for each in sealed.reports if each.template not in changed]
    pairs = [_jobs(sealed, each, place, settings.language) for each in trusted]
    counter = iter(range(1, len(pairs) + 1))
    with speaking(settings.language):
        jobs = [replayed for _sealed, replayed in pairs]
        outcomes = write_jobs(jobs, processes, settings.language, lambda _outcome: tick(next(counter)))
    found = [
        each
        for report, (old, new), outcome in zip(trusted, pairs, outcomes, strict=True)
        for each in _compare(report, old, new, outcome)
    ]
    figures = [each for each in found if not isinstance(each, str)]
    return Replayed(len(pairs), tuple(figures), tuple(each for each in found if isinstance(each, str)))


def _jobs(sealed: SealedRun, report: SealedReport, place: Path, language: str) -> tuple[Job, Job]:
    """The report as it stands in the run, and as it is written again."""
    order = _limits(sealed.folder)
    made = [
        Job(
            name=report.name,
            template=folder / INPUTS / "reports" / f"{report.template}.ipynb",
            parameters=report.parameters,
            folder=folder,
            timeout_seconds=order.timeout_seconds,
            memory_mb=order.memory_mb,
            language=str(report.parameters.get("language", language)),
            title=report.name,
            said="",
        )
        for folder in (sealed.folder, place)
    ]
    return made[0], made[1]


def _limits(folder: Path) -> Order:
    """The limits of time and memory that the run had."""
    try:
        kept = json.loads((folder / BEGUN_NAME).read_text(encoding="utf-8"))["order"]
        order = Order(("",), timeout_seconds=int(kept["timeout_seconds"]), memory_mb=int(kept["memory_mb"]))
        order.check()
    except (OSError, ValueError, KeyError, TypeError, KitError):
        return Order(("",))
    return order


def _compare(report: SealedReport, old: Job, new: Job, outcome: Outcome) -> Iterator[Difference | str]:
    ended = (outcome.failure.cell, outcome.failure.error) if outcome.failure else None
    if ended != report.failed_at:
        yield Difference(Kind.REPORT, report.name, _said(outcome), _failed(report.failed_at), _failed(ended))
        return
    figures = list(compare_figures(old, new))
    texts = list(compare_texts(old, new))
    yield from figures
    # Where a figure is gone, what stands in its place is told by the text alone.
    if report.figure_count is None or any(None in {each.old, each.new} for each in figures):
        yield from texts
    elif texts and not figures:
        said = _("{where}: the text differs, no figure does ({old} → {new})")
        yield from (said.format(where=each.where, old=each.old, new=each.new) for each in texts)


def _said(outcome: Outcome) -> str:
    if outcome.failure is None:
        return _("the report failed when it was sealed, and does not fail in the replay")
    failure = outcome.failure
    return _("the report fails in the replay: {error}: {message}").format(error=failure.error, message=failure.message)


def _failed(at: tuple[object, object] | None) -> str:
    return _("done") if at is None else f"{at[1]} ({at[0]})"
