"""Command ``sample``: fills a workspace with a deliberately messy portfolio."""

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.account import tell_passwords
from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, print_rows, say
from kit.cli.progress import counting
from kit.core.errors import UsageError
from kit.core.language import _

if TYPE_CHECKING:
    from kit.exchange.sample.content import SamplePerson

PROJECTS_MAX = 100_000
Projects = Annotated[int, typer.Option("--projects", help="How many projects.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed makes the same portfolio.")]


def sample(
    projects: Projects = 30, seed: Seed = 1, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> int:
    """Fill the workspace with a messy portfolio: late, missing, contradictory and duplicate records."""
    from kit.actions.office import open_accounts
    from kit.exchange.sample.recording import make_sample

    if not 1 <= projects <= PROJECTS_MAX:
        raise UsageError(f"--projects {projects} is not between 1 and {PROJECTS_MAX:,}")
    place = enter(workspace)
    with counting(_("projects"), projects, quiet=as_json) as tick:
        manifest = make_sample(place, projects, seed, tick)
    passwords = open_accounts(place, first_of_each_role(manifest.people), getpass.getuser())
    if as_json:
        print_json(manifest.as_dict() | {"passwords": passwords})
        return 0
    print_rows([{"kind": kind, "count": count} for kind, count in manifest.counts.items()], ["kind", "count"])
    say(
        _("{projects} projects with {tables} tables are in; sample.json says what was planted where.").format(
            projects=manifest.projects, tables=manifest.tables
        )
    )
    tell_passwords(passwords)
    return 0


def first_of_each_role(people: Sequence["SamplePerson"]) -> list[str]:
    """The logins to try the screens with: the first person of each role."""
    return list({person.role: person.login for person in reversed(people)}.values())[::-1]
