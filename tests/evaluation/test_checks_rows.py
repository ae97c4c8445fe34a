"""The checks that ask: two tables that raise each question or note, and a near miss."""

from typing import Any

import pytest

from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.review import review_table, review_tables
from tests.evaluation.forms import BEN, COST, OUT, SAT, codes, form, plain_rows, questions, row


def with_first(**cells: Any) -> list[dict[str, Any]]:
    """The plain rows, the first (20 points, ≥50个) with other cells."""
    first, *rest = plain_rows()
    return [{**first, **cells}, *rest]


def without(level1: str) -> list[dict[str, Any]]:
    """The plain rows without one dimension."""
    return [r for r in plain_rows() if r["level1"] != level1]


UNFILLED = [{**r, "actual": None, "score": None} for r in plain_rows()]
LOW = "_ 100.00 20.00 20% 10 2"
RAISED: list[tuple[str, PrintedTable]] = [
    ("score_missing", form(with_first(score=None))),
    ("score_missing", form(plain_rows(), "_ 100 102.59 100% 10 _")),
    ("unfilled_template", form(UNFILLED, "_ 251.89 251.89 100% 10 _", None)),
    ("unfilled_template", form(plain_rows(), text="评价结论:说明项目自评总分及等级")),
    ("units_differ", form(with_first(target="100%", actual="1000件"))),
    ("units_differ", form(with_first(target="≥50亩", actual="60人"))),
    ("units_differ", form(with_first(target="50个", actual="100%"))),
    ("units_differ", form(with_first(target="600元/月", actual="12人"))),
    ("loss_without_reason", form(with_first(score="18"), total="98")),
    ("loss_without_reason", form(with_first(score="18", actual="45个"), total="98")),
    ("full_score_short_of_target", form(with_first(target="550", actual="20"))),
    ("full_score_short_of_target", form(with_first(actual="49个"))),
    ("low_execution_full_output", form(plain_rows(), LOW, "92")),
    ("low_execution_full_output", form(plain_rows(), "_ 100.00 0.00 0% 10 0", "90")),
    ("cost_target_above_budget", form([*plain_rows(), row(COST, "总成本", None, None, "≤120万元", "98万元")])),
    (
        "cost_target_above_budget",
        form([row(OUT, "总成本", None, None, "1200000元", "1", level2="成本指标"), *plain_rows()]),
    ),
    ("over_achievement_large", form(with_first(actual="80个"))),
    ("over_achievement_large", form(with_first(target="6次", actual="150次"))),
    ("actual_copies_operator", form(with_first(actual="≥50个"))),
    ("actual_copies_operator", form(with_first(target="不少于50个", actual="≥60个"))),
    ("satisfaction_without_survey", form([*without(SAT), row(SAT, "群众满意度", "10", "10", "≥90%", "95%")])),
    (
        "satisfaction_without_survey",
        form([*without(SAT), row(SAT, "满意度", "10", "9", "90%", "88%", "略低")], total="99"),
    ),
    ("dimension_missing", form(without(SAT), total=None)),
    ("dimension_missing", form(without(BEN), total=None)),
    ("execution_score_differs", form(plain_rows(), "_ 32.4 31.69 97.81% 10 9", "99")),
    ("execution_score_differs", form(plain_rows(), "_ 210 197.33 94% 6 4.2", None)),
    ("all_full_scores", form(plain_rows())),
    ("all_full_scores", form(plain_rows(), "_ 5 5 100% 10 10")),
]
NEAR: list[tuple[str, PrintedTable]] = [
    ("score_missing", form(with_first(score="/"))),
    ("score_missing", form([*plain_rows(), row(OUT, "其中:东区", None, None, "30个", "30个")])),
    ("unfilled_template", form(UNFILLED, "_ _ _ _ _ _", None, kind="绩效目标申报表")),
    ("units_differ", form(with_first(target="100%", actual="100"))),
    ("units_differ", form(with_first(target="50个", actual="50处"))),
    ("units_differ", form(with_first(target="1200亩", actual="完成率98%"))),
    ("units_differ", form(with_first(target="600元/月", actual="600元"))),
    ("units_differ", form(with_first(target="4次/年", actual="4次"))),
    ("units_differ", form(with_first(target="≤30天", actual="28个工作日"))),
    ("units_differ", form(with_first(target="≤100元/人/天", actual="98元/人天"))),
    ("units_differ", form(with_first(target="200人", actual="200人次"))),
    ("units_differ", form(with_first(target="1年", actual="12个月"))),
    ("units_differ", form(with_first(target="80盏", actual="已完成100%"))),
    ("over_achievement_large", form(with_first(target="0.85", actual="86%"))),
    ("over_achievement_large", form(with_first(target="1", actual="100%"))),
    ("loss_without_reason", form(with_first(score="18", reason="雨季施工受阻"), total="98")),
    ("loss_without_reason", form(with_first(score="18"), complete=False, rows_complete=False)),
    ("full_score_short_of_target", form(with_first(target="≤50个", actual="49个"))),
    ("full_score_short_of_target", form(with_first(target="200", actual="200余人"))),
    ("low_execution_full_output", form(with_first(score="15", reason="未完工"), LOW, "87")),
    ("cost_target_above_budget", form([*plain_rows(), row(COST, "总成本", None, None, "≤100万元", "98万元")])),
    ("over_achievement_large", form(with_first(actual="65个"))),
    ("over_achievement_large", form(with_first(target="≤50个", actual="5个"))),
    ("actual_copies_operator", form(with_first(actual="50个以上"))),
    ("satisfaction_without_survey", form(plain_rows())),
    ("dimension_missing", form(plain_rows())),
    ("dimension_missing", form(without(SAT), complete=False, rows_complete=False)),
    ("execution_score_differs", form(plain_rows(), "_ 32.4 31.69 97.81% 10 9.78", "99.78")),
    ("all_full_scores", form(with_first(score="19"), total="99")),
]


@pytest.mark.parametrize(("code", "table"), RAISED)
def test_a_table_that_deserves_a_look_is_asked_about(code: str, table: PrintedTable) -> None:
    """Each question and note is raised by what it names."""
    assert code in codes(review_table(table)) - codes(review_table(table), "fault")


@pytest.mark.parametrize(("code", "table"), NEAR)
def test_a_near_miss_is_not_asked_about(code: str, table: PrintedTable) -> None:
    """Nothing is asked where the values stand."""
    assert code not in codes(review_table(table))


def test_an_empty_column_of_reasons_is_one_question() -> None:
    """19, 14 and 28 of 20, 15 and 30 points, all short of their targets: one question names the three rows."""
    rows = plain_rows()
    short = {0: ("19", "48个"), 1: ("14", "93%"), 3: ("28", "930人")}
    lost = [{**r, "score": short[n][0], "actual": short[n][1]} if n in short else r for n, r in enumerate(rows)]

    said = [f for f in review_table(form(lost, total="96")).findings if f.code == "evaluation.loss_without_reason"]

    assert [(f.row, "1、2、4" in str(f.message)) for f in said] == [(1, True)]


def test_targets_copied_into_the_column_of_actual_values_are_one_question() -> None:
    """≥50个, 100%, ≥95%, ≥1000人, ≥90% copied: one question names the four rows that carry an operator."""
    copied = [{**r, "actual": r["target"]} for r in plain_rows()]

    said = [f for f in review_table(form(copied)).findings if f.code == "evaluation.actual_copies_operator"]

    assert [(f.row, "1、3、4、5" in str(f.message)) for f in said] == [(1, True)]


def test_each_reached_target_that_loses_points_is_asked_about() -> None:
    """Two rows lose points although they are reached, two others are short: three questions."""
    scores = ("19", "14", "15", "28", "9")
    actuals = ("50个", "100%", "98%", "930人", "88%")
    lost = [{**r, "score": s, "actual": a} for r, s, a in zip(plain_rows(), scores, actuals, strict=True)]

    said = [f for f in review_table(form(lost, total="95")).findings if f.code == "evaluation.loss_without_reason"]

    assert sorted(f.row or 0 for f in said) == [1, 2, 4]


@pytest.mark.parametrize(("target", "named"), [("≥60个", "建成数量"), ("≥50个", "培训人数")])
def test_a_target_other_than_approved_is_asked_about(target: str, named: str) -> None:
    """Approved were ≥60个, or an indicator that the table does not hold."""
    approved = [PrintedIndicator(name=named, target=target)]

    assert "targets_differ_from_approved" in codes(review_table(form(plain_rows()), approved=approved), "question")


def test_an_approved_target_in_other_signs_is_the_same() -> None:
    """≧ 50 个 is ≥50个."""
    approved = [PrintedIndicator(name="建成数量", target="≧ 50 个")]

    assert "targets_differ_from_approved" not in codes(review_table(form(plain_rows()), approved=approved))


def _tables(*titles: str, rows: list[dict[str, Any]] | None = None) -> list[PrintedTable]:
    measured = [*(rows or plain_rows()), row(BEN, "节水量", None, None, "120吨", "131.7吨")]
    return [form(measured, id=str(n), title=title) for n, title in enumerate(titles)]


def test_a_table_that_repeats_another_project_is_asked_about_once_for_each_copy() -> None:
    """Three projects with the same rows: the second and the third repeat the first."""
    reviews = review_tables(_tables("甲项目", "乙项目", "丙项目"))

    assert ["copied_table" in codes(review) for review in reviews] == [False, True, True]


def test_the_same_project_and_year_twice_is_no_copy() -> None:
    """One table read from two files."""
    reviews = review_tables(_tables("甲项目", "甲项目"))

    assert not any("copied_table" in codes(review) for review in reviews)


def test_wages_that_are_all_paid_in_full_are_no_copy() -> None:
    """Rows of 100 % without a figure of their own are the same in every unit."""
    wages = [row(OUT, f"发放率{n}", "20", "20", "100%", "100%") for n in range(5)]
    tables = [form(wages, id=str(n), title=f"工资{n}") for n in range(3)]

    assert not any("copied_table" in codes(review) for review in review_tables(tables))


def test_a_neighbour_with_one_other_value_is_no_copy() -> None:
    """One measured value differs."""
    tables = [*_tables("甲项目"), form(with_first(actual="51个"), id="b", title="乙项目")]

    assert not any("copied_table" in codes(review) for review in review_tables(tables))


def test_questions_are_not_asked_of_kinds_without_scores() -> None:
    """A transfer self-review has neither weights nor scores: nothing is missing."""
    bare = [{**r, "weight": None, "score": None} for r in plain_rows()]

    assert questions(form(bare, "_ 100 100 100% _ _", None, kind="转移支付自评表")) == set()
