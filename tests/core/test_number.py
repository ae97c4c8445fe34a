"""Numbers as printed: read exactly, with the interval that stands behind what is printed."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.number import parse_printed, to_halfwidth

DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=5)


@pytest.mark.parametrize(
    ("printed", "value", "step"),
    [
        ("31.69", "31.69", "0.01"),
        ("100", "100", "1"),
        ("1,740,000.00", "1740000", "0.01"),
        ("174,0000", "1740000", "1"),
        ("-0.5", "-0.5", "0.1"),
        ("+7", "7", "1"),
        (".25", "0.25", "0.01"),
        ("９６．５", "96.5", "0.1"),
        ("１，２００", "1200", "1"),
        ("−3", "-3", "1"),
        ("－3", "-3", "1"),
        (" 12 ", "12", "1"),
        ("1 740 000", "1740000", "1"),
    ],
)
def test_a_printed_number_keeps_its_precision(printed: str, value: str, step: str) -> None:
    """The value is exact and the step is one of the last printed place."""
    number = parse_printed(printed)

    assert number is not None
    assert (number.value, number.step) == (Fraction(value), Fraction(step))


@pytest.mark.parametrize(
    "printed",
    [
        None,
        "",
        " ",
        "-",
        "NaN",
        "inf",
        "1e5",
        "1,23",
        "12,34,567",
        "1.2.3",
        "12%",
        "万",
        "95①",
        "10²",
        "½",
        "9" * 31,
        "--1",
    ],
)
def test_what_is_no_plain_number_is_not_read(printed: str | None) -> None:
    """Words, units, exponents, footnote marks and misplaced separators are left to others."""
    assert parse_printed(printed) is None


def test_31_69_stands_for_31_685_to_31_695() -> None:
    """The interval of true values that print as 31.69."""
    number = parse_printed("31.69")

    assert number is not None
    assert (number.low, number.high) == (Fraction("31.685"), Fraction("31.695"))


def test_in_another_unit_the_interval_is_scaled_with_the_value() -> None:
    """31.69万元 stands for 316,850 to 316,950 yuan."""
    number = parse_printed("31.69")

    assert number is not None
    assert (number.times(10_000).low, number.times(10_000).high) == (316_850, 316_950)


@given(DECIMALS, st.integers(0, 4))
def test_the_interval_holds_the_true_value_behind_the_printed_one(true: Decimal, places: int) -> None:
    """Whatever is rounded half up to some places and printed, its true value lies in the interval."""
    printed = true.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    number = parse_printed(f"{printed:,f}")

    assert number is not None
    assert number.value == Fraction(printed)
    assert number.low <= Fraction(true) <= number.high


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is either a number or not; reading never fails."""
    number = parse_printed(text)

    assert number is None or number.step > 0


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("９５％", "95%"),
        ("（ａ）", "(a)"),
        ("　满意　", "满意"),
        ("95①", "95①"),
        ("100㎡", "100m2"),
        ("100m²", "100m2"),
        ("10²", "10²"),
        ("¥5", "¥5"),
        ("￥5", "¥5"),
    ],
)
def test_full_width_text_becomes_plain(text: str, plain: str) -> None:
    """Digits, signs and letters become plain; footnote marks stay what they are."""
    assert to_halfwidth(text) == plain
