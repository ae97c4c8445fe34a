"""Money block: the rate that the printed amounts allow, and the sum line against its source lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kit.core.language import Phrase, phrase
from kit.core.number import PrintedNumber, parse_printed, to_halfwidth
from kit.evaluation.interval import Interval, thinkable, total_of
from kit.evaluation.printed import PrintedFund
from kit.evaluation.reading import Reading

HUNDRED = Fraction(100)
COLUMNS = ("initial", "adjusted", "executed")
_RATE = re.compile(r"(?:(?:预算|资金)?执行率:?)?(?P<number>[+-]?[\d.,]+)(?P<sign>%|百分比)?")
# A share printed as 1 where 53 % were spent deserves a look, though a cell without decimals shows it so. In percent.
_SHARE_STEP = Fraction(10)
# Between yuan, thousands, ten thousands and hundred millions.
_SCALES = tuple(Fraction(10) ** power for power in (-8, -4, -3, 3, 4, 8))
_FISCAL = re.compile(r"财政|拨款|预算资金|本级|当年|本年")
_OTHER = re.compile(r"其他|其它|自筹|自有|单位资金|社会")
_CARRIED = re.compile(r"结转|结余")
_OPTIONAL_MAX = 10
Lines = list[tuple[PrintedFund, PrintedNumber]]


@dataclass(frozen=True)
class Denominator:
    """Another pair of amounts that the printed rate may rest on; ``name`` says which, in words for people."""

    name: str | Phrase
    rate: Fraction


@dataclass(frozen=True)
class RateReading:
    """One way to read a printed rate, in percent: ``1`` may be 1 % or 100 %."""

    printed: PrintedNumber

    def is_rounded_from(self, rate: Fraction) -> bool:
        """True where *rate* rounds to what is printed; a share without decimals (1) is not taken for less than 95 %."""
        return abs(rate - self.printed.value) <= min(self.printed.step, _SHARE_STEP) / 2

    def is_near(self, rate: Fraction) -> bool:
        """True where *rate* was cut off, or rounded up, to what is printed."""
        return abs(rate - self.printed.value) < self.printed.step

    def bounds(self) -> Interval:
        """All rates that print so by rounding, by cutting off or by rounding up."""
        return Interval(self.printed.value - self.printed.step, self.printed.value + self.printed.step)


def rate_readings(reading: Reading) -> list[RateReading]:
    """The ways to read the printed rate: as percent, as a fraction, as points of the execution weight."""
    match = _RATE.fullmatch(re.sub(r"\s", "", to_halfwidth(reading.table.budget.rate_printed or "")))
    number = parse_printed(match["number"]) if match else None
    if match is None or number is None:
        return []
    readings = [RateReading(number)]
    if match["sign"]:
        return readings
    weight = reading.execution_weight
    readings.append(RateReading(number.times(100)))
    if weight is not None and weight.value > 0:
        readings.append(RateReading(number.times(HUNDRED / weight.value)))
    return readings


def printed_rate(reading: Reading) -> Fraction | None:
    """The printed rate as a share: the way of reading it that lies nearest to the amounts, percent without them."""
    readings, rate = rate_readings(reading), execution_rate(reading)
    if not readings:
        return None
    nearest = readings[0] if rate is None else min(readings, key=lambda one: abs(one.printed.value - rate))
    return nearest.printed.value / HUNDRED


def execution_rate(reading: Reading) -> Fraction | None:
    """Executed over adjusted budget in percent; None where one of them is not printed, or the budget is zero."""
    budget = reading.table.budget
    return _percent(reading.amount(budget.executed), reading.amount(budget.adjusted))


def rate_bounds(reading: Reading) -> Interval | None:
    """The rates that the printed amounts allow, in percent."""
    budget = reading.table.budget
    executed, adjusted = reading.amount(budget.executed), reading.amount(budget.adjusted)
    if executed is None or adjusted is None:
        return None
    above, below = thinkable(executed), thinkable(adjusted)
    if below.low <= 0 or above.high < 0:
        return None
    return Interval(max(above.low, Fraction(0)) / below.high * HUNDRED, above.high / below.low * HUNDRED)


def other_denominators(reading: Reading) -> Iterator[Denominator]:
    """The rates that other amounts of the money block give."""
    budget = reading.table.budget
    initial, adjusted, executed = (reading.amount(getattr(budget, column)) for column in COLUMNS)
    yield from _named(phrase("the initial budget"), executed, initial)
    if adjusted != initial:
        yield from _named(phrase("the adjusted over the initial budget"), adjusted, initial)
    for fund in budget.funds:
        own_initial, own_adjusted, own_executed = (reading.amount(getattr(fund, column)) for column in COLUMNS)
        yield from _named(fund.name, own_executed, own_adjusted)
        yield from _named(fund.name, own_executed, own_initial)
        yield from _named(fund.name, executed, own_adjusted)
        yield from _named(fund.name, own_executed, adjusted)
        yield from _named(fund.name, _less(executed, own_executed), _less(adjusted, own_adjusted))


def is_scaled(rate: Fraction, readings: list[RateReading]) -> bool:
    """True where the printed rate is that of amounts in two units, one of them not named."""
    # A printed 0 % lies near every rate that is made small enough.
    return any(one.is_near(rate * scale) for one in readings if one.printed.value for scale in _SCALES)


@dataclass(frozen=True)
class SumGap:
    """A sum line that is not the sum of its lines: which lines were added and what they make, in fen.

    ``fits_without_other``: it is the sum of the lines but for other money, which may stand outside of it.
    """

    column: str
    lines: tuple[str, ...]
    computed: Fraction
    fits_without_other: bool


def sum_line_gap(reading: Reading, column: str) -> SumGap | None:
    """How the sum line of *column* differs from its lines; None where it can be the sum of some of them."""
    funds = reading.table.budget.funds
    whole = reading.amount(getattr(reading.table.budget, column))
    lines = [(fund, amount) for fund in funds if (amount := reading.amount(getattr(fund, column))) is not None]
    if whole is None or not lines or len(lines) > _OPTIONAL_MAX:
        return None
    groups, fiscal = _groups(lines), _groups([line for line in lines if not _OTHER.search(line[0].name)])
    if any(_may_be_sum(whole, group) for group in groups):
        return None
    fits_without_other = any(_may_be_sum(whole, group) for group in fiscal)
    is_short = all(thinkable(whole).high < _sum_of(group).low for group in (*groups, *fiscal))
    if not is_short and not fits_without_other and not (reading.is_whole and _are_all_sources(funds)):
        return None
    added = min(groups, key=lambda group: abs(whole.value - sum(amount.value for _, amount in group)))
    names = tuple(fund.name for fund, amount in added if amount.value)
    return SumGap(column, names, sum((amount.value for _, amount in added), Fraction(0)), fits_without_other)


def _percent(part: PrintedNumber | None, whole: PrintedNumber | None) -> Fraction | None:
    if part is None or whole is None or whole.value <= 0 or part.value < 0:
        return None
    return part.value / whole.value * HUNDRED


def _less(whole: PrintedNumber | None, part: PrintedNumber | None) -> PrintedNumber | None:
    """What is left of *whole* without *part*, for a rate that leaves one source out."""
    return None if whole is None or part is None else PrintedNumber(whole.value - part.value, whole.step)


def _named(name: str | Phrase, part: PrintedNumber | None, whole: PrintedNumber | None) -> Iterator[Denominator]:
    rate = _percent(part, whole)
    if rate is not None:
        yield Denominator(name, rate)


def _groups(lines: Lines) -> list[Lines]:
    """Every set of lines that may be the sources: those that must count, with any of the others, in their order.

    Lines of zero, which change no sum, say nothing of what the other lines are.
    """
    filled = [(fund, amount) for fund, amount in lines if amount.value] or lines
    funds = tuple(fund for fund, _ in filled)
    zeros = [line for line in lines if line not in filled]
    must = [line for line in filled if _must_count(line[0], funds)]
    may = [line for line in filled if line not in must]
    chosen = (combination for size in range(len(may), -1, -1) for combination in combinations(may, size))
    return [[*zeros, *must, *combination] for combination in chosen if must or combination]


def _may_be_sum(whole: PrintedNumber, group: Lines) -> bool:
    bounds = _sum_of(group)
    return thinkable(whole).meets(bounds) or _is_in_another_unit(whole.value, bounds)


def _sum_of(group: Lines) -> Interval:
    return total_of(thinkable(amount) for _, amount in group)


def _must_count(fund: PrintedFund, funds: tuple[PrintedFund, ...]) -> bool:
    """True for the one line of fiscal money and the one of other money; parts and carry-over may be held in them."""
    for pattern in (_FISCAL, _OTHER):
        alike = [other for other in funds if pattern.search(other.name) and not _CARRIED.search(other.name)]
        if alike == [fund]:
            return _is_source(fund, funds)
    return False


def _is_source(fund: PrintedFund, funds: tuple[PrintedFund, ...]) -> bool:
    # 其中 before the first line belongs to the sum line (其中:当年财政拨款); later it opens the parts of a line.
    return fund is funds[0] or not to_halfwidth(fund.name).startswith("其中")


def _are_all_sources(funds: tuple[PrintedFund, ...]) -> bool:
    return (
        len(funds) > 1 and any(_OTHER.search(fund.name) for fund in funds) and any(_must_count(f, funds) for f in funds)
    )


def _is_in_another_unit(whole: Fraction, parts: Interval) -> bool:
    return whole > 0 and any(whole * scale in parts for scale in _SCALES)
