"""Commands ``account``: open an account or reset its password; the one-time password is printed once."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from kit.cli.desk import enter
from kit.cli.options import AsOption, JsonOption, WorkspaceOption
from kit.cli.output import print_findings, print_json, print_rows, say
from kit.core.language import _
from kit.org.account_requests import OpenAccount, ResetPassword

app = typer.Typer(no_args_is_help=True, help="Open accounts and reset passwords.")
Login = Annotated[str, typer.Argument(help="The login of the person.", show_default=False)]
Drops = Annotated[bool, typer.Option("--drop-second-factor", help="The device is lost: ask for a new one.")]


@app.command("open")
def open_(login: Login, actor: AsOption, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Let a registered person log in; prints a one-time password."""
    from kit.org.passwords import make_password

    password = make_password()
    return _record(OpenAccount(login=login, one_time_password=SecretStr(password)), actor, password, workspace, as_json)


@app.command()
def reset(
    login: Login,
    actor: AsOption,
    drop_second_factor: Drops = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Give an account a new one-time password; its sessions end."""
    from kit.org.passwords import make_password

    password = make_password()
    request = ResetPassword(login=login, one_time_password=SecretStr(password), drops_second_factor=drop_second_factor)
    return _record(request, actor, password, workspace, as_json)


def tell_passwords(passwords: dict[str, str]) -> None:
    """Print one-time passwords, which stand nowhere else."""
    if passwords:
        print_rows(
            [{"login": login, "one-time password": password} for login, password in passwords.items()],
            ["login", "one-time password"],
        )
        said = _("These one-time passwords are shown once; the first login changes them. {command} makes a new one.")
        say(said.format(command="kit account reset LOGIN --as security"))


def _record(
    request: OpenAccount | ResetPassword, actor: str, password: str, workspace: Path | None, as_json: bool
) -> int:
    from kit.actions.desk import open_desk

    receipt = open_desk(enter(workspace), actor).record(request)
    if as_json:
        print_json(receipt.as_dict() | ({"passwords": {request.login: password}} if receipt.ok else {}))
    elif receipt.ok:
        tell_passwords({request.login: password})
    else:
        print_findings(list(receipt.findings))
        say(_("Refused; nothing was changed."))
    return 0 if receipt.ok else 1
