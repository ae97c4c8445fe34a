"""Payments: views of what was paid, on which document, and of what is due."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.budget.checks.payments import CLOCKED, due_on
from kit.budget.commitments import Contract, Payment, PaymentBasis
from kit.core.tables import columns_of, read_row
from kit.views.budget.scope import Scope
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view


@view("payments")
def show_payments(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Payments with document, payee and voucher, in fen: one row per payment of the year.

    ``due_on`` is the last day to pay in time by the strictest clock that ran on the day of payment, empty where none
    did; ``days_late`` counts from it.
    """
    bases, contracts = _by_id(reader, PaymentBasis), _by_id(reader, Contract)
    query = Scope(project, None, owner).of_projects(select(columns_of(Payment)), Payment.project)
    rows = reader.rows(query.order_by(Payment.project, Payment.paid_on, Payment.id))
    chosen = [row for row in rows if year is None or row["paid_on"].year == year]
    shown = [_payment(reader, row, bases.get(row["basis_id"]), contracts.get(row["contract_id"])) for row in chosen]
    return pd.DataFrame(shown, columns=_PAYMENT).astype({"days_late": "Int64"})


@view("payment_bases")
def show_payment_bases(
    reader: Reader,
    project: str | None = None,
    year: int | None = None,
    owner: str | None = None,
    day: date | None = None,
) -> pd.DataFrame:
    """Documents that oblige to pay and are not paid in full, in fen: one row per document that came up to the year.

    ``due_on`` is the last day to pay in time by the strictest clock; ``days_late`` counts from it to *day*, else to the
    day of the last entry.
    """
    contracts, until = _by_id(reader, Contract), speaking_day(reader, day)
    query = Scope(project, None, owner).of_projects(select(columns_of(PaymentBasis)), PaymentBasis.project)
    rows = reader.rows(query.order_by(PaymentBasis.project, PaymentBasis.received_on, PaymentBasis.id))
    open_ones = [row for row in rows if PaymentBasis.spare(row) and (year is None or row["received_on"].year <= year)]
    shown = [_basis(reader, row, contracts.get(row["contract_id"]), until) for row in open_ones]
    return pd.DataFrame(shown, columns=_BASIS).astype({"days_late": "Int64"})


_PAYMENT = [
    "project",
    "payment",
    "kind",
    "contract",
    "document",
    "document_kind",
    "payee",
    "paid_on",
    "amount",
    "refunded",
    "voucher",
    "confirmed_on",
    "received_on",
    "due_on",
    "days_late",
]
_BASIS = [
    "project",
    "document",
    "document_kind",
    "contract",
    "amount",
    "paid",
    "left",
    "issued_on",
    "received_on",
    "due_on",
    "days_late",
]


def _by_id(reader: Reader, table: type[Any]) -> dict[int | None, dict[str, Any]]:
    return {row["id"]: row for row in reader.rows(select(columns_of(table)))}


def _payment(
    reader: Reader, row: dict[str, Any], basis: dict[str, Any] | None, contract: dict[str, Any] | None
) -> dict[str, Any]:
    due = _due(reader, basis, contract, row["paid_on"]) if basis else None
    return row | {
        "payment": row["number"],
        "contract": contract["code"] if contract else None,
        "document": basis["number"] if basis else None,
        "document_kind": basis["kind"] if basis else None,
        "received_on": basis["received_on"] if basis else None,
        "due_on": due,
        "days_late": _late(due, row["paid_on"]),
    }


def _basis(reader: Reader, row: dict[str, Any], contract: dict[str, Any] | None, until: date) -> dict[str, Any]:
    due = _due(reader, row, contract, until)
    named = {
        "document": row["number"],
        "document_kind": row["kind"],
        "contract": contract["code"] if contract else None,
    }
    return row | named | {"left": PaymentBasis.spare(row), "due_on": due, "days_late": _late(due, until)}


def _due(reader: Reader, basis: dict[str, Any], contract: dict[str, Any] | None, day: date) -> date | None:
    """The last day to pay in time, by the law of *day*."""
    if basis["kind"] not in CLOCKED:
        return None
    row = read_row(PaymentBasis, basis)
    return due_on(row, read_row(Contract, contract) if contract else None, reader.rulebook.on(day))


def _late(due: date | None, day: date) -> int | None:
    return max((day - due).days, 0) if due else None
