"""Main: the ``kit`` command, and the one place where errors become a line and an exit status."""

import os
import sys

import click
import typer

from kit.cli.commands import register_commands
from kit.core.errors import KitError

app = typer.Typer(
    name="kit",
    help="Run public projects and judge what they achieved; every figure can be traced.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
register_commands(app)


def main() -> None:
    """Run the command line; exit 0 done, 1 refused or faults found, 2 wrong usage, 3 something is missing."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and answer its exit status."""
    try:
        status = app(arguments, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_page:
        return _complain(help_page.format_message(), 2)
    except click.ClickException as error:
        return _complain(f"{error.format_message()}; kit --help shows what there is", 2)
    except KitError as error:
        return _complain(str(error), error.exit_status)
    except (KeyboardInterrupt, click.Abort):
        return _complain("stopped by hand; what was committed stays", 1)
    except BrokenPipeError:
        # The reader of our output has gone (kit … | head); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("KIT_DEBUG"):
            raise
        return _complain(f"something the kit did not expect: {_brief(error)}; KIT_DEBUG=1 shows where", 1)
    return status if isinstance(status, int) else 0


def _brief(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200]}" if lines else type(error).__name__


def _complain(line: str, status: int) -> int:
    sys.stderr.write(line.rstrip() + "\n")
    return status
