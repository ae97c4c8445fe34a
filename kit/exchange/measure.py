"""Measure: how much room a text takes on paper."""

import unicodedata
from collections.abc import Iterable


def letters(text: str) -> float:
    """The width of *text* in Chinese letters: a Latin letter or digit takes half of one."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def shorten(text: str, width: float) -> str:
    """*text* on one line, cut with an ellipsis where it is wider than *width* Chinese letters."""
    plain = " ".join(text.split())
    if letters(plain) <= width:
        return plain
    while letters(plain) > width - 1:
        plain = plain[: max(len(plain) - max(int(letters(plain) - width), 1), 0)]
    return plain + "…"


def row_height(texts: Iterable[tuple[str, float]], line: float, most: float) -> float:
    """The height of a row whose cells hold *texts*, each in a column so many Latin letters wide; at most *most*."""
    lines = max(
        (sum(-(-letters(part) // (width / 2)) or 1 for part in text.split("\n")) for text, width in texts), default=1
    )
    return min(line * max(lines, 1) + line / 2, most)
