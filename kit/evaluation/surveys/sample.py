"""Sample: how many people to ask, how precise so many are, and how a sample is divided over strata."""

import math
from collections.abc import Sequence

from kit.evaluation.surveys.given import Allocation, Stratum
from kit.evaluation.surveys.quantile import two_sided

LEAST_IN_STRATUM = 2


def sample_size(
    margin: float, confidence: float, share: float = 0.5, population: int | None = None, design_effect: float = 1.0
) -> int:
    """How many answers give a *share* with that *margin*, in a population where one is named.

    n0 = z²p(1-p)/e², n = n0 / (1 + (n0-1)/N), times the design effect, rounded up (Cochran 1977, 4.4).
    """
    z = two_sided(confidence)
    size = z**2 * share * (1 - share) / margin**2
    if population is not None:
        size /= 1 + (size - 1) / population
    # A hair above a whole number is arithmetic, not a person.
    wanted = math.ceil(size * design_effect - 1e-9)
    return wanted if population is None else min(wanted, population)


def margin_of(
    answers: int, confidence: float, share: float = 0.5, population: int | None = None, design_effect: float = 1.0
) -> float:
    """The margin of error that *answers* give: z √(deff · p(1-p)/n · (N-n)/(N-1)) (Cochran 1977, 3.2)."""
    left = 1.0 if population is None or population < 2 else max(population - answers, 0) / (population - 1)
    return two_sided(confidence) * math.sqrt(design_effect * share * (1 - share) / answers * left)


def cluster_effect(size: float, correlation: float) -> float:
    """The design effect of clusters of *size* people: 1 + (m-1)ρ (Kish 1965, 5.4)."""
    return 1 + (size - 1) * correlation


def allocate(size: int, strata: Sequence[Stratum], how: Allocation, share: float = 0.5) -> list[int]:
    """How many of *size* to ask in each stratum, at least two and at most all of it.

    Proportional: n N_h / N. Neyman 1934: n N_h S_h / Σ N_h S_h with S_h = √(p_h(1-p_h)); *share* stands where a
    stratum names none.
    """
    return allocate_by([stratum.population for stratum in strata], [_pull(s, how, share) for s in strata], size)


def allocate_by(populations: Sequence[int], pulls: Sequence[float], size: int) -> list[int]:
    """Divide *size* by *pulls* (N_h or N_h S_h); what a small stratum cannot take goes to the others."""
    least = [min(LEAST_IN_STRATUM, population) for population in populations]
    return _filled(populations, pulls, least, size)


def _filled(populations: Sequence[int], pulls: Sequence[float], least: list[int], size: int) -> list[int]:
    fixed: dict[int, int] = {}
    while True:
        open_places = [n for n in range(len(pulls)) if n not in fixed]
        rest = size - sum(fixed.values())
        pull = sum(pulls[n] for n in open_places) or 1.0
        wanted = {n: rest * pulls[n] / pull for n in open_places}
        over = {n: populations[n] for n in open_places if wanted[n] > populations[n]}
        under = {n: least[n] for n in open_places if wanted[n] < least[n]}
        if not over and not under:
            return _rounded(wanted, fixed, rest)
        fixed |= over or under


def _rounded(wanted: dict[int, float], fixed: dict[int, int], rest: int) -> list[int]:
    """Whole people by the largest remainders."""
    whole = {n: math.floor(value + 1e-9) for n, value in wanted.items()}
    short = max(rest - sum(whole.values()), 0)
    for n in sorted(wanted, key=lambda n: whole[n] - wanted[n])[:short]:
        whole[n] += 1
    both = fixed | whole
    return [both[n] for n in sorted(both)]


def _pull(stratum: Stratum, how: Allocation, share: float) -> float:
    if how is Allocation.PROPORTIONAL:
        return float(stratum.population)
    expected = share if stratum.share is None else stratum.share
    return stratum.population * math.sqrt(expected * (1 - expected))
