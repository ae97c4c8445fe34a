"""Money: amounts in whole fen, read from what people write, never a float."""

import re
from dataclasses import dataclass

from kit.core.errors import KitError
from kit.core.number import PrintedNumber, parse_printed, to_halfwidth

FEN_MAX = 10**17
TEXT_MAX = 100
UNITS = {"元": 100, "千元": 100_000, "万元": 1_000_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
WAN_FEN = UNITS["万元"]
UNIT_NAMES = "百万元|千元|万元|亿元|元"
_AMOUNT = re.compile(rf"(?:人民币|RMB|CNY|¥)?\s*(?P<number>[+-]?[\d.,\s]+)\s*(?P<unit>{UNIT_NAMES}|万|亿)?(?:人民币)?")


class NotAnAmount(KitError):
    """A text that is no amount in renminbi of whole fen."""


@dataclass(frozen=True, order=True)
class Money:
    """An amount in renminbi, in whole fen."""

    fen: int

    @classmethod
    def parse(cls, text: str, unit: str = "元") -> "Money":
        """Read ``620.82万元``, ``75元`` or ``1,740,000.00`` (then in *unit*); raise NotAnAmount with the reason."""
        printed = parse_amount(text, unit)
        if printed is None:
            raise NotAnAmount(f"{text!r} is not an amount; write it like 1,740,000.00 or 620.82万元")
        if printed.value.denominator != 1:
            raise NotAnAmount(f"{text!r} is not in whole fen; write at most two decimals of a yuan")
        return cls(int(printed.value)).checked()

    def checked(self) -> "Money":
        """The amount itself; raise NotAnAmount beyond a thousand trillion yuan, where a unit is surely wrong."""
        if abs(self.fen) > FEN_MAX:
            raise NotAnAmount(f"{self.fen} fen is beyond what a budget holds; check the unit")
        return self

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __str__(self) -> str:
        return self.text("元")

    def text(self, unit: str = "元") -> str:
        """The amount with thousands separated, as ``1,740,000.00元`` or ``174.00万元``; exact, no rounding."""
        scale = UNITS[unit]
        whole, rest = divmod(abs(self.fen), scale)
        decimals = len(str(scale)) - 1
        fraction = f"{rest:0{decimals}d}"
        shown = fraction[:2] + fraction[2:].rstrip("0")
        return f"{'-' if self.fen < 0 else ''}{whole:,}.{shown}{unit}"


def parse_amount(text: str | None, unit: str = "元") -> PrintedNumber | None:
    """An amount as printed, as an interval in fen; None where *text* is not an amount in renminbi.

    A unit in the text (``620.82万元``) wins over *unit*, the one in the heading; no other currency is read.
    """
    plain = to_halfwidth(text or "")
    match = _AMOUNT.fullmatch(plain) if len(plain) <= TEXT_MAX else None
    if not match:
        return None
    number = parse_printed(re.sub(r"\s", "", match["number"]))
    scale = _fen_in(match["unit"] or unit)
    return number.times(scale) if number and scale else None


def _fen_in(unit: str) -> int | None:
    return UNITS.get(unit) or UNITS.get(f"{unit}元")
