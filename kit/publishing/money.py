"""Money: amounts of views, in fen, brought to 万元 for a page without losing a fen."""

from decimal import Decimal
from typing import Any

import pandas as pd

from kit.core.language import _
from kit.publishing.columns import is_nothing

AMOUNTS = (
    "opening", "allotted", "adjusted", "received", "reserved", "contracted", "paid", "available",
    "carried_over", "returned", "planned", "expected", "amount", "used", "released", "left", "contract_sum", "bound",
    "unbound", "refunded", "by_pace_of_year", "by_commitments", "by_last_three_months", "cost_difference", "holds",
    "makes", "residual", "undated",
)  # fmt: skip


def to_wan(fen: Any) -> Decimal | None:
    """An amount in fen brought to 万元, exact; None for none."""
    return None if is_nothing(fen) else Decimal(int(fen)).scaleb(-6)


def in_wan(frame: pd.DataFrame) -> pd.DataFrame:
    """*frame* with every amount in 万元, exact."""
    found = [name for name in AMOUNTS if name in frame]
    return frame.assign(
        **{name: pd.Series([to_wan(fen) for fen in frame[name]], frame.index, object) for name in found}
    )


def with_total(frame: pd.DataFrame, name: str, empty: str) -> pd.DataFrame:
    """*frame* with its totals, the rows that have no *empty*, named so in the column *name*."""
    return frame.assign(**{name: frame[name].where(frame[empty].notna(), _("total"))})
