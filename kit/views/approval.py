"""Approvals: views of where they stand, of what waits for whom, of their steps, versions and signatures."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from kit.approval.route import read_routes
from kit.approval.signers import Member, signer_from
from kit.approval.signing import Capacity, may_speak, steps_of
from kit.approval.states import ApprovalState
from kit.approval.tables import Approval, Delegation, Signature, SignedScan
from kit.core.actor import Role
from kit.core.tables import columns_of, read_row
from kit.org.tables import Person
from kit.project.tables import Project
from kit.views.day import speaking_day
from kit.views.journal import show_history
from kit.views.reader import Reader
from kit.views.registry import view
from kit.workspace.calendar import load_calendar

COLUMNS = (
    "code",
    "action",
    "state",
    "step",
    "applicant",
    "submitted_on",
    "since",
    "due_on",
    "turn",
    "digest",
    "payload",
    "dossiers",
)
STEP_COLUMNS = ("place", "step", "roles", "mode", "quorum", "state", "workdays", "persons", "added_by", "reason")
ROUTE_COLUMNS = (
    "route",
    "action",
    "is_required",
    "step",
    "roles",
    "mode",
    "quorum",
    "workdays",
    "law",
    "source",
)


@view("approvals")
def show_approvals(
    reader: Reader, state: ApprovalState | None = None, code: str | None = None, applicant: str | None = None
) -> pd.DataFrame:
    """All approvals, or those of one state, number, applicant: one row per approval, with the step where it stands."""
    query = select(columns_of(Approval)).order_by(Approval.id)
    wanted = {"state": state and str(state), "code": code, "applicant": applicant}
    for name, value in wanted.items():
        query = query if value is None else query.where(getattr(Approval, name) == value)
    return _frame(_rows(reader, query), COLUMNS)


@view("inbox")
def show_inbox(
    reader: Reader, role: Role | None = None, person: str | None = None, day: date | None = None
) -> pd.DataFrame:
    """What waits for a signature, in a role or of a person, the most pressing first: one row per approval.

    ``days_left`` are the working days until it is due, below zero where it is overdue. Of a person it is what they may
    sign on that day, their own and in the name of those whose deputy they are (``behalf``).
    """
    spoken_on = speaking_day(reader, day)
    query = select(columns_of(Approval)).where(Approval.state == str(ApprovalState.OPEN))
    rows = _rows(reader, query.order_by(Approval.due_on, Approval.id))
    if role is not None:
        rows = [row for row in rows if role in row["roles"]]
    if person is not None:
        rows = list(_waiting_for(reader, rows, person, spoken_on))
    left = [row | {"days_left": _days_left(reader, row["due_on"], spoken_on)} for row in rows]
    return _frame(left, (*COLUMNS, "days_left", "behalf"))


@view("approval_steps")
def show_approval_steps(reader: Reader, approval: str) -> pd.DataFrame:
    """The steps of one approval in order: one row per step, done, open or not reached; ``place`` counts from 0.

    ``persons`` are those who were named to sign it, ``added_by`` who added it and ``reason`` why.
    """
    found = reader.rows(select(columns_of(Approval)).where(Approval.code == approval))
    rows = [
        {"place": place, "step": step.name, "state": _step_state(row, place)}
        | {"roles": ", ".join(step.roles), "persons": ", ".join(step.persons), "mode": str(step.mode)}
        | {"quorum": step.quorum, "workdays": step.workdays, "added_by": step.added_by, "reason": step.reason}
        for row in found
        for place, step in enumerate(steps_of(read_row(Approval, row)))
    ]
    return _frame(rows, STEP_COLUMNS)


@view("approval_versions")
def show_approval_versions(reader: Reader, approval: str) -> pd.DataFrame:
    """What one approval asked for, each time it was submitted with other content: one row per version, oldest first."""
    keys = reader.rows(select(Approval.id).where(Approval.code == approval))
    steps = show_history(reader, "approval", keys[0]["id"]).to_dict("records") if keys else []
    rows = [
        {"at": step["at"], "actor": step["actor"], "payload": step["changed"]["payload"]["to"]}
        for step in steps
        if "payload" in step["changed"]
    ]
    return _frame(rows, ("at", "actor", "payload"))


@view("approval_scans")
def show_approval_scans(reader: Reader, approval: str | None = None) -> pd.DataFrame:
    """Scans of forms that were signed in ink: one row per scan; ``is_current`` where the content is still the same."""
    columns, now = columns_of(SignedScan).c, columns_of(Approval).c
    names = ("approval", "digest", "remark", "kept_by", "kept_on")
    is_current = (columns.content_digest == now.digest).label("is_current")
    query = select(*(columns[name] for name in names), is_current).join(Approval, now.code == columns.approval)
    query = query.order_by(columns.id)
    return reader.frame(query if approval is None else query.where(columns.approval == approval))


@view("overdue_approvals")
def show_overdue_approvals(reader: Reader, day: date | None = None) -> pd.DataFrame:
    """Steps that have taken longer than they may: one row per step and person who could sign it, and since when.

    A step that nobody can sign has one row without a person.
    """
    spoken_on = speaking_day(reader, day)
    is_late = (Approval.state == str(ApprovalState.OPEN), Approval.due_on < spoken_on)
    rows = _rows(reader, select(columns_of(Approval)).where(*is_late).order_by(Approval.due_on, Approval.id))
    people = Signers(reader, spoken_on)
    held = [
        row | {"holder": login, "days_left": _days_left(reader, row["due_on"], spoken_on)}
        for row in rows
        for login in people.who_may(row["approval"]) or [""]
    ]
    return _frame(held, ("code", "action", "step", "applicant", "holder", "since", "due_on", "days_left"))


@view("delegations")
def show_delegations(reader: Reader, person: str | None = None) -> pd.DataFrame:
    """Who lends which role to whom, from when to when: one row per delegation, those that ended among them."""
    columns = columns_of(Delegation).c
    names = ("person", "deputy", "role", "from_day", "until_day", "reason", "ended_on")
    query = select(*(columns[name] for name in names)).order_by(columns.id)
    return reader.frame(query if person is None else query.where(columns.person == person))


@view("approval_times")
def show_approval_times(reader: Reader, approval: str | None = None) -> pd.DataFrame:
    """How long each signature took: one row per signature; ``workdays`` counts those since the step began."""
    columns = columns_of(Signature).c
    names = (
        "approval",
        "turn",
        "step",
        "person",
        "role",
        "verdict",
        "behalf",
        "handed_to",
        "since",
        "signed_on",
        "workdays",
        "is_void",
        "opinion",
    )
    query = select(*(columns[name] for name in names)).order_by(columns.id)
    return reader.frame(query if approval is None else query.where(columns.approval == approval))


@view("routes")
def show_routes(reader: Reader, day: date | None = None) -> pd.DataFrame:
    """The routes in force: one row per step, with the law that asks for it on that day and how its text was read."""
    law = reader.rulebook.on(speaking_day(reader, day))
    rows = [
        {"route": route.code, "action": route.action, "is_required": route.is_required}
        | {"step": step.name, "roles": ", ".join(step.roles), "mode": str(step.mode), "quorum": step.quorum}
        | {"workdays": step.workdays, "law": "; ".join(map(law.cite, route.rules)), "source": route.source}
        for _path, route, _sealed in read_routes(reader.resources)
        for step in route.steps
    ]
    return pd.DataFrame(rows, columns=list(ROUTE_COLUMNS))


def find_approval(reader: Reader, code: str) -> Approval | None:
    """The approval of that number; None where there is none."""
    rows = reader.rows(select(columns_of(Approval)).where(Approval.code == code))
    return read_row(Approval, rows[0]) if rows else None


class Signers:
    """Everybody of the office as signers on a day."""

    def __init__(self, reader: Reader, day: date) -> None:
        self._reader, self._day = reader, day
        people = reader.rows(select(columns_of(Person)).order_by(Person.login))
        self.members = {row["login"]: _member(row) for row in people}
        self._lent = [read_row(Delegation, row) for row in reader.rows(select(columns_of(Delegation)))]
        self._owners = {row["code"]: row["owner"] for row in reader.rows(select(Project.code, Project.owner))}

    def may(self, approval: Approval, login: str) -> list[Capacity]:
        """In which capacities an approval waits for somebody."""
        member = self.members.get(login)
        if member is None:
            return []
        owners = {self._owners[code] for code in approval.dossiers if code in self._owners}
        signer = signer_from(member, self.members, self._lent, owners, self._day)
        return may_speak(approval, self._signatures(approval.code), signer)

    def who_may(self, approval: Approval) -> list[str]:
        """Those for whom an approval waits."""
        return [login for login in self.members if self.may(approval, login)]

    @cache  # noqa: B019 - it lives as long as one view
    def _signatures(self, code: str) -> list[Signature]:
        columns = columns_of(Signature)
        rows = self._reader.rows(select(columns).where(columns.c.approval == code).order_by(columns.c.id))
        return [read_row(Signature, row) for row in rows]


def _step_state(row: dict[str, Any], place: int) -> str:
    """Where a step stands; an approval that ended stopped at its position."""
    if place < row["position"] or row["state"] == ApprovalState.RELEASED:
        return "done"
    return "open" if place == row["position"] and row["state"] == ApprovalState.OPEN else "not_reached"


def _member(row: dict[str, Any]) -> Member:
    return Member(row["login"], frozenset(Role(role) for role in row["roles"]), row["unit"], row["left_on"])


def _waiting_for(reader: Reader, rows: list[dict[str, Any]], person: str, day: date) -> Iterator[dict[str, Any]]:
    signers = Signers(reader, day)
    for row in rows:
        if held := signers.may(row["approval"], person):
            yield row | {"behalf": held[0].behalf}


def _days_left(reader: Reader, due: date, day: date) -> int:
    calendar = load_calendar(reader.resources)
    return -calendar.count_workdays(due, day) if due < day else calendar.count_workdays(day, due)


def _rows(reader: Reader, query: Select[Any]) -> list[dict[str, Any]]:
    """Approvals with the name and roles of their present step, and as a row of the table beside it."""
    return [
        row
        | {"step": row["steps"][row["position"]]["name"], "roles": row["steps"][row["position"]]["roles"]}
        | {"approval": read_row(Approval, row)}
        for row in reader.rows(query)
    ]


def _frame(rows: list[dict[str, Any]], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([{name: row.get(name) for name in names} for row in rows], columns=list(names))
