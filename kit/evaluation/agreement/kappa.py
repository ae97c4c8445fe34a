"""Kappa: agreement beyond chance of two scorers, and of many."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Weighting(StrEnum):
    """How a disagreement weighs by its distance."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


def cross_table(first: Floats, second: Floats, categories: int) -> Floats:
    """How often the first said the row and the second the column; both are places of categories."""
    places = first.astype(np.int64) * categories + second.astype(np.int64)
    return np.bincount(places, minlength=categories**2).reshape(categories, categories).astype(np.float64)


def kappa(table: Floats, weighting: Weighting = Weighting.NONE) -> float:
    """Agreement of two scorers: 1 - Σ v p_ij / Σ v p_i. p_.j (Cohen 1960; weighted, Cohen 1968).

    *table* counts items by both scores; v is 1 off the diagonal, |i-j| or (i-j)². NaN where chance allows nothing else.
    """
    shares = table / table.sum()
    apart = np.abs(np.subtract.outer(np.arange(len(table)), np.arange(len(table)))).astype(np.float64)
    weights = {Weighting.NONE: apart > 0, Weighting.LINEAR: apart, Weighting.QUADRATIC: apart**2}[weighting]
    expected = float((weights * np.outer(shares.sum(axis=1), shares.sum(axis=0))).sum())
    return 1 - float((weights * shares).sum()) / expected if expected else np.nan


def fleiss(counts: Floats) -> float:
    """Agreement of many: (P̄ - P̄e) / (1 - P̄e) (Fleiss 1971).

    *counts*: one row for each item, how many scorers chose each category; every row has the same sum.
    """
    scorers = counts.sum(axis=1)
    agreed = ((counts**2).sum(axis=1) - scorers) / (scorers * (scorers - 1))
    chance = float(((counts.sum(axis=0) / counts.sum()) ** 2).sum())
    return (float(agreed.mean()) - chance) / (1 - chance) if chance < 1 else np.nan


def category_counts(values: Floats, categories: int) -> Floats:
    """How many scorers chose each category, a row for each item; what nobody scored is not counted."""
    return np.stack([(values == place).sum(axis=1) for place in range(categories)], axis=1).astype(np.float64)
