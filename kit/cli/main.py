"""Main: the ``kit`` command, and the one place where errors become a line and an exit status."""

import os
import sys

import typer

from kit.cli.commands import register_commands
from kit.cli.terminal import harmless
from kit.core.errors import KitError

STOPPED = 130

app = typer.Typer(
    name="kit",
    help="Run public projects and judge what they achieved; every figure can be traced.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
register_commands(app)


def main() -> None:
    """Run the command line; exit 0 done, 1 refused or faults found, 2 wrong usage, 3 something lacks, 130 stopped."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and answer its exit status."""
    try:
        status = app(arguments, standalone_mode=False)
    except BrokenPipeError:
        # The reader of our output has gone (kit … | head); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the boundary of this door
        line, status = _explain(error)
        sys.stderr.write(harmless(line.rstrip()) + "\n")
        return status
    if status == STOPPED:
        # Typer has made an exit status of the Ctrl-C.
        sys.stderr.write(_explain(KeyboardInterrupt())[0] + "\n")
    return status if isinstance(status, int) else 0


def _explain(error: BaseException) -> tuple[str, int]:
    """The one line that is said of an error, and the exit status."""
    if isinstance(error, typer.TyperException):
        said = error.format_message() or "a command is missing"
        # A command without a word answers with its help page, which says more than a pointer to it.
        return (said if "\n" in said else f"{said.rstrip('.')}; kit --help shows what there is"), 2
    if isinstance(error, KitError):
        return str(error), error.exit_status
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return "stopped by hand; what was committed stays", STOPPED
    if os.environ.get("KIT_DEBUG"):
        raise error
    return f"something the kit did not expect: {_brief(error)}; KIT_DEBUG=1 shows where", 1


def _brief(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__
