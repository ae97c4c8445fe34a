"""Fiscal year: 1 January to 31 December (预算法 第十八条), and the share of it that is over."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.fiscal import FiscalYear


def test_it_runs_from_january_to_december() -> None:
    """The fiscal year is the calendar year."""
    year = FiscalYear(2024)

    assert (year.first_day, year.last_day) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 1, 1), Fraction(1, 365)),
        (date(2025, 6, 30), Fraction(181, 365)),  # 31 + 28 + 31 + 30 + 31 + 30 days
        (date(2025, 12, 31), Fraction(1)),
        (date(2024, 12, 31), Fraction(0)),
        (date(2026, 3, 1), Fraction(1)),
    ],
)
def test_the_share_that_is_over_counts_the_day_itself(day: date, share: Fraction) -> None:
    """At the end of the day, in days of the year; before the year nothing, after it everything."""
    assert FiscalYear(2025).elapsed_share(day) == share


def test_a_leap_year_has_a_day_more() -> None:
    """On 29 February 2024 sixty of 366 days are over."""
    assert FiscalYear(2024).elapsed_share(date(2024, 2, 29)) == Fraction(60, 366)


@given(st.integers(2000, 2100), st.dates(date(1990, 1, 1), date(2110, 1, 1)))
def test_the_share_lies_between_nothing_and_everything(year: int, day: date) -> None:
    """However far the day lies from the year."""
    assert 0 <= FiscalYear(year).elapsed_share(day) <= 1
