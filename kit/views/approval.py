"""Approvals: views of where they stand, of what waits for a role, and of how long each signature took."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from kit.approval.states import ApprovalState
from kit.approval.tables import Approval, Signature
from kit.core.actor import Role
from kit.core.tables import columns_of
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


def _frame(reader: Reader, query: Select[Any], role: Role | None = None) -> pd.DataFrame:
    rows = [row | {"step": row["steps"][row["position"]]} for row in reader.rows(query)]
    kept = [row | {"step": row["step"]["name"]} for row in rows if role is None or role in row["step"]["roles"]]
    return pd.DataFrame([{name: row[name] for name in COLUMNS} for row in kept], columns=list(COLUMNS))
