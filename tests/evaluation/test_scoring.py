"""Scores: by hand where a rule or a published table gives them, and what must hold for every table."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.evaluation.parsed import (
    NO_SCORE,
    OPERAND_MAX,
    POINT,
    ParsedRow,
    ParsedTable,
    Treatment,
    batch,
    parse_row,
    parse_table,
)
from kit.evaluation.printed import PrintedBudget, PrintedFund, PrintedIndicator, PrintedTable
from kit.evaluation.scheme import (
    Adjustments,
    BelowTarget,
    InverseFormula,
    Rounding,
    RoundingMode,
    RoundingPlace,
    Scheme,
    load_scheme,
)
from kit.evaluation.scoring import score, score_table
from kit.workspace.resources import Resources

MINISTRY = load_scheme("mof-2020-10", Resources())
YUANZHOU = load_scheme("ningxia-yuanzhou", Resources())
# A machine shared with other work may be slow for a moment; that says nothing about the code.
UNHURRIED = settings(deadline=None)


@pytest.fixture
def golden(shared: Path):
    """The complete published tables, by id."""
    found = json.loads((shared / "cases" / "selfeval.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in found if one["complete"]}


def rounding(decimals: int | None, mode: str = "half_up", at: str = "row") -> Scheme:
    """The ministry's scheme with another rounding."""
    chosen = Rounding(decimals=decimals, mode=RoundingMode(mode), at=RoundingPlace(at))
    return MINISTRY.model_copy(update={"rounding": chosen})


def row_score(target, actual, weight="10", *, score="", scheme=MINISTRY, name="指标", **columns):
    """The score of one row, in points."""
    row = PrintedIndicator(name=name, target=target, actual=actual, weight=weight, score=score, **columns)
    return score_table(ParsedTable(rows=(parse_row(row, scheme),)), scheme).row_scores[0]


def table(rows=(), **budget):
    """A printed table of rows (target, actual, weight, score) and a money block."""
    indicators = [PrintedIndicator(name="指标", target=t, actual=a, weight=w, score=s) for t, a, w, s in rows]
    return PrintedTable(id="1", budget=PrintedBudget(**budget), indicators=tuple(indicators))


def scored(printed, scheme=MINISTRY):
    """The scores of one printed table."""
    return score_table(parse_table(printed, scheme), scheme)


# --- rows, by hand -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "actual", "weight", "decimals", "points"),
    [
        # jishan-pubhealth-2021, printed 1.4: 2 x 4044 / 5662 = 1.42847...
        ("5662人", "4044人", "2", 1, "1.4"),
        # the same to two decimals
        ("5662人", "4044人", "2", 2, "1.43"),
        # jishan-pubhealth-2021, printed 1.9: 2 x 97.30 / 100 = 1.946
        ("100.00%", "97.30%", "2", 1, "1.9"),
        # jishan-pubhealth-2021, printed 1 (whole points): 2 x 69 / 120 = 1.15
        ("120人", "69人", "2", 0, "1"),
        # jishan-pubhealth-2021, printed 3 (whole points): 3 x 37442 / 38508 = 2.9170
        ("38508人", "37442人", "3", 0, "3"),
        # an exact half goes up: 5 x 1 / 200 = 0.025
        ("200", "1", "5", 2, "0.03"),
        # 10 x 909.93 / 928 = 9.80528...
        ("≥928小时", "909.93小时", "10", 2, "9.81"),
    ],
)
def test_short_of_target_the_weight_falls_in_proportion(target, actual, weight, decimals, points):
    """The rule: weight x actual / target, rounded half up."""
    assert row_score(target, actual, weight, scheme=rounding(decimals)) == Fraction(points)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥200平方米", "204.46平方米"),
        ("≥8400元", "8400元"),
        ("80TB", "120TB"),
        ("6次", "150次"),
        ("200", "200余人"),
        ("≥50个", "50"),
        ("≤90万元", "90"),
        ("≥100百分比", "100"),
        ("100%", "1"),
        ("0次", "0次"),
        ("2023年12月", "2023年10月"),
        ("11月底前", "10月"),
        ("9月前", "7月"),
        ("80-90", "85"),
        ("≥11.376万元", "12万元"),
        ("300 公里", "300000米"),
    ],
)
def test_a_target_reached_or_passed_earns_its_full_weight(target, actual):
    """Rows of published tables that took full points, however far they passed the target."""
    assert row_score(target, actual) == 10


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        # derived from the rule printed on the Hubei form (weight x A/B): 10 x 5 / 8
        ("≤5%", "8%", "6.25"),
        # again the limit by the actual
        ("≤90万元", "120万元", "7.5"),
        # within the limit nothing is lost
        ("≤90万元", "80万元", "10"),
        # nothing allowed and something happened: 10 x 0 / 3
        ("≤0起", "3起", "0"),
        ("小于0.9‰", "1.8‰", "5"),
    ],
)
def test_over_its_limit_an_inverse_indicator_keeps_limit_by_actual(target, actual, points):
    """Derived from the rule text, since no published row exceeds its limit."""
    assert row_score(target, actual) == Fraction(points)


def test_another_inverse_formula_takes_the_excess_off():
    """Derived: a fifth over the limit costs a fifth of the weight; twice the limit and more costs all."""
    formula = MINISTRY.quantitative.model_copy(update={"inverse": InverseFormula.EXCESS})
    scheme = MINISTRY.model_copy(update={"quantitative": formula})

    assert row_score("≤100万元", "120万元", scheme=scheme) == 8
    assert row_score("≤100万元", "250万元", scheme=scheme) == 0
    assert row_score("≤100万元", "90万元", scheme=scheme) == 10


def test_all_or_nothing_is_a_setting_of_the_scheme():
    """Derived: short of target earns nothing."""
    formula = MINISTRY.quantitative.model_copy(update={"below_target": BelowTarget.NOTHING})
    scheme = MINISTRY.model_copy(update={"quantitative": formula})

    assert row_score("100个", "99个", scheme=scheme) == 0
    assert row_score("100个", "100个", scheme=scheme) == 10


def test_a_cost_without_operator_is_taken_as_a_limit():
    """Less money than planned is full; 成本 stands in the name or in the heading above it."""
    assert row_score("20万元", "18万元", name="项目总成本") == 10
    assert row_score("20万元", "18万元", name="项目计划总投资", level2="成本指标") == 10
    assert row_score("20万元", "18万元", name="带动投资") == 9


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("效果明显", "达成预期指标"),
        ("100%", "1000件"),
        ("≤30万元", "完成"),
        ("11月底前", "12月"),
        ("=8个", "9个"),
        ("约200人", "190人"),
    ],
)
def test_what_only_a_person_can_judge_takes_the_printed_score(target, actual):
    """Words, values that do not compare, a date missed: the printed score within the weight, else none."""
    assert row_score(target, actual, score="8.5") == Fraction("8.5")
    assert row_score(target, actual) is None
    assert row_score(target, actual, score="12") is None


def test_large_over_achievement_is_flagged_above_the_scheme_s_multiple():
    """130 % itself is not flagged; 2500 % (six lectures planned, 150 held) is."""
    pairs = [("100次", "130次"), ("100次", "131次"), ("6次", "150次"), ("≤100次", "10次")]

    assert scored(table([(*pair, "5", "") for pair in pairs])).over_achieved == (False, True, True, False)


# --- execution, by hand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("executed", "adjusted", "weight", "decimals", "mode", "points"),
    [
        # printed: 79.27 % x 10 = 7.93
        ("79.27", "100", "10", 2, "half_up", "7.93"),
        # printed: 20 % x 20 = 4
        ("20", "100", "20", 2, "half_up", "4"),
        # linxiang: 31.69 / 32.4 x 10 = 9.78, printed 9 (rounded down to whole points)
        ("31.69", "32.4", "10", 2, "half_up", "9.78"),
        ("31.69", "32.4", "10", 0, "down", "9"),
        # over the budget counts as full
        ("102.59", "100", "10", 2, "half_up", "10"),
        ("0", "100", "10", 2, "half_up", "0"),
    ],
)
def test_execution_earns_its_weight_by_the_rate(executed, adjusted, weight, decimals, mode, points):
    """The rule: weight x executed / adjusted, at most the weight."""
    result = scored(table(executed=executed, adjusted=adjusted, weight=weight, unit="万元"), rounding(decimals, mode))

    assert result.execution_score == Fraction(points)
    assert result.execution_rate == Fraction(executed) / Fraction(adjusted)


@pytest.mark.parametrize(
    "budget",
    [
        {"executed": "5", "adjusted": "0"},
        {"executed": None, "adjusted": "5"},
        {"executed": "-5", "adjusted": "5"},
        {"executed": "未提供", "adjusted": "5"},
        {"executed": "5", "adjusted": None},
    ],
)
def test_without_a_rate_the_printed_execution_score_stands(budget):
    """Nothing is divided by nothing, and a missing amount is not taken for zero."""
    result = scored(table(**budget, weight="10", score_printed="9"))

    assert (result.execution_rate, result.execution_score, result.execution_is_computed) == (None, 9, False)


def test_amounts_in_yuan_and_ten_thousand_yuan_meet_in_one_rate():
    """450,000 yuan of 90 万元 is half."""
    assert scored(table(executed="450,000元", adjusted="90", unit="万元")).execution_rate == Fraction(1, 2)


def test_an_impossible_execution_weight_is_replaced_by_the_scheme_s():
    """Shangrao printed 100 instead of 10."""
    assert scored(table(executed="1", adjusted="2", weight="100")).execution_score == 5


def test_a_form_without_execution_points_leaves_execution_out():
    """yuanzhou: 86.5 % executed costs nothing."""
    rows = [("550万粒", "550万粒", "60", "60"), ("是", "基本达到", "40", "39")]
    printed = table(rows, executed="259.45", adjusted="300")

    result = scored(printed, YUANZHOU)

    assert (result.execution_score, result.total) == (None, 99)


def test_execution_as_a_row_is_not_counted_again_in_the_money_block():
    """90 + 10 x 80 % = 98, though the money block repeats the weight of 10; beside 100 other points it counts."""
    rows = [
        PrintedIndicator(name="预算执行率", target="100%", actual="80%", weight="10", score="8"),
        PrintedIndicator(name="数量", target="5个", actual="5个", weight="90", score="90"),
    ]
    money = PrintedBudget(executed="80", adjusted="100", weight="10", score_printed="8")
    as_row = PrintedTable(id="1", budget=money, indicators=rows)
    in_block = PrintedTable(id="2", budget=money, indicators=rows[1:])

    assert (scored(as_row).total, scored(in_block).total) == (98, 98)


# --- totals --------------------------------------------------------------------------------------------------------


def test_a_total_adds_own_scores_and_those_only_people_can_give():
    """10 x 1/2 + 40 + 45 judged = 90: the last grade that is 优."""
    rows = [("100个", "100个", "40", "38"), ("效果明显", "达成预期指标", "50", "45")]
    printed = table(rows, executed="50", adjusted="100", weight="10")

    result = scored(printed)

    assert (result.execution_score, result.row_scores, result.total) == (5, (40, 45), 90)
    assert result.row_is_computed == (True, False)
    assert result.grade is not None
    assert result.grade.label == "优"


def test_the_sum_of_the_printed_scores_is_kept_beside():
    """38 + 45 + 9 printed, whatever the kit computes."""
    printed = table(
        [("100个", "100个", "40", "38"), ("效果明显", "达成预期指标", "50", "45")],
        executed="50",
        adjusted="100",
        weight="10",
        score_printed="9",
    )

    assert scored(printed).printed_sum == 92


def test_a_row_that_nobody_scored_leaves_the_table_without_total():
    """A word without a score is not taken for zero."""
    result = scored(table([("效果明显", None, "50", None), ("5个", "5个", "50", "50")]))

    assert (result.row_scores, result.total, result.grade) == ((None, 50), None, None)


def test_a_cut_table_has_scores_but_no_total():
    """What is cut could hold anything."""
    printed = table([("5个", "5个", "50", "50")]).model_copy(update={"complete": False})

    result = scored(printed)

    assert (result.row_scores, result.total) == ((50,), None)


def test_rows_without_weight_and_score_are_not_counted():
    """其中 rows and rows of strokes (/ / /) say nothing about points."""
    printed = table([("5个", "5个", "90", "90"), ("3个", "1个", None, None), ("/", "/", "/", None)])

    assert scored(printed).total == 90


def test_points_are_added_and_deducted_within_the_scheme_s_bounds():
    """80 + min(5, 3) - 2 = 81."""
    rows = (
        PrintedIndicator(level1="产出指标", name="数量", target="5个", actual="5个", weight="80", score="80"),
        PrintedIndicator(level1="加分项", name="获省级表彰", score="5"),
        PrintedIndicator(level1="扣分项", name="报送不及时", score="2"),
    )
    scheme = MINISTRY.model_copy(update={"adjustments": Adjustments(added_max=3, deducted_max=10)})

    result = scored(PrintedTable(id="1", indicators=rows), scheme)

    assert (result.total, result.row_scores) == (81, (80, 5, -2))


def test_rounding_at_the_total_differs_from_rounding_each_row():
    """Three rows of 10 x 1/3: 3.3 x 3 = 9.9 row by row, 10.0 rounded once."""
    printed = table([("3个", "1个", "10", "")] * 3)

    assert scored(printed, rounding(1)).total == Fraction("9.9")
    assert scored(printed, rounding(1, at="total")).total == 10


def test_published_totals_come_out_as_printed(golden):
    """Tianchang 100, hubei-fishing-ban 100 and danzhou 94.04 agree; zhongjiang's rows make 110."""
    totals = {name: scored(PrintedTable(**golden[name])).total for name in golden}

    assert totals["tianchang-water-2022"] == 100
    assert totals["hubei-fishing-ban-2020"] == 100
    assert totals["danzhou-court-dept-2018"] == Fraction("94.04")
    assert totals["zhongjiang-water-2022"] == 110


# --- what must always hold -----------------------------------------------------------------------------------------

OPERANDS = st.one_of(st.integers(0, 200), st.integers(0, OPERAND_MAX))
WEIGHTS = st.one_of(st.integers(0, 1_000 * POINT), st.integers(0, 100).map(lambda points: points * POINT))
ROUNDINGS = product((None, 0, 1, 2), ("half_up", "down"), ("row", "total"))
SCHEMES = st.sampled_from([MINISTRY, YUANZHOU, *(rounding(*each) for each in ROUNDINGS)])


@st.composite
def rows(draw):
    """A parsed row of any treatment."""
    weight, target = draw(WEIGHTS), draw(OPERANDS)
    return ParsedRow(
        treatment=draw(st.sampled_from(list(Treatment))),
        weight=weight,
        printed=draw(st.one_of(st.just(int(NO_SCORE)), st.integers(0, weight))),
        target=target,
        target_to=min(OPERAND_MAX, target + draw(st.integers(0, 50))),
        actual=draw(OPERANDS),
    )


@st.composite
def tables(draw):
    """A parsed table of up to five rows."""
    return ParsedTable(
        rows=tuple(replace_unusable(row) for row in draw(st.lists(rows(), max_size=5))),
        executed=draw(OPERANDS),
        adjusted=draw(OPERANDS),
        execution_weight=draw(st.sampled_from([int(NO_SCORE), 0, 10 * POINT, 20 * POINT, 100 * POINT])),
        execution_printed=draw(st.one_of(st.just(int(NO_SCORE)), st.integers(0, 20 * POINT))),
        is_complete=draw(st.booleans()),
    )


def replace_unusable(row):
    """A row as the parser makes it: who takes the printed score has one."""
    by_hand = (Treatment.JUDGED, Treatment.ADDED, Treatment.DEDUCTED)
    return replace(row, treatment=Treatment.OPEN) if row.treatment in by_hand and row.printed == NO_SCORE else row


def reference(row, scheme):
    """The score of a computed row by fractions, from the rule texts."""
    less = row.treatment is Treatment.LESS
    within = row.actual <= row.target if less else row.actual >= row.target
    if row.treatment is Treatment.BETWEEN:
        within = row.target <= row.actual <= row.target_to
    if within or row.treatment is Treatment.REACHED:
        share = Fraction(1)
    else:
        above, below = (row.target, row.actual) if less else (row.actual, row.target)
        share = min(Fraction(above, below), Fraction(1)) if below else Fraction(0)
    decimals = scheme.rounding.decimals
    step = Fraction(1, POINT) if decimals is None or scheme.rounding.at == "total" else Fraction(1, 10**decimals)
    units = Fraction(row.weight, POINT) * share / step
    return step * (floor(units) if scheme.rounding.mode == "down" else floor(units + Fraction(1, 2)))


@UNHURRIED
@given(st.lists(tables(), min_size=1, max_size=6), SCHEMES)
def test_a_batch_scores_as_its_tables_one_by_one(many, scheme):
    """One path: who stands beside a table cannot change its scores."""
    together = score(batch(many), scheme)

    assert [together.table(n) for n in range(len(many))] == [score_table(one, scheme) for one in many]


@UNHURRIED
@given(st.lists(tables(), min_size=1, max_size=6), SCHEMES)
def test_every_computed_row_equals_the_rule_in_fractions(many, scheme):
    """Scaled integers give exactly what fractions give, up to a thousand points and operands of a thousand trillion."""
    computed = (Treatment.MORE, Treatment.LESS, Treatment.BETWEEN, Treatment.REACHED)

    for one in many:
        scores = score_table(one, scheme).row_scores
        for row, own in zip(one.rows, scores, strict=True):
            if row.treatment in computed:
                assert own == reference(row, scheme)


@UNHURRIED
@given(tables(), SCHEMES)
def test_a_computed_score_lies_between_nothing_and_its_weight(one, scheme):
    """Rounded to whole points a weight with decimals may round up by less than one step."""
    result = score_table(one, scheme)
    step = Fraction(1, 10 ** (scheme.rounding.decimals or 0)) if scheme.rounding.decimals is not None else 0

    for row, own, is_own in zip(one.rows, result.row_scores, result.row_is_computed, strict=True):
        if is_own:
            assert 0 <= own < Fraction(row.weight, POINT) + (step or Fraction(1, POINT))


@UNHURRIED
@given(WEIGHTS, st.integers(1, OPERAND_MAX), OPERANDS, OPERANDS)
def test_more_never_earns_less_and_less_never_earns_more(weight, target, one, other):
    """Positive rows rise with the actual value, inverse rows fall."""
    low, high = sorted((one, other))

    def points(treatment, actual):
        row = ParsedRow(treatment, weight, target=target, actual=actual)
        return score_table(ParsedTable((row,)), MINISTRY).row_scores[0]

    assert points(Treatment.MORE, low) <= points(Treatment.MORE, high)
    assert points(Treatment.LESS, low) >= points(Treatment.LESS, high)


@UNHURRIED
@given(tables(), st.randoms(use_true_random=False), SCHEMES)
def test_the_order_of_rows_does_not_change_the_total(one, chance, scheme):
    """A total is a sum."""
    shuffled = list(one.rows)
    chance.shuffle(shuffled)

    first, second = score_table(one, scheme), score_table(replace(one, rows=tuple(shuffled)), scheme)

    assert (first.total, first.printed_sum, first.grade) == (second.total, second.printed_sum, second.grade)


@UNHURRIED
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_any_printed_row_is_scored_or_left_open(target, actual, weight, printed):
    """Whatever cells hold, scoring answers and never raises."""
    row = PrintedIndicator(name=target, target=target, actual=actual, weight=weight, score=printed)
    funds = (PrintedFund(name="其中", executed=actual),)
    money = PrintedBudget(executed=target, adjusted=actual, weight=weight, funds=funds)

    result = scored(PrintedTable(id="1", indicators=(row,), budget=money))

    assert len(result.row_scores) == 1


@pytest.mark.parametrize("digits", [15, 16, 17, 20, 29])
def test_numbers_beyond_all_bounds_are_left_to_a_person(digits):
    """Amounts that would leave 64 bits are not scored by the kit, and never wrongly."""
    target, actual = "9" * digits, "7" * digits

    own = row_score(target, actual)

    assert own is None or own == Fraction("7.78")


def test_an_empty_batch_and_an_empty_table_have_no_scores():
    """Nothing in, nothing out."""
    nothing = score(batch([]), MINISTRY)
    empty = score_table(ParsedTable(rows=()), MINISTRY)

    assert len(nothing.batch) == 0
    assert np.array_equal(nothing.totals, [])
    assert (empty.total, empty.row_scores, empty.printed_sum) == (None, (), None)
