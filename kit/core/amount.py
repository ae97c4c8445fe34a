"""Amount: money as a field of a request: text is read as people write it, a whole number is fen."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from kit.core.money import FEN_MAX, parse_amount


def read_fen(value: Any) -> Any:
    """Fen of ``1,740,000.00`` (yuan), ``620.82万元`` or of a whole number, which is fen already.

    A number with a point is refused: it has been a float on the way, and a float cannot hold 0.1.
    """
    if isinstance(value, bool | float):
        raise PydanticCustomError("amount_float", "an amount is a text or whole fen")
    return value if isinstance(value, int) else _read_text(value)


def _read_text(value: Any) -> int:
    given = str(value)[:100]
    printed = parse_amount(value) if isinstance(value, str) else None
    if printed is None:
        raise PydanticCustomError("amount_unread", "not an amount", {"given": given})
    if printed.value.denominator != 1:
        raise PydanticCustomError("amount_below_fen", "not in whole fen", {"given": given})
    return int(printed.value)


def _bounded(fen: int) -> int:
    if abs(fen) > FEN_MAX:
        raise PydanticCustomError("amount_too_large", "beyond what a budget holds")
    if fen < 0:
        raise PydanticCustomError("amount_negative", "below zero")
    return fen


def _positive(fen: int) -> int:
    if fen == 0:
        raise PydanticCustomError("amount_zero", "zero")
    return fen


Fen = Annotated[int, BeforeValidator(read_fen), AfterValidator(_bounded)]
PositiveFen = Annotated[Fen, AfterValidator(_positive)]
