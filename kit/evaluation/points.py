"""Points: weights and scores as forms print them (``10``, ``10分``, ``(40分)``, ``10%``)."""

import re
from fractions import Fraction
from functools import lru_cache

from kit.core.number import PrintedNumber, parse_printed, to_halfwidth

_POINTS = re.compile(r"[(\[]?(?P<number>[+-]?[\d.,]+)(?:分|%|个百分点)?[)\]]?")
_IN_WORDS = re.compile(r"(?<![\d.])[+-]?\d+(?:\.\d+)?(?![\d.])")
_HEADING = re.compile(r"[(\[]?(?:权重|分值|满分|共)?:?(\d+(?:\.\d+)?)(?:分|%)[)\]]?$|[(\[](\d+(?:\.\d+)?)[)\]]$")
_WORDS_MAX = 20
# Tables repeat their headings and points; reading each text once is most of the speed.
_CACHED = 65_536


@lru_cache(maxsize=_CACHED)
def parse_points(text: str | None) -> PrintedNumber | None:
    """The points in a weight or score cell; None where the cell holds none, or more than one number."""
    plain = _plain(text)
    match = _POINTS.fullmatch(plain)
    if match:
        return parse_printed(match["number"])
    numbers = _IN_WORDS.findall(plain)
    return parse_printed(numbers[0]) if len(numbers) == 1 and len(plain) <= _WORDS_MAX else None


@lru_cache(maxsize=_CACHED)
def parse_heading_points(text: str | None) -> Fraction | None:
    """The points that a heading names (``产出指标(40分)``, ``数量指标15分``, ``效益指标(30)``), or None."""
    match = _HEADING.search(_plain(text))
    return Fraction(match[1] or match[2]) if match else None


@lru_cache(maxsize=_CACHED)
def without_points(text: str | None) -> str:
    """A heading without the points behind it, in half-width letters: the name to compare."""
    return _HEADING.sub("", _plain(text)).strip("()[]:、.")


def _plain(text: str | None) -> str:
    return re.sub(r"\s", "", to_halfwidth(text or "")).replace("−", "-").replace("%%", "%")
