"""Simulation: how long a plan may take and what it may cost, by drawing durations many times (Monte Carlo).

Durations are drawn from triangular or beta-PERT distributions (Malcolm, Roseboom, Clark, Fazar 1959; Vose 2008) and are
tied to each other by a Gaussian copula: with correlation r between any two tasks, a bad year makes all of them late
together. The same seed gives the same answer.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kit.core.errors import UsageError
from kit.schedule.network import Link, Network

RUNS_MAX, CELLS_MAX = 1_000_000, 200_000_000
PERT_WEIGHT = 4
Reals = NDArray[np.float64]


class Distribution(StrEnum):
    """How a duration is drawn between its least, most likely and greatest value."""

    TRIANGULAR = "triangular"
    PERT = "pert"


@dataclass(frozen=True)
class Spread:
    """Least, most likely and greatest duration of each task, one value per task."""

    least: Reals
    likely: Reals
    greatest: Reals

    @classmethod
    def around(cls, duration: NDArray[np.int64], down: float, up: float) -> "Spread":
        """The planned durations as most likely ones, *down* and *up* of each as its ends (0.1 for a tenth)."""
        planned = duration.astype(np.float64)
        return cls(planned * (1 - down), planned, planned * (1 + up))


@dataclass(frozen=True)
class Draws:
    """What many drawn plans say: their lengths, and the share of them in which each task was critical."""

    lengths: Reals
    criticality: Reals
    durations_mean: Reals

    def percentile(self, share: float) -> float:
        """The length that is not exceeded in *share* percent of the drawn plans (P50, P80)."""
        return float(np.percentile(self.lengths, share))

    def chance_within(self, length: float) -> float:
        """The share of drawn plans that are no longer than *length*, from 0 to 1."""
        return float((self.lengths <= length).mean())


def simulate(
    network: Network,
    spread: Spread,
    *,
    runs: int = 10_000,
    seed: int = 1,
    correlation: float = 0.0,
    distribution: Distribution = Distribution.PERT,
) -> Draws:
    """Draw *runs* plans on an axis of pure working time; raises UsageError for parameters that make no sense."""
    _refuse_nonsense(network, spread, runs, correlation)
    shares = _uniform(np.random.default_rng(seed), runs, network.size, correlation)
    durations = _drawn(shares, spread, distribution)
    start, finish = _forward(network, durations)
    lengths = finish.max(axis=0) if network.size else np.zeros(runs)
    late = _backward(network, durations, lengths)
    # What is left between the passes is rounding of floats, not slack.
    is_critical = late - finish <= 1e-9 * np.maximum(lengths, 1)
    return Draws(lengths, is_critical.mean(axis=1), durations.mean(axis=1) if network.size else start)


def _refuse_nonsense(network: Network, spread: Spread, runs: int, correlation: float) -> None:
    if not 1 <= runs <= RUNS_MAX or runs * max(network.size, 1) > CELLS_MAX:
        raise UsageError(
            f"{runs:,} runs of {network.size:,} tasks are too many or too few; choose another number of runs"
        )
    if not 0 <= correlation < 1:
        raise UsageError(f"a correlation of {correlation} makes no sense here; choose one from 0 to below 1")
    if (spread.least > spread.likely).any() or (spread.likely > spread.greatest).any() or (spread.least < 0).any():
        raise UsageError(
            "the least duration is at most the most likely one, that at most the greatest; none is negative"
        )


def _uniform(chance: np.random.Generator, runs: int, size: int, correlation: float) -> Reals:
    """Numbers from 0 to 1, one row per task; any two rows are tied by *correlation* (of the normal numbers behind)."""
    own = chance.standard_normal((size, runs))
    if correlation:
        shared = chance.standard_normal(runs)
        own = np.sqrt(1 - correlation) * own + np.sqrt(correlation) * shared
    return _normal_share(own)


def _normal_share(values: Reals) -> Reals:
    """The normal distribution function, by the approximation 7.1.26 of Abramowitz and Stegun (error below 1.5e-7)."""
    size = np.abs(values) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = 1 - series * np.exp(-size * size)
    return np.asarray(0.5 * (1 + np.sign(values) * error))


def _drawn(shares: Reals, spread: Spread, distribution: Distribution) -> Reals:
    least, likely, greatest = (values[:, None] for values in (spread.least, spread.likely, spread.greatest))
    width = greatest - least
    if distribution is Distribution.TRIANGULAR:
        low = least + np.sqrt(shares * width * (likely - least))
        high = greatest - np.sqrt((1 - shares) * width * (greatest - likely))
        turn = np.divide(likely - least, width, out=np.zeros(width.shape), where=width > 0)
        return np.where(shares <= turn, low, high)
    return least + width * _beta(shares, spread)


def _beta(shares: Reals, spread: Spread) -> Reals:
    """Beta-PERT by its quantiles: the distribution function of each task on a fine grid, read backwards."""
    width = spread.greatest - spread.least
    mode = np.divide(spread.likely - spread.least, width, out=np.zeros(width.shape), where=width > 0)
    grid = np.linspace(0, 1, 2001)
    found = np.empty_like(shares)
    shapes: dict[float, Reals] = {}
    for task, place in enumerate(np.round(mode, 6).tolist()):
        if place not in shapes:
            shapes[place] = _distribution(grid, 1 + PERT_WEIGHT * place, 1 + PERT_WEIGHT * (1 - place))
        found[task] = np.interp(shares[task], shapes[place], grid)
    return found


def _distribution(grid: Reals, alpha: float, beta: float) -> Reals:
    density = grid ** (alpha - 1) * (1 - grid) ** (beta - 1)
    area = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2)))
    return np.asarray(area / area[-1])


def _forward(network: Network, durations: Reals) -> tuple[Reals, Reals]:
    start = np.zeros_like(durations)
    finish = durations.copy()
    for level in network.levels.forwards():
        if len(level.links):
            links = level.links
            source, target, kind = network.source[links], network.target[links], network.kind[links]
            by_start = ((kind == Link.START_START) | (kind == Link.START_FINISH))[:, None]
            to_finish = ((kind == Link.FINISH_FINISH) | (kind == Link.START_FINISH))[:, None]
            reached = np.where(by_start, start[source], finish[source]) + network.lag[links][:, None]
            held = np.maximum.reduceat(reached - np.where(to_finish, durations[target], 0), level.first, axis=0)
            start[level.with_links] = np.maximum(held, 0)
        finish[level.tasks] = start[level.tasks] + durations[level.tasks]
    return start, finish


def _backward(network: Network, durations: Reals, lengths: Reals) -> Reals:
    late = np.broadcast_to(lengths, durations.shape).copy()
    for level in network.levels.backwards():
        if len(level.links):
            links = level.links
            source, target, kind = network.source[links], network.target[links], network.kind[links]
            by_start = ((kind == Link.START_START) | (kind == Link.START_FINISH))[:, None]
            to_finish = ((kind == Link.FINISH_FINISH) | (kind == Link.START_FINISH))[:, None]
            allowed = np.where(to_finish, late[target], late[target] - durations[target]) - network.lag[links][:, None]
            held = np.minimum.reduceat(allowed + np.where(by_start, durations[source], 0), level.first, axis=0)
            late[level.with_links] = np.minimum(late[level.with_links], held)
    return late
