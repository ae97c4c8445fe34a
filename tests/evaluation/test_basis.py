"""The basis: what a table's own score counts where the form prints the same points more than once."""

from typing import Any

import pytest

from kit.evaluation.review import review_table
from tests.evaluation.forms import BEN, OUT, SAT, codes, faults, form, plain_rows, questions, row

REST = [row(BEN, "效益", "30", "30", "好", "好"), row(SAT, "满意度", "10", "10", "90%", "95%")]


def own_total(rows: list[dict[str, Any]], money: str = "100 100 100 100% 10 10", **more: Any) -> object:
    """The total that the kit computes."""
    return review_table(form(rows, money, **more)).as_dict()["computed"]["total"]


@pytest.mark.parametrize(
    "rows",
    [
        [*plain_rows(), row("合计", None, "100", "100")],
        [row(OUT, "小计", "50", "50"), *plain_rows(), row(None, "合计", "90", "90")],
        [row(OUT, OUT, "50", "50"), *plain_rows()],
        [*plain_rows(), row(OUT, "其中:东区", "20", "20", "30个", "30个")],
        [row(OUT, "资金支付率", "10", "10", "100%", "100%"), *plain_rows()],
        [row(OUT, f"数量{n}", "50", "50", "5", "5", level2="数量指标") for n in range(3)] + REST,
        [row("预算执行率", "预算执行率", "10", "10", "100%", "100%"), *plain_rows()],
    ],
)
def test_points_that_are_printed_twice_count_once(rows: list[dict[str, Any]]) -> None:
    """Subtotals, 其中, merged weights and the execution as a row: 50+30+10+10 = 100, all reached."""
    assert own_total(rows) == 100


def test_rows_that_share_one_merged_weight_keep_their_own_scores() -> None:
    """50 points merged over three rows scored 20+18+10, 30 and 10, execution 10: 98; none is computed from 50."""
    group = [
        row(OUT, f"数量{n}", w, s, "5", "5") for n, (w, s) in enumerate((("50", "20"), (None, "18"), (None, "10")))
    ]

    assert own_total([*group, *REST], total="98") == 98
    assert "loss_without_reason" in questions(form([*group, *REST], total="98"))


def test_rows_that_earn_their_merged_weight_together_lose_nothing() -> None:
    """20+20+10 of 50."""
    group = [
        row(OUT, f"数量{n}", w, s, "5", "5") for n, (w, s) in enumerate((("50", "20"), (None, "20"), (None, "10")))
    ]

    assert codes(review_table(form([*group, *REST]))) & {"loss_without_reason", "total_differs"} == set()


def test_weights_printed_as_shares_are_scored_in_points() -> None:
    """0.2+0.15+0.15+0.3+0.1 and 0.1 for execution are 100 points."""
    shares = [{**r, "weight": str(int(r["weight"]) / 100)} for r in plain_rows()]

    assert own_total(shares, "100 100 100 100% 0.1 10") == 100


def test_what_is_left_of_a_deduction_row_counts_like_other_points() -> None:
    """20+15+15+25+10, 5 kept of 5, execution 10: 100."""
    rows = [{**r, "weight": "25", "score": "25"} if r["level1"] == BEN else r for r in plain_rows()]

    assert own_total([*rows, row("扣分项", "报送超期", "5", "5")]) == 100


def test_two_rows_that_share_the_points_of_execution_repeat_them() -> None:
    """预算完成率 4.8 of 5 and 支付进度率 4.8 of 5 are the 9.6 of 10 of the money block: 9.6+85+5 = 99.6."""
    rows = [
        row("过程", "预算完成率", "5", "4.8", "100%", "96%", "结余"),
        row("过程", "支付进度率", "5", "4.8", "100%", "96%", "结余"),
        row(OUT, "任务", "50", "50", "5", "5"),
        *REST,
    ]
    table = form(rows, "100 100 96 96% 10 9.6", "99.6")

    assert faults(table) == set()
    assert own_total(rows, "100 100 96 96% 10 9.6") == 99.6
