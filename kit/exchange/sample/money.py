"""Money of a sample project in one year: what was planned, adjusted and executed, source by source, in fen."""

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from kit.core.money import UNITS
from kit.evaluation.printed import PrintedBudget, PrintedFund
from kit.exchange.sample.content import Content, Fortune

# Offices print 万元 with two decimals; amounts are whole hundredths of it, so that what is printed is exact.
PRINTED_STEP = UNITS["万元"] // 100
ADJUSTED_SHARE = (85, 115)


@dataclass(frozen=True)
class FundLine:
    """One funding source; amounts in fen."""

    source: str
    initial: int
    adjusted: int
    executed: int


@dataclass(frozen=True)
class YearMoney:
    """The money of one project and year; amounts in fen."""

    lines: tuple[FundLine, ...]

    @property
    def initial(self) -> int:
        """The budget at the start of the year."""
        return sum(line.initial for line in self.lines)

    @property
    def adjusted(self) -> int:
        """The adjusted budget."""
        return sum(line.adjusted for line in self.lines)

    @property
    def executed(self) -> int:
        """What was spent."""
        return sum(line.executed for line in self.lines)

    @property
    def rate(self) -> Fraction:
        """Executed over adjusted, as a share."""
        return Fraction(self.executed, self.adjusted)


def make_money(content: Content, fortune: Fortune, dice: Random) -> YearMoney:
    """Lawful money: never more spent than there is."""
    sources = content.funds[: dice.randint(1, len(content.funds))]
    spent = fortune.spent if dice.randrange(100) < fortune.unspent else (100, 100)
    return YearMoney(tuple(_make_line(source, content, dice.randint(*spent), dice) for source in sources))


def print_money(money: YearMoney, weight: int) -> PrintedBudget:
    """The money block as the official form prints it, in 万元; execution scores its weight times the rate."""
    return PrintedBudget(
        initial=wan(money.initial),
        adjusted=wan(money.adjusted),
        executed=wan(money.executed),
        rate_printed=f"{decimal(money.rate * 100)}%",
        weight=str(weight),
        score_printed=points(money.rate * weight),
        unit="万元",
        funds=tuple(map(_print_line, money.lines)),
    )


def spend(line: FundLine, percent: int) -> FundLine:
    """*line* with *percent* of its adjusted budget spent."""
    return replace(line, executed=_share(line.adjusted, percent))


def from_two_sources(money: YearMoney, second: str) -> YearMoney:
    """*money* with its first line shared with the source *second*, where it comes from one source only."""
    if len(money.lines) > 1:
        return money
    whole = money.lines[0]
    half = {name: _share(getattr(whole, name), 50) for name in ("initial", "adjusted", "executed")}
    rest = {name: getattr(whole, name) - amount for name, amount in half.items()}
    return YearMoney((replace(whole, **rest), FundLine(second, **half)))


def wan(fen: int) -> str:
    """An amount in 万元 with two decimals."""
    return decimal(Fraction(fen, UNITS["万元"]))


def yuan(fen: int) -> str:
    """An amount in whole 元."""
    return str(fen // UNITS["元"])


def decimal(value: Fraction) -> str:
    """*value* (not negative) with two decimals, rounded half up."""
    whole, rest = divmod(int(value * 100 + Fraction(1, 2)), 100)
    return f"{whole}.{rest:02d}"


def points(value: Fraction) -> str:
    """Points as people print them: two decimals at most, no idle zeros."""
    return decimal(value).rstrip("0").rstrip(".")


def _print_line(line: FundLine) -> PrintedFund:
    amounts = {name: wan(getattr(line, name)) for name in ("initial", "adjusted", "executed")}
    return PrintedFund(name=line.source, **amounts)


def _make_line(source: str, content: Content, spent: int, dice: Random) -> FundLine:
    whole = dice.randint(content.amount_low, content.amount_high)
    adjusted = whole * UNITS["万元"] + dice.randrange(100) * PRINTED_STEP
    initial = _share(adjusted, dice.choice((100, 100, dice.randint(*ADJUSTED_SHARE))))
    return FundLine(source, initial, adjusted, _share(adjusted, spent))


def _share(fen: int, percent: int) -> int:
    return fen * percent // 100 // PRINTED_STEP * PRINTED_STEP
