"""Alpha: Krippendorff's agreement of any number of scorers, with scores missing."""

import numpy as np
from numpy.typing import NDArray

from kit.evaluation.agreement.given import Level

Floats = NDArray[np.float64]


def alpha(values: Floats, level: Level) -> float:
    """1 - D_o / D_e of *values*, items by scorers, NaN for missing; NaN where all are one (Krippendorff 2011)."""
    points = np.unique(values[~np.isnan(values)])
    counts = (values[:, :, None] == points).sum(axis=1).astype(np.float64)
    return alpha_of_counts(counts[counts.sum(axis=1) >= 2], points, level)


def alpha_of_counts(counts: Floats, points: Floats, level: Level) -> float:
    """The same from how many scorers gave each of *points*, a row for each item with two scores or more."""
    totals = counts.sum(axis=0)
    if len(totals) < 2 or np.count_nonzero(totals) < 2:
        return np.nan
    apart = _distances(points, totals, level)
    observed = float((np.einsum("uc,ck,uk->u", counts, apart, counts) / (counts.sum(axis=1) - 1)).sum())
    expected = float(totals @ apart @ totals) / (totals.sum() - 1)
    return float(1 - observed / expected)


def _distances(points: Floats, totals: Floats, level: Level) -> Floats:
    """The squared difference of each two points: of amounts, of ranks by how often each was given, or one."""
    if level is Level.INTERVAL:
        return np.asarray(np.subtract.outer(points, points) ** 2)
    if level is Level.NOMINAL:
        return np.asarray(1 - np.eye(len(points)))
    middle = np.cumsum(totals) - totals / 2
    # (Σ_{g=c}^{k} n_g - (n_c + n_k)/2)² is the distance of the middles of both groups.
    return np.asarray(np.subtract.outer(middle, middle) ** 2)
