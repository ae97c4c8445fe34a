"""Comparison: what can be said of an actual value beside its target, and what can not."""

from fractions import Fraction

import pytest

from kit.evaluation.comparison import (
    Direction,
    align,
    direction_of,
    have_alien_units,
    is_comparable,
    is_met,
    ratio,
)
from kit.evaluation.target import parse_actual, parse_target

COST_WORDS = ("成本", "投诉", "受害")


@pytest.mark.parametrize(
    ("target", "actual", "answer"),
    [
        ("≥50个", "50", True),
        ("≥50个", "49", False),
        (">50个", "50个", False),
        ("≤90万元", "90", True),
        ("≤90万元", "900000元", True),
        ("≤90万元", "90.01万元", False),
        ("<5%", "5%", False),
        ("=100%", "100", True),
        ("=100%", "99%", False),
        ("=8个", "9个", None),
        ("0次", "0次", True),
        ("0起", "1起", None),
        ("80-90", "85", True),
        ("80-90", "79", False),
        ("80-90", "95", None),
        ("≤100元/人/天", "98元/人·天", True),
        ("600人·天", "620人天", True),
        ("600元/月", "700元", None),
        ("0.85", "86%", True),
        ("1", "100%", True),
        ("1", "96%", False),
        ("≤1", "60%", False),
        ("200", "200余人", True),
        ("210", "200余人", None),
        ("300", "200余人", False),
        ("200", "近200人", None),
        ("200", "约300人", True),
        ("100%", "1000件", None),
        ("100%", "达成预期指标", None),
        ("效果明显", "效果明显", None),
        ("≤0.9‰", "0.05%", True),
        ("2023年12月", "2023年12月", True),
        ("2023年12月", "2023年10月", True),
        ("2023年12月", "2024年1月", False),
        ("11月底前", "11月", True),
        ("11月底前", "12月", False),
        ("9月前", "8月", True),
        ("9月前", "9月", None),
        ("9月前", "10月", False),
        ("6月15日前", "6月", None),
        ("12月31日前", "12月", True),
        ("11月底前", "2023年10月", None),
        ("第三季度", "8月", True),
    ],
)
def test_a_target_is_met_missed_or_neither_can_be_said(target, actual, answer):
    """Doubt gives None: a false fault is worse than a missed one."""
    assert is_met(parse_target(target), parse_actual(actual)) is answer


@pytest.mark.parametrize(
    ("target", "actual", "comparable", "alien"),
    [
        ("100%", "100", True, False),
        ("≥50个", "50项", True, False),
        ("5场", "6次", True, False),
        ("1公里", "1000米", True, False),
        ("100%", "1000件", False, True),
        ("100%", "5个", False, True),
        ("12头", "12亩", False, True),
        ("500人", "500户", False, True),
        ("≤90万元", "90平方米", False, True),
        ("≤30万元", "完成", False, False),
        ("≤90万元", "900000", False, False),
        ("2023年12月", "100%", False, False),
    ],
)
def test_values_compare_only_where_they_count_the_same_kind_of_thing(target, actual, comparable, alien):
    """Nanhua and Caidian answered 100 % with pieces; a bare number takes its partner's unit unless that is absurd."""
    parsed = parse_target(target), parse_actual(actual)

    assert (is_comparable(*parsed), have_alien_units(*parsed)) == (comparable, alien)


def test_a_bare_answer_takes_the_printed_unit_of_the_target():
    """≤90万元 answered with 88 is 880,000 of 900,000 yuan."""
    pair = align(parse_target("≤90万元"), parse_actual("88"))

    assert pair is not None
    assert (pair.target, pair.actual) == (900_000, 880_000)


def test_a_rate_answers_percent_only_where_the_target_is_a_high_one():
    """1 against 100 % is all of it; 0.5 against at most 5 % is half a percent, or doubtful at best."""
    whole = align(parse_target("100%"), parse_actual("1"))
    small = align(parse_target("≤5%"), parse_actual("0.5"))

    assert whole is not None
    assert small is not None
    assert (whole.actual, small.actual) == (100, Fraction(1, 2))


@pytest.mark.parametrize(
    ("target", "name", "direction"),
    [
        ("≤5%", "合格率", Direction.INVERSE),
        ("小于0.9‰", "覆盖率", Direction.INVERSE),
        ("≥90%", "成本节约率", Direction.POSITIVE),
        ("20万元", "项目总成本", Direction.INVERSE),
        ("0.9‰", "森林火灾受害面积", Direction.INVERSE),
        ("3次", "有效投诉次数", Direction.INVERSE),
        ("3次", "培训次数", Direction.POSITIVE),
    ],
)
def test_the_operator_decides_the_direction_and_words_only_where_it_is_lost(target, name, direction):
    """The list of words is short on purpose."""
    assert direction_of(parse_target(target), COST_WORDS, name) is direction


@pytest.mark.parametrize(
    ("target", "actual", "direction", "share"),
    [
        ("100个", "50个", Direction.POSITIVE, Fraction(1, 2)),
        ("≤100个", "125个", Direction.INVERSE, Fraction(4, 5)),
        ("80个", "120个", Direction.POSITIVE, Fraction(3, 2)),
        ("0次", "0次", Direction.POSITIVE, Fraction(1)),
        ("0次", "3次", Direction.POSITIVE, None),
        ("0次", "3次", Direction.INVERSE, Fraction(0)),
        ("80-90", "40", Direction.POSITIVE, Fraction(1, 2)),
    ],
)
def test_a_ratio_says_how_far_the_target_is_reached(target, actual, direction, share):
    """Nothing is ever divided by zero."""
    pair = align(parse_target(target), parse_actual(actual))

    assert pair is not None
    assert ratio(pair, direction) == share
