"""States: where money stands between its allotment and its payment, and what a movement does to the balances."""

from enum import StrEnum


class State(StrEnum):
    """Where an amount of a budget line stands.

    ``OUTSIDE`` is everything beyond the line: the finance department, another line, the treasury. ``DUE`` and
    ``RECEIVED`` are a count of their own: money that has arrived, whatever has been decided about it.
    """

    OUTSIDE = "outside"
    AVAILABLE = "available"
    RESERVED = "reserved"
    CONTRACTED = "contracted"
    PAID = "paid"
    DUE = "due"
    RECEIVED = "received"
    TREASURY = "treasury"


class Cause(StrEnum):
    """Why an amount moved."""

    OPENING = "opening"
    TAKEN_OVER = "taken_over"
    SUPPLEMENT = "supplement"
    ADJUSTMENT = "adjustment"
    VIREMENT = "virement"
    RECEIPT = "receipt"
    RESERVATION = "reservation"
    RELEASE = "release"
    CONTRACT = "contract"
    PAYMENT = "payment"
    REFUND = "refund"
    CARRY_OVER = "carry_over"
    SURPLUS = "surplus"


_HELD = (State.RESERVED, State.CONTRACTED, State.PAID, State.RECEIVED)


def effect_of(source: State, target: State, cause: Cause, amount: int) -> dict[str, int]:
    """What moving *amount* fen from *source* to *target* adds to the balances of a line, by their names."""
    if target is State.TREASURY:
        # What a year has executed stays as it was.
        return {}
    effect = {str(state): sign * amount for state, sign in ((source, -1), (target, 1)) if state in _HELD}
    if State.OUTSIDE in (source, target):
        effect["allotted"] = amount if source is State.OUTSIDE else -amount
    if cause is Cause.OPENING:
        effect["opening"] = amount
    return effect
