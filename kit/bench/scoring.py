"""Scoring bench: a hundred thousand parsed tables scored at once, against a plain loop that scores row by row.

The rival is written apart, from the rule texts, with ``fractions`` and without numpy; every score of both
must be equal. A sample of single tables is scored one by one as well: a single table is a batch of one. Parsing is
measured apart.
"""

import math
import random
from fractions import Fraction
from time import perf_counter

from kit.bench.result import Bench, Target, at_most, conditions, interleaved, rounded
from kit.core.errors import UsageError
from kit.evaluation.parsed import POINT, ParsedRow, ParsedTable, Treatment, batch, parse_table
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.scheme import Scheme, load_scheme
from kit.evaluation.scoring import Scores, TableScore, score, score_table
from kit.evaluation.target import parse_target
from kit.workspace.resources import Resources

SCHEME = "mof-2020-10"
ROWS = 10
SECONDS_MAX = 5.0
SINGLES = 2_000
PRINTED = 2_000
TARGETS = 10_000
SEED = 20_200_225
_WEIGHT = 9 * POINT
_KINDS = (Treatment.MORE,) * 6 + (Treatment.LESS, Treatment.BETWEEN, Treatment.REACHED, Treatment.JUDGED)
_FORMS = (
    ("≥{}个", "{}个"),
    ("{}人", "{}余人"),
    ("不少于{}次", "{}"),
    ("≤{}万元", "{}.5万元"),
    ("≥{}%", "{}.25%"),
    ("{}亩", "{}.7亩"),
    ("控制在{}%以内", "{}%"),
    ("2023年11月底前", "2023年10月"),
    ("效果明显", "达成预期指标"),
    ("{}千米", "{}公里"),
)


def run(tables: int = 100_000, repeats: int = 5) -> Bench:
    """Score *tables* random tables of ten rows *repeats* times, beside the plain loop; medians of the times."""
    if tables < 1 or repeats < 1:
        raise UsageError(f"tables and repeats must be at least 1, not {tables} and {repeats}")
    scheme = load_scheme(SCHEME, Resources())
    parsed = _random_tables(tables)
    columns = batch(parsed)
    times = interleaved(
        {
            "columns": lambda: batch(parsed),
            "score": lambda: score(columns, scheme),
            "plain_loop": lambda: _score_plainly(parsed),
        },
        repeats,
    )
    unequal = _count_unequal(parsed, score(columns, scheme))
    ours = times["columns"] + times["score"]
    parsing = _parse_rates(scheme)
    return Bench(
        bench="scoring",
        conditions=conditions(n=tables, rows=ROWS, repeats=repeats, singles=min(SINGLES, tables), scheme=SCHEME),
        figures=rounded({
            "columns_seconds": times["columns"],
            "score_seconds": times["score"],
            "total_seconds": ours,
            "plain_loop_seconds": times["plain_loop"],
            "unequal_scores": unequal,
            **parsing,
        }),
        ratios=rounded({
            "plain_loop_to_score": times["plain_loop"] / times["score"],
            "plain_loop_to_total": times["plain_loop"] / ours,
        }),
        targets=(
            at_most("parsed tables made columns and scored", SECONDS_MAX, round(ours, 4), "s"),
            Target("scores unlike the plain loop or the single path", "= 0", unequal, unequal == 0),
        ),
    )  # fmt: skip


def _random_tables(count: int) -> list[ParsedTable]:
    chance = random.Random(SEED)  # noqa: S311 - a benchmark draws reproducible figures, not secrets
    return [_random_table(chance) for _ in range(count)]


def _random_table(chance: random.Random) -> ParsedTable:
    adjusted = chance.randint(1, 10**9)
    return ParsedTable(
        rows=tuple(_random_row(chance) for _ in range(ROWS)),
        executed=chance.randint(0, adjusted + adjusted // 20),
        adjusted=adjusted,
        execution_weight=10 * POINT,
        execution_printed=10 * POINT,
    )


def _random_row(chance: random.Random) -> ParsedRow:
    target = chance.randint(1, 10**6)
    return ParsedRow(
        treatment=chance.choice(_KINDS),
        weight=_WEIGHT,
        printed=chance.randint(0, _WEIGHT // 10_000) * 10_000,
        target=target,
        target_to=target + target // 2,
        actual=chance.randint(0, target + target // 2),
    )


# --- the rival -----------------------------------------------------------------------------------------------------


def _score_plainly(tables: list[ParsedTable]) -> list[tuple[list[int], int]]:
    return [_score_one_plainly(table) for table in tables]


def _score_one_plainly(table: ParsedTable) -> tuple[list[int], int]:
    rows = [_row_plainly(row) for row in table.rows]
    rate = min(Fraction(table.executed, table.adjusted), Fraction(1))
    return rows, sum(rows) + _hundredths(table.execution_weight * rate)


def _row_plainly(row: ParsedRow) -> int:
    if row.treatment is Treatment.JUDGED:
        return row.printed
    if row.treatment is Treatment.LESS:
        reached, share = row.actual <= row.target, Fraction(row.target, row.actual or 1)
    else:
        reached, share = row.actual >= row.target, Fraction(row.actual, row.target)
    return row.weight if reached or row.treatment is Treatment.REACHED else _hundredths(row.weight * share)


def _hundredths(points: Fraction) -> int:
    step = POINT // 100
    return math.floor(points / step + Fraction(1, 2)) * step


# --- equality ------------------------------------------------------------------------------------------------------


def _count_unequal(tables: list[ParsedTable], scores: Scores) -> int:
    plain = _score_plainly(tables)
    rows = [value for row_scores, _ in plain for value in row_scores]
    unlike = int((scores.row_scores != rows).sum()) + int((scores.totals != [total for _, total in plain]).sum())
    stride = max(1, len(tables) // SINGLES)
    places = range(0, len(tables), stride)
    return unlike + sum(_is_unlike(score_table(tables[n], scores.scheme), scores.table(n)) for n in places)


def _is_unlike(single: TableScore, batched: TableScore) -> bool:
    return single != batched


# --- parsing -------------------------------------------------------------------------------------------------------


def _parse_rates(scheme: Scheme) -> dict[str, float]:
    printed = [_printed_table(number) for number in range(PRINTED)]
    targets = [_FORMS[n % len(_FORMS)][0].format(n) for n in range(TARGETS)]
    started = perf_counter()
    for text in targets:
        parse_target(text, name="指标")
    parsed_targets = perf_counter()
    for table in printed:
        parse_table(table, scheme)
    done = perf_counter()
    return {
        "parse_10000_targets_seconds": parsed_targets - started,
        "parsed_tables_per_second": round(PRINTED / (done - parsed_targets)),
    }


def _printed_table(number: int) -> PrintedTable:
    rows = [_printed_row(number * ROWS + place) for place in range(ROWS)]
    budget = {"adjusted": f"{number + 2}.57", "executed": f"{number + 1}.03", "weight": "10", "score_printed": "9"}
    return PrintedTable.model_validate({"id": str(number), "budget": budget, "indicators": rows})


def _printed_row(number: int) -> PrintedIndicator:
    target, actual = _FORMS[number % len(_FORMS)]
    return PrintedIndicator(
        name=f"指标{number}", target=target.format(number + 7), actual=actual.format(number + 5), weight="9", score="8"
    )
