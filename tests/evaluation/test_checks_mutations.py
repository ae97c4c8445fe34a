"""The published tables written otherwise: another print of the same figures makes no fault, one broken figure does."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import review_table
from tests.evaluation.forms import BEN, faults, form, plain_rows, row
from tests.evaluation.lawful_points import thousand

PUBLISHED = Path(__file__).parents[2] / "data" / "samples" / "published" / "selfeval.json"
TABLES: list[dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
AMOUNTS, POINTS = ("initial", "adjusted", "executed"), ("weight", "score_printed", "weight", "score")
PLAIN = re.compile(r"\d+(\.\d+)?")
FULL_WIDTH = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.%"}
Table = dict[str, Any]


def _change(table: Table, names: tuple[str, ...], change: Callable[[str], str]) -> Table:
    """*table* with the named cells of the table, its money block and its rows changed, where they are printed."""
    changed = deepcopy(table)
    budget = changed.get("budget") or {}
    for part in (changed, budget, *(budget.get("funds") or []), *changed["indicators"]):
        part.update({name: change(part[name]) for name in names if part.get(name)})
    return changed


def _numbers(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: change(text) if PLAIN.fullmatch(text) else text


def _in_yuan(text: str) -> str:
    scaled = Fraction(text) * 10_000
    places = max(0, len(text.partition(".")[2]) - 4)
    return f"{float(scaled):.{places}f}"


def _yuan(table: Table) -> Table:
    changed = _change(table, AMOUNTS, _numbers(_in_yuan))
    return {**changed, "budget": {**changed["budget"], "unit": "元"}}


def _reordered(table: Table) -> Table:
    """The rows below each heading the other way round, where no merged cell or 其中 hangs on their order."""
    rows = table["indicators"]
    if any(not r.get("weight") or not r.get("score") or "其中" in (r.get("name") or "") for r in rows):
        return table
    levels = list(dict.fromkeys(r.get("level1") for r in rows))
    return {**table, "indicators": [r for level in levels for r in reversed(rows) if r.get("level1") == level]}


_ALL = (*AMOUNTS, *POINTS, "rate_printed", "target", "actual", "total_printed")
LAWFUL: dict[str, Callable[[Table], Table]] = {
    "spaces around": lambda t: _change(t, _ALL, lambda text: f" {text} "),
    "full-width digits": lambda t: _change(t, _ALL, lambda text: text.translate(FULL_WIDTH)),
    "thousands set apart": lambda t: _change(
        t, AMOUNTS, _numbers(lambda x: re.sub(r"(?<=\d)(?=(\d{3})+(\.|$))", ",", x))
    ),
    "trailing zeros": lambda t: _change(t, AMOUNTS, _numbers(lambda x: x + "00" if "." in x else x + ".00")),
    "zeros on points": lambda t: _change(
        t, (*POINTS, "total_printed"), _numbers(lambda x: x if "." in x else x + ".00")
    ),
    "unit in the cell": lambda t: _change(t, AMOUNTS, _numbers(lambda x: x + "万元")),
    "points with 分": lambda t: _change(t, (*POINTS, "total_printed"), _numbers(lambda x: x + "分")),
    "space before the unit": lambda t: _change(
        t, ("target", "actual"), lambda x: re.sub(r"(?<=\d)(?=[一-鿿])", " ", x)
    ),
    "percent set apart": lambda t: _change(t, ("rate_printed",), lambda x: x.replace("%", " %")),
    "all in yuan": _yuan,
    "rows reordered": _reordered,
    "another title": lambda t: {**t, "title": "某项目", "department": "某局"},
}


@pytest.mark.parametrize("change", LAWFUL.values(), ids=LAWFUL)
def test_another_print_of_the_same_figures_makes_no_other_fault(change: Callable[[Table], Table]) -> None:
    """Twenty published tables, rewritten without a change of any figure."""
    before = [faults(PrintedTable.model_validate(table)) for table in TABLES]

    after = [faults(PrintedTable.model_validate(change(table))) for table in TABLES]

    assert after == before


FUNDS = [
    {"name": "其中:当年财政拨款", "initial": "80", "adjusted": "80", "executed": "80"},
    {"name": "上年结转资金", "initial": "0", "adjusted": "0", "executed": "0"},
    {"name": "其他资金", "initial": "20", "adjusted": "20", "executed": "20"},
]


def _with_first(**cells: str) -> list[dict[str, Any]]:
    first, *others = plain_rows()
    return [{**first, **cells}, *others]


BROKEN = {
    "total_differs": [
        form(plain_rows(), total="93"),  # 100; rows that reach their targets were not rounded up: 98.5 at the least
        form(_with_first(score="17", actual="42个", reason="征地"), total="99"),  # 97; the others are full: below 98
        form(_with_first(score="17.2", actual="43个", reason="征地"), total="92.7"),  # 97.2
        form(plain_rows(), total="110"),
    ],
    "weights_not_100": [
        form(_with_first(weight="29", score="29"), total="109"),  # 29+15+15+30+10+10
        form(_with_first(weight="12", score="12"), total="92"),
    ],
    "rate_differs": [
        form(plain_rows(), "_ 80.00 61.35 100% 10 10"),  # 76.69 %
        form(plain_rows(), "80.00 80.00 61.35 100% 10 10"),  # the same; 80 of 80 is no other denominator
        form(plain_rows(), "_ 80.00 61.35 0% 10 10"),
        form(plain_rows(), "_ 80.00 61.35 执行率86.69% 10 10"),
    ],
    "sum_line_differs": [
        form(plain_rows(), budget={"funds": [{**FUNDS[0], "adjusted": "96"}, *FUNDS[1:]]}),  # 96+0+20 = 116
        form(plain_rows(), budget={"funds": [FUNDS[0], FUNDS[1], {**FUNDS[2], "executed": "50"}]}),  # 80+0+50
        form(
            plain_rows(),
            budget={
                "funds": [{"name": "政府预算资金", "adjusted": "130"}, {"name": "财政专户管理资金", "adjusted": "0"}]
            },
        ),  # 130+0
    ],
    "score_above_weight": [form(_with_first(score="23"), total="103"), form(plain_rows(), "_ 5 5 100% 10 12", "102")],
    "grade_differs": [
        form(plain_rows(), grade_printed="差"),
        form(_with_first(score="3", reason="停工"), total="83", grade_printed="优"),
    ],
}


@pytest.mark.parametrize(("code", "table"), [(code, table) for code, tables in BROKEN.items() for table in tables])
def test_one_broken_figure_is_one_fault_of_its_own_kind(code: str, table: PrintedTable) -> None:
    """Each lies beyond everything that the printed figures can stand for."""
    assert faults(table) == {code}


def test_a_total_of_ninety_points_is_that_of_the_indicators() -> None:
    """The form adds up its indicators alone: 88 of 90, execution stands apart."""
    rows = [{**r, "score": "28"} if r["level1"] == BEN else r for r in plain_rows()]

    assert faults(form(rows, total="88", total_weight_printed="90")) == set()
    assert faults(form(rows, total="88", total_weight_printed="100")) == {"total_differs"}


def test_points_taken_off_in_words_are_asked_about_and_not_called_a_fault() -> None:
    """Scores with cents add up to 100.00, the total is 98.00, the text says 扣2分."""
    exact = [{**r, "weight": r["weight"] + ".00", "score": r["score"] + ".00"} for r in plain_rows()]

    assert faults(form(exact, "100 100 100 100% 10.00 10.00", "98.00", text="因报送超期扣2分")) == set()
    assert faults(form(exact, "100 100 100 100% 10.00 10.00", "98.00", text="因报送超期扣1分")) == {"total_differs"}


def test_digits_left_over_from_a_computation_are_no_difference() -> None:
    """20+15+15+30+10+9.333333333333334 prints as 99.333333333333343."""
    table = form(plain_rows(), "_ 100 93.3333333333333 93.33% 10 9.333333333333334", "99.333333333333343")

    assert faults(table) == set()


def test_a_row_of_words_may_have_been_rounded_up() -> None:
    """100 against 99: 效果 of 30 points may truly be 29.6, and the total 99.5 cut off."""
    words = [row(BEN, "效益", "30", "30", "明显", "较明显"), *[r for r in plain_rows() if r["level1"] != BEN]]

    assert faults(form(words, total="99")) == set()


@pytest.mark.parametrize(
    ("added", "total"),
    [
        (row("加减分项", "表彰", "5", "2"), "105"),  # 102, 98 or 100
        (row("加减分项", "表彰", None, "+2"), "98"),  # 102: the sign says up
        (row("加减分项", "通报", None, "-2"), "102"),  # 98: the sign says down
        (row("加分项", "表彰", None, "2"), "97"),  # 102, or 100 where it is not counted
    ],
)
def test_points_outside_of_the_weights_explain_no_other_total(added: dict[str, Any], total: str) -> None:
    """A hundred points, and two that go up or down."""
    assert faults(form([*plain_rows(), added], total=total)) == {"total_differs"}


def test_a_reason_explains_the_points_it_names_and_no_others() -> None:
    """100 against 95, where a reason takes one point off; and against 98, where the row itself lost the two."""
    late = [{**r, "reason": "因资料报送迟缓扣1分"} if r["level1"] == BEN else r for r in plain_rows()]
    lost = _with_first(score="18", actual="45个", reason="征地未完成,扣2分")

    assert faults(form(late, total="95")) == {"total_differs"}
    assert faults(form(lost, total="96")) == {"total_differs"}


def test_the_own_total_goes_the_way_of_the_printed_one() -> None:
    """加减分 2: 102 where 102 is printed, 98 where 98 is."""
    rows = [*plain_rows(), row("加减分项", "考核", "5", "2")]

    assert [review_table(form(rows, total=total)).computed.total for total in ("102", "98")] == [102, 98]


def test_what_no_bringing_to_a_hundred_gives_stays_a_fault() -> None:
    """119.5 of 120 points is 99.58, not 95; 89.5 of 90 is 99.44, not 97; 110 of 110 points in a form of a hundred."""
    more = [*plain_rows(), row("管理指标", "资金使用合规性", "20", "20", "合规", "合规")]
    fewer = plain_rows()[:-1]
    tens = [{**r, "weight": "40", "score": "40"} if r["level1"] == BEN else r for r in plain_rows()]

    assert faults(form(more, "100 100 95 95% 10 9.5", "95", text="总分按120分折算为百分制")) == {"total_differs"}
    assert faults(form(fewer, "100 100 95 95% 10 9.5", "97")) == {"total_differs", "weights_not_100"}
    assert faults(form(tens, total_weight_printed="100")) == {"total_differs", "weights_not_100"}
    assert faults(form(plain_rows()[1:])) == {"total_differs", "weights_not_100"}


def test_a_table_of_a_thousand_points_is_held_to_them() -> None:
    """995 of 1,000 points: 950 is no sum of them, 210 of 200 no score, and weights of 990 do not make a thousand."""
    tens, money, base = thousand(plain_rows()), "100 100 95 95% 100 95", {"total_weight_printed": "1000"}
    over = [{**tens[0], "score": "230"}, *tens[1:]]
    light = [{**tens[0], "weight": "150", "score": "150"}, *tens[1:]]
    headed = [{**r, "weight": None} for r in tens]

    assert faults(form(tens, money, "950", **base)) == {"total_differs"}
    assert faults(form(over, money, "1025", **base)) == {"score_above_weight"}
    assert faults(form(light, money, "945", **base)) == {"weights_not_100"}
    assert faults(form(headed, money, "950", **base)) == {"total_differs"}
    assert faults(form(tens, money, "845", grade_printed="优", **base)) == {"total_differs", "grade_differs"}


def test_the_own_points_of_a_thousand_are_said_as_a_thousand() -> None:
    """995 printed, 995 computed, 95 of them for execution; the message of a wrong total names 995 too."""
    table = form(thousand(plain_rows()), "100 100 95 95% 100 95", "950", total_weight_printed="1000")

    review = review_table(table)

    assert (review.computed.total, review.computed.execution_score, review.computed.grade) == (995, 95, "优")
    assert (review.printed.total, review.printed.execution_score) == (950, 95)
    (finding,) = (f for f in review.findings if f.code == "evaluation.total_differs")
    assert (finding.phrase.values["printed"], finding.phrase.values["computed"]) == ("950", "995")
