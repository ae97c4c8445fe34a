"""Office: founding one: a workspace with its tables, key and first administrator."""

from pathlib import Path

from kit.actions.desk import Desk
from kit.core.actor import Actor, Door, Role
from kit.core.errors import UsageError
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
    founder = Actor(FOUNDER, frozenset({Role.SYSTEM_ADMIN}), None, Door.COMMAND_LINE, system_user)
    first = RegisterPerson(login=administrator, name=administrator, roles=(Role.SYSTEM_ADMIN,))
    receipt = Desk(workspace, database, founder).record(first)
    if not receipt.ok:
        raise UsageError("; ".join(finding.message for finding in receipt.findings))
    database.close()
    return workspace
