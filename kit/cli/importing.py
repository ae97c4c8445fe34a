"""Commands ``import``: bring files into the workspace, with findings row by row."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import AsOption, JsonOption, WorkspaceOption
from kit.cli.output import complain, print_findings, print_json, say
from kit.cli.progress import counting
from kit.core.actor import Door
from kit.core.errors import UsageError
from kit.core.language import _

if TYPE_CHECKING:
    from kit.exchange.finance.entry import ImportResult

app = typer.Typer(help="Bring files in; every row that is refused is named.", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen and write nothing.")]


@app.command("selfeval")
def import_selfeval(
    files: Files,
    login: AsOption,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring self-review tables in: their units and projects are registered, the tables entered and submitted."""
    from kit.actions.desk import open_desk
    from kit.exchange.selfreview.entry import import_tables
    from kit.exchange.selfreview.intake import load_reader

    place = enter(workspace)
    reader = load_reader(place.resources)
    intakes = [reader.read(path) for path in files]
    tables = [table for intake in intakes for table in intake.tables]
    unread = [finding for intake in intakes for finding in intake.findings]
    with counting(_("tables"), len(tables), quiet=as_json) as tick:
        result = import_tables(open_desk(place, login, Door.IMPORT), tables, dry_run=dry_run, progress=tick)
    answer = result.as_dict()
    answer["findings"] += [{"where": finding.field, **finding.as_dict()} for finding in unread]
    answer["refused"] += sum(intake.refused for intake in intakes)
    if as_json:
        print_json(answer)
    else:
        _print_result(answer, dry_run)
    return 1 if answer["refused"] else 0


@app.command("finance")
def import_finance(
    files: Files,
    login: AsOption,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring allotments and payment vouchers of the finance system in (CSV, JSON); each file wholly or not at all."""
    from kit.actions.desk import open_desk
    from kit.exchange.finance.entry import import_sheets
    from kit.exchange.finance.sheet import load_sheet_reader

    place = enter(workspace)
    reader = load_sheet_reader(place.resources)
    sheets = [reader.read(path) for path in files]
    result = import_sheets(open_desk(place, login, Door.IMPORT), sheets, reader.words, dry_run=dry_run)
    if as_json:
        print_json(result.as_dict())
    else:
        _print_rows(result, dry_run)
    return 1 if result.refused else 0


@app.command("schedule")
def import_schedule(
    file: Annotated[Path, typer.Argument(show_default=False)],
    project: Annotated[str, typer.Option("--project", help="The project whose plan it is.", show_default=False)],
    login: AsOption,
    start: Annotated[
        str | None, typer.Option("--start", help="The day on which the plan begins; else the file's.")
    ] = None,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring a plan in: XML of Microsoft Project, or a workbook with tasks, durations and predecessors (.xlsx)."""
    from kit.actions.desk import open_desk
    from kit.exchange.schedule.intake import import_plan, read_draft

    place = enter(workspace)
    draft = read_draft(file, place.resources)
    result = import_plan(open_desk(place, login, Door.IMPORT), draft, project, _day(start), dry_run=dry_run)
    if as_json:
        print_json(result.as_dict())
    else:
        print_findings(result.findings)
        said = (
            _("{tasks} tasks and {links} dependencies would come in")
            if dry_run
            else _("{tasks} tasks and {links} dependencies came in")
        )
        refused = _("the plan was refused; nothing of it came in")
        say(refused if result.is_refused else said.format(tasks=result.tasks, links=result.links))
    return 1 if result.is_refused else 0


@app.command("evidence")
def import_evidence(files: Files, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Keep files as evidence by their content, and print the digest that a record of progress names."""
    from kit.workspace.files import keep_file

    place = enter(workspace)
    kept = [keep_file(place.files, path) for path in files]
    if as_json:
        print_json([vars(one) for one in kept])
    else:
        for one in kept:
            say(f"{one.digest}  {one.name}")
    return 0


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{text!r} is no day; write it like 2026-11-23") from None


def _print_rows(result: "ImportResult", dry_run: bool) -> None:
    for where, finding in result.findings:
        field = f"  {finding.field}" if finding.field else ""
        complain(f"{where}{field}: {finding.message}")
    said = (
        _("{accepted} rows would come in, {unchanged} are there already, {refused} would be refused")
        if dry_run
        else _("{accepted} rows came in, {unchanged} were there already, {refused} were refused")
    )
    say(said.format(accepted=result.accepted, unchanged=result.unchanged, refused=result.refused))


def _print_result(answer: dict[str, object], dry_run: bool) -> None:
    findings = answer["findings"]
    assert isinstance(findings, list)
    for finding in findings:
        complain(f"{finding['where']}: {finding['message']}")
    said = (
        _("{accepted} tables would come in, {unchanged} are there already, {refused} would be refused")
        if dry_run
        else _("{accepted} tables came in, {unchanged} were there already, {refused} were refused")
    )
    say(said.format(**{name: answer[name] for name in ("accepted", "unchanged", "refused")}))
