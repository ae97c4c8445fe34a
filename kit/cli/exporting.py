"""Commands ``export``: write files for other systems, each whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import AsOption, JsonOption, WorkspaceOption
from kit.cli.output import print_json, say
from kit.core.language import _
from kit.core.money import Money

app = typer.Typer(help="Write files for other systems.", no_args_is_help=True)
OutFile = Annotated[Path, typer.Argument(show_default=False)]
ProjectOption = Annotated[str | None, typer.Option("--project", help="Only the payments of this project.")]


@app.callback()
def export() -> None:
    """Write files for other systems."""


@app.command("payments")
def export_payments(
    file: OutFile,
    login: AsOption,
    project: ProjectOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write payments without a voucher as requests to the finance system (.csv or .json)."""
    from kit.actions.desk import open_desk
    from kit.exchange.finance.payment import export_payments as write_payments

    count, fen = write_payments(open_desk(enter(workspace), login), file, project)
    if as_json:
        print_json({"file": str(file), "payments": count, "fen": fen})
    else:
        said = _("{count} payment requests, together {sum}, are in {file}")
        say(said.format(count=count, sum=Money(fen), file=file))
    return 0


@app.command("schedule")
def export_schedule(
    file: OutFile,
    project: Annotated[str, typer.Option("--project", help="The project whose plan it is.", show_default=False)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a plan as a workbook (.xlsx), for Microsoft Project (.xml) or as a calendar feed of milestones (.ics)."""
    from kit.actions.catalogue import open_database
    from kit.exchange.schedule.written import write_plan
    from kit.views.reader import Reader

    place = enter(workspace)
    count = write_plan(Reader(open_database(place), place.resources), project, file)
    if as_json:
        print_json({"file": str(file), "written": count})
    else:
        say(_("{count} tasks or events are in {file}").format(count=count, file=file))
    return 0
