"""Commands ``outbox``: messages to people and other systems: listed, delivered, tried again."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import complain, print_json, print_rows, say
from kit.core.errors import UsageError
from kit.core.language import _

app = typer.Typer(help="Messages to people and to other systems.", no_args_is_help=True)
LACKS = 3


@app.command("list")
def list_messages(
    state: Annotated[str | None, typer.Option("--state", help="waiting, sent or given_up.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many at most.")] = 50,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """List messages, the newest first, with how their delivery stands."""
    from kit.actions.catalogue import open_database
    from kit.views.outbox import show_outbox
    from kit.views.reader import Reader

    place = enter(workspace)
    frame = show_outbox(Reader(open_database(place)), _state(state), limit)
    rows: list[dict[str, Any]] = _records(frame)
    if as_json:
        print_json(rows)
    elif rows:
        print_rows(rows, [name for name in frame.columns if name != "number"])
    else:
        say(_("There are no messages."))
    return 0


@app.command("deliver")
def deliver(
    once: Annotated[bool, typer.Option("--once", help="One pass, then end: for cron and timers.")] = False,
    every: Annotated[int, typer.Option("--every", min=1, max=3600, help="Seconds between two passes.")] = 30,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Deliver what is due; without ``--once`` go on until stopped, as a service does."""
    from kit.actions.catalogue import open_database
    from kit.exchange.delivery.deliverer import Deliverer

    place = enter(workspace)
    deliverer = Deliverer(place, open_database(place))
    with _stopping() as stop:
        while True:
            passed = deliverer.deliver(stop.is_set)
            _say_pass(passed, as_json=as_json, is_quiet=not once)
            if once or stop.wait(every):
                return LACKS if once and passed.lacking else int(once and bool(passed.failed or passed.given_up))


@app.command("retry")
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[ID]...", show_default=False)] = None,
    is_all: Annotated[bool, typer.Option("--all", help="All that were given up.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Let messages that were given up wait for delivery again."""
    from datetime import UTC, datetime

    from kit.actions.catalogue import open_database
    from kit.store.outbox import Outbox

    if bool(numbers) == is_all:
        raise UsageError("name messages by their id, or give --all; kit outbox list --state given_up shows them")
    renewed = Outbox(open_database(enter(workspace)), "").renew(None if is_all else numbers, datetime.now(UTC))
    if as_json:
        print_json({"renewed": renewed})
    else:
        say(_("{count} messages wait again").format(count=renewed))
    return 0 if renewed else 1


def _records(frame: Any) -> Any:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _state(given: str | None) -> Any:
    from kit.store.outbox import OutboxState

    if given is not None and given not in set(OutboxState):
        raise UsageError(f"--state {given!r}: choose {', '.join(OutboxState)}")
    return given and OutboxState(given)


def _say_pass(passed: Any, *, as_json: bool, is_quiet: bool) -> None:
    said = passed.as_dict()
    if is_quiet and not any(said.values()):
        return
    if as_json:
        print_json(said)
    else:
        say(_("{sent} sent, {failed} to be tried again, {given_up} given up").format(**said))
    for channel, reason in passed.lacking.items():
        complain(f"{channel}: {reason}")


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and the end of a service set: the message at hand is finished first."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
