"""Reports bench: seconds for one report with its page, beside plain papermill and nbconvert, on the same frozen data.

Rivals and ours take turns in one run: plain papermill (its API) and nbconvert, that without the slow import, and that
in two processes. Every notebook of the rivals is compared with ours.
"""

import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from kit.bench.bare import execute_bare
from kit.bench.memory import Watched, watching
from kit.bench.office import bench_workspace
from kit.bench.result import Bench, Target, at_least, conditions, rounded, seconds
from kit.core.errors import KitError, UsageError
from kit.kernels.environment import kernel_environment
from kit.kernels.normal import normal_form
from kit.kernels.warm import WarmParent
from kit.publishing.frozen import freeze
from kit.publishing.job import Job
from kit.publishing.plan import SNAPSHOT_NAME, Order, plan_reports
from kit.publishing.pool import write_reports
from kit.publishing.template import find_template
from kit.publishing.writer import MODULES
from kit.store.database import Database
from kit.views.reader import Reader
from kit.workspace.workspace import Workspace

TEMPLATE = "self_review"
RIVAL_REPORTS = 20
ROUNDS = 4
PROCESSES = 2
PLAIN_MIN, STUBBED_MIN = 15, 8
SEED = 1
# What a kernel is told so that it does without the import that takes longest.
STUB = (
    "import sys; sys.modules['rfc3987_syntax'] = None; from ipykernel import kernelapp; kernelapp.launch_new_instance()"
)
KERNELS = {"plain": ["-m", "ipykernel_launcher"], "stubbed": ["-c", STUB]}


def run(projects: int = 300) -> Bench:
    """Write the self-review reports of *projects* sample projects with ours, and twenty of them with each rival."""
    if projects < ROUNDS:
        raise UsageError(f"--n {projects}: at least {ROUNDS} projects, one for each round")
    with bench_workspace() as workspace, kernel_environment() as environment, watching() as watched:
        jobs = _jobs(workspace, projects)
        _write_kernels(environment)
        taken = _measure(jobs, environment, watched)
        equal = sum(_is_equal(job) for job in jobs[:RIVAL_REPORTS])
    return _result(projects, taken, equal, min(RIVAL_REPORTS, len(jobs)), watched)


def _jobs(workspace: Workspace, projects: int) -> list[Job]:
    """The reports of a sample, frozen as a run freezes them; the rivals' folder shows them the same inputs."""
    from kit.actions.catalogue import open_database
    from kit.exchange.sample.recording import make_sample

    make_sample(workspace, projects, SEED, lambda _done: None)
    database: Database = open_database(workspace)
    templates = [find_template(TEMPLATE, None)]
    folder = workspace.root / "bench"
    (folder / "reports").mkdir(parents=True)
    freeze(workspace, database, templates, folder)
    planned = plan_reports(Reader.of_snapshot(folder / SNAPSHOT_NAME), templates, Order((TEMPLATE,)), "zh_CN")
    template = folder / "inputs" / "reports" / f"{TEMPLATE}.ipynb"
    return [Job(each.name, template, each.parameters, folder, 300, 2048, "zh_CN", each.name, "") for each in planned]


def _write_kernels(environment: dict[str, str]) -> None:
    """The rivals' kernels: ipykernel as it is installed, and the same without the slow import."""
    for name, launch in KERNELS.items():
        place = Path(environment["JUPYTER_PATH"]) / "kernels" / f"bench-{name}"
        place.mkdir()
        spec = {
            "argv": [sys.executable, *launch, "-f", "{connection_file}"],
            "display_name": name,
            "language": "python",
        }
        (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def _measure(jobs: list[Job], environment: dict[str, str], watched: Watched) -> dict[str, list[float]]:
    """Seconds for one report, a value for each round."""
    rivals = jobs[:RIVAL_REPORTS]
    taken: dict[str, list[float]] = {}
    for place in range(ROUNDS):
        share, own = rivals[place::ROUNDS], jobs[place::ROUNDS]
        runs: dict[str, tuple[Callable[[], object], int]] = {
            "plain": (partial(_run_plain, share, environment, "plain"), len(share)),
            "stubbed": (partial(_run_plain, share, environment, "stubbed"), len(share)),
            "two_processes": (partial(_run_in_two, share, environment), len(share)),
            "ours": (partial(_run_ours, own, environment, PROCESSES), len(own)),
            "ours_one_writer": (partial(_run_ours, share, environment, 1), len(share)),
        }
        for name, (call, count) in runs.items():
            with watched.named(name):
                taken.setdefault(name, []).append(seconds(call) / count)
        taken.setdefault("bare", []).append(execute_bare(share, environment) / len(share))
    return taken


def _run_ours(jobs: Sequence[Job], environment: dict[str, str], processes: int) -> None:
    primed = ("kit.publishing.priming:prime", str(jobs[0].folder / SNAPSHOT_NAME), "zh_CN")
    with WarmParent(MODULES, (primed,), environment) as warm:
        outcomes = write_reports(jobs, processes, environment, warm, lambda _outcome: None)
    failed = [outcome.name for outcome in outcomes if outcome.failure]
    if failed:
        raise KitError(f"reports that failed measure nothing: {', '.join(failed)}; see them with kit report run")


def _run_plain(jobs: Sequence[Job], environment: dict[str, str], kernel: str) -> None:
    """What one would write with papermill's and nbconvert's documentation at hand, one exporter for all pages."""
    import os

    import papermill
    from nbconvert import HTMLExporter

    os.environ |= environment
    exporter: Any = HTMLExporter()  # type: ignore[no-untyped-call]
    for job in jobs:
        out = _rival_folder(job) / f"{job.name}.ipynb"
        notebook = papermill.execute_notebook(
            str(job.template),
            str(out),
            parameters=job.parameters,
            kernel_name=f"bench-{kernel}",
            progress_bar=False,
            cwd=str(out.parent),
        )
        page, _resources = exporter.from_notebook_node(notebook)
        out.with_suffix(".html").write_text(page, encoding="utf-8")


def _run_in_two(jobs: Sequence[Job], environment: dict[str, str]) -> None:
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        list(pool.map(_run_plain, [jobs[::PROCESSES], jobs[1::PROCESSES]], [environment] * 2, ["plain"] * 2))


def _rival_folder(job: Job) -> Path:
    """A folder from which the snapshot lies where the parameters say, and which is not ours."""
    folder = job.folder / "rival"
    folder.mkdir(exist_ok=True)
    return folder


def _is_equal(job: Job) -> bool:
    import nbformat

    def read(path: Path) -> Any:
        return normal_form(nbformat.read(path, as_version=4))  # type: ignore[no-untyped-call]

    return bool(read(job.notebook) == read(_rival_folder(job) / job.notebook.name))


def _result(projects: int, taken: dict[str, list[float]], equal: int, compared: int, watched: Watched) -> Bench:
    figures = {f"{name}_seconds": median(values) for name, values in taken.items()}
    ours = figures["ours_seconds"]
    ratios = {f"{name}_to_ours": figures[f"{name}_seconds"] / ours for name in ("plain", "stubbed", "two_processes")}
    ratios["ours_one_writer_to_bare"] = figures["ours_one_writer_seconds"] / figures["bare_seconds"]
    memory = {f"{name}_peak_memory_mb": float(watched.peaks[name]) for name in ("plain", "two_processes", "ours")}
    counted = {"rival_notebooks": compared, "rival_notebooks_equal": equal}
    return Bench(
        bench="reports",
        conditions=conditions(n=projects, rivals=compared, rounds=ROUNDS, writers=PROCESSES, template=TEMPLATE),
        figures=rounded(figures | memory | counted, 3),
        ratios=rounded(ratios, 2),
        targets=(
            at_least("plain papermill and nbconvert beside ours", PLAIN_MIN, ratios["plain_to_ours"]),
            at_least("the same without the slow import beside ours", STUBBED_MIN, ratios["stubbed_to_ours"]),
            Target("notebooks equal to plain papermill's", f"= {compared}", equal, equal == compared),
        ),
    )
