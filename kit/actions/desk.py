"""Desk: where a person's requests become sealed entries."""

import getpass
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from kit.actions.approval.submitting import pass_approval
from kit.actions.catalogue import open_database
from kit.actions.gates import pass_assignment, pass_session
from kit.actions.passport import PUBLIC_VARIABLE, VARIABLE, read_passport
from kit.actions.project.barrier import pass_course
from kit.actions.registry import Action, action_of
from kit.actions.waiving import waiving
from kit.actions.wrong_field import wrong_field
from kit.core.actor import Actor, Door, Role
from kit.core.errors import UsageError
from kit.core.finding import Finding, Severity
from kit.core.language import phrase
from kit.core.request import Request
from kit.core.tables import columns_of
from kit.law.rulebook import Rulebook, load_rulebook
from kit.org.tables import Person
from kit.store.database import Database
from kit.store.journal import Deed
from kit.store.store import Job, Receipt, Store
from kit.store.work import Setting, Work
from kit.workspace.workspace import Workspace

Gate = Callable[[Work, Action, Request], list[Finding]]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    """One person at one door of one workspace."""

    workspace: Workspace
    database: Database
    actor: Actor
    clock: Callable[[], datetime] = _now
    rulebook: Rulebook = field(init=False)

    def __post_init__(self) -> None:
        self.rulebook = load_rulebook(self.workspace.resources)
        self._store = Store(self.database)

    def record(self, request: Request, reason: str | None = None) -> Receipt:
        """Do what is asked; the receipt comes after the commit."""
        return self.record_batch([request], reason)[0]

    def record_batch(self, requests: Sequence[Request], reason: str | None = None) -> list[Receipt]:
        """Do many things in one transaction, an entry each; a refused one does not touch the others."""
        return self._store.record_batch([self._job(request, reason) for request in requests], self.setting())

    def record_whole(self, requests: Sequence[Request], is_kept: bool = True) -> list[tuple[Finding, ...]]:
        """Do many things in one transaction, all or none, and answer what was said of each.

        Without *is_kept* it is a rehearsal: each meets what those before it have done, and nothing is written.
        """
        jobs = [self._job(request, None) for request in requests]
        return self._store.record_whole(jobs, self.setting(), is_kept)

    def preview(self, request: Request, *, is_approved: bool = False) -> list[Finding]:
        """What the checks would say; nothing is written. With *is_approved* as with the last signature of its route."""
        gates = tuple(gate for gate in GATES if gate is not pass_approval) if is_approved else GATES
        return self._store.preview(self._job(request, None, gates), self.setting())

    def setting(self) -> Setting:
        """What a piece of work at this desk happens in, now."""
        return Setting(self.actor, self.clock(), self.rulebook, self.workspace.resources, self.workspace.files)

    def _job(self, request: Request, reason: str | None, gates: Sequence[Gate] | None = None) -> Job:
        declared = action_of(request)

        def perform(work: Work) -> None:
            for gate in GATES if gates is None else gates:
                work.refuse_if(gate(work, declared, request))
            work.ease = waiving(declared.name, request)
            declared.perform(work, request)

        def deed(work: Work) -> Deed:
            return Deed(
                action=declared.name,
                action_id=work.action_id,
                at=work.setting.at,
                actor=self.actor.login,
                door=str(self.actor.door),
                system_user=self.actor.system_user,
                request=plain_request(request),
                reason=reason,
                cited=work.cited,
            )

        return Job(self._dossiers(declared, request), perform, deed)

    def _dossiers(self, declared: Action, request: Request) -> tuple[str, ...]:
        # Who may not do it at all learns nothing of what it would hold.
        if declared.holds is None or check_role(self.actor, declared):
            return request.dossiers()
        with self.database.reading() as connection:
            return declared.holds(connection, request)


def open_desk(workspace: Workspace, login: str, door: Door = Door.COMMAND_LINE) -> Desk:
    """A desk for a registered person; raises UsageError where there is none of that name."""
    database = open_database(workspace)
    return Desk(workspace, database, find_actor(database, login, door))


def open_screen_desk(workspace: Workspace) -> Desk:
    """The desk of whoever the server says is at this screen; raises KitError where it says nothing that holds.

    A notebook that runs without the server takes the login from ``KIT_USER``, as the command line takes ``--as``.
    """
    if not os.environ.get("KIT_SERVED"):
        return open_desk(workspace, os.environ.get("KIT_USER", ""), Door.SCREEN)
    passport = read_passport(os.environ.get(VARIABLE, ""), os.environ.get(PUBLIC_VARIABLE, ""))
    database = open_database(workspace)
    return Desk(workspace, database, find_actor(database, passport.login, Door.SCREEN, passport.session))


def names_somebody() -> bool:
    """True where the server or the environment says who is at this screen."""
    return bool(os.environ.get("KIT_SERVED") or os.environ.get("KIT_USER"))


def find_actor(database: Database, login: str, door: Door, session: str = "") -> Actor:
    """The person of that login, with the operating-system user who is at the machine."""
    from sqlalchemy import select

    with database.reading() as connection:
        person = connection.execute(select(columns_of(Person)).where(Person.login == login)).first()
    if person is None:
        raise UsageError(f"nobody with the login {login!r} is registered; kit show people lists them")
    roles = frozenset(Role(role) for role in person.roles)
    return Actor(login, roles, person.unit, door, getpass.getuser(), session)


def check_role(actor: Actor, declared: Action) -> list[Finding]:
    """The person holds one of the roles that may do this."""
    if actor.roles & declared.roles:
        return []
    said = phrase(
        "{login} holds none of the roles that may do this: {roles}",
        login=actor.login,
        roles=", ".join(sorted(declared.roles)),
    )
    return [Finding("access.role_missing", Severity.BLOCK, said)]


def pass_role(work: Work, declared: Action, _request: Request) -> list[Finding]:
    """The gate of roles."""
    return check_role(work.setting.actor, declared)


# What every deed passes before it is done, in this order.
GATES: tuple[Gate, ...] = (pass_role, pass_session, pass_assignment, pass_course, pass_approval)


def read_request(model: type[Request], values: dict[str, Any]) -> tuple[Request | None, list[Finding]]:
    """A request from plain values, or one finding for each field that is wrong."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, [wrong_field(fault) for fault in error.errors(include_url=False)]


def plain_request(request: BaseModel) -> dict[str, Any]:
    """A request as the journal keeps it: what was given, without the fields left empty."""
    return request.model_dump(mode="json", exclude_none=True)
