"""Movements: views of every amount that moved, and of the balances beside what the movements make of them."""

from collections import defaultdict
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.budget.commitments import Contract, Payment
from kit.budget.states import Cause, State, effect_of
from kit.budget.tables import BudgetLine, Movement
from kit.core.tables import columns_of
from kit.views.budget.scope import Scope, line_rows
from kit.views.reader import Reader
from kit.views.registry import view


@view("movements")
def show_movements(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Every amount that moved on a budget line, in fen and in the order of recording: one row per amount."""
    move = Movement
    query = (
        select(
            BudgetLine.project,
            BudgetLine.year,
            BudgetLine.code.label("line"),
            move.on_day,
            move.cause,
            move.from_state,
            move.to_state,
            move.amount,
            move.document,
            move.reservation_id.label("reservation"),
            Contract.code.label("contract"),
            Payment.number.label("payment"),
        )
        .join(BudgetLine, BudgetLine.id == move.line_id)
        .outerjoin(Contract, Contract.id == move.contract_id)
        .outerjoin(Payment, Payment.id == move.payment_id)
    )
    found = reader.frame(Scope(project, year, owner).of_lines(query).order_by(BudgetLine.project, move.id))
    return found.astype({"reservation": "Int64"})


@view("fund_reconciliation")
def show_reconciliation(
    reader: Reader, project: str | None = None, year: int | None = None, owner: str | None = None
) -> pd.DataFrame:
    """Each balance of a budget line beside what its movements make, in fen: one row per line and balance.

    ``residual`` is the difference; it is zero unless somebody changed the books past the kit.
    """
    scope = Scope(project, year, owner)
    moved: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for move in movement_rows(reader, scope):
        for name, amount in _effect(move).items():
            moved[move["line_id"]][name] += amount
    rows = [_beside(line, name, moved[line["id"]][name]) for line in line_rows(reader, scope) for name in _balances()]
    return pd.DataFrame(rows, columns=["project", "year", "line", "balance", "holds", "makes", "residual"])


def movement_rows(reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """The movements of the lines in *scope*, as they were recorded."""
    query = select(columns_of(Movement)).join(BudgetLine, BudgetLine.id == Movement.line_id)
    return reader.rows(scope.of_lines(query).order_by(Movement.id))


def _effect(move: dict[str, Any]) -> dict[str, int]:
    return effect_of(State(move["from_state"]), State(move["to_state"]), Cause(move["cause"]), move["amount"])


def _balances() -> tuple[str, ...]:
    return BudgetLine.balances


def _beside(line: dict[str, Any], name: str, makes: int) -> dict[str, Any]:
    named = {"project": line["project"], "year": line["year"], "line": line["code"], "balance": name}
    return named | {"holds": line[name], "makes": makes, "residual": line[name] - makes}
