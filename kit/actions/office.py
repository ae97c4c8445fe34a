"""Office: founding one: a workspace with its tables, key and first administrator."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import SecretStr

from kit.actions.desk import Desk
from kit.core.actor import Actor, Door, Role
from kit.core.errors import UsageError
from kit.org.account_requests import OpenAccount
from kit.org.passwords import make_password
from kit.org.requests import RegisterPerson
from kit.store.database import Database
from kit.store.migration import migrate
from kit.store.signing import make_key
from kit.workspace.workspace import Settings, Workspace, make_workspace

FOUNDER = "kit-init"


def found_office(folder: Path, settings: Settings, administrator: str, system_user: str) -> Workspace:
    """Make the workspace; raises UsageError where one stands already or the folder cannot be written."""
    try:
        workspace = make_workspace(folder, settings)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}; choose a folder you may write to") from None
    make_key(workspace.keys)
    database = Database(workspace.database_address)
    migrate(database)
    first = RegisterPerson(login=administrator, name=administrator, roles=(Role.SYSTEM_ADMIN,))
    receipt = Desk(workspace, database, _founder(system_user)).record(first)
    if not receipt.ok:
        raise UsageError("; ".join(finding.message for finding in receipt.findings))
    database.close()
    return workspace


def open_accounts(workspace: Workspace, logins: Iterable[str], system_user: str) -> dict[str, str]:
    """Open an account for each registered login that has none; the one-time passwords, by login."""
    database = Database(workspace.database_address)
    desk = Desk(workspace, database, _founder(system_user))
    passwords = {}
    for login in logins:
        password = make_password()
        if desk.record(OpenAccount(login=login, one_time_password=SecretStr(password))).ok:
            passwords[login] = password
    database.close()
    return passwords


def found_administrators(workspace: Workspace, administrator: str, system_user: str) -> dict[str, str]:
    """Register the security and the audit administrator beside the first one, and open their accounts."""
    database = Database(workspace.database_address)
    desk = Desk(workspace, database, _founder(system_user))
    others = {"security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}
    for login, role in others.items():
        desk.record(RegisterPerson(login=login, name=login, roles=(role,)))
    database.close()
    return open_accounts(workspace, [administrator, *others], system_user)


def _founder(system_user: str) -> Actor:
    roles = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
    return Actor(FOUNDER, roles, None, Door.COMMAND_LINE, system_user)
