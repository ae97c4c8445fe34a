"""Commitments: views of what is set aside and of what contracts bind."""

from typing import Any

import pandas as pd
from sqlalchemy import and_, func, select

from kit.budget.commitments import Contract, ContractShare
from kit.budget.tables import BudgetLine, Reservation
from kit.core.tables import columns_of
from kit.views.budget.scope import Scope, spare_of
from kit.views.reader import Reader
from kit.views.registry import view

TERMS = ("project", "code", "title", "kind", "regime", "supplier", "is_small_supplier", "signed_on", "payment_days")
SHARES = ("bound", "paid", "contracted")


@view("reservations")
def show_reservations(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Money set aside and not contracted yet, in fen: one row per open reservation."""
    held = columns_of(Reservation).c
    left = spare_of(Reservation)
    query = (
        select(
            BudgetLine.project,
            BudgetLine.year,
            BudgetLine.code.label("line"),
            held.id.label("reservation"),
            held.purpose,
            held.on_day,
            held.amount,
            held.used,
            held.released,
            left.label("left"),
        )
        .join(BudgetLine, BudgetLine.id == held.line_id)
        .where(left > 0)
    )
    return reader.frame(Scope(project, year, owner).of_lines(query).order_by(BudgetLine.project, held.id))


@view("contracts")
def show_contracts(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Contracts with what binds budget lines and is not paid, in fen: one row per contract.

    ``original``, ``added`` and ``total`` are the whole contract's; ``bound``, ``paid`` and ``contracted`` (bound and
    not paid) those of the lines of *year*, or of all lines. ``unbound`` is what no line is bound for yet, in any year.
    A year shows the contracts that bind a line of it.
    """
    contract = columns_of(Contract).c
    shares, ever = _shares(year), _shares(None)
    terms = [contract[name] for name in (*TERMS, "original", "added")]
    query = (
        select(
            *terms,
            (contract.original + contract.added).label("total"),
            *[func.coalesce(shares.c[name], 0).label(name) for name in SHARES],
            (contract.original + contract.added - func.coalesce(ever.c.bound, 0)).label("unbound"),
            contract.settled,
            contract.completed_on,
            contract.is_closed,
        )
        .outerjoin(ever, ever.c.contract_id == contract.id)
        .join(shares, shares.c.contract_id == contract.id, isouter=year is None)
    )
    found = reader.frame(Scope(project, None, owner).of_projects(query, contract.project).order_by(contract.id))
    return found.astype(dict.fromkeys([*SHARES, "unbound"], "int64") | {"settled": "Int64", "payment_days": "Int64"})


def _shares(year: int | None) -> Any:
    """What the lines of *year*, or all lines, are bound for by each contract; what was released is not bound."""
    share = columns_of(ContractShare).c
    sums = {
        "bound": func.sum(share.bound - share.released),
        "paid": func.sum(share.paid),
        "contracted": func.sum(spare_of(ContractShare)),
    }
    of_year = and_(BudgetLine.id == share.line_id, BudgetLine.year == year if year else BudgetLine.id == share.line_id)
    query = select(share.contract_id, *[total.label(name) for name, total in sums.items()])
    return query.join(BudgetLine, of_year).group_by(share.contract_id).subquery()
