"""Earned value: what was planned, earned and spent up to a day, and what that says of cost and time.

Earned value management as in ANSI/EIA-748 and PMI, "Practice Standard for Earned Value Management"; earned schedule as
in W. Lipke (2003), "Schedule is Different", The Measurable News. Amounts are whole fen; indices are exact fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class EarnedValue:
    """Budget at completion, planned value, earned value and actual cost, in fen (BAC, PV, EV, AC).

    An index whose denominator is zero is None: nothing was planned or spent yet.
    """

    budget: int
    planned: int
    earned: int
    actual: int

    @property
    def cost_variance(self) -> int:
        """CV = EV - AC; negative where more was spent than earned."""
        return self.earned - self.actual

    @property
    def schedule_variance(self) -> int:
        """SV = EV - PV, in money; it returns to zero when a late project ends, which SV(t) does not."""
        return self.earned - self.planned

    @property
    def cost_index(self) -> Fraction | None:
        """CPI = EV / AC."""
        return _share(self.earned, self.actual)

    @property
    def schedule_index(self) -> Fraction | None:
        """SPI = EV / PV; it returns to one when a late project ends, which SPI(t) does not."""
        return _share(self.earned, self.planned)

    @property
    def estimate_by_cost(self) -> Fraction | None:
        """EAC = BAC / CPI: the rest costs as much more as what is done."""
        return None if not self.cost_index else self.budget / self.cost_index

    @property
    def estimate_by_plan(self) -> Fraction:
        """EAC = AC + (BAC - EV): the rest costs what was planned."""
        return Fraction(self.actual + self.budget - self.earned)

    @property
    def estimate_by_both(self) -> Fraction | None:
        """EAC = AC + (BAC - EV) / (CPI × SPI): the rest costs more and has to be caught up."""
        if not self.cost_index or not self.schedule_index:
            return None
        return self.actual + (self.budget - self.earned) / (self.cost_index * self.schedule_index)

    @property
    def to_complete_index(self) -> Fraction | None:
        """TCPI = (BAC - EV) / (BAC - AC): how dear each fen left must earn to end within the budget."""
        return _share(self.budget - self.earned, self.budget - self.actual)

    @property
    def variance_at_completion(self) -> Fraction | None:
        """VAC = BAC - EAC, by the cost index."""
        estimate = self.estimate_by_cost
        return None if estimate is None else self.budget - estimate


@dataclass(frozen=True)
class EarnedSchedule:
    """Earned schedule in periods: how much of the plan's time has been earned (ES) at actual time (AT)."""

    earned: Fraction
    actual: int
    duration: int

    @property
    def schedule_variance(self) -> Fraction:
        """SV(t) = ES - AT, in periods; negative for late."""
        return self.earned - self.actual

    @property
    def schedule_index(self) -> Fraction | None:
        """SPI(t) = ES / AT."""
        return _share(self.earned, self.actual)

    @property
    def estimate(self) -> Fraction | None:
        """IEAC(t) = PD / SPI(t): the duration in periods that the pace so far would need."""
        return None if not self.schedule_index else self.duration / self.schedule_index

    @property
    def to_complete_index(self) -> Fraction | None:
        """TSPI = (PD - ES) / (PD - AT): the pace that is needed to end in time; None when time is up."""
        left = self.duration - self.actual
        return (self.duration - self.earned) / left if left > 0 else None


def earned_schedule(planned: Sequence[int], earned: int, actual: int) -> EarnedSchedule:
    """Earned schedule at the end of period *actual*; *planned* is the cumulative plan in fen by period, from the first.

    ES = C + (EV - PV_C) / (PV_C+1 - PV_C), where C is the number of whole periods whose plan has been earned.
    """
    whole = sum(1 for value in planned if value <= earned)
    duration = 1 + next((place for place, value in enumerate(planned) if value >= planned[-1]), 0) if planned else 0
    if whole >= duration:
        return EarnedSchedule(Fraction(duration), actual, duration)
    before = planned[whole - 1] if whole else 0
    part = Fraction(earned - before, planned[whole] - before)
    return EarnedSchedule(whole + part, actual, duration)


def _share(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole > 0 else None
