"""Approvals: views of where they stand, of what waits for a role, and of how long each signature took."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from kit.approval.route import read_routes
from kit.approval.states import ApprovalState
from kit.approval.tables import Approval, Signature
from kit.core.actor import Role
from kit.core.tables import columns_of
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

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
)
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
def show_approvals(reader: Reader, state: ApprovalState | None = None) -> pd.DataFrame:
    """All approvals, or those in one state: one row per approval, with the step at which it stands."""
    query = select(columns_of(Approval)).order_by(Approval.id)
    return _frame(reader, query if state is None else query.where(Approval.state == str(state)))


@view("inbox")
def show_inbox(reader: Reader, role: Role) -> pd.DataFrame:
    """What waits for a signature in a role, the most pressing first: one row per approval."""
    query = select(columns_of(Approval)).where(Approval.state == str(ApprovalState.OPEN))
    return _frame(reader, query.order_by(Approval.due_on, Approval.id), role)


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


def _frame(reader: Reader, query: Select[Any], role: Role | None = None) -> pd.DataFrame:
    rows = [row | {"step": row["steps"][row["position"]]} for row in reader.rows(query)]
    kept = [row | {"step": row["step"]["name"]} for row in rows if role is None or role in row["step"]["roles"]]
    return pd.DataFrame([{name: row[name] for name in COLUMNS} for row in kept], columns=list(COLUMNS))
