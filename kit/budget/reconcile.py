"""Reconcile: statements that find balances which are not the sum of what they are made of."""

from typing import Any

from sqlalchemy import CTE, CompoundSelect, Select, and_, case, func, literal, or_, select, union_all

from kit.budget.commitments import Contract, ContractShare, Payment, PaymentBasis
from kit.budget.states import Cause, State
from kit.budget.tables import BudgetLine, Movement, Reservation
from kit.core.tables import Balanced, columns_of

HELD = ("received", "reserved", "contracted", "paid")


def unequal_balances() -> CompoundSelect[Any]:
    """Every balance that differs from what it is made of: one row each of ``key``, ``name``, ``holds``, ``makes``.

    The balances of a line are the sum of its movements, and so is what each reservation, contract and payment holds
    of it; what is reserved and contracted is also what its reservations and contracts have left; what was paid of a
    contract, or on a document, is the sum of its payments.
    """
    line = columns_of(BudgetLine)
    return union_all(
        *_of_movements(),
        _unequal(line, "reserved", *_left_of(Reservation, "line_id")),
        _unequal(line, "contracted", *_left_of(ContractShare, "line_id")),
        _unequal(columns_of(Contract), "paid", *_left_of(Payment, "contract_id")),
        _unequal(columns_of(PaymentBasis), "paid", *_left_of(Payment, "basis_id")),
        _unlike(Reservation, State.RESERVED, {"id": "reservation_id"}),
        _unlike(ContractShare, State.CONTRACTED, {"contract_id": "contract_id", "line_id": "line_id"}),
        _unlike(Payment, State.PAID, {"id": "payment_id"}),
    )


def _of_movements() -> list[Select[Any]]:
    moved = _moved()
    return [_unequal(columns_of(BudgetLine), name, moved, moved.c[name]) for name in BudgetLine.balances]


def _moved() -> CTE:
    """What the movements of each line make of its balances."""
    move = columns_of(Movement).c
    sums = {name: _sum(move.to_state == name, move) - _sum(_leaves(move, name), move) for name in HELD}
    sums["allotted"] = _sum(move.from_state == State.OUTSIDE, move) - _sum(move.to_state == State.OUTSIDE, move)
    sums["opening"] = _sum(move.cause == Cause.OPENING, move)
    named = [total.label(name) for name, total in sums.items()]
    return select(move.line_id.label("made_of"), *named).group_by(move.line_id).cte("moved")


def _leaves(move: Any, name: str) -> Any:
    return and_(move.from_state == name, move.to_state != State.TREASURY)


def _sum(condition: Any, move: Any) -> Any:
    return func.coalesce(func.sum(case((condition, move.amount), else_=0)), 0)


def _left_of(table: type[Balanced], key: str) -> tuple[CTE, Any]:
    """What the rows of *table* have left, together, by the row that *key* names."""
    columns = columns_of(table)
    left = table.spare({name: columns.c[name] for name in table.balances})
    made = select(columns.c[key].label("made_of"), func.sum(left).label("makes"))
    found = made.where(columns.c[key].is_not(None)).group_by(columns.c[key]).cte(f"{columns.name}_left_by_{key}")
    return found, found.c.makes


def _unlike(table: type[Balanced], state: State, keys: dict[str, str]) -> Select[Any]:
    """Rows of *table* whose rest is not what movements brought to *state* in their name, less what they took away.

    *keys* pairs the columns of the table with those of the movements that name it.
    """
    columns, move = columns_of(table), columns_of(Movement).c
    net = func.sum(case((move.to_state == state, move.amount), else_=-move.amount)).label("makes")
    named = [move[name] for name in keys.values()]
    made = select(*named, net).where(or_(move.from_state == state, move.to_state == state)).group_by(*named).subquery()
    joined = columns.outerjoin(made, and_(*(columns.c[ours] == made.c[theirs] for ours, theirs in keys.items())))
    holds = table.spare({name: columns.c[name] for name in table.balances})
    where = literal(f"{columns.name}.left").label("name")
    makes = func.coalesce(made.c.makes, 0)
    return (
        select(columns.c.id.label("key"), where, holds.label("holds"), makes.label("makes"))
        .select_from(joined)
        .where(holds != makes)
    )


def _unequal(columns: Any, name: str, made: CTE, makes: Any) -> Select[Any]:
    total = func.coalesce(makes, 0)
    joined = columns.outerjoin(made, made.c.made_of == columns.c.id)
    where = literal(f"{columns.name}.{name}").label("name")
    return (
        select(columns.c.id.label("key"), where, columns.c[name].label("holds"), total.label("makes"))
        .select_from(joined)
        .where(columns.c[name] != total)
    )


# Whoever has the tables has what reconciles them: ``verify`` finds it here.
columns_of(BudgetLine).info["reconcile"] = unequal_balances
