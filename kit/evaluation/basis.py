"""Basis: the one way of counting, of all that a printed table allows, on which its own score rests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from kit.core.number import PrintedNumber
from kit.evaluation.counting import FULL, Way, merged_ways, score_sum, ways_of, weight_sum
from kit.evaluation.interval import is_printed_of, shown
from kit.evaluation.points import without_points
from kit.evaluation.printed import PrintedBudget, PrintedIndicator, PrintedTable
from kit.evaluation.reading import Part, Reading, Row

# A row without these counts with its printed score, whatever it says.
_AS_PRINTED = {"level1": None, "name": None, "target": None, "actual": None, "weight": None}


@dataclass(frozen=True)
class MergedWeight:
    """One weight that stands for several rows, of which each prints a score of its own."""

    weight: PrintedNumber
    rows: tuple[Row, ...]

    @property
    def is_lost_on(self) -> bool:
        """True where the rows together earn less than their weight."""
        return sum(row.score.value for row in self.rows if row.score) < self.weight.value


@dataclass(frozen=True)
class Basis:
    """A reading and the way of counting chosen for it; None where it could be counted in too many ways."""

    reading: Reading
    way: Way | None

    @cached_property
    def merged(self) -> tuple[MergedWeight, ...]:
        """The weights that serve several rows with scores of their own; what each row weighs is not printed."""
        return tuple(_merged_weights(self.way.rows)) if self.way else ()

    @cached_property
    def in_merged(self) -> frozenset[int]:
        """The numbers of the rows that share one merged weight."""
        return frozenset(row.number for merged in self.merged for row in merged.rows)

    def as_table(self) -> PrintedTable:
        """The table as it is scored, row for row: what is counted elsewhere already bears neither weight nor score."""
        if self.way is None:
            return self.reading.table
        counted = {row.number: row for row in self.way.rows}
        taken = {row.number for row in self.way.deducted}
        rows = tuple(
            _as_taken(row) if row.number in taken else self._as_counted(row, counted.get(row.number))
            for row in map(self._in_hundreds, self.reading.rows)
        )
        return self.reading.table.model_copy(update={"indicators": rows, "budget": self._budget(self.way)})

    def _in_hundreds(self, row: Row) -> Row:
        """*row* with its points printed as those of a form of a hundred."""
        if self.reading.point_scale == 1:
            return row
        points = {"weight": row.weight, "score": row.score}
        update = {name: shown(number.value) for name, number in points.items() if number}
        return replace(row, printed=row.printed.model_copy(update=update))

    def _as_counted(self, row: Row, counted: Row | None) -> PrintedIndicator:
        if counted is None:
            return _without_points(row.printed)
        if row.part is Part.ADJUSTED:
            return row.printed.model_copy(update=_AS_PRINTED)
        if row.part is Part.DEDUCTED:
            # What is left of the points of a deduction row counts like any other points.
            return row.printed.model_copy(update={"level1": None, "name": None})
        weight = None if row.number in self.in_merged else counted.weight
        if weight == row.weight and self.reading.weight_scale == 1 and (counted.score is None) == (row.score is None):
            return row.printed
        changed = {"weight": shown(weight.value) if weight else None}
        return row.printed.model_copy(update=changed if counted.score else {**changed, "score": None})

    def _budget(self, way: Way) -> PrintedBudget:
        budget, weight, score = self.reading.table.budget, self.reading.execution_weight, self.reading.execution_score
        if not way.with_execution:
            return budget.model_copy(update={"weight": None, "score_printed": None})
        scales = {
            "weight": self.reading.weight_scale * self.reading.point_scale,
            "score_printed": self.reading.point_scale,
        }
        points = {"weight": weight, "score_printed": score}
        changed = {name: shown(number.value) for name, number in points.items() if number and scales[name] != 1}
        return budget.model_copy(update=changed) if changed else budget


def basis_of(reading: Reading) -> Basis:
    """The plainest way of counting whose weights make a hundred, else the plainest.

    Where a row may be added or taken off (加减分), the printed total says which.
    """
    ways = ways_of(reading)
    weighted = [way for way in ways if way.is_weighted()]
    full = [way for way in (*weighted, *merged_ways(weighted)) if makes_hundred(way, reading)] or ways[:1]
    if any(row.part is Part.ADJUSTED for row in reading.rows):
        full = [way for way in full if _makes_total(way, reading)] or full
    return Basis(reading, next(iter(full), None))


def makes_hundred(way: Way, reading: Reading) -> bool:
    """True where the weights of *way* make a hundred, points added outside of the weights left aside or not."""
    outside = (Part.ADDED, Part.ADJUSTED)
    added = sum((row.weight.value for row in way.rows if row.part in outside and row.weight), Fraction(0))
    return weight_sum(way, reading.execution_weight) in (FULL, FULL + added)


def _makes_total(way: Way, reading: Reading) -> bool:
    execution = reading.execution_score.value if reading.execution_score else Fraction(0)
    return reading.total is not None and is_printed_of(score_sum(way, execution), reading.total)


def _as_taken(row: Row) -> PrintedIndicator:
    if row.part is not Part.ADJUSTED or row.score is None:
        return row.printed
    return row.printed.model_copy(update={**_AS_PRINTED, "score": shown(-abs(row.score.value))})


def _without_points(printed: PrintedIndicator) -> PrintedIndicator:
    if printed.weight is None and printed.score is None:
        return printed
    return printed.model_copy(update={"weight": None, "score": None})


def _merged_weights(rows: Sequence[Row]) -> Iterator[MergedWeight]:
    for place, row in enumerate(rows):
        group = (row, *_followers(row, rows[place + 1 :]))
        if row.weight is None or len(group) < 2:
            continue
        if sum(one.score.value for one in group if one.score) <= row.weight.value:
            yield MergedWeight(row.weight, group)


def _followers(first: Row, rows: Sequence[Row]) -> Iterator[Row]:
    """The rows right after *first* that have a score but no weight, below the same heading."""
    heading = without_points(first.printed.level1)
    for row in rows:
        if row.weight is not None or row.score is None or without_points(row.printed.level1) != heading:
            return
        yield row
