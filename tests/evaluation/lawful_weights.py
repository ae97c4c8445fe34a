"""Lawful weights: tables whose points make a hundred in one of the ways that forms use, and may not be called faulty."""

from collections.abc import Iterator

from kit.evaluation.printed import PrintedTable
from tests.evaluation.forms import BEN, COST, OUT, SAT, form, plain_rows, row

Case = tuple[str, PrintedTable]
REST = (row(BEN, "效益", "30", "30", "好", "好"), row(SAT, "满意度", "10", "10", "90%", "95%"))
# The same with a heading of level 2, as merged cells stand below one.
MERGED_REST = ({**REST[0], "level2": "社会效益"}, REST[1])


def of_weights() -> Iterator[Case]:
    """Weights that make a hundred, each in its own way."""
    yield from _divided()
    yield from _in_headings_and_first_rows()
    yield from _merged()
    yield from _with_execution_in_rows()
    yield from _with_rows_above_rows()
    yield from _printed_otherwise()
    yield from _of_other_forms()
    yield from _left_out()


def _divided() -> Iterator[Case]:
    yield "50+30+10 and 10 for execution make 100", form(plain_rows())
    thirds = [row(OUT, f"任务{n}", "33.3", "33.3", "1", "1") for n in range(3)]
    yield "33.3 x 3 = 99.9, three thirds of 100, no execution", form(thirds, "100 100 100 100% 0 0", "100")
    sevens = [row(OUT, f"产出{n}", "7", "7", "1项", "1项") for n in range(7)]
    yield "50 points over seven rows print as 7 x 7 = 49: 49+40+10 = 99", form([*sevens, *REST], total="100")
    decimals = [row(OUT, f"产出{n}", w, w, "1", "1") for n, w in enumerate(("10.3", "9.3", "9.3", "10.8", "10.3"))]
    yield "10.3+9.3+9.3+10.8+10.3 = 50, with 30+10+10 = 100", form([*decimals, *REST])


def _in_headings_and_first_rows() -> Iterator[Case]:
    headed = [
        row("产出指标(50分)", "数量", None, "50", "5", "5"),
        row("效益指标(30分)", "效益", None, "28", "好", "较好", "效果待显现"),
        row("满意度指标(10分)", "满意度", None, "10", "90%", "95%"),
    ]
    yield "points stand in the headings only: 50+28+10+10 = 98", form(headed, total="98")
    first_only = [
        row(OUT, "数量一", "50", "50", "5", "5"),
        row(OUT, "数量二", None, None, "6", "6"),
        row(OUT, "数量三", None, None, "7", "7"),
    ]
    yield "the merged weight 50 stands in the first row of its group only", form([*first_only, *REST])


def _merged() -> Iterator[Case]:
    repeated = [row(OUT, f"数量{n}", "50", "50", "5", "5", level2="数量指标") for n in range(3)]
    yield "the merged weight 50 and its score are repeated on each of its three rows", form([*repeated, *MERGED_REST])
    each = [{**one, "score": score} for one, score in zip(repeated, ("20", "20", "10"), strict=True)]
    yield "the merged weight 50 is repeated, each row has its own score: 20+20+10", form([*each, *MERGED_REST])
    mixed = [row(OUT, f"数量{n}", "20", s, "5", "5", level2="数量") for n, s in enumerate(("8", "7", "5"))]
    fifteens = [row(OUT, f"质量{n}", "15", "15", "5", "5", level2="质量") for n in range(2)]
    yield "one merged weight 20 (8+7+5) beside two rows of 15 of their own", form([*mixed, *fifteens, *MERGED_REST])


def _with_execution_in_rows() -> Iterator[Case]:
    in_rows = "100 100 100 100% _ _"
    as_row = [row("预算执行率", "预算执行率", "10", "10", "100%", "100%"), *plain_rows()]
    yield "execution stands as the first indicator row only", form(as_row, in_rows)
    yield "execution stands as a row and in the money block: counted once", form(as_row)
    with_heading = [row("预算执行率(10分)", None, "10", "10"), *plain_rows()]
    yield "execution stands as a heading without a name", form(with_heading, in_rows)
    payment = [
        row(OUT, "预算执行率", "15", "15", "100%", "100%"),
        *[r for r in plain_rows() if r["name"] != "验收合格率"],
    ]
    yield "an output indicator named 预算执行率 beside the execution points: 15+20+15+30+10+10 = 100", form(payment)
    paid = [row(OUT, "资金支付率", "10", "10", "100%", "100%"), *plain_rows()]
    yield "the money block's 10 points stand again in a row 资金支付率", form(paid)


def _with_rows_above_rows() -> Iterator[Case]:
    subtotal = [row(OUT, "小计", "50", "50"), *plain_rows(), row(None, "合计", "90", "90")]
    yield "小计 and 合计 rows repeat what stands in the details", form(subtotal)
    summary = [row(OUT, OUT, "50", "50"), *plain_rows()[:3], row(BEN, BEN, "30", "30"), *plain_rows()[3:]]
    yield "level-1 rows stand above their details and are not added twice", form(summary)
    second = [row(OUT, "数量指标", "20", "20"), {**plain_rows()[0], "level2": "数量指标"}, *plain_rows()[1:]]
    yield "a level-2 row above its details is not added twice", form(second)
    subs = [plain_rows()[0], row(OUT, "其中:东区", None, None, "30个", "30个"), *plain_rows()[1:]]
    yield "a sub-row 其中 without weight", form(subs)
    weighted_subs = [plain_rows()[0], row(OUT, "其中:东区", "20", "20", "30个", "30个"), *plain_rows()[1:]]
    yield "a sub-row 其中 that repeats the weight of its parent", form(weighted_subs)


def _printed_otherwise() -> Iterator[Case]:
    yield "the rate stands in the weight cell", form(plain_rows(), "100 100 100 100% 100% 10")
    fractions = [{**r, "weight": str(int(r["weight"]) / 100)} for r in plain_rows()]
    yield "weights printed as shares 0.2+0.15+0.15+0.3+0.1+0.1 = 1", form(fractions, "100 100 100 100% 0.1 10")
    percents = [{**r, "weight": r["weight"] + "%"} for r in plain_rows()]
    yield "weights printed as 20% and so on", form(percents, "100 100 100 100% 10% 10")
    points = [{**r, "weight": r["weight"] + "分", "score": r["score"] + "分"} for r in plain_rows()]
    yield "weights printed as 20分", form(points, "100 100 100 100% 10分 10分", "100分")
    yield "the execution weight is not printed: rows make 90", form(plain_rows(), "100 100 100 100% _ 10")


def _of_other_forms() -> Iterator[Case]:
    ningxia = [
        row(OUT, "数量", "40", "40", "1", "1"),
        row(BEN, "效益", "40", "39", "是", "基本达到", "宣传不足"),
        row(SAT, "满意", "20", "20", "90%", "91%"),
    ]
    yield "execution worth nothing, rows make 100 (Ningxia)", form(ningxia, "_ 300 259.45 86.5% _ _", "99")
    with_cost = [
        row(COST, "总成本", "20", "20", "≤100万元", "98万元"),
        row(OUT, "数量", "40", "40", "3", "3"),
        row(BEN, "效益", "20", "20", "好", "好"),
        row(SAT, "满意度", "10", "10", "90%", "92%"),
    ]
    yield "the form with the cost dimension: 20+40+20+10+10 = 100", form(with_cost)
    hubei = [row(OUT, "补贴渔船数", None, "40", "6", "6"), row(SAT, "满意度", None, "40", "≥90%", "92%")]
    yield "no weights at all, execution 20 (Hubei): 40+40+20 = 100", form(hubei, "_ 1.56 1.56 1 20 20")


def _left_out() -> Iterator[Case]:
    left_out = [{**r, "weight": "/", "score": "/"} if r["level1"] == SAT else r for r in plain_rows()]
    yield "satisfaction does not apply: 90 of 90 brought to 100", form(left_out)
    lost = [{**r, "score": "27"} if r["level1"] == BEN else r for r in left_out]
    yield "satisfaction does not apply: 87 of 90 is 96.67 of 100", form(lost, total="96.67")
