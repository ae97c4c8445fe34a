"""Command ``screen``: hold every indicator against every project and bring the alerts up to date."""

from typing import Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_findings, print_json, say
from kit.core.language import _


def screen(
    login: Annotated[str, typer.Option("--as", help="The login of the person who screens.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Screen all projects by every indicator; raise, merge, pass and escalate alerts. Twice is once."""
    from kit.actions.desk import open_desk
    from kit.actions.screening import run_screening

    run = run_screening(open_desk(enter(workspace), login), is_kept=not dry_run)
    said = run.as_dict()
    if as_json:
        print_json(said)
    else:
        print_findings(run.findings)
        say(
            _(
                "{projects} projects: {red} red, {orange} orange, {yellow} yellow; {coverage} % of facts known; "
                "{raised} alerts raised or changed, {passed} passed, {escalated} escalated"
            ).format(
                projects=said["projects"],
                coverage=said["coverage_percent"],
                raised=said["raised_or_changed"],
                passed=said["passed"],
                escalated=said["escalated"],
                **said["conditions"],
            )
        )
    return 1 if run.findings else 0
