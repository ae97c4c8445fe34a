"""Payment: payments without a voucher as requests to the finance system (支付申请), a row for each line."""

from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select

from kit.actions.desk import Desk, check_role
from kit.actions.registry import find_action
from kit.budget.commitments import Payment, PaymentBasis
from kit.budget.states import State
from kit.budget.tables import BudgetLine, Movement
from kit.core.errors import KitError, NotRecorded
from kit.core.tables import columns_of
from kit.exchange.finance.kind import REQUESTS
from kit.exchange.finance.table import write_table
from kit.exchange.finance.text import write_fen
from kit.exchange.finance.vocabulary import Column, load_vocabulary
from kit.exchange.finance.voucher import request_number
from kit.project.tables import Project
from kit.store.database import Database

Requests = list[dict[Column, str]]


def export_payments(desk: Desk, path: Path, project: str | None = None) -> tuple[int, int]:
    """Write the payments that wait for their voucher; answers how many, and their fen. Only who may pay may ask."""
    lacking = check_role(desk.actor, find_action("budget.pay"))
    if lacking:
        raise KitError("; ".join(finding.message for finding in lacking))
    if project and not _is_registered(desk.database, project):
        raise NotRecorded(f"project {project} is not registered; kit show projects lists them")
    rows = payment_requests(desk.database, project)
    write_table(path, REQUESTS, rows, load_vocabulary(desk.workspace.resources))
    totals = {row[Column.REQUEST]: row[Column.TOTAL] for row in rows}
    return len(totals), sum(int(total.replace(".", "")) for total in totals.values())


def payment_requests(database: Database, project: str | None = None) -> Requests:
    """The rows of the file: payments that have no voucher and have not wholly come back, in order of their numbers."""
    with database.reading() as connection:
        return [_request(row) for row in connection.execute(_query(project))]


def unconfirmed_parts() -> Select[Any]:
    """What each line gives to each payment without a voucher: a row for each two.

    ``given`` is what was paid, ``held`` what of it still stands as paid on the line.
    """
    move, paid = columns_of(Movement).c, columns_of(Payment).c
    given = case((move.to_state == State.PAID, move.amount), else_=0)
    # What goes back to the treasury stays executed on its line.
    back = case((and_(move.from_state == State.PAID, move.to_state != State.TREASURY), move.amount), else_=0)
    return (
        select(
            move.payment_id,
            move.line_id,
            func.sum(given).label("given"),
            func.sum(given - back).label("held"),
            func.min(move.id).label("place"),
        )
        .join(columns_of(Payment), paid.id == move.payment_id)
        .where(paid.voucher.is_(None))
        .group_by(move.payment_id, move.line_id)
    )


def _is_registered(database: Database, project: str) -> bool:
    code = columns_of(Project).c.code
    with database.reading() as connection:
        return connection.execute(select(code).where(code == project)).first() is not None


def _query(project: str | None) -> Select[Any]:
    parts = unconfirmed_parts().subquery()
    paid, line, basis, owner = (columns_of(table) for table in (Payment, BudgetLine, PaymentBasis, Project))
    query = (
        select(
            parts.c.given,
            paid.c.project,
            paid.c.number,
            paid.c.payee,
            paid.c.account,
            paid.c.amount,
            paid.c.paid_on,
            line.c.code,
            line.c.year,
            line.c.fund,
            line.c.functional,
            line.c.government_economic,
            line.c.department_economic,
            basis.c.number.label("basis"),
            owner.c.owner,
        )
        .select_from(parts)
        .join(paid, paid.c.id == parts.c.payment_id)
        .join(line, line.c.id == parts.c.line_id)
        .join(owner, owner.c.code == paid.c.project)
        .outerjoin(basis, basis.c.id == paid.c.basis_id)
        .where(paid.c.refunded < paid.c.amount)
        .order_by(paid.c.project, paid.c.number, parts.c.place)
    )
    return query.where(paid.c.project == project) if project else query


def _request(row: Row[Any]) -> dict[Column, str]:
    return {
        Column.REQUEST: request_number(row.project, row.number),
        Column.YEAR: str(row.year),
        Column.AGENCY: row.owner,
        Column.PROJECT: row.project,
        Column.LINE: row.code,
        Column.FUND: row.fund or "",
        Column.FUNCTIONAL: row.functional or "",
        Column.GOVERNMENT_ECONOMIC: row.government_economic or "",
        Column.DEPARTMENT_ECONOMIC: row.department_economic or "",
        Column.PAYEE: row.payee,
        Column.ACCOUNT: row.account,
        Column.AMOUNT: write_fen(row.given),
        Column.TOTAL: write_fen(row.amount),
        Column.REQUESTED_ON: row.paid_on.isoformat(),
        Column.BASIS: row.basis or "",
    }
