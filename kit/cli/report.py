"""Commands about reports: ``report list`` and ``report run``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kit.cli.options import JsonOption, WorkspaceOption
from kit.core.errors import UsageError
from kit.core.language import _

app = typer.Typer(help="Report templates, and runs of them.", no_args_is_help=True)
Projects = Annotated[list[str] | None, typer.Option("--project", help="A project; may be given again.")]
AllProjects = Annotated[bool, typer.Option("--all", help="All projects.")]
Parameters = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter.")]
Jobs = Annotated[int, typer.Option("--jobs", help="How many reports are written side by side.")]
Timeout = Annotated[int, typer.Option("--timeout", help="Seconds that one report may take.")]
Memory = Annotated[int, typer.Option("--memory", help="MiB of memory that one report may take.")]

Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="The address of a Dask scheduler whose workers write the reports.")
]


@app.command("list")
def list_reports(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """List the report templates with their purpose and parameters."""
    from kit.cli.output import print_json, print_rows
    from kit.publishing.template import list_templates

    rows = [_template_row(each) for each in list_templates(_office(workspace))]
    if as_json:
        print_json(rows)
    else:
        print_rows([row | {"parameters": ", ".join(map(_written, row["parameters"]))} for row in rows], rows[0])
    return 0


@app.command("run")
def run(
    template: str,
    projects: Projects = None,
    is_all: AllProjects = False,
    pairs: Parameters = None,
    jobs: Jobs = 2,
    out: Annotated[Path | None, typer.Option("--out", help="The run's folder, new or empty.")] = None,
    timeout: Timeout = 300,
    memory: Memory = 2048,
    scheduler: Scheduler = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Run a report for some projects or for all, from one frozen snapshot."""
    from kit.actions.catalogue import open_database
    from kit.cli.desk import enter, read_pairs
    from kit.cli.output import complain, print_json
    from kit.cli.progress import counting
    from kit.publishing.notice import Ending, telling
    from kit.publishing.plan import Order
    from kit.publishing.run import run_reports

    chosen = choose_projects(projects, is_all)
    order = Order((template,), chosen, read_pairs(pairs), jobs, timeout, memory, out, scheduler)
    place = enter(workspace)
    database = open_database(place)
    with telling(Ending(place, database, order, complain)) as ending, counting(_("reports"), quiet=as_json) as tick:
        ended = run_reports(place, database, order, tick)
        ending.done(ended)
    if as_json:
        print_json(ended.as_dict())
    else:
        _say_run(ended)
    return 1 if ended.failures else 0


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
    say(str(ended.folder / "index.html"))


def _office(named: Path | None) -> Path | None:
    """The workspace whose own reports count as well; the kit's are listed without one too."""
    from kit.cli.desk import enter

    try:
        return enter(named).root
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
