"""Sensitivity: what the present value does when an item changes, and how far it may before nothing is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.evaluation.returns.flows import Flows
from kit.evaluation.returns.given import Range, Shape, Spread
from kit.evaluation.returns.value import present_value

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bar:
    """One item of a tornado: the present value at either end of its range.

    ``switching`` is the change of the item at which the present value is nothing, None where the item is worth nothing.
    """

    item: str
    low_change: float
    high_change: float
    low: float
    high: float
    switching: float | None

    @property
    def swing(self) -> float:
        """How far the present value moves."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Trials:
    """The present value over many draws of the uncertain items."""

    mean: float
    deviation: float
    low: float
    middle: float
    high: float
    negative: float


def worths(flows: Flows, rate: float) -> dict[str, float]:
    """What each item adds to the net present value; items of one name are taken together."""
    found: dict[str, float] = {}
    for item in flows.items:
        worth = present_value(item.kind.sign * item.amounts, rate, flows.first)
        found[item.name] = found.get(item.name, 0.0) + worth
    return found


def tornado(worth: Mapping[str, float], ranges: Sequence[Range], change: float) -> list[Bar]:
    """A bar for each item, the longest first; *change* both ways where no range is given."""
    net = sum(worth.values())
    given = {each.item: (each.low, each.high) for each in ranges}
    bars = [_bar(item, own, net, given.get(item, (-change, change))) for item, own in worth.items()]
    return sorted(bars, key=lambda bar: -bar.swing)


def _bar(item: str, worth: float, net: float, changes: tuple[float, float]) -> Bar:
    low, high = changes
    return Bar(item, low, high, net + low * worth, net + high * worth, -net / worth if worth else None)


def simulate(worth: Mapping[str, float], spreads: Sequence[Spread], trials: int, seed: int) -> Trials:
    """Draw the changes of the items *trials* times, each by itself, and say where the present value lies.

    The present value is linear in each item, so that a change of an item is a change of its worth.
    """
    chance = np.random.default_rng(seed)
    net = np.full(trials, sum(worth.values()))
    for spread in spreads:
        net += worth[spread.item] * _draws(spread, chance, trials)
    low, middle, high = np.quantile(net, [0.05, 0.5, 0.95])
    return Trials(
        float(net.mean()), float(net.std(ddof=1)), float(low), float(middle), float(high), float((net < 0).mean())
    )


def _draws(spread: Spread, chance: np.random.Generator, trials: int) -> Floats:
    if spread.shape is Shape.NORMAL:
        return chance.normal(spread.likely, spread.deviation, trials)
    if spread.low == spread.high:
        return np.full(trials, spread.low)
    if spread.shape is Shape.UNIFORM:
        return chance.uniform(spread.low, spread.high, trials)
    return chance.triangular(spread.low, spread.likely, spread.high, trials)
