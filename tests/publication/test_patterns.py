"""Patterns: what counts as an identity number, a card, a mobile number, an address of mail; and what does not.

Identity numbers: 11010519491231002X and 440524188001010014 are the examples of GB 11643—1999; the second is of a person born
in 1880, which the kit does not look for. The card number is the worked example of Luhn's check, filled to sixteen digits.
"""

import time

import pytest

from kit.publication.patterns import Pattern, find_spans, is_card_number, is_resident_id

RESIDENT = "11010519491231002X"
CARD = "4539578763621486"


def found(pattern: Pattern, text: str) -> list[str]:
    """The words that a pattern finds."""
    return [text[start:end] for start, end in find_spans(pattern, text)]


@pytest.mark.parametrize(
    ("number", "answer"),
    [(RESIDENT, True), ("11010519491231002x", True), ("110105194912310021", False), ("11010519490231002X", False)],
)
def test_an_identity_number_has_a_day_and_a_check_sign(number: str, answer: bool) -> None:
    """A wrong check sign, and 31 February, are none."""
    assert is_resident_id(number) is answer


@pytest.mark.parametrize("text", [RESIDENT, "身份证110105 19491231 002X号", "１１０１０５１９４９１２３１００２Ｘ"])
def test_an_identity_number_is_found_however_it_is_written(text: str) -> None:
    """With gaps, in full-width digits, inside a sentence."""
    assert len(found(Pattern.RESIDENT_ID, text)) == 1


def test_a_card_number_is_known_by_its_check_digit() -> None:
    """One digit more is none: amounts and codes of sixteen digits stay."""
    assert is_card_number(CARD)
    assert not is_card_number("4539578763621487")
    assert found(Pattern.BANK_CARD, f"卡号 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}。")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("电话13812345678，", 1),
        ("8613812345678", 1),
        ("12345678901", 0),
        ("138123456789012", 0),
        ("13,812,345,678.00", 0),
    ],
)
def test_a_mobile_number_has_eleven_digits(text: str, count: int) -> None:
    """Amounts with commas and longer numbers are none."""
    assert len(found(Pattern.MOBILE, text)) == count


def test_an_address_of_mail_is_found() -> None:
    """Inside Chinese without a space."""
    assert found(Pattern.E_MAIL, "请发至zhang.san@example.gov.cn，谢谢") == ["zhang.san@example.gov.cn"]


@pytest.mark.parametrize("text", ["1" * 100_000, "1 " * 50_000, "a@" * 50_000, "a." * 50_000 + "@"])
@pytest.mark.parametrize("pattern", list(Pattern))
def test_no_text_makes_a_pattern_hang(pattern: Pattern, text: str) -> None:
    """Hostile texts of a hundred thousand signs; what would hang takes minutes."""
    began = time.monotonic()

    find_spans(pattern, text)

    assert time.monotonic() - began < 10
