"""Value: present value, rates of return and payback of net flows."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
REAL, SAME, STEPS = 1e-6, 1e-7, 60
EXACT = 1e-9


def present_value(flows: Floats, rate: float, first: int = 0) -> float:
    """The value of *flows* in the base year: Σ c_t / (1+r)^t, the first of them *first* years after it."""
    return float(flows @ discount(len(flows), rate, first))


def discount(years: int, rate: float, first: int = 0) -> Floats:
    """The factor of each year: (1+r)^-t."""
    return (1.0 + rate) ** -np.arange(first, first + years, dtype=np.float64)


def internal_rates(flows: Floats) -> list[float]:
    """Every rate above -100 % at which *flows* are worth nothing, in order; none where there is none.

    The positive real roots of Σ c_t x^t with x = 1/(1+r), by the eigenvalues of the companion matrix, then refined by
    Newton's steps. A rate where the value touches zero without crossing counts once.
    """
    filled = np.flatnonzero(flows)
    if len(filled) < 2:
        return []
    own = flows[filled[0] : filled[-1] + 1]
    scaled = own / np.abs(own).max()
    roots = np.roots(scaled[::-1])
    real = roots[(np.abs(roots.imag) <= REAL * np.maximum(1, np.abs(roots))) & (roots.real > EXACT)].real
    refined = sorted(1 / x - 1 for x in (_refined(scaled, float(root)) for root in real) if x is not None)
    return [rate for n, rate in enumerate(refined) if n == 0 or rate - refined[n - 1] > SAME * (1 + abs(rate))]


def _refined(flows: Floats, root: float) -> float | None:
    """*root* after Newton's steps; None where it is no root."""
    value = np.polynomial.Polynomial(flows)
    slope = value.deriv()
    for _step in range(STEPS):
        steep = float(slope(root))
        if steep == 0:
            break
        moved = root - float(value(root)) / steep
        if moved <= 0 or abs(moved - root) <= 1e-15 * root:
            break
        root = moved
    size = float(np.abs(flows) @ (root ** np.arange(len(flows))))
    return root if abs(float(value(root))) <= REAL * size else None


def payback(flows: Floats, first: int = 0) -> float | None:
    """Years after the base year until what was spent is back for good, within its year by proportion; None if never."""
    sums = np.cumsum(flows)
    below = np.flatnonzero(sums < -EXACT * np.abs(flows).max())
    if not len(below):
        return float(first)
    last = int(below[-1])
    if last == len(flows) - 1:
        return None
    return first + last + float(-sums[last] / flows[last + 1])
