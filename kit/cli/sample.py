"""Command ``sample``: fills a workspace with a deliberately messy portfolio."""

from typing import Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, print_rows, say
from kit.cli.progress import counting
from kit.core.errors import UsageError
from kit.core.language import _

PROJECTS_MAX = 100_000
Projects = Annotated[int, typer.Option("--projects", help="How many projects.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed makes the same portfolio.")]


def sample(
    projects: Projects = 30, seed: Seed = 1, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> int:
    """Fill the workspace with a messy portfolio: late, missing, contradictory and duplicate records."""
    from kit.exchange.sample.recording import make_sample

    if not 1 <= projects <= PROJECTS_MAX:
        raise UsageError(f"--projects {projects} is not between 1 and {PROJECTS_MAX:,}")
    place = enter(workspace)
    with counting(_("projects"), projects, quiet=as_json) as tick:
        manifest = make_sample(place, projects, seed, tick)
    if as_json:
        print_json(manifest.as_dict())
        return 0
    print_rows([{"kind": kind, "count": count} for kind, count in manifest.counts.items()], ["kind", "count"])
    say(
        _("{projects} projects with {tables} tables are in; sample.json says what was planted where.").format(
            projects=manifest.projects, tables=manifest.tables
        )
    )
    return 0
