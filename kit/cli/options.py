"""Options that every command takes."""

from pathlib import Path
from typing import Annotated

import typer

# The screens are reachable from this machine only, until they ask who is there.
ADDRESS = "127.0.0.1"

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", help="The workspace; else KIT_WORKSPACE, else the nearest kit.toml upwards.", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value on standard output.")]
AsOption = Annotated[str, typer.Option("--as", help="The login of the person who does it.", show_default=False)]
Pairs = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", show_default=False)]
