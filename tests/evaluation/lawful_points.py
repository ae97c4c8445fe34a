"""Lawful points: tables with points outside of their weights, or out of other than a hundred, that may not be called faulty."""

from collections.abc import Iterator
from typing import Any

from kit.evaluation.printed import PrintedTable
from tests.evaluation.forms import BEN, SAT, form, plain_rows, row

Case = tuple[str, PrintedTable]


def of_added_points() -> Iterator[Case]:
    """Points added or taken off outside of the weights."""
    either = (
        ("加减分项", "5", "2", "102"),
        ("加减分项", None, "+2", "102"),
        ("加减分项", "±5", "2", "102"),
        ("加减分项", "5", "2", "98"),
        ("加减分项", None, "-2", "98"),
        ("加/扣分", "-5", "-2", "98"),
        ("加(扣)分项", "5", "2", "102"),
        ("加(扣)分项", None, "2", "98"),
        ("加分项", None, "2", "102"),
        ("加分项", None, "+2", "100"),
        ("附加分", None, "2", "102"),
    )
    for heading, weight, score, total in either:
        rows = [*plain_rows(), row(heading, "省级考核", weight, score)]
        yield f"100 points and a row {heading} of {weight} points with {score}: {total}", form(rows, total=total)
    named = row("其他", "加扣分(获省级表彰)", None, "2")
    yield "加扣分 stands in the name: 100+2 = 102", form([*plain_rows(), named], total="102")
    both = [row("加减分项", "表彰", "5", "3"), row("加减分项", "通报", "5", "1")]
    yield "one row of 加减分 up and one down: 100+3-1 = 102", form([*plain_rows(), *both], total="102")
    inside = [{**r, "weight": "25", "score": "25"} if r["level1"] == BEN else r for r in plain_rows()]
    yield "加减分 holds five of the hundred: 95+5 = 100", form([*inside, row("加减分项", "表彰", "5", "5")])
    late = [{**r, "reason": "另因资料报送迟缓扣1分"} if r["level1"] == SAT else r for r in plain_rows()]
    yield "a reason names the point taken off the total: 100-1 = 99", form(late, total="99")


def of_other_points() -> Iterator[Case]:
    """Forms of more or fewer points than a hundred."""
    money = "100 100 95 95% 10 9.5"
    more = [*plain_rows(), row("管理指标", "资金使用合规性", "20", "20", "合规", "合规")]
    yield (
        "119.5 of 120 points is 99.58 of 100, as the text says",
        form(more, money, "99.58", text="总分按120分折算为百分制"),
    )
    yield "119.5 of 120 points, which the total line prints", form(more, money, "99.58", total_weight_printed="120")
    yield "119.5 of 120 points, cut off to 99.5", form(more, money, "99.5")
    fewer = [r for r in plain_rows() if r["level1"] != SAT]
    yield "no satisfaction: 89.5 of 90 points is 99.44 of 100", form(fewer, money, "99.44")
    yield "the same, 90 printed", form(fewer, money, "99.44", total_weight_printed="90")
    yield "no satisfaction: 90 of 90 points is 100", form(fewer)
    yield (
        "150 points, brought to a hundred: 149.5 of 150 is 99.67",
        form([*more, row("管理指标", "制度", "30", "30", "健全", "健全")], money, "99.67", total_weight_printed="150"),
    )


def of_a_thousand_points() -> Iterator[Case]:
    """Forms whose points make a thousand."""
    tens = thousand(plain_rows())
    money = "100 100 95 95% 100 95"
    yield "a thousand points: 200+150+150+300+100 and 95 of 100", form(tens, money, "995", total_weight_printed="1000")
    yield "the same, 1000 not printed", form(tens, money, "995")
    yield "the same, brought to a hundred", form(tens, money, "99.5", total_weight_printed="1000")
    yield "the same, graded 优 at 900", form(tens, money, "995", total_weight_printed="1000", grade_printed="优")
    row_of_it = [row("预算执行率", "预算执行率", "100", "95", "100%", "95%"), *tens]
    yield "execution as a row of 100 points of a thousand", form(row_of_it, "100 100 95 95% _ _", "995")
    yield (
        "no execution: a thousand points of rows",
        form(
            [*tens, row("管理指标", "制度", "100", "90", "健全", "基本健全", "制度未修订")], "100 100 95 95% _ _", "990"
        ),
    )
    headed = [
        row("产出指标(500分)", "数量", None, "500", "5", "5"),
        row("效益指标(300分)", "效益", None, "280", "好", "较好", "效果待显现"),
        row("满意度指标(100分)", "满意度", None, "100", "90%", "95%"),
    ]
    for base in ("1000", None):
        yield (
            f"a thousand points that stand in the headings only: 500+280+100+100 = 980 ({base} printed)",
            form(headed, "100 100 100 100% 100 100", "980", total_weight_printed=base),
        )


def thousand(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """*rows* with ten times their points."""
    return [{**r, "weight": r["weight"] + "0", "score": r["score"] + "0"} for r in rows]
