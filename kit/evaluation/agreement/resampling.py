"""Resampling: how far a statistic moves when the items had been others."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def bounds(
    statistic: Callable[[Floats], Floats | float], values: Floats, confidence: float, replicates: int, seed: int
) -> list[tuple[float | None, float | None]]:
    """Percentile bounds of each number that *statistic* makes of rows drawn again from *values* (Efron 1979).

    None where nearly every draw leaves it undefined.
    """
    chance = np.random.default_rng(seed)
    drawn = [
        np.atleast_1d(statistic(values[chance.integers(0, len(values), len(values))])) for _draw in range(replicates)
    ]
    tail = (1 - confidence) / 2
    return [_quantiles(column[~np.isnan(column)], tail) for column in np.stack(drawn).T]


def _quantiles(values: Floats, tail: float) -> tuple[float | None, float | None]:
    if len(values) < 1 / tail:
        return None, None
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)
