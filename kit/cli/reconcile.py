"""Command ``reconcile``: hold the books against a statement of the finance system."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_findings, print_json, say
from kit.core.language import _

if TYPE_CHECKING:
    from kit.exchange.finance.statement import Reconciliation


def reconcile(
    file: Annotated[Path, typer.Argument(show_default=False)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hold the budget lines against a statement of the finance system (CSV, JSON)."""
    from kit.actions.catalogue import open_database
    from kit.exchange.finance.sheet import load_sheet_reader
    from kit.exchange.finance.statement import reconcile as hold_against

    place = enter(workspace)
    reader = load_sheet_reader(place.resources)
    result = hold_against(open_database(place), reader.read(file), reader.words)
    if as_json:
        print_json(result.as_dict())
    else:
        _print_result(result)
    return 0 if result.is_equal else 1


def _print_result(result: "Reconciliation") -> None:
    print_findings(result.findings)
    for line in result.lines:
        print_findings(line.findings)
    said = _("{lines} lines, {differing} of them differ")
    say(said.format(lines=len(result.lines), differing=result.differing))
