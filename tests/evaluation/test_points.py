"""Points: weights and scores in every print that forms use."""

from fractions import Fraction

import pytest

from kit.evaluation.points import parse_heading_points, parse_points, without_points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("10", 10),
        ("10.30", Fraction(103, 10)),
        ("10分", 10),
        ("(40分)", 40),
        ("10%", 10),
        ("总分:98.5分", Fraction(197, 2)),
    ],
)
def test_points_are_read_with_or_without_their_word(text: str, points: Fraction) -> None:
    """Brackets, 分, percent signs and full-width digits change nothing."""
    number = parse_points(text)

    assert number is not None
    assert number.value == points


@pytest.mark.parametrize("text", [None, "/", "—", "优", "10/10", "80-90", "NaN", "1e3"])
def test_what_is_no_single_number_has_no_points(text: str | None) -> None:
    """Marks for nothing, words, ranges and two numbers are not guessed at."""
    assert parse_points(text) is None


@pytest.mark.parametrize(
    ("heading", "name", "points"),
    [
        ("产出指标(50分)", "产出指标", 50),
        ("数量指标15分", "数量指标", 15),
        ("效益指标(30)", "效益指标", 30),
        ("效益指标", "效益指标", None),
    ],
)
def test_a_heading_keeps_its_name_and_its_points(heading: str, name: str, points: int | None) -> None:
    """The name compares across rows, the points count where no row has any."""
    assert (without_points(heading), parse_heading_points(heading)) == (name, points)
