"""Commands about reports: ``report list``, ``run``, ``verify``, ``orphans`` and ``redact``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kit.cli.options import JsonOption, WorkspaceOption
from kit.core.errors import UsageError
from kit.core.language import _

if TYPE_CHECKING:
    from kit.publishing.plan import Order
    from kit.publishing.run import Run, Tick
    from kit.publishing.verification.verdict import Verdict
    from kit.store.database import Database
    from kit.workspace.workspace import Workspace

JOBS = 2
# The folder is untouched, and another code gives other figures: told apart from 1, a run that is not what was sealed.
CODE_CHANGED = 4
app = typer.Typer(help="Report templates, and runs of them.", no_args_is_help=True)
Projects = Annotated[list[str] | None, typer.Option("--project", help="A project; may be given again.")]
AllProjects = Annotated[bool, typer.Option("--all", help="All projects.")]
Parameters = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter.")]
Jobs = Annotated[int, typer.Option("--jobs", help="How many reports are written side by side.")]
Timeout = Annotated[int, typer.Option("--timeout", help="Seconds that one report may take.")]
Memory = Annotated[int, typer.Option("--memory", help="MiB of memory that one report may take.")]

Files = Annotated[
    str, typer.Option("--files", metavar="docx,xlsx,pdf", help="What to write beside each page, parted by commas.")
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="The address of a Dask scheduler whose workers write the reports.")
]


@app.command("list")
def list_reports(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """List the report templates with their purpose and parameters."""
    from kit.cli.output import print_json, print_rows
    from kit.publishing.template import list_templates

    place = _office(workspace)
    rows = [_template_row(each) for each in list_templates(place.root if place else None)]
    if as_json:
        print_json(rows)
    else:
        print_rows([row | {"parameters": ", ".join(map(_written, row["parameters"]))} for row in rows], rows[0])
    return 0


@app.command("run")
def run(
    template: Annotated[str | None, typer.Argument(show_default=False)] = None,
    projects: Projects = None,
    is_all: AllProjects = False,
    pairs: Parameters = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", help="How many reports are written side by side; 2 unless given.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The run's folder, new or empty.")] = None,
    timeout: Timeout = 300,
    memory: Memory = 2048,
    files: Files = "",
    stopped: Annotated[
        Path | None, typer.Option("--resume", metavar="DIR", help="Go on with the run in DIR that was stopped.")
    ] = None,
    scheduler: Scheduler = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Run a report for some projects or for all, from one frozen snapshot; or go on with a run that was stopped."""
    from kit.cli.desk import read_pairs
    from kit.cli.output import print_json
    from kit.publishing.files import read_formats
    from kit.publishing.plan import Order

    chosen, names = choose_projects(projects, is_all), (template,) if template else ()
    numbers = jobs or JOBS, timeout, memory, out
    order = Order(names, chosen, read_pairs(pairs), *numbers, read_formats(files), scheduler)
    ended = _resume(stopped, order, jobs, workspace, as_json) if stopped else _run(order, workspace, as_json)
    if as_json:
        print_json(ended.as_dict())
    else:
        _say_run(ended)
    return 1 if ended.failures else 0


@app.command("verify")
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
    key: Annotated[
        str | None, typer.Option("--key", metavar="PUBLIC", help="The public key that must have signed it.")
    ] = None,
    jobs: Jobs = JOBS,
    no_replay: Annotated[
        bool, typer.Option("--no-replay", help="Check hashes, signature and journal only; run nothing.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check a run against its seal, write its reports again offline, and name every difference.

    Ends with 0 where nothing differs, 1 where the run is not what was sealed, 4 where only the code is another one.
    """
    from kit.cli.output import print_json
    from kit.cli.progress import counting
    from kit.publishing.verification.verdict import verify_run
    from kit.store.signing import read_public_key

    # Only for its language: a run is verified by what stands in its own folder.
    _office(workspace)
    trusted = read_public_key(key) if key else None
    with counting(_("reports"), quiet=as_json) as tick:
        verdict = verify_run(folder, trusted, jobs, is_replayed=not no_replay, tick=tick)
    if as_json:
        print_json(verdict.as_dict())
    else:
        _say_verdict(verdict)
    return CODE_CHANGED if verdict.is_code_alone else int(not verdict.is_ok)


@app.command("orphans")
def list_orphans(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the numbers in the reports of a run that no figure stands behind."""
    from kit.cli.output import print_json, print_rows, say
    from kit.publishing.orphans import find_orphans_of_run

    # Only for its language.
    _office(workspace)
    found = find_orphans_of_run(folder)
    if as_json:
        print_json(found)
    elif found:
        print_rows(found, found[0])
    else:
        say(_("Every number in the reports has its figure."))
    return 1 if found else 0


@app.command("redact")
def redact(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
    report: Annotated[str, typer.Argument(show_default=False)],
    out: Annotated[Path, typer.Argument(metavar="OUT", show_default=False)],
    key: Annotated[
        str | None, typer.Option("--key", metavar="PUBLIC", help="The public key that must have signed it.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a copy of one report of a sealed run without personal and secret fields, and say what was removed."""
    from kit.cli.output import print_json, print_rows, say
    from kit.publishing.redacted_copy import write_redacted
    from kit.store.signing import read_public_key
    from kit.workspace.resources import Resources

    place = _office(workspace)
    trusted = read_public_key(key) if key else None
    removed = write_redacted(folder, report, out, place.resources if place else Resources(), trusted)
    if as_json:
        print_json(removed)
    elif removed:
        print_rows([each | {"law": ", ".join(each["law"])} for each in removed], removed[0])
    else:
        say(_("Nothing was to be removed."))
    return 0


def _say_verdict(verdict: "Verdict") -> None:
    from kit.cli.output import say

    for each in verdict.differences:
        values = "" if each.old is None and each.new is None else f" ({each.old} → {each.new})"
        say(f"{each.kind:10} {each.where}: {each.message}{values} [{each.cause.label}]")
    for remark in verdict.remarks:
        say(f"{'':10} {remark}")
    counts = {"reports": verdict.reports, "differences": len(verdict.differences), "seconds": verdict.seconds}
    say(_("{reports} reports replayed, {differences} differences, {seconds} s").format(**counts))


def _run(order: "Order", workspace: Path | None, quiet: bool) -> "Run":
    from kit.cli.desk import enter
    from kit.publishing.run import run_reports

    place = enter(workspace)
    with _told(place, order, quiet) as (database, tick, done):
        return done(run_reports(place, database, order, tick))


def _resume(folder: Path, order: "Order", jobs: int | None, workspace: Path | None, quiet: bool) -> "Run":
    """Go on with a run: all but the number of writers was said when it began."""
    from kit.cli.progress import counting
    from kit.publishing.begun import read_begun
    from kit.publishing.plan import Order
    from kit.publishing.run import resume_reports

    if replace(order, jobs=JOBS) != Order((), ()):
        raise UsageError("--resume goes on with what was ordered; beside it only --jobs and --workspace may be given")
    place, begun = _office(workspace), read_begun(folder)
    if place is None:
        with counting(_("reports"), quiet=quiet) as tick:
            return resume_reports(folder, None, jobs, tick)
    with _told(place, begun.order, quiet) as (_database, tick, done):
        return done(resume_reports(folder, place.keys, jobs, tick))


@contextmanager
def _told(place: "Workspace", order: "Order", quiet: bool) -> "Iterator[tuple[Database, Tick, Callable[[Run], Run]]]":
    """Database and progress of a run in a workspace, and what its end is handed to: who asked for it is told."""
    from kit.actions.catalogue import open_database
    from kit.cli.output import complain
    from kit.cli.progress import counting
    from kit.publishing.notice import Ending, telling

    database = open_database(place)
    with telling(Ending(place, database, order, complain)) as ending, counting(_("reports"), quiet=quiet) as tick:

        def done(run: "Run") -> "Run":
            ending.done(run)
            return run

        yield database, tick, done


def choose_projects(projects: list[str] | None, is_all: bool) -> tuple[str, ...] | None:
    """The projects of a run: those named, none, or None for all of them; raises UsageError."""
    if projects and is_all:
        raise UsageError("give --project or --all, not both")
    return None if is_all else tuple(projects or ())


def _say_run(ended: Any) -> None:
    from kit.cli.output import say

    for each in ended.as_dict()["failures"]:
        cell = _(" (cell {cell})").format(cell=each["cell"]) if each["cell"] is not None else ""
        say(f"{each['report']}{cell}: {each['error']}: {each['message']}")
    counts = {"reports": len(ended.outcomes), "failed": len(ended.failures), "seconds": ended.seconds}
    say(_("{reports} reports, {failed} failed, {seconds} s").format(**counts))
    if ended.orphan_count:
        said = _("{count} numbers have no figure that stands behind them; see which with kit report orphans {folder}")
        say(said.format(count=ended.orphan_count, folder=ended.folder))
    say(_("digest of the run: {digest}").format(digest=ended.digest))
    if not ended.is_signed:
        say(_("The manifest is unsigned: there is no signing key."))
    say(str(ended.folder / "index.html"))


def _office(named: Path | None) -> "Workspace | None":
    """The workspace, where there is one: templates are listed and runs gone on with and verified without one too."""
    from kit.cli.desk import enter

    try:
        return enter(named)
    except UsageError:
        if named:
            raise
        return None


def _template_row(template: Any) -> dict[str, Any]:
    parameters = [
        {"name": each.name, "type": each.annotation, "default": each.default, "required": each.is_required}
        for each in template.parameters
    ]
    return {"report": template.name, "purpose": template.purpose, "parameters": parameters}


def _written(parameter: dict[str, Any]) -> str:
    default = "" if parameter["required"] else f" = {parameter['default']!r}"
    return f"{parameter['name']}: {parameter['type']}{default}"
