"""Patterns: the fixed list of what a rule of redaction can find in a text; an office chooses among them and adds none.

Every pattern runs in a time that grows with the length of the text alone: none holds a repetition inside another.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

Span = tuple[int, int]


class Pattern(StrEnum):
    """What can be found. There is no other: no expression of an office's own."""

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    E_MAIL = "e_mail"


# Full-width digits and letters are the same signs; gaps and hyphens between digits are how people write long numbers.
_PLAIN = str.maketrans({0xFF10 + n: str(n) for n in range(10)} | {0xFF38: "X", 0xFF58: "x", 0xFF20: "@", 0xFF0E: "."})
_RUN = re.compile(r"(?<![0-9A-Za-z.,])\d(?:[ \u00a0\u3000-]?\d){10,18}(?:[ \u00a0\u3000-]?[Xx])?(?![0-9A-Za-z]|[.,]\d)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_GAPS = re.compile(r"[ \u00a0\u3000-]")
# GB 11643—1999: weights of the first seventeen digits, and the sign for each remainder by eleven.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CARD_DIGITS = range(16, 20)
_COUNTRY = ("+86", "0086", "86")


def find_spans(pattern: Pattern, text: str) -> list[Span]:
    """Where *text* holds what *pattern* describes: start and end of each, in order, none over another."""
    return list(_FINDERS[pattern](text.translate(_PLAIN)))


def is_resident_id(number: str) -> bool:
    """True for eighteen signs with a day of birth that there is and the right check sign (GB 11643—1999)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _is_day(number[6:14]) and _CHECKS[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """True for 16 to 19 digits whose last one is the check digit of the others (ISO/IEC 7812-1, Annex B: Luhn)."""
    if not number.isdigit() or len(number) not in _CARD_DIGITS or len(set(number)) == 1:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_mobile(number: str) -> bool:
    """True for eleven digits that begin as the numbers of mobile subscribers do (13 to 19)."""
    return re.fullmatch(r"1[3-9]\d{9}", number) is not None


def _is_day(text: str) -> bool:
    try:
        found = date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    except ValueError:
        return False
    return found.year >= 1900


def _numbers(is_one: Callable[[str], bool]) -> Callable[[str], Iterator[Span]]:
    def find(text: str) -> Iterator[Span]:
        return (found.span() for found in _RUN.finditer(text) if is_one(_GAPS.sub("", found[0])))

    return find


def _is_mobile_of_country(number: str) -> bool:
    return any(is_mobile(number.removeprefix(each)) for each in ("", *_COUNTRY))


def _mails(text: str) -> Iterator[Span]:
    return (found.span() for found in _MAIL.finditer(text))


_FINDERS: dict[Pattern, Callable[[str], Iterator[Span]]] = {
    Pattern.RESIDENT_ID: _numbers(is_resident_id),
    Pattern.MOBILE: _numbers(_is_mobile_of_country),
    Pattern.BANK_CARD: _numbers(is_card_number),
    Pattern.E_MAIL: _mails,
}
