"""Command ``report schedule``: a run of reports as a line for cron or as units for systemd."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter, read_pairs
from kit.cli.options import WorkspaceOption
from kit.cli.output import complain
from kit.cli.report import AllProjects, Jobs, Memory, Parameters, Projects, Timeout, choose_projects
from kit.core.errors import UsageError
from kit.core.language import _
from kit.workspace.workspace import Workspace

if TYPE_CHECKING:
    from kit.publishing.plan import Order

Cron = Annotated[str | None, typer.Option("--cron", help="When, as cron says it: '30 6 * * 1-5'.")]
Timer = Annotated[str | None, typer.Option("--timer", help="When, as systemd says it: 'Mon..Fri 06:30'.")]
Name = Annotated[str | None, typer.Option("--name", help="The units' name; else kit-report-TEMPLATE.")]
To = Annotated[Path | None, typer.Option("--to", help="A new file for the line, or a folder for the units.")]


def schedule(
    template: str,
    projects: Projects = None,
    is_all: AllProjects = False,
    pairs: Parameters = None,
    jobs: Jobs = 2,
    timeout: Timeout = 300,
    memory: Memory = 2048,
    cron: Cron = None,
    timer: Timer = None,
    name: Name = None,
    to: To = None,
    workspace: WorkspaceOption = None,
) -> int:
    """Write a line for cron, or units for systemd, that run a report; nothing is installed."""
    from kit.publishing.plan import Order
    from kit.publishing.timer import kit_command, write_cron_line, write_units

    if (cron is None) == (timer is None):
        raise UsageError("say when: --cron or --timer, one of the two")
    place = enter(workspace)
    order = Order((template,), choose_projects(projects, is_all), read_pairs(pairs), jobs, timeout, memory)
    _refuse_wrong(place, order)
    words = [*kit_command(), "report", "run", template, *_options(order, pairs or []), "--workspace", str(place.root)]
    if cron is not None:
        _hand_out(write_cron_line(cron, words, place.root), to)
    else:
        units = write_units(timer or "", words, place.root, name or f"kit-report-{template}")
        _hand_out_units(units, to)
    if os.environ.get("KIT_DATABASE"):
        complain(_("KIT_DATABASE is set here, but not written: name the database in kit.toml"))
    return 0


def _refuse_wrong(place: Workspace, order: "Order") -> None:
    """Raise UsageError for what a run would refuse: better today than at six in the morning."""
    from kit.actions.catalogue import open_database
    from kit.publishing.plan import plan_reports
    from kit.publishing.template import find_template
    from kit.views.reader import Reader

    templates = [find_template(name, place.root) for name in order.templates]
    plan_reports(Reader(open_database(place)), templates, order, place.settings.language)


def _options(order: "Order", pairs: list[str]) -> list[str]:
    chosen = ["--all"] if order.projects is None else [f"--project={code}" for code in order.projects]
    bounds = {"jobs": order.jobs, "timeout": order.timeout_seconds, "memory": order.memory_mb}
    return [*chosen, *(f"--set={pair}" for pair in pairs), *(f"--{name}={value}" for name, value in bounds.items())]


def _hand_out(text: str, to: Path | None) -> None:
    if to is None:
        sys.stdout.write(text)
    else:
        _write_new({to: text})


def _hand_out_units(units: Mapping[str, str], folder: Path | None) -> None:
    if folder is None:
        sys.stdout.write("\n".join(f"# {name}\n{text}" for name, text in units.items()))
    else:
        _write_new({folder / name: text for name, text in units.items()})


def _write_new(files: Mapping[Path, str]) -> None:
    """Write files that are not there yet, and say where they are."""
    for file in files:
        if file.exists():
            raise UsageError(f"{file} is there already; choose another place with --to")
    for file, text in files.items():
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}; choose another place with --to") from None
        complain(str(file))
