"""Sums: what the scores of a table can add up to, over every lawful way of counting and of rounding."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kit.core.number import PrintedNumber, to_halfwidth
from kit.evaluation.basis import makes_hundred
from kit.evaluation.counting import FULL, Way, merged_ways, score_interval, score_sum, ways_of, weight_sum
from kit.evaluation.interval import NOTHING, Interval, exactly, is_printed_of, thinkable
from kit.evaluation.kinds import TableKind
from kit.evaluation.money import HUNDRED, execution_rate
from kit.evaluation.reading import Part, Reading, Row

_ADJUSTED_IN_WORDS = re.compile(r"(总分|另|再|倒|共|综合)扣|加分")
_ADJUSTED_IN_REASON = re.compile(r"(总分|另|再|综合)扣|加分")
_POINTS_IN_WORDS = re.compile(r"(?:扣|减|加|奖励?)\s*(\d+(?:\.\d+)?)\s*分")
_LEFT_OUT_IN_WORDS = re.compile(r"不适用|折算|换算|百分制")
_RESCALED_IN_WORDS = re.compile(r"折算|换算")


@dataclass(frozen=True)
class ScoreSums:
    """The sums that a table's scores can make. ``execution`` bounds what the money block adds.

    ``has_exact_weights`` says that the weights make a hundred as they stand: none of them was rounded, and no score
    lies above its own.
    """

    reading: Reading
    ways: tuple[Way, ...]
    execution: Interval
    has_exact_weights: bool = False

    def printed(self) -> list[Fraction]:
        """The sums of the scores as printed, the plainest way of counting first."""
        own = self.reading.execution_score.value if self.reading.execution_score else Fraction(0)
        return [*(score_sum(way, own) for way in self.ways), *(score_sum(way, Fraction(0)) for way in self._of_rows())]

    def agree_with(self, total: PrintedNumber) -> bool:
        """True where a sum of the printed scores prints as *total*."""
        return any(is_printed_of(value, total) for value in (*self.printed(), *self._rescaled(), *self._capped()))

    def may_agree_with(self, total: PrintedNumber) -> bool:
        """True where true scores that print as they do can make *total*."""
        bounds = thinkable(total)
        counted = [*((way, self.execution) for way in self.ways), *((way, NOTHING) for way in self._of_rows())]
        sums = (score_interval(way, own, exact_weights=self.has_exact_weights) for way, own in counted)
        return any(one.meets(bounds) for one in sums)

    def has_gap_for(self, total: PrintedNumber) -> bool:
        """True where a row or the money block prints no score and may hold the points that *total* has more."""
        has_unscored = self.execution.low < self.execution.high and self.reading.execution_score is None
        unscored = has_unscored or any(row.score is None and row.weight for way in self.ways for row in way.rows)
        return unscored and self.may_agree_with(total)

    def _of_rows(self) -> list[Way]:
        """The ways that leave execution out, where the printed total weight (90) is that of the rows alone."""
        base = self.reading.total_weight
        return [way for way in self.ways if base and base.value < FULL and weight_sum(way, None) == base.value]

    def may_be_rescaled_to(self, total: PrintedNumber, *, is_part_missing: bool) -> bool:
        """True where a sum brought to a hundred may be *total*, though nothing on the table says that it was.

        A hundred itself says little: full scores of any form give it. It counts only where fewer points than a hundred
        are printed and *is_part_missing*, so that the rest may not have applied.
        """
        said = self._rescaled_intervals(total)
        return said or any(
            is_printed_of(value * FULL / weight, total)
            and (not is_printed_of(FULL, total) or (is_part_missing and weight < FULL))
            for value, weight in self._out_of()
        )

    def _out_of(self) -> list[tuple[Fraction, Fraction]]:
        """Each sum of the printed scores beside the points it is out of, where these are other than a hundred."""
        execution = self.reading.execution_weight
        weights = [*(weight_sum(way, execution) for way in self.ways), *(weight_sum(w, None) for w in self._of_rows())]
        return [pair for pair in zip(self.printed(), weights, strict=True) if pair[1] > 0 and pair[1] != FULL]

    def _rescaled(self) -> list[Fraction]:
        """The sums brought to a hundred where the table says so, or where rows that do not apply were left out."""
        return [value * FULL / weight for value, weight in self._out_of() if self._says_rescaled(weight)]

    def _rescaled_intervals(self, total: PrintedNumber) -> bool:
        weighed = [(way, weight_sum(way, self.reading.execution_weight)) for way in self.ways]
        return any(
            score_interval(way, self.execution).times(FULL / weight).meets(thinkable(total))
            for way, weight in weighed
            if weight > 0 and weight != FULL and self._says_rescaled(weight)
        )

    def _says_rescaled(self, weight: Fraction) -> bool:
        """True where the table says that it is out of *weight* points, or that they were brought to a hundred."""
        reading, text = self.reading, self.reading.table.text or ""
        if says_rescaled(reading) or (reading.total_weight and reading.total_weight.value == weight):
            return True
        is_left_out = any(row.is_not_applicable or row.is_open for row in reading.rows)
        return weight < FULL and (is_left_out or bool(_LEFT_OUT_IN_WORDS.search(text)))

    def _capped(self) -> list[Fraction]:
        has_added = any(row.part in (Part.ADDED, Part.ADJUSTED) for row in self.reading.rows)
        return [FULL for value in self.printed() if has_added and value > FULL]


def score_sums(reading: Reading, execution_weight_max: Decimal) -> ScoreSums:
    """What the scores of *reading* can make. *execution_weight_max* bounds an execution score that is not printed."""
    ways = ways_of(reading)
    hundred = [way for way in ways if way.is_weighted() and makes_hundred(way, reading)]
    counted = hundred or [*ways, *merged_ways(ways)]
    bounds = _execution_bounds(reading, counted, execution_weight_max)
    return ScoreSums(reading, tuple(counted), bounds, has_exact_weights=bool(hundred))


def says_rescaled(reading: Reading) -> bool:
    """True where the text says that points were brought to another sum (折算)."""
    return bool(_RESCALED_IN_WORDS.search(reading.table.text or ""))


def is_graded_in_hundreds(reading: Reading) -> bool:
    """True where each row is scored out of a hundred whatever its weight: most scores lie above their weights."""
    scored = [row for row in reading.rows if row.weight and row.score and row.weight.value < FULL]
    return len(scored) > 1 and sum(map(_is_over, scored)) * 2 > len(scored)


def may_be_adjusted_in_words(reading: Reading, gaps: Iterable[Fraction] = ()) -> bool:
    """True where the text or a reason speaks of points added or taken off outside of the rows, or names one of *gaps*.

    The points that a reason names (扣2分) are taken for those of its own row where the row lost as many.
    """
    text = to_halfwidth(reading.table.text or "")
    reasons = [to_halfwidth(row.printed.reason or "") for row in reading.rows]
    if _ADJUSTED_IN_WORDS.search(text) or any(_ADJUSTED_IN_REASON.search(reason) for reason in reasons):
        return True
    named = [*_points_named(text), *(points for row in reading.rows for points in _points_beside(row))]
    return any(gap and abs(gap) in (*named, sum(named, Fraction(0))) for gap in gaps)


def _points_named(text: str) -> list[Fraction]:
    return [Fraction(points) for points in _POINTS_IN_WORDS.findall(text)]


def _points_beside(row: Row) -> list[Fraction]:
    """The points named by the reason of *row*, but for those that it lost itself."""
    lost = row.weight.value - row.score.value if row.weight and row.score else None
    return [points for points in _points_named(to_halfwidth(row.printed.reason or "")) if points != lost]


def _is_over(row: Row) -> bool:
    return row.weight is not None and row.score is not None and row.score.value > row.weight.value


def _execution_bounds(reading: Reading, ways: list[Way], weight_max: Decimal) -> Interval:
    score, weight = reading.execution_score, reading.execution_weight
    if score is not None:
        bounds = thinkable(score)
        if weight is not None and score.value == weight.value and _is_all_spent(reading):
            return exactly(score.value)
        return Interval(bounds.low, max(score.value, min(bounds.high, weight.value))) if weight else bounds
    if weight is not None:
        return Interval(Fraction(0), max(weight.value, Fraction(0)))
    if not (reading.has_money or reading.kind is TableKind.SELF_REVIEW):
        return NOTHING
    if any(row.part is Part.EXECUTION and row.score for row in reading.rows):
        return NOTHING
    return Interval(Fraction(0), _room_left(ways, weight_max))


def _is_all_spent(reading: Reading) -> bool:
    rate = execution_rate(reading)
    return rate is not None and rate >= HUNDRED


def _room_left(ways: list[Way], weight_max: Decimal) -> Fraction:
    """How many points an execution without printed weight and score can carry."""
    weighted = [FULL - weight_sum(way, None) for way in ways if way.is_weighted()]
    if not weighted:
        return Fraction(weight_max)
    # What merging rows would leave over is no room for execution beyond what forms give it.
    return weighted[0] if weighted[0] > 0 else max(Fraction(0), min(max(weighted), Fraction(weight_max)))
