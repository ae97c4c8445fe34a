"""Correlation: the six intraclass correlations of scorers who all scored all items."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FORMS = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")


def intraclass(values: Floats) -> Floats:
    """ICC(1,1), (2,1), (3,1), (1,k), (2,k), (3,k) of *values*, items by scorers (Shrout & Fleiss 1979).

    From the mean squares between items (BMS), within (WMS), between scorers (JMS) and of the rest (EMS); NaN where all
    items are alike.
    """
    items, scorers = values.shape
    total = values.mean()
    by_item, by_scorer = values.mean(axis=1), values.mean(axis=0)
    between = scorers * np.square(by_item - total).sum() / (items - 1)
    judges = items * np.square(by_scorer - total).sum() / (scorers - 1)
    within = np.square(values - by_item[:, None]).sum() / (items * (scorers - 1))
    rest = np.square(values - by_item[:, None] - by_scorer + total).sum() / ((items - 1) * (scorers - 1))
    above = np.array([between - within, between - rest, between - rest] * 2)
    single = [between + (scorers - 1) * within, between + (scorers - 1) * rest + scorers * (judges - rest) / items,
              between + (scorers - 1) * rest]  # fmt: skip
    below = np.array([*single, between, between + (judges - rest) / items, between])
    return np.asarray(np.divide(above, below, out=np.full(6, np.nan), where=below > 0))
