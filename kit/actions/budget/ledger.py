"""Ledger: the one way in which money moves: balances by relative statements, and a movement for each amount."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import kit.budget.reconcile  # noqa: F401 - whoever moves money brings what proves the balances
from kit.budget.states import Cause, State, effect_of
from kit.budget.tables import BudgetLine, Movement
from kit.store.work import Work


@dataclass(frozen=True)
class Posting:
    """One amount, in fen, that moves on a line, and what it belongs to."""

    line: BudgetLine
    source: State
    target: State
    amount: int
    cause: Cause
    on: date
    document: str | None = None
    reservation: int | None = None
    contract: int | None = None
    payment: int | None = None


def post(work: Work, postings: Iterable[Posting]) -> None:
    """Move the amounts: each line once, in the order of their keys, with the net of what moves on it."""
    wanted = [posting for posting in postings if posting.amount]
    effects: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for posting in wanted:
        for name, amount in effect_of(posting.source, posting.target, posting.cause, posting.amount).items():
            effects[posting.line.id][name] += amount
    lines = {posting.line.id: posting.line for posting in wanted}
    for key in sorted(effects):
        work.move(lines[key], **effects[key])
    work.add_many(Movement, _rows(wanted))


def _rows(postings: Sequence[Posting]) -> list[dict[str, Any]]:
    return [
        {
            "dossier": posting.line.dossier,
            "line_id": posting.line.id,
            "from_state": posting.source,
            "to_state": posting.target,
            "amount": posting.amount,
            "cause": posting.cause,
            "on_day": posting.on,
            "document": posting.document,
            "reservation_id": posting.reservation,
            "contract_id": posting.contract,
            "payment_id": posting.payment,
        }
        for posting in postings
    ]
