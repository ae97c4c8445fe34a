"""Counting: the ways in which the rows of a printed table can lawfully be added up.

Forms repeat figures: subtotals beside details, 其中 rows beside their parent, the execution rate as a row and in the
money block, one merged weight on each of its rows. A sum is wrong only where no way of counting gives it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

from kit.core.number import PrintedNumber
from kit.evaluation.comparison import Direction, is_met
from kit.evaluation.interval import NOTHING, Interval, exactly, thinkable, total_of
from kit.evaluation.kinds import is_filled
from kit.evaluation.points import parse_heading_points, without_points
from kit.evaluation.reading import Part, Reading, Row

FULL = Fraction(100)
_ROWS_COUNTED_MAX = 100_000
# Points outside of the weights.
OUTSIDE = frozenset({Part.ADDED, Part.DEDUCTED, Part.ADJUSTED})
# So many rows of 加减分 are tried each way for itself; more of them all one way.
_EITHER_WAY_MAX = 6


@dataclass(frozen=True)
class Way:
    """One way of counting: the rows that count, those that take points off, whether the money block counts."""

    rows: tuple[Row, ...]
    deducted: tuple[Row, ...] = ()
    with_execution: bool = True

    def weights(self) -> list[PrintedNumber]:
        """The weights of the counted rows that print one; what is below zero is taken off the scores, not weighed."""
        return [row.weight for row in self.rows if row.weight is not None and row.weight.value >= 0]

    def is_weighted(self) -> bool:
        """True where every counted row that must have a weight prints one."""
        return all(row.weight is not None or not _needs_weight(row) for row in self.rows) and bool(self.weights())


def ways_of(reading: Reading) -> list[Way]:
    """Every way of counting *reading* without merging; most tables have one.

    Empty where a very long table could be counted in so many ways that no sum of it says anything.
    """
    counted, subs_counted = _by_rows_or_subtotals(reading), _optional(reading, Part.SUB_ROW)
    executions, adjustments = _execution(reading), _adjustments(reading)
    count = len(counted) * len(subs_counted) * len(executions) * len(adjustments)
    if count * len(reading.rows) > _ROWS_COUNTED_MAX:
        return []
    parts = product(counted, subs_counted, executions, adjustments)
    return [
        Way((*rows, *subs, *execution, *added), deducted, with_execution)
        for rows, subs, (execution, with_execution), (added, deducted) in parts
    ]


def merged_ways(ways: Iterable[Way]) -> Iterator[Way]:
    """*ways* with runs of equal weights below one heading counted once, as for merged cells.

    First only the runs whose scores add up to no more than the one weight, then all that repeat one score.
    """
    for way in ways:
        for key, may_merge in product((_level2, _level1), (_shares_one_weight, _repeats_one_score)):
            rows = tuple(row for run in _runs(way.rows, key) for row in (_merged(run) if may_merge(run) else run))
            if rows != way.rows:
                yield Way(rows, way.deducted, way.with_execution)


def way_with_one_merge(ways: Iterable[Way], target: Fraction, execution: Fraction) -> bool:
    """True where one run of equal weights, counted once, makes *target*; *execution* is what the money block adds."""
    for way in ways:
        base = sum((w.value for w in way.weights()), execution if way.with_execution else Fraction(0))
        if any(base - extra == target for extra in _repeated_weights(way.rows)):
            return True
    return False


def weight_sum(way: Way, execution: PrintedNumber | None) -> Fraction:
    """The weights as printed, with the execution weight where *way* counts it."""
    own = execution.value if execution and way.with_execution else Fraction(0)
    return sum((weight.value for weight in way.weights()), own)


def weight_interval(way: Way, execution: PrintedNumber | None, *, rounded_whole: bool) -> Interval:
    """The true sums behind the printed weights.

    Decimals (33.3) may be rounded. Whole weights are chosen, not computed, and stand as they are; with
    *rounded_whole*, those that share their value with a neighbour may come from a division (50 over 7 rows).
    """
    own = exactly(execution.value) if execution and way.with_execution else NOTHING
    shared = _shared_weights(way.rows) if rounded_whole else frozenset()
    return own + total_of(
        _weight_bounds(row.weight, row.number in shared)
        for row in way.rows
        if row.weight is not None and row.weight.value >= 0
    )


def heading_sum(reading: Reading) -> Fraction | None:
    """The points that the headings of level 1 name, added up; None where a heading names none."""
    headings = {row.printed.level1 for row in reading.rows if row.part in (Part.INDICATOR, Part.SUB_ROW)}
    points = [parse_heading_points(heading) for heading in headings]
    known = [p for p in points if p is not None]
    return sum(known, Fraction(0)) * reading.point_scale if known and len(known) == len(points) else None


def score_sum(way: Way, execution: Fraction) -> Fraction:
    """The scores as printed; *execution* is the printed execution score."""
    scores = sum((row.score.value for row in way.rows if row.score is not None), Fraction(0))
    taken = sum((abs(row.score.value) for row in way.deducted if row.score is not None), Fraction(0))
    return scores - taken + (execution if way.with_execution else 0)


def score_interval(way: Way, execution: Interval, *, exact_weights: bool = False) -> Interval:
    """The true sums behind the printed scores; a row without a score may hold anything up to its weight.

    *exact_weights*: whole weights stand as they are, so that a full score cannot have been rounded down, nor, where
    the target is reached, up.
    """
    own = execution if way.with_execution else NOTHING
    taken = total_of(thinkable(row.score).times(-1 if row.score.value >= 0 else 1) for row in way.deducted if row.score)
    return own + taken + total_of(_score_bounds(row, exact_weights) for row in way.rows)


def _score_bounds(row: Row, has_exact_weight: bool) -> Interval:
    if row.score is None:
        most = row.weight.high if row.weight and row.weight.value > 0 else Fraction(0)
        return Interval(-most if row.part is Part.ADJUSTED else Fraction(0), most)
    bounds = thinkable(row.score)
    # A cut-off score was below its weight; a full one is not more than full.
    if row.weight is not None and row.score.value <= row.weight.value:
        is_exact = has_exact_weight and row.weight.step >= 1
        if is_exact and row.is_full and _is_surely_reached(row):
            return exactly(row.score.value)
        cap = row.weight.value if is_exact else row.weight.high
        return Interval(bounds.low, min(bounds.high, max(cap, row.score.value)))
    return bounds


def _is_surely_reached(row: Row) -> bool:
    """True where the values meet the target whether more is better or less: the form then gives full points."""
    return all(is_met(row.target, row.actual, direction) for direction in Direction)


def _weight_bounds(weight: PrintedNumber, is_shared: bool) -> Interval:
    if weight.step < 1:
        return thinkable(weight)
    return Interval(weight.low, weight.high) if is_shared else exactly(weight.value)


def _needs_weight(row: Row) -> bool:
    return row.score is not None and not row.is_not_applicable and row.part not in OUTSIDE


def _by_rows_or_subtotals(reading: Reading) -> list[tuple[Row, ...]]:
    details = tuple(row for row in reading.rows if row.part is Part.INDICATOR)
    summaries = tuple(row for row in reading.rows if row.part is Part.SUMMARY and _has_points(row))
    if not summaries:
        repeats = _repeats_of_execution(reading, details)
        once = tuple(row for row in details if row.number not in repeats)
        return [details, once] if len(once) < len(details) else [details]
    summed = {row.printed.level1 for row in summaries}
    others = tuple(row for row in details if row.printed.level1 not in summed)
    return [details, (*others, *summaries), (*details, *summaries)]


def _repeats_of_execution(reading: Reading, rows: tuple[Row, ...]) -> frozenset[int]:
    """The rows that may be the execution which the money block scores with the same points.

    One row such as 资金支付率 with the points of the block, or several (预算完成率 5, 支付进度率 5) that share them.
    """
    weight = reading.execution_weight
    alike = [row for row in rows if weight is not None and row.weight is not None and row.is_like_execution]
    if weight is None or not alike:
        return frozenset()
    if sum(row.weight.value for row in alike if row.weight) == weight.value:
        return frozenset(row.number for row in alike)
    return frozenset(row.number for row in alike if row.weight and row.weight.value == weight.value)


def _optional(reading: Reading, part: Part) -> list[tuple[Row, ...]]:
    rows = tuple(row for row in reading.rows if row.part is part and _has_points(row))
    return [(), rows] if rows else [()]


def _execution(reading: Reading) -> list[tuple[tuple[Row, ...], bool]]:
    rows = tuple(row for row in reading.rows if row.part is Part.EXECUTION and _has_points(row))
    if not rows:
        return [((), True)]
    in_block = reading.execution_weight is not None or reading.execution_score is not None
    return [((), True), (rows, False), (rows, True)] if in_block else [(rows, False)]


def _adjustments(reading: Reading) -> list[tuple[tuple[Row, ...], tuple[Row, ...]]]:
    added = tuple(row for row in reading.rows if row.part is Part.ADDED and _has_points(row))
    taken = tuple(row for row in reading.rows if row.part is Part.DEDUCTED and _has_points(row))
    either = tuple(row for row in reading.rows if row.part is Part.ADJUSTED and _has_points(row))
    plain = _options(added, taken)
    if not either:
        return plain
    return [((*up, *more), (*down, *less)) for more, less in _either_way(either) for up, down in plain]


def _options(added: tuple[Row, ...], taken: tuple[Row, ...]) -> list[tuple[tuple[Row, ...], tuple[Row, ...]]]:
    if not (added or taken):
        return [((), ())]
    options = [(added, taken), (added, ()), ((), taken), ((), ())]
    # A row for deductions may also print what is left of its points, which then count like any other.
    return [*options, ((*added, *taken), ())] if taken else options


def _either_way(rows: tuple[Row, ...]) -> list[tuple[tuple[Row, ...], tuple[Row, ...]]]:
    """Which of *rows* are added and which taken off: by their sign first, without one in every way, or not at all."""
    free = [row.number for row in rows if not row.is_signed]
    sizes = range(len(free) + 1) if len(free) <= _EITHER_WAY_MAX else (0, len(free))
    chosen = [set(taken) for size in sizes for taken in combinations(free, size)]
    split = [
        (tuple(row for row in rows if row.number not in taken), tuple(row for row in rows if row.number in taken))
        for taken in chosen
    ]
    return [*split, ((), ())]


def _has_points(row: Row) -> bool:
    return row.weight is not None or row.score is not None


def _level1(row: Row) -> str:
    return without_points(row.printed.level1)


def _level2(row: Row) -> str:
    return f"{_level1(row)}/{without_points(row.printed.level2)}"


def _runs(rows: Iterable[Row], key: Callable[[Row], str]) -> Iterator[list[Row]]:
    """Neighbours below one heading that print the same weight; any other row stands alone."""
    run: list[Row] = []
    for row in rows:
        if run and not _continues(run[0], row, key):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _continues(first: Row, row: Row, key: Callable[[Row], str]) -> bool:
    if row.weight is None or first.weight is None or key(first) != key(row):
        return False
    return row.weight.value == first.weight.value


def _shares_one_weight(run: list[Row]) -> bool:
    scores = [row.score.value for row in run if row.score is not None]
    return len(run) > 1 and run[0].weight is not None and len(scores) > 1 and sum(scores) <= run[0].weight.value


def _repeats_one_score(run: list[Row]) -> bool:
    first = run[0].printed.score
    return len(run) > 1 and all(row.printed.score == first or not is_filled(row.printed.score) for row in run)


def _merged(run: list[Row]) -> list[Row]:
    """The run with its weight once, and its score once where each row repeats it."""
    keeps_scores = _shares_one_weight(run)
    return [run[0], *(replace(row, weight=None, score=row.score if keeps_scores else None) for row in run[1:])]


def _repeated_weights(rows: tuple[Row, ...]) -> Iterator[Fraction]:
    for run in _runs(rows, _level2):
        if _repeats_one_score(run) or _shares_one_weight(run):
            yield sum((row.weight.value for row in run[1:] if row.weight), Fraction(0))


def _shared_weights(rows: tuple[Row, ...]) -> frozenset[int]:
    """The numbers of the rows whose weight another row below the same heading has too."""
    seen: dict[tuple[str, Fraction], list[int]] = {}
    for row in rows:
        if row.weight is not None:
            seen.setdefault((_level1(row), row.weight.value), []).append(row.number)
    return frozenset(number for numbers in seen.values() if len(numbers) > 1 for number in numbers)
