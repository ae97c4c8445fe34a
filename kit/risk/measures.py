"""Measures: what an indicator makes of facts: pure functions of columns, one value per project, NaN for unknown."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


def value(fact: Column) -> Column:
    """The fact itself."""
    return fact


def difference(more: Column, less: Column) -> Column:
    """How far the first lies above the second."""
    return more - less


def ratio_percent(part: Column, whole: Column) -> Column:
    """The first as a share of the second, in percent; nothing where the second is zero."""
    return _divided(100 * part, whole)


def over_percent(now: Column, before: Column) -> Column:
    """How much the first exceeds the second, in percent of the second; nothing where the second is zero."""
    return _divided(100 * (now - before), before)


def _divided(above: Column, below: Column) -> Column:
    found = np.full(np.shape(above), np.nan)
    return np.asarray(np.divide(above, below, out=found, where=below > 0))


MEASURES: dict[str, Callable[..., Any]] = {
    "value": value,
    "difference": difference,
    "ratio_percent": ratio_percent,
    "over_percent": over_percent,
}
