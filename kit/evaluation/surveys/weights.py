"""Weights: for how many people of the population each answer stands."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS_MAX, CLOSE_ENOUGH = 200, 1e-9


def rake(base: Floats, columns: Mapping[str, Sequence[str]], margins: Mapping[str, Mapping[str, float]]) -> Floats:
    """*base* scaled until each column's weighted counts are those of the population.

    One column is post-stratification; several are iterative proportional fitting (Deming & Stephan 1940). Every value
    that a column holds must stand in its margin.
    """
    weights = base.astype(np.float64)
    coded = [_coded(columns[name], margins[name]) for name in margins]
    for _round in range(ROUNDS_MAX):
        before = weights
        for places, totals in coded:
            held = np.bincount(places, weights=weights, minlength=len(totals))
            weights = weights * np.divide(totals, held, out=np.ones_like(held), where=held > 0)[places]
        if len(coded) == 1 or np.allclose(weights, before, rtol=CLOSE_ENOUGH, atol=0):
            break
    return weights


def weight_effect(weights: Floats) -> float:
    """How much unequal weights widen an interval: n Σw² / (Σw)² (Kish 1965, 11.7)."""
    return float(len(weights) * np.square(weights).sum() / np.square(weights.sum()))


def _coded(values: Sequence[str], margin: Mapping[str, float]) -> tuple[NDArray[np.intp], Floats]:
    places = {value: n for n, value in enumerate(margin)}
    total = sum(margin.values())
    # Each margin is scaled to the answers: columns of one survey may name populations of different years.
    shares = np.array([margin[value] / total for value in margin])
    return np.array([places[value] for value in values], dtype=np.intp), shares * len(values)
