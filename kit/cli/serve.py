"""Command ``serve``: the screens in a browser, for everybody who has an account."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kit.cli.desk import enter
from kit.cli.options import ADDRESS, WorkspaceOption
from kit.cli.output import say
from kit.core.errors import UsageError
from kit.core.language import _
from kit.workspace.workspace import Workspace

if TYPE_CHECKING:
    from kit.server.application import Place

PORT = 8866

PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")]
AddressOption = Annotated[str, typer.Option("--address", help="The address to listen on; others need a certificate.")]
NameOption = Annotated[list[str] | None, typer.Option("--name", help="A host name that people type; may be repeated.")]
CertificateOption = Annotated[Path | None, typer.Option("--certificate", help="The certificate for https (PEM).")]
KeyOption = Annotated[Path | None, typer.Option("--key", help="Its key, where it is a file of its own (PEM).")]
ProxyOption = Annotated[bool, typer.Option("--behind-proxy", help="A proxy in front speaks https and says who asks.")]
NoBrowserOption = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]


def serve(
    port: PortOption = PORT,
    address: AddressOption = ADDRESS,
    name: NameOption = None,
    certificate: CertificateOption = None,
    key: KeyOption = None,
    behind_proxy: ProxyOption = False,
    no_browser: NoBrowserOption = False,
    workspace: WorkspaceOption = None,
) -> int:
    """Serve login, screens and report library; from this machine only, unless a certificate or a proxy is named."""
    from kit.server.application import Place, Start, check_place
    from kit.server.application import serve as serve_place

    office = enter(workspace)
    asked = Place(port, address, tuple(name or ()), certificate, key, behind_proxy)
    check_place(asked)
    refuse_without_accounts(office)
    place = Place(free_port(port, address), address, asked.names, certificate, key, behind_proxy)
    serve_place(office, Start(place, not no_browser, lambda: say(greeting(place))))
    say(_("The server has stopped."))
    return 0


def greeting(place: "Place") -> str:
    """The one line that says where the screens are and who reaches them."""
    scheme = "https" if place.certificate else "http"
    address = f"{scheme}://{place.names[0] if place.names else place.address}:{place.port}/"
    if place.address == ADDRESS and not place.is_behind_proxy:
        return _("{address} is open, from this machine only; Ctrl-C ends it").format(address=address)
    return _("{address} is open; Ctrl-C ends it").format(address=address)


def refuse_without_accounts(office: Workspace) -> None:
    """Raise UsageError where nobody could log in."""
    from kit.actions.catalogue import open_database
    from kit.views.access import list_accounts

    database = open_database(office)
    people = list_accounts(database)
    database.close()
    if not any(each["is_open"] for each in people):
        security = next((each["login"] for each in people if "security_admin" in each["roles"]), None)
        first = (
            ""
            if security
            else "kit do org.register_person login=security name=security 'roles=[\"security_admin\"]' --as ADMIN; "
        )
        raise UsageError(f"nobody has an account yet: {first}kit account open LOGIN --as {security or 'security'}")


def free_port(port: int, address: str = ADDRESS) -> int:
    """*port* itself, or a free one for 0; raises UsageError where it is taken or not allowed."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise UsageError(
                f"port {port} of {address} cannot be used ({error.strerror}); choose another with --port"
            ) from None
        return int(probe.getsockname()[1])
