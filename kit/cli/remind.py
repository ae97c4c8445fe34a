"""Command ``remind``: letters about dates that come near or are past; or what runs it every morning."""

from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import complain, print_json, say
from kit.cli.scheduling import Cron, Timer, To, hand_out, refuse_unclear_time
from kit.core.language import _

if TYPE_CHECKING:
    from kit.actions.reminding import Letters


def remind(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
    cron: Cron = None,
    timer: Timer = None,
    name: Annotated[str, typer.Option("--name", help="The units' name.")] = "kit-remind",
    to: To = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write letters about near and missed dates into the outbox; with --cron or --timer, what runs this command."""
    from datetime import UTC, datetime

    from kit.actions.catalogue import open_database
    from kit.actions.reminding import remind as run_reminding

    place = enter(workspace)
    if cron is not None or timer is not None or to is not None:
        refuse_unclear_time(cron, timer)
        hand_out(place, ["remind"], cron, timer, name, to)
        return 0
    letters = run_reminding(place, open_database(place), datetime.now(UTC), is_kept=not dry_run)
    if as_json:
        print_json(letters.as_dict())
    else:
        _say(letters)
    return 1 if letters.unaddressed or letters.unannounced else 0


def _say(letters: "Letters") -> None:
    say(
        _("{dates} dates are near or past; {letters} letters written").format(
            dates=letters.dates, letters=len(letters.by_login)
        )
    )
    for each in letters.unaddressed:
        complain(_("nobody answers for {key}; name somebody, or register who holds the role").format(key=each.key))
    for year in sorted(letters.unannounced):
        complain(_("dates of {year} are left out: its holidays are not in data/calendar; add them").format(year=year))
