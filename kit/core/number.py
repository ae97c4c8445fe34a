"""Number: numbers as people print them, read exactly and kept with their precision."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

DIGITS_MAX = 30
_NUMBER = re.compile(r"[+-]?(\d[\d,]*\.?\d*|\.\d+)")
# Raised, lowered, circled and bracketed digits and fractions, but not the power of a unit.
_MARK = re.compile(r"((?<![A-Za-z])[²³]|[¹¼-¾⁰-⁹₀-₉⅐-⅟↉①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉟㊀-㊉㊱-㊿])")
MINUS = "\N{MINUS SIGN}"


def to_halfwidth(text: str) -> str:
    """*text* with full-width digits, signs and letters made plain (NFKC), outer white space dropped.

    Raised and circled digits stay as they are, since 95① is not 951 and 10² is not 102; a unit's power (m²) becomes
    plain.
    """
    if text.isascii():
        return text.strip()
    # Every second part is such a digit: the pattern catches what it splits at.
    parts = _MARK.split(text)
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts).replace(MINUS, "-").strip()


@dataclass(frozen=True)
class PrintedNumber:
    """A number as printed, and the interval of true values that print as it.

    ``31.69`` stands for 31.685 to 31.695; ``scale`` is the unit it was printed in (10000 for 万元), so ``low`` and
    ``high`` are in the base unit.
    """

    value: Fraction
    step: Fraction

    @property
    def low(self) -> Fraction:
        """The least true value that rounds to what is printed."""
        return self.value - self.step / 2

    @property
    def high(self) -> Fraction:
        """The greatest true value that rounds to what is printed."""
        return self.value + self.step / 2

    def times(self, scale: Fraction | int) -> "PrintedNumber":
        """The same in another unit."""
        return PrintedNumber(self.value * scale, self.step * abs(Fraction(scale)))


def parse_printed(text: str | None) -> PrintedNumber | None:
    """The plain number that *text* is (separators and full-width digits understood), or None where it is not one.

    Takes no unit and no words; refuses NaN, infinities, exponents and more than thirty digits.
    """
    plain = to_halfwidth(text or "").replace(" ", "")
    if not _NUMBER.fullmatch(plain) or len(plain) > DIGITS_MAX:
        return None
    if "," in plain and not _separated(plain):
        return None
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return PrintedNumber(Fraction(value), Fraction(10) ** exponent)


def _separated(plain: str) -> bool:
    """True where the commas stand as thousands (1,740,000) or as the Chinese groups of four (174,0000)."""
    whole = plain.lstrip("+-").split(".")[0]
    return bool(re.fullmatch(r"\d{1,3}(,\d{3})+", whole) or re.fullmatch(r"\d{1,4}(,\d{4})+", whole))
