"""Requests about accounts. A secret is read once and never leaves the request: the journal keeps a row of stars."""

from datetime import date

from pydantic import SecretStr

from kit.core.actor import Role
from kit.core.request import Request, entry

SECRET_MAX = 200


class OpenAccount(Request):
    """Let a registered person log in."""

    login: str = entry("Login name", max_length=80)
    one_time_password: SecretStr = entry("One-time password", max_length=SECRET_MAX)
    expires_on: date | None = entry("Last day", None, help="for people from outside; empty: no end")


class ResetPassword(Request):
    """Give an account a new one-time password; a lost second factor is dropped where asked."""

    login: str = entry("Login name", max_length=80)
    one_time_password: SecretStr = entry("One-time password", max_length=SECRET_MAX)
    drops_second_factor: bool = entry("Drop the second factor", False)


class DisableAccount(Request):
    """Close an account; its sessions end."""

    login: str = entry("Login name", max_length=80)


class EnableAccount(Request):
    """Open an account again that was closed or locked."""

    login: str = entry("Login name", max_length=80)


class EndSessions(Request):
    """End one session of an account, or all of them."""

    login: str = entry("Login name", max_length=80)
    session: str | None = entry("Session", None, max_length=64, help="empty: all of them")


class ChangeRoles(Request):
    """Give a person other roles; the sessions end, so that nobody goes on in the old ones."""

    login: str = entry("Login name", max_length=80)
    roles: tuple[Role, ...] = entry("Roles", min_length=1)


class ChangePassword(Request):
    """Change the own password."""

    password: SecretStr = entry("Present password", max_length=SECRET_MAX)
    new_password: SecretStr = entry("New password", max_length=SECRET_MAX)


class SetSecondFactor(Request):
    """Add a second factor (TOTP) to the own account, or put another in its place."""

    password: SecretStr = entry("Present password", max_length=SECRET_MAX)
    seed: SecretStr = entry("Seed", max_length=64)
    code: SecretStr = entry("Code", max_length=10)


class AssignProject(Request):
    """Let somebody from outside work on a project for a time."""

    login: str = entry("Login name", max_length=80)
    project: str = entry("Project code", max_length=80)
    from_day: date = entry("First day")
    until_day: date = entry("Last day")

    def dossiers(self) -> tuple[str, ...]:
        """The project's."""
        return (self.project,)
