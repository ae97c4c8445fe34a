"""The checks of totals, weights, rates, sum lines, scores, grades and years: two tables that raise each, and a near miss."""

from typing import Any

import pytest

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import review_table
from kit.evaluation.scheme import load_scheme
from kit.workspace.resources import Resources
from tests.evaluation.forms import BEN, OUT, codes, faults, form, plain_rows, questions, row

FUNDS = ({"name": "当年财政拨款"}, {"name": "其他资金"})


def with_scores(*scores: str | None) -> list[dict[str, Any]]:
    """The plain rows (20, 15, 15, 30, 10 points) with other scores."""
    return [{**r, "score": score} for r, score in zip(plain_rows(), scores, strict=True)]


def with_weights(*weights: str) -> list[dict[str, Any]]:
    """The plain rows with other weights, all full."""
    return [{**r, "weight": weight, "score": weight} for r, weight in zip(plain_rows(), weights, strict=True)]


@pytest.mark.parametrize(
    "table",
    [
        form(plain_rows(), total="90"),  # 100 against 90: five rows and execution explain 3 points at most
        form(with_scores("18.5", "15.0", "14.2", "28.0", "9.0"), "_ 100 100 100% 10 10.0", "96.7"),  # 94.7
        form([*plain_rows(), row("扣分项", "报送超期", None, "-2")], total="92"),  # 98 or 100
    ],
)
def test_a_total_that_no_rounding_explains_is_a_fault(table: PrintedTable) -> None:
    """The printed total lies outside of everything the printed scores can add up to."""
    assert "total_differs" in faults(table)


def test_a_total_one_point_off_whole_scores_is_a_question() -> None:
    """19+15+13+27+10+10 = 94 against 93: true scores of 18.6, 12.6 and 26.6 make it."""
    table = form(with_scores("19", "15", "13", "27", "10"), total="93")

    assert "total_differs" in questions(table)
    assert faults(table) == set()


def test_a_total_beyond_cents_is_a_fault_where_scores_print_cents() -> None:
    """18.50+15.00+14.20+28.00+9.00+10.00 = 94.70; 94.80 is more than six half cents away."""
    table = form(with_scores("18.50", "15.00", "14.20", "28.00", "9.00"), "_ 100 100 100% 10 10.00", "94.80")

    assert faults(table) == {"total_differs"}


@pytest.mark.parametrize(
    ("table", "with_execution", "without"),
    [
        (form(with_weights("20", "15", "15", "40", "10"), total="110"), "110", "100"),
        (form(with_weights("20", "15", "10", "22", "8"), total="85"), "85", "75"),
        (form(with_weights("33.3", "33.3", "33.3", "5", "5"), total="119.9"), "119.9", "109.9"),
    ],
)
def test_weights_that_do_not_make_a_hundred_are_a_fault(table: PrintedTable, with_execution: str, without: str) -> None:
    """The message says what the weights make with execution and without it."""
    (finding,) = (f for f in review_table(table).findings if f.code == "evaluation.weights_not_100")

    assert str(finding.severity) == "fault"
    assert finding.phrase.values["with_execution"] == with_execution
    assert finding.phrase.values["without"] == without


def test_weights_of_a_cut_table_are_not_judged() -> None:
    """What the cut rows weigh nobody knows."""
    table = form(with_weights("20", "15", "15", "40", "10"), total=None, complete=False, rows_complete=False)

    assert "weights_not_100" not in codes(review_table(table))


def test_a_heading_that_disagrees_with_its_rows_is_a_question() -> None:
    """Six rows of 8 make 48 below a heading of 40 points; 40+50+10 make a hundred."""
    rows = [row("产出指标(40分)", f"产出{n}", "8", "8", "是", "是") for n in range(6)]
    table = form([*rows, row("效益指标(50分)", "效益", "50", "50", "是", "是")], total="108")

    assert "weights_not_100" in questions(table)
    assert "weights_not_100" not in faults(table)


@pytest.mark.parametrize("money", ["_ 100.00 80.00 90% 10 10", "_ 32.40 31.69 95.80% 10 10", "_ 1250 1249 89.9 10 10"])
def test_a_rate_that_the_amounts_cannot_give_is_a_fault(money: str) -> None:
    """80/100 = 80%, 31.69/32.40 = 97.81%, 1249/1250 = 99.92%."""
    assert "rate_differs" in faults(form(plain_rows(), money))


@pytest.mark.parametrize("money", ["_ 32.4 31.69 97.80% 10 10", "_ 3 2 66.66% 10 10"])
def test_a_rate_that_rounding_explains_is_at_most_a_question(money: str) -> None:
    """Amounts rounded to 0.01 allow 97.778 to 97.839; 66.66 is 66.67 cut off."""
    table = form(plain_rows(), money)

    assert "rate_differs" in questions(table)
    assert faults(table) == set()


@pytest.mark.parametrize(
    ("money", "budget"),
    [
        ("200.00 100.00 90.00 45% 10 10", {}),
        ("_ 100.00 92.00 90% 10 10", {"funds": [{**FUNDS[0], "adjusted": "80", "executed": "72"}]}),
    ],
)
def test_a_rate_on_another_denominator_is_asked_about(money: str, budget: dict[str, Any]) -> None:
    """90/200 is 45% of the initial budget; 72/80 is 90% of the fiscal line."""
    table = form(plain_rows(), money, budget=budget)

    assert {"rate_differs", "rate_denominator_other"} <= questions(table)
    assert faults(table) == set()


def test_a_rate_on_the_adjusted_budget_is_not_asked_about() -> None:
    """90/100 = 90% is what the form asks for, whatever the initial budget was."""
    assert "rate_denominator_other" not in questions(form(plain_rows(), "200.00 100.00 90.00 90% 10 10"))


@pytest.mark.parametrize(
    "funds",
    [
        [{"name": "本年财政拨款", "initial": "90", "adjusted": "89.974", "executed": "89.974"}],
        [{**FUNDS[0], "adjusted": "80.00"}, {**FUNDS[1], "adjusted": "40.00"}],
    ],
)
def test_a_sum_line_that_is_not_the_sum_of_its_lines_is_a_fault(funds: list[dict[str, str]]) -> None:
    """0 / 0 / 0 above 90 / 89.974 / 89.974; 100 above 80+40."""
    money = "0 0 0 0 10 0" if len(funds) == 1 else "_ 100.00 100.00 100% 10 10"

    assert "sum_line_differs" in faults(form(plain_rows(), money, budget={"funds": funds}))


def _levels(central: str, local: str, other: str) -> PrintedTable:
    names = zip(("中央财政资金", "地方财政资金", "其他资金"), (central, local, other), strict=True)
    funds = [{"name": name, "initial": amount, "adjusted": amount, "executed": amount} for name, amount in names]
    return form(plain_rows(), budget={"funds": funds})


def test_a_sum_line_of_fiscal_money_alone_is_a_question() -> None:
    """100 = 60+40, the other 20 stand outside; 70+40 or 130 are not 100."""
    alone, wrong = _levels("60", "40", "20"), _levels("70", "40", "20")

    assert "sum_line_differs" in questions(alone)
    assert faults(alone) == set()
    assert faults(wrong) == {"sum_line_differs"}


def test_the_sum_line_is_held_against_the_lines_that_are_named() -> None:
    """100 against 110+20, said once though all three columns print it."""
    (finding,) = (
        f for f in review_table(_levels("0", "110", "20")).findings if f.code == "evaluation.sum_line_differs"
    )

    said = {name: finding.phrase.values[name] for name in ("printed", "lines", "computed")}
    assert said == {"printed": "100", "lines": "地方财政资金 + 其他资金", "computed": "130"}


def test_parts_of_a_line_are_not_added_twice() -> None:
    """100 = 95 + 5; the 60 below 95 are part of it."""
    funds = [{**FUNDS[0], "adjusted": "95"}, {"name": "其中:中央资金", "adjusted": "60"}, {**FUNDS[1], "adjusted": "5"}]

    assert faults(form(plain_rows(), budget={"funds": funds})) == set()


@pytest.mark.parametrize("money", ["_ 100 100 100% 100 10", "_ 100 100 100% 100分 10"])
def test_an_execution_weight_of_a_hundred_is_a_fault_and_the_only_one(money: str) -> None:
    """100 beside rows of 90 is the total of the form; the weights are then not called wrong a second time."""
    assert faults(form(plain_rows(), money)) == {"execution_weight_odd"}


def test_an_execution_weight_of_twenty_exists() -> None:
    """20 + 20+15+15+20+10 = 100."""
    table = form(with_weights("20", "15", "15", "20", "10"), "_ 100 100 100% 20 20")

    assert faults(table) == set()


@pytest.mark.parametrize("score", ["16", "25", "-3"])
def test_a_score_outside_of_its_weight_is_a_fault(score: str) -> None:
    """15 points can neither earn 16 nor less than nothing."""
    table = form(with_scores("20", score, "15", "30", "10"), total=None)

    (finding,) = (f for f in review_table(table).findings if f.code == "evaluation.score_above_weight")
    assert (str(finding.severity), finding.row) == ("fault", 2)


def test_a_score_within_the_rounding_of_its_weight_is_a_question() -> None:
    """15.2 of a weight printed as 15, which may have been 15.2."""
    table = form(with_scores("20", "15.2", "15", "30", "10"), total=None)

    assert "score_above_weight" in questions(table)


@pytest.mark.parametrize(
    ("total", "grade", "text"),
    [
        ("85", "优", None),
        ("72", "良好", None),
        ("89.4", "优", None),
        ("89.40", "优", "优(≥90)良(≥80,<90)中(≥60,<80)差(<60)"),
        ("74.30", "良", None),
        ("93", "良", "评分等级:优(90-100分)、良(80-90分)、中(60-80分)、差(60分以下)"),
        ("58", "中", "优(≥90)良(≥80,<90)中(≥60,<80)差(<60)"),
    ],
)
def test_a_grade_of_another_total_is_a_fault(total: str, grade: str, text: str | None) -> None:
    """The scale printed on the table holds, else every scale known."""
    rows = [row(OUT, "产出", "50", None, "1", "1"), row(BEN, "效益", "40", None, "好", "好")]

    assert faults(form(rows, "_ 100 100 100% 10 _", total, grade_printed=grade, text=text)) == {"grade_differs"}


@pytest.mark.parametrize("text", [None, "优(≥90)良(≥80,<90)中(≥60,<80)差(<60)"])
def test_a_grade_of_the_total_rounded_to_a_whole_number_is_a_question(text: str | None) -> None:
    """89.95 is 良, and rounds to 90, which is 优."""
    rows = [row(OUT, "产出", "50", None, "1", "1"), row(BEN, "效益", "40", None, "好", "好")]
    table = form(rows, "_ 100 100 100% 10 _", "89.95", grade_printed="优", text=text)

    assert "grade_differs" in questions(table)
    assert faults(table) == set()
    assert codes(review_table(table, load_scheme("mof-2020-10", Resources())), "fault") == set()


def test_a_grade_that_some_scale_allows_is_a_question() -> None:
    """78 is 良 where 良 begins at 75; the usual scale begins it at 80."""
    rows = [row(OUT, "产出", "50", None, "1", "1"), row(BEN, "效益", "40", None, "好", "好")]
    table = form(rows, "_ 100 100 100% 10 _", "78", grade_printed="良")

    assert "grade_differs" in questions(table)
    assert faults(table) == set()


def _dated(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [row(OUT, f"完成时间{n}", "5", "5", target, actual) for n, (target, actual) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "title"),
    [
        ((("2019年12月", "2019年11月"), ("2019年6月", "2019年6月")), "道路养护"),
        ((("2023年12月", "2023年10月"),), "2023年收容所建设项目"),
        ((("2023年12月", "2023年7月"), ("2023年12月", "2023年11月")), "道路养护"),
        ((("2024年3月", "2024年3月"), ("2024年2月", "2024年2月")), "道路养护"),
    ],
)
def test_dates_of_another_year_are_a_fault(pairs: tuple[tuple[str, str], ...], title: str) -> None:
    """A table of 2022, reviewed by June 2023, of works done in 2019 or later than that."""
    table = form([*_dated(*pairs), *plain_rows()], complete=False, rows_complete=False, total=None, title=title)

    assert faults(table) == {"year_differs"}


@pytest.mark.parametrize(
    "pairs",
    [
        (("2021年12月", "2021年11月"),),
        (("2021年12月", "2021年11月"), ("2021年6月", "2021年6月")),
        (("2023年3月", "2023年2月"), ("2023年6月", "2023年6月")),
    ],
)
def test_dates_of_the_year_before_or_after_are_a_question(pairs: tuple[tuple[str, str], ...]) -> None:
    """The works may have been done in 2021 and paid in 2022, or paid with money of 2022 by June 2023."""
    table = form([*_dated(*pairs), *plain_rows()], complete=False, rows_complete=False, total=None)

    assert "year_differs" in questions(table)
    assert faults(table) == set()


@pytest.mark.parametrize("money", ["_ 100 102.59 100% 10 _", "_ 10.00 10.02 100% 10 10"])
def test_more_executed_than_budgeted_is_a_question(money: str) -> None:
    """102.59 of 100 and 10.02 of 10.00 are more than rounding allows."""
    assert "over_execution" in questions(form(plain_rows(), money))


def test_a_last_digit_more_is_rounding() -> None:
    """10.00 may be 10.004, 10.0044 is printed with four decimals."""
    assert "over_execution" not in questions(form(plain_rows(), "_ 10.00 10.0044 100% 10 10"))
