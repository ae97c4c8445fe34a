"""Command ``law backtest``: what a rule, or a changed limit, would have made of the decisions of a period."""

from typing import Annotated, Any

import typer

from kit.cli.desk import enter, read_day
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, print_rows, say
from kit.core.language import _

SHOWN_MAX = 200


def backtest_rule(
    code: str,
    since: Annotated[str | None, typer.Option("--from", help="First day of the period (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day; else that of the last entry.")] = None,
    change: Annotated[list[str] | None, typer.Option("--set", help="Another limit, as RULE=VALUE.")] = None,
    every: Annotated[bool, typer.Option("--every", help="All decisions, not only those with an effect.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hold a rule, or one with other limits, against the decisions of a period, and list what it would have changed."""
    from kit.actions.catalogue import open_database
    from kit.views.law.backtest import counts_of, has_effect, show_backtest
    from kit.views.reader import Reader

    place = enter(workspace)
    days = read_day(since, "--from"), read_day(until, "--to")
    reader = Reader(open_database(place), place.resources)
    found = show_backtest(reader, code, *days, ",".join(change or []), every=True)
    shown = found if every else found[has_effect(found)]
    rows: list[dict[str, Any]] = [{str(name): value for name, value in row.items()} for row in shown.to_dict("records")]
    if as_json:
        print_json({"decisions": rows, "counts": counts_of(found)})
    else:
        _tell(rows, counts_of(found))
    return 0


def _tell(rows: list[dict[str, Any]], counts: dict[str, int]) -> None:
    print_rows(rows[:SHOWN_MAX], ["day", "entry", "action", "thing", "in_force", "outcome", "effect", "trace"])
    if len(rows) > SHOWN_MAX:
        say(_("{shown} of {all} are shown; --json holds all").format(shown=SHOWN_MAX, all=len(rows)))
    said = _("{decisions} decisions: {passed} pass, {failed} fail, {not_applicable} not applicable")
    say(said.format(**counts))
    said = _(
        "{stopped} would have been stopped, {let_through} let through; {refused} refused deeds left nothing to judge"
    )
    say(said.format(**counts))
