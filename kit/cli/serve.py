"""Command ``serve``: the screens in a browser on this machine."""

import socket
from typing import Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import ADDRESS, WorkspaceOption
from kit.cli.output import say
from kit.core.actor import Role
from kit.core.errors import UsageError
from kit.core.language import _
from kit.workspace.workspace import Workspace

PORT = 8866
LOGINS_SHOWN_MAX = 8

PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")]
LoginOption = Annotated[str | None, typer.Option("--as", help="The login of the person at the screens.")]
NoBrowserOption = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]


def serve(
    port: PortOption = PORT,
    login: LoginOption = None,
    no_browser: NoBrowserOption = False,
    workspace: WorkspaceOption = None,
) -> int:
    """Serve the report library and the entry of self-reviews, on this machine only."""
    place = enter(workspace)
    person = choose_login(place, login)
    chosen = free_port(port)
    from kit.cli.apps import start

    start(place, person, chosen, is_opened=not no_browser, on_ready=lambda: say(greeting(chosen, person)))
    say(_("The server has stopped."))
    return 0


def greeting(port: int, login: str) -> str:
    """The one line that says where the screens are, who works there, and that nobody else can reach them."""
    said = _("{address} is open for {login}, reachable from this machine only (a login comes later); Ctrl-C ends it")
    return said.format(address=f"http://{ADDRESS}:{port}/", login=login or _("readers"))


def choose_login(workspace: Workspace, login: str | None) -> str:
    """The person at the screens: the one named, else the workspace's only unit officer; raises UsageError.

    Empty where nobody is registered yet: the library can be read all the same.
    """
    people = _people(workspace)
    if login is not None:
        if login not in people:
            raise UsageError(f"nobody with the login {login!r} is registered; kit show people lists them")
        return login
    officers = [name for name, roles in people.items() if Role.UNIT_OFFICER in roles]
    if len(officers) > 1:
        shown = ", ".join(officers[:LOGINS_SHOWN_MAX]) + (", …" if len(officers) > LOGINS_SHOWN_MAX else "")
        raise UsageError(
            f"{len(officers)} unit officers are registered; say who works at the screens: --as LOGIN ({shown})"
        )
    return officers[0] if officers else ""


def free_port(port: int) -> int:
    """*port* itself, or a free one for 0; raises UsageError where it is taken or not allowed."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise UsageError(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None
        return int(probe.getsockname()[1])


def _people(workspace: Workspace) -> dict[str, list[str]]:
    from kit.actions.catalogue import open_database
    from kit.views.org import show_people
    from kit.views.reader import Reader

    database = open_database(workspace)
    frame = show_people(Reader(database))
    database.close()
    here = frame[frame["left_on"].isna()]
    return dict(zip(here["login"], here["roles"], strict=True))
