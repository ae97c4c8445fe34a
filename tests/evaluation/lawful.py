"""Lawful tables, as printed in various provinces: each adds up in its own way, and none may be called faulty."""

from collections.abc import Iterator
from typing import Any

from kit.evaluation.printed import PrintedTable
from tests.evaluation.forms import BEN, OUT, SAT, form, plain_rows, row
from tests.evaluation.lawful_points import of_a_thousand_points, of_added_points, of_other_points
from tests.evaluation.lawful_weights import of_weights

Case = tuple[str, PrintedTable]


def lawful_tables() -> Iterator[Case]:
    """Every lawful table with the arithmetic that makes it so."""
    yield from of_weights()
    yield from _of_totals()
    yield from of_added_points()
    yield from of_other_points()
    yield from of_a_thousand_points()
    yield from _of_rates()
    yield from _of_sum_lines()
    yield from _of_scores_and_grades()
    yield from _of_years()
    yield from _of_other_kinds()
    yield from _of_odd_prints()


def _of_totals() -> Iterator[Case]:
    second = [{**r, "score": s} for r, s in zip(plain_rows(), ("18.67", "15", "14.5", "28.33", "9.8"), strict=True)]
    yield (
        "18.67+15+14.5+28.33+9.8+9.78 = 96.08, printed to one decimal",
        form(second, "_ 32.4 31.69 97.8% 10 9.78", "96.1"),
    )
    yield "96.08 cut off to 96.0", form(second, "_ 32.4 31.69 97.8% 10 9.78", "96.0")
    whole = [{**r, "score": s} for r, s in zip(plain_rows(), ("19", "15", "15", "28", "9"), strict=True)]
    yield "whole scores 19+15+15+28+9+10 = 96 of true 18.6+15+15+27.6+8.9+10 = 95.1", form(whole, total="95")
    added = [*plain_rows(), row("加分项", "获省级表彰", "5", "2")]
    yield "two points added, 102", form(added, total="102")
    yield "two points added, held at 100", form(added, total="100")
    yield (
        "two points deducted as a negative score: 98",
        form([*plain_rows(), row("扣分项", "报送超期", None, "-2")], total="98"),
    )
    yield (
        "two points deducted as a positive number: 98",
        form([*plain_rows(), row("扣分项", "报送超期", None, "2")], total="98"),
    )
    yield (
        "the deduction row has points of its own, all kept: 95+5 = 100",
        form(
            [
                *[{**r, "weight": "25", "score": "25"} if r["level1"] == BEN else r for r in plain_rows()],
                row("扣分项", "报送超期", "5", "5"),
            ]
        ),
    )
    hundreds = [{**r, "score": s} for r, s in zip(plain_rows(), ("90", "95", "100", "90", "80"), strict=True)]
    yield "each row scored out of a hundred: 18+14.25+15+27+8+10 = 92.25", form(hundreds, total="92.25")
    unscored = [{**r, "score": None} if r["name"] == "受益人数" else r for r in plain_rows()]
    yield "a score cell is blank, the total counts its 30 points", form(unscored)
    yield "the execution score is blank, the total counts it", form(plain_rows(), "100 100 100 100% 10 _")
    yield "the total is printed with words", form(plain_rows(), total="100分(优)")
    yield (
        "a cut table whose seen rows make less than its total",
        form(plain_rows()[:2], complete=False, rows_complete=False),
    )
    yield "a points-only text total", form(plain_rows(), total="优")
    group = [
        row(OUT, "数量一", "20", "48", "5", "5"),
        row(OUT, "数量二", "15", None, "5", "5"),
        row(OUT, "数量三", "15", None, "5", "4", "原因"),
    ]
    every = [{**r, "score": "48"} for r in group]
    yield "the merged score of 48 is repeated on each of its rows", form([*every, *plain_rows()[3:]], total="98")
    yield "one merged score of 48 for three rows of 20+15+15", form([*group, *plain_rows()[3:]], total="98")


def _of_rates() -> Iterator[Case]:
    rates = (
        ("two thirds cut off: 66.66", "_ 3 2 66.66% 10 10"),
        ("31.69/32.4 = 97.81 printed 97.80", "_ 32.4 31.69 97.80% 10 10"),
        ("98.4 printed 98%", "_ 1000 984 98% 10 10"),
        ("98.9 printed 98% by cutting off", "_ 1000 989 98% 10 10"),
        ("a rate of one as a share", "100 100 100 1 10 10"),
        ("a rate as a share: 0.9781", "_ 32.4 31.69 0.9781 10 10"),
        ("a bare percent: 99.92", "_ 1250 1249 99.92 10 10"),
        ("a fifth: 20", "_ 100 20 20 10 10"),
        ("on the initial budget: 90/100", "100 95 90 90% 10 10"),
        ("amounts in ten thousands to whole numbers: 20/21 may be 96.5%", "_ 21 20 96.5% 10 10"),
        ("100% held although 102.59% was spent", "_ 100 102.59 100% 10 10"),
        ("no budget, nothing spent", "0 0 0 0% 10 10"),
        ("no budget, rate 100% printed", "0 0 0 100% 10 10"),
        ("yuan beside ten thousand yuan", "_ 880 8800000 100% 10 10"),
        ("units in the cells", "_ 620.82万元 6208200元 100% 10 10"),
        ("a rate in words", "_ 100 90 九成 10 10"),
    )
    for name, money in rates:
        yield name, form(plain_rows(), money)
    eighty = [{**r, "weight": "20", "score": "20"} if r["level1"] == BEN else r for r in plain_rows()]
    yield "the rate in points, 20 of 20: 80+20 = 100", form(eighty, "_ 100 100 20 20 20")
    funds = [
        {"name": "当年财政拨款", "initial": "80", "adjusted": "80", "executed": "72"},
        {"name": "其他资金", "initial": "20", "adjusted": "20", "executed": "20"},
    ]
    yield (
        "the rate without the other money: (92-20)/(100-20) = 90%",
        form(plain_rows(), "100 100 92 90% 10 10", budget={"funds": funds[1:]}),
    )
    yield (
        "the rate of the fiscal line: 72/80 = 90%",
        form(plain_rows(), "100 100 92 90% 10 10", budget={"funds": funds}),
    )


def _of_sum_lines() -> Iterator[Case]:
    def lines(*amounts: tuple[str, str | None]) -> dict[str, Any]:
        return {"funds": [{"name": n, "initial": a, "adjusted": a, "executed": a} for n, a in amounts]}

    cases = (
        ("80+15+5 = 100", (("当年财政拨款", "80"), ("上年结转资金", "15"), ("其他资金", "5"))),
        ("其中 before the first line", (("其中:当年财政拨款", "80"), ("上年结转资金", "20"), ("其他资金", "0"))),
        (
            "levels of government below the fiscal line: 60+30+10",
            (("财政拨款", "100"), ("其中:中央", "60"), ("省级", "30"), ("县级", "10")),
        ),
        ("levels of government alone", (("中央补助", "60"), ("省级财政资金", "30"), ("县级财政资金", "10"))),
        ("33.33+33.33+33.33 rounds to 100", (("中央资金", "33.33"), ("省级资金", "33.33"), ("其他资金", "33.33"))),
        ("in yuan: 1,000,000元", (("当年财政拨款", "1,000,000元"), ("其他资金", "0"))),
        ("in yuan without saying so", (("当年财政拨款", "1000000"), ("其他资金", "0"))),
        (
            "fiscal money alone, 60+40, other money outside",
            (("中央财政资金", "60"), ("地方财政资金", "40"), ("其他资金", "20")),
        ),
        ("fiscal money alone, 100, the unit's own outside", (("财政拨款", "100"), ("单位自筹资金", "20"))),
        ("central and local, nothing else: 60+40", (("其中:中央财政资金", "60"), ("地方财政资金", "40"))),
        ("dashes for nothing", (("当年财政拨款", "100"), ("上年结转资金", "—"), ("其他资金", "/"))),
        ("one line of two is printed", (("当年财政拨款", "80"),)),
        ("carry-over held within the fiscal line", (("财政拨款", "95"), ("其中:上年结转", "15"), ("其他资金", "5"))),
    )
    for name, amounts in cases:
        yield f"sources: {name}", form(plain_rows(), budget=lines(*amounts))


def _of_scores_and_grades() -> Iterator[Case]:
    sevenths = [row(OUT, f"产出{n}", "7", "7.14", "1项", "1项") for n in range(7)]
    rest = [row(BEN, "效益", "30", "30", "好", "好"), row(SAT, "满意度", "10", "10", "90%", "95%")]
    yield "7.14 of a weight printed as 7: 7 x 7.14 + 50 = 99.98", form([*sevenths, *rest], total="99.98")
    grades = (
        ("94.5", "优秀", None),
        ("90", "优", None),
        ("89.6", "良好", None),
        ("85", "良", None),
        ("78", "良好", "评价等级:优秀(90分及以上)、良好(75-90分)、合格(60-75分)、不合格(60分以下)"),
        ("72", "一般", None),
        ("65", "低", "五级:优(≥90)、良(≥80)、中(≥70)、低(≥60)、差(<60)"),
        ("72", "合格", None),
        ("96", "好", None),
        ("83", "较好", None),
        ("90", "良", "优(95-100分)、良(85-95分)、中(60-85分)、差(60分以下)"),
        ("89.95", "优", None),
        ("89.5", "优", "优(≥90)良(≥80,<90)中(≥60,<80)差(<60)"),
        ("74.5", "良", None),
        ("94.04", "优", "优(≥90)良(≥80,<90)中(≥60,<80)差(<60)"),
    )
    for total, grade, scale in grades:
        rows = [row(OUT, "产出", "50", None, "1", "1"), row(BEN, "效益", "40", None, "好", "好")]
        table = form(rows, "100 100 100 100% 10 _", total, grade_printed=grade, text=scale)
        yield f"{grade} at {total} on {scale or 'no printed scale'}", table


def _of_years() -> Iterator[Case]:
    def dated(*pairs: tuple[str, str | None]) -> list[dict[str, Any]]:
        rows = [row(OUT, f"完成时间{n}", "15", "15", t, a) for n, (t, a) in enumerate(pairs)]
        spare = 50 - 15 * len(rows)
        return [*rows, row(OUT, "数量", str(spare), str(spare), "5", "5"), *plain_rows()[3:]]

    yield "dates of its own year", form(dated(("2022年12月", "2022年10月")))
    yield "one date of the year before: paid later", form(dated(("2021年12月", "2021年11月")))
    yield (
        "a project over the turn of the year",
        form(dated(("2023年6月", "2023年5月"), ("2023年6月", "2023年6月")), title="2022-2023年跨年度项目"),
    )
    yield (
        "works of the year before, paid from carried-over money",
        form(
            dated(("2021年12月", "2021年11月"), ("2021年12月", "2021年11月")),
            budget={"funds": [{"name": "上年结转资金", "adjusted": "100", "executed": "100"}]},
        ),
    )
    yield (
        "a document of another year in the name",
        form([{**r, "name": "落实《省政府2019年第3号文件》"} if r["level1"] == BEN else r for r in plain_rows()]),
    )
    yield (
        "next year's improvements in the text",
        form(plain_rows(), text="改进措施:2023年将加强管理,2023年6月前完成整改"),
    )
    yield "a school year", form(dated(("2022-2023学年", "2023年6月"), ("2022-2023学年", "2023年6月")))
    paid_later = ("2021年11月底前", "2021年11月10日"), ("2021年12月31日前", "2021年12月20日")
    yield "the works of 2021 are paid for in 2022", form(dated(*paid_later), text="工程款支付")
    yield "the same without a word", form(dated(*paid_later), title="村道养护")
    yield "warranty money two years later", form(dated(("2020年12月", "2020年11月"), ("2020年6月", "2020年6月")))
    january = ("2023年1月31日前", "2023年1月20日"), ("2023年2月底前", "2023年2月10日")
    yield "the bonus for 2022 is paid in January 2023", form(dated(*january), title="考核奖金")
    yield (
        "money of 2022 spent by June 2023",
        form(dated(("2023年6月30日前", "2023年6月20日"), ("2023年5月", "2023年5月"))),
    )
    yield "a target for next year without an answer", form(dated(("2023年12月", None), ("2023年12月", "推进中")))


def _of_other_kinds() -> Iterator[Case]:
    bare = [{**r, "weight": None, "score": None} for r in plain_rows()]
    yield (
        "a transfer self-review without weights and scores",
        form(bare, "_ 100 90 90% _ _", None, kind="转移支付自评表"),
    )
    yield (
        "targets only, weights make 90",
        form(
            [{**r, "actual": None, "score": None} for r in plain_rows()], "100 _ _ _ _ _", None, kind="绩效目标申报表"
        ),
    )
    halfway = [{**r, "weight": None, "score": None, "actual": "30%"} for r in plain_rows()]
    yield (
        "half-year monitoring with a forecast beside",
        form(halfway, "100 100 45 90% _ _", None, kind="绩效运行监控表"),
    )
    department = [
        row("履职效能", "履职", "60", "55"),
        row("管理效率", "管理", "25", "24"),
        row("社会效应", "效应", "15", "15"),
    ]
    yield (
        "a whole department, its rate by a rule of its own",
        form(department, "_ 5000 5560.46 97% _ _", "94", kind="部门整体支出自评表"),
    )
    third = [
        row("决策", "立项", "20", "18"),
        row("过程", "资金", "20", "17.5"),
        row("产出", "数量", "30", "28"),
        row("效益", "效益", "30", "27.26"),
    ]
    yield (
        "an outside evaluation: 18+17.5+28+27.26 = 90.76",
        form(third, "_ 108 101.59 94.06% _ _", "90.76", kind="third-party evaluation", grade_printed="优秀"),
    )
    yield "nothing but a title", form([], "_ _ _ _ _ _", None)
    yield "a project named 视频监控 is a self-review", form(plain_rows(), title="视频监控系统运维项目")


def _of_odd_prints() -> Iterator[Case]:
    blank = [{**r, "weight": None, "score": None} if r["level1"] == SAT else r for r in plain_rows()]
    yield "satisfaction left blank, 90 of 90 brought to 100", form(blank)
    yield (
        "a row of -5 points, 2 of them taken off: 98",
        form([*plain_rows(), row("违规事项", "超期", "-5", "-2")], total="98"),
    )
    shares = [{**r, "score": "100%"} for r in plain_rows()]
    yield "scores printed as the share of the weight earned", form(shares, "100 100 100 100% 10 100%")
    typed = [row(OUT, f"产出{n}", "3.33", "3.34", "1", "1") for n in range(3)]
    yield (
        "3.34 of a third of ten printed as 3.33",
        form([*typed, row(BEN, "效益", "80", "80", "好", "好")], total="100.02"),
    )
    yield "many rows of one point: 90 x 1 + 10", form([row(OUT, f"事项{n}", "1", "1", "1", "1") for n in range(90)])
    yield (
        "full-width digits",
        form([{**r, "weight": r["weight"].replace("2", "2"), "score": r["score"]} for r in plain_rows()]),
    )
    yield "dashes where nothing applies", form([*plain_rows(), row(BEN, "—", "—", "—", "—", "—")])
    yield (
        "left-over rows of the form",
        form([*plain_rows(), row(OUT, "指标2:", None, None), row(OUT, "……", None, None)]),
    )
    yield "unspent money: 0 of 100", form(plain_rows(), "100 100 0 0% 10 0", "90")
    yield "a refund: negative amounts are not judged", form(plain_rows(), "100 100 -5 0% 10 10")
    yield (
        "weights with two decimals",
        form(
            [{**r, "weight": r["weight"] + ".00", "score": r["score"] + ".00"} for r in plain_rows()],
            "100 100 100 100.00% 10.00 10.00",
            "100.00",
        ),
    )
