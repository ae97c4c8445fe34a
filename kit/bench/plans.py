"""Plans bench: a portfolio in which every project has a plan, screened by every indicator.

The rows are written past the actions, as a measurement may: for each project a plan of fifty tasks in five parts with
links, a baseline and progress on the first half. The dates of a part of the plans are computed again one by one.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from kit.bench.result import Bench, Target, conditions, rounded, seconds
from kit.bench.risk import DAY, code_of, of_project, open_portfolio, project_row
from kit.core.errors import UsageError
from kit.core.tables import Recorded
from kit.project.tables import Project
from kit.schedule.tables import Baseline, BaselineTask, Task, TaskLink, TaskProgress, WorkPlan
from kit.schedule.timetable import Timetable
from kit.views.reader import Reader
from kit.views.risk.screening import Screened, screen_projects
from kit.views.schedule.loaded import LoadedPlan, load_plans

TASKS, PARTS, DAY_MINUTES, DAY_FEN = 50, 5, 480, 1_000_000
COMPARED = 200
STARTS = "2025-01-06T08:00"


def run(projects: int = 10_000) -> Bench:
    """Screen *projects* projects with a plan each, once; then compute some of the plans one by one."""
    if projects < 1:
        raise UsageError(f"at least one project is screened, not {projects}")
    with TemporaryDirectory() as folder:
        reader = open_portfolio(Path(folder) / "bench.db", _tables(projects))
        answers: list[Screened] = []
        total = seconds(lambda: answers.append(screen_projects(reader, DAY)))
        covering = [each for each in answers[0].screenings if each.coverage > 0]
        some = [code_of(number) for number in range(min(projects, COMPARED))]
        together = seconds(lambda: list(load_plans(reader, some)))
        alone = seconds(lambda: [LoadedPlan(reader, project).table for project in some])
        unequal = _count_unequal(reader, some)
    return Bench(
        bench="plans",
        conditions=conditions(n=projects, tasks=TASKS, compared=len(some), covering=len(covering), day=str(DAY)),
        figures=rounded({
            "total_seconds": total,
            "projects_a_second": projects / total,
            "compared_together_seconds": together,
            "compared_one_by_one_seconds": alone,
            "plans_unlike_those_computed_alone": unequal,
        }),
        ratios=rounded({"one_by_one_beside_together": alone / together}),
        targets=(Target("plans unlike those computed alone", "= 0", unequal, unequal == 0),),
    )  # fmt: skip


def _count_unequal(reader: Reader, projects: list[str]) -> int:
    return sum(
        not _is_alike(plan.table, LoadedPlan(reader, plan.project).table) for plan in load_plans(reader, projects)
    )


def _is_alike(one: Timetable, other: Timetable) -> bool:
    return all(
        np.array_equal(getattr(one.times, name), getattr(other.times, name))
        for name in ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack", "link_slack")
    )


# --- the portfolio -------------------------------------------------------------------------------------------------


def _tables(projects: int) -> Iterator[tuple[type[Recorded], Iterator[dict[str, Any]]]]:
    every = range(projects)
    yield Project, (project_row(n) for n in every)
    yield WorkPlan, (of_project(n) | {"start_at": STARTS, "calendar": "standard", "status_at": STARTS} for n in every)
    yield Task, chain.from_iterable(_tasks(n) for n in every)
    yield TaskLink, chain.from_iterable(_links(n) for n in every)
    yield Baseline, (of_project(n) | {"id": n + 1, "number": 1, "name": "1"} for n in every)
    yield BaselineTask, chain.from_iterable(_planned(n) for n in every)
    yield TaskProgress, chain.from_iterable(_progress(n) for n in every)


def _tasks(number: int) -> Iterator[dict[str, Any]]:
    usual = of_project(number) | {"limit_kind": "as_soon_as_possible", "name": "-", "percent": 0}
    for part in range(PARTS):
        yield usual | {"code": f"{part}", "kind": "summary", "minutes": 0, "cost": 0, "place": part * (TASKS + 1)}
    for task in range(TASKS):
        kind = "milestone" if task % 10 == 9 else "task"
        days = 0 if kind == "milestone" else 2 + (number + task) % 7
        yield usual | {
            "code": f"{task % PARTS}.{task}",
            "parent": f"{task % PARTS}",
            "kind": kind,
            "place": task % PARTS * (TASKS + 1) + 1 + task // PARTS,
            "minutes": days * DAY_MINUTES,
            "cost": days * DAY_FEN,
            **(_begun(days) if task < TASKS // 2 else {}),
        }


def _begun(days: int) -> dict[str, Any]:
    return {"percent": 50, "started_at": STARTS, "remaining": days * DAY_MINUTES // 2, "actual_cost": days * DAY_FEN}


def _links(number: int) -> Iterator[dict[str, Any]]:
    """Every task waits for the one before it in its part, and every fourth for its neighbour in the part before."""
    for task in range(PARTS, TASKS):
        yield _link(number, task - PARTS, task)
        if task % 4 == 0 and task % PARTS:
            yield _link(number, task - PARTS - 1, task)


def _link(number: int, before: int, task: int) -> dict[str, Any]:
    ends = {"predecessor": f"{before % PARTS}.{before}", "successor": f"{task % PARTS}.{task}"}
    return of_project(number) | ends | {"kind": "FS", "lag": 0}


def _planned(number: int) -> Iterator[dict[str, Any]]:
    for task in range(TASKS):
        month = 1 + task // PARTS
        ends = {"start_at": f"2025-{month:02d}-06T08:00", "finish_at": f"2025-{month:02d}-20T17:00"}
        kept = {
            "baseline_id": number + 1,
            "task": f"{task % PARTS}.{task}",
            "minutes": 5 * DAY_MINUTES,
            "cost": 5 * DAY_FEN,
        }
        yield {"dossier": code_of(number)} | kept | ends


def _progress(number: int) -> Iterator[dict[str, Any]]:
    for task in range(TASKS // 2):
        yield of_project(number) | {"task": f"{task % PARTS}.{task}", "status_at": "2025-03-31T23:59", "percent": 50}
