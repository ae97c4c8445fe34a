"""Fiscal year: the calendar year (预算法 第十八条), and how much of it has gone by."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, order=True)
class FiscalYear:
    """One fiscal year, 1 January to 31 December."""

    year: int

    @property
    def first_day(self) -> date:
        """1 January."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """31 December."""
        return date(self.year, 12, 31)

    def elapsed_share(self, day: date) -> Fraction:
        """The share of the year that is over at the end of *day*, between 0 and 1."""
        length = (self.last_day - self.first_day).days + 1
        gone = (day - self.first_day).days + 1
        return Fraction(min(max(gone, 0), length), length)
