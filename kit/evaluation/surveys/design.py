"""Design: what strata, clusters and weights do to the precision of a share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.evaluation.surveys.weights import weight_effect

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Design:
    """The rows of a survey: their weight, their stratum, their unit (a cluster, else the row itself).

    ``sampled`` is the share of each stratum that was asked (0 where its population is not known).
    """

    weights: Floats
    strata: Places
    units: Places
    sampled: Floats

    def of(self, rows: NDArray[np.bool_]) -> "Design":
        """The design of the rows that answered."""
        return Design(self.weights[rows], self.strata[rows], self.units[rows], self.sampled)

    @property
    def freedom(self) -> float:
        """Degrees of freedom: units less strata; without clusters there are too many to matter."""
        units, strata = len(np.unique(self.units)), len(np.unique(self.strata))
        return np.inf if units == len(self.units) else units - strata

    def share(self, hits: NDArray[np.bool_]) -> float:
        """The weighted share of *hits*."""
        return float(self.weights[hits].sum() / self.weights.sum())

    def effect(self, hits: NDArray[np.bool_]) -> float:
        """The design effect of a share: its variance beside that of so many answers drawn simply at random.

        Where everybody answered alike nothing varies: then the effect of the weights stands for it.
        """
        share, count = self.share(hits), len(self.weights)
        if share in (0.0, 1.0) or count < 2:
            return weight_effect(self.weights)
        return self.variance(hits) / (share * (1 - share) / (count - 1))

    def variance(self, hits: NDArray[np.bool_]) -> float:
        """The variance of a weighted share by linearisation, units with replacement within strata (Lohr 2010, 9.1).

        Σ_h (1-f_h) m_h/(m_h-1) Σ_i (z_hi - z̄_h)², z the sum of w(y-p)/Σw over a unit; a stratum of one unit is held
        against the mean of all.
        """
        deviations = self.weights * (hits - self.share(hits)) / self.weights.sum()
        sums, strata = self.unit_sums(deviations)
        return float(sum(self._of_stratum(sums, strata, stratum) for stratum in np.unique(strata)))

    def unit_sums(self, values: Floats) -> tuple[Floats, Places]:
        """The sum of *values* over each unit, and its stratum."""
        _units, first, place = np.unique(self.units, return_index=True, return_inverse=True)
        return np.bincount(place, weights=values).astype(np.float64), self.strata[first]

    def _of_stratum(self, sums: Floats, strata: Places, stratum: int) -> float:
        own = sums[strata == stratum]
        left = 1 - float(self.sampled[stratum])
        if len(own) == 1:
            return left * float(np.square(own - sums.mean()).sum())
        return left * len(own) / (len(own) - 1) * float(np.square(own - own.mean()).sum())
