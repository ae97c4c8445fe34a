"""Money: whole fen from what people write, and back without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.money import FEN_MAX, Money, NotAnAmount, parse_amount

AMOUNTS = st.integers(-FEN_MAX, FEN_MAX).map(Money)
UNITS = st.sampled_from(["元", "千元", "万元", "百万元", "亿元"])


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("620.82万元", 620_820_000),
        ("75元", 7_500),
        ("1,740,000.00", 174_000_000),
        ("0.01", 1),
        ("1.5亿元", 15_000_000_000),
        ("3千元", 300_000),
        ("2百万元", 200_000_000),
        ("12万", 12_000_000),
        ("￥1,200.50", 120_050),
        ("人民币 8,000元", 800_000),
        ("－300.00", -30_000),
        ("６２０．８２万元", 620_820_000),
        ("0.000001万元", 1),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, fen: int) -> None:
    """Each text is so many fen, counted by hand."""
    assert Money.parse(text) == Money(fen)


def test_the_unit_of_the_heading_holds_where_none_is_written() -> None:
    """In a table headed 万元, 31.69 is 316,900 yuan, and 75元 stays 75 yuan."""
    assert Money.parse("31.69", "万元") == Money(31_690_000)
    assert Money.parse("75元", "万元") == Money(7_500)


@pytest.mark.parametrize("text", ["", "abc", "NaN", "1e9", "5美元", "1,23元", "12%", "95①", "元", "inf", "1\n2x"])
def test_what_is_no_amount_is_refused_with_what_to_write(text: str) -> None:
    """The refusal shows how an amount is written."""
    with pytest.raises(NotAnAmount, match=r"620\.82万元"):
        Money.parse(text)


def test_a_part_of_a_fen_is_refused() -> None:
    """Money is never rounded on the way in."""
    with pytest.raises(NotAnAmount, match="whole fen"):
        Money.parse("0.005元")


def test_an_amount_beyond_any_budget_asks_for_its_unit() -> None:
    """A thousand trillion yuan is a slip of the unit."""
    with pytest.raises(NotAnAmount, match="check the unit"):
        Money.parse("10000001亿元")


def test_another_currency_in_the_heading_is_not_read() -> None:
    """An amount in dollars is not taken for one in renminbi."""
    assert parse_amount("75", "美元") is None


def test_a_very_long_text_is_not_an_amount() -> None:
    """Thousands of blanks between two signs are not searched through."""
    assert parse_amount("1" + " " * 100_000 + "x") is None


def test_a_printed_amount_is_an_interval_in_fen() -> None:
    """31.69万元 stands for 31.685 to 31.695, in fen 31,685,000 to 31,695,000."""
    printed = parse_amount("31.69万元")

    assert printed is not None
    assert (printed.low, printed.high) == (31_685_000, 31_695_000)


@pytest.mark.parametrize(
    ("fen", "unit", "text"),
    [
        (174_000_000, "元", "1,740,000.00元"),
        (174_000_000, "万元", "174.00万元"),
        (620_820_001, "万元", "620.820001万元"),
        (-5, "元", "-0.05元"),
        (0, "亿元", "0.00亿元"),
    ],
)
def test_amounts_are_written_with_thousands_and_without_rounding(fen: int, unit: str, text: str) -> None:
    """Two decimals at least, and as many as the amount has."""
    assert Money(fen).text(unit) == text


@given(AMOUNTS, UNITS)
def test_what_is_written_reads_back_the_same(amount: Money, unit: str) -> None:
    """No fen is lost between writing and reading, in any unit."""
    assert Money.parse(amount.text(unit)) == amount


@given(AMOUNTS, AMOUNTS)
def test_sums_and_differences_are_those_of_the_fen(one: Money, other: Money) -> None:
    """Adding and taking away again leaves the amount."""
    assert (one + other).fen == one.fen + other.fen
    assert (one + other) - other == one
