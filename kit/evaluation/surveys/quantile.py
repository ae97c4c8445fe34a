"""Quantile: how many standard errors a confidence level takes, by the normal and by Student's distribution."""

import math
from statistics import NormalDist


def two_sided(confidence: float, freedom: float = math.inf) -> float:
    """The two-sided quantile of *confidence* (0.95), with *freedom* degrees where there are few clusters.

    Student's by the expansion of Abramowitz & Stegun 1964, 26.7.5; exact at one and two degrees.
    """
    upper = (1 + confidence) / 2
    if freedom < 1:
        return math.inf
    if freedom < 2:
        return math.tan(math.pi * (upper - 0.5))
    if freedom < 3:
        return (2 * upper - 1) * math.sqrt(2 / (4 * upper * (1 - upper)))
    z = NormalDist().inv_cdf(upper)
    return z if math.isinf(freedom) else _expanded(z, freedom)


def _expanded(z: float, freedom: float) -> float:
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))
