"""Text: amounts, days and names in the cells of a finance file, read exactly and written so that they survive."""

import re
from datetime import date

from kit.core.money import FEN_MAX
from kit.core.number import parse_printed, to_halfwidth

# What a spreadsheet takes for the beginning of a formula; an apostrophe keeps itself apart from the mark.
FORMULA_LEADS = tuple("=+-@＝＋－＠'\r")
DIGITS = tuple("0123456789０１２３４５６７８９")
FEN = 100
SHOWN_MAX = 40
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d{4})/(\d\d?)/(\d\d?)|(\d{4})(\d\d)(\d\d)|(\d{4})年(\d\d?)月(\d\d?)日")
_YEAR = re.compile(r"(\d{4})年?度?")
_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
# What no database holds (NUL, half a surrogate) and no name has (other control characters).
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Bare(str):
    """A JSON value that is no text: a number, true, a list; its digits may have been lost on the way."""

    __slots__ = ()


def guarded(text: str) -> str:
    """*text* for a cell of CSV: no spreadsheet runs it as a formula or shortens its digits."""
    if text.startswith(FORMULA_LEADS):
        return f"'{text}"
    return f"\t{text}" if text.startswith(DIGITS) else text


def unguarded(text: str) -> str:
    """*text* of a cell without the mark that kept it text."""
    bare = text.strip()
    is_marked = bare.startswith("'") and bare[1:].startswith((*FORMULA_LEADS, *DIGITS))
    return bare[1:] if is_marked else bare


def read_fen(text: str) -> int | None:
    """The fen of an amount in yuan (``1,740,000.00``), or None where it is none, or not in whole fen."""
    printed = None if isinstance(text, Bare) else parse_printed(text)
    if printed is None:
        return None
    fen = printed.value * FEN
    return int(fen) if fen.denominator == 1 and abs(fen) <= FEN_MAX else None


def write_fen(fen: int) -> str:
    """*fen* as an amount in yuan, without separators: a spreadsheet and a parser read the same."""
    whole, rest = divmod(abs(fen), FEN)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def read_day(text: str) -> date | None:
    """The day of ``2026-06-15``, ``20260615``, ``2026/6/15`` or ``2026年6月15日``; None where there is no such day."""
    match = _DAY.fullmatch(to_halfwidth(text))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_year(text: str) -> int | None:
    """The year of ``2026``, ``2026年`` or ``2026年度``."""
    match = _YEAR.fullmatch(to_halfwidth(text))
    return int(match[1]) if match else None


def is_shortened(text: str) -> bool:
    """True for ``6.22E+18``: digits that a spreadsheet has thrown away."""
    return bool(_SHORTENED.fullmatch(text))


def is_storable(text: str) -> bool:
    """True where every character can be stored."""
    return not _NOT_STORABLE.search(text)


def shown(text: str) -> str:
    """*text* as a message quotes it: cut, and without what no screen shows."""
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:SHOWN_MAX] or "—"
