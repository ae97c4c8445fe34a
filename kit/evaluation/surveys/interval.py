"""Interval: between which bounds a share or a mean of the population lies."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CHUNK_CELLS = 2_000_000


def wilson(share: float, answers: float, z: float) -> tuple[float, float]:
    """The score interval of a share from *answers*, which may be an effective number (Wilson 1927)."""
    square = z * z
    below = 1 + square / answers
    middle = (share + square / (2 * answers)) / below
    half = z * math.sqrt(share * (1 - share) / answers + square / (4 * answers**2)) / below
    # At the ends one bound is the share itself.
    low = 0.0 if share == 0 else max(middle - half, 0.0)
    high = 1.0 if share == 1 else min(middle + half, 1.0)
    return low, high


def bootstrap_mean(
    above: Floats, below: Floats, strata: NDArray[np.int64], confidence: float, replicates: int, seed: int
) -> tuple[float, float]:
    """Percentile bounds of Σ above / Σ below, units drawn again within their stratum (Efron 1979).

    *above* and *below* are Σ w·y and Σ w of each unit: a person, or a cluster where people were asked in clusters.
    """
    chance = np.random.default_rng(seed)
    groups = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    chunk = max(1, CHUNK_CELLS // max(len(above), 1))
    means = [_draws(chance, above, below, groups, min(chunk, replicates - n)) for n in range(0, replicates, chunk)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return float(low), float(high)


def _draws(chance: Any, above: Floats, below: Floats, groups: list[NDArray[np.intp]], count: int) -> Floats:
    top, bottom = np.zeros(count), np.zeros(count)
    for group in groups:
        drawn = group[chance.integers(0, len(group), (count, len(group)))]
        top += above[drawn].sum(axis=1)
        bottom += below[drawn].sum(axis=1)
    return np.asarray(top / bottom)
