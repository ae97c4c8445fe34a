"""Targets and actual values: every form that offices were seen to print, with what it means worked out by hand."""

from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.core.number import PrintedNumber
from kit.evaluation.target import parse_actual, parse_target
from kit.evaluation.value import Leaning, Operator, Value, ValueKind

# A machine shared with other work may be slow for a moment; that says nothing about the code.
UNHURRIED = settings(deadline=None)
YEAR_2023 = 2023 * 12
YEAR_2021 = 2021 * 12

NUMBERS = [
    # printed, operator, number in base units, unit
    ("≥50个", "≥", "50", "个"),
    ("≤90万元", "≤", "900000", "元"),
    ("≤￥30万元", "≤", "300000", "元"),
    ("4次/月", "", "4", "次/月"),
    ("300元/人·月", "", "300", "元/人·月"),
    ("百分百", "", "100", "%"),
    ("=8个", "=", "8", "个"),
    ("=8 个", "=", "8", "个"),
    ("=100%", "=", "100", "%"),
    ("＝100％", "=", "100", "%"),
    ("═100%", "=", "100", "%"),
    ("≧735人次", "≥", "735", "人次"),
    ("≦5%", "≤", "5", "%"),
    (">=5天", "≥", "5", "天"),
    ("=>5天", "≥", "5", "天"),
    ("=<5天", "≤", "5", "天"),
    ("〉=5天", "≥", "5", "天"),
    ("＞5", ">", "5", None),
    ("＜5", "<", "5", None),
    ("不少于12种", "≥", "12", "种"),
    ("不低于95%", "≥", "95", "%"),
    ("不超过20%", "≤", "20", "%"),
    ("不高于30万元", "≤", "300000", "元"),
    ("小于0.9‰", "<", "9/100", "%"),
    ("大于3次", ">", "3", "次"),
    ("大于等于3次", "≥", "3", "次"),
    ("小于等于5%", "≤", "5", "%"),
    ("至少3场", "≥", "3", "场"),
    ("95%以上", "≥", "95", "%"),
    ("95%及以上", "≥", "95", "%"),
    ("3天内", "≤", "3", "天"),
    ("30万元以内", "≤", "300000", "元"),
    ("5%以下", "≤", "5", "%"),
    ("控制在5%以内", "≤", "5", "%"),
    ("控制在30万元", "≤", "300000", "元"),
    ("达到95%以上", "≥", "95", "%"),
    ("29.5亩", "", "59/2", "亩"),
    ("≥266米", "≥", "266", "米"),
    ("22.8", "", "114/5", None),
    ("100%", "", "100", "%"),
    ("100.00%", "", "100", "%"),
    ("100 %", "", "100", "%"),
    ("≥100百分比", "≥", "100", "%"),
    ("百分之九十五", "", "95", "%"),
    ("百分之百", "", "100", "%"),
    ("300 公里", "", "300000", "米"),
    ("620.82万元", "", "6208200", "元"),
    ("75元", "", "75", "元"),
    ("75元/人", "", "75", "元/人"),
    ("1,740,000.00元", "", "1740000", "元"),
    ("１，０００人", "", "1000", "人"),
    ("550万粒", "", "5500000", "粒"),
    ("1.2亿元", "", "120000000", "元"),
    ("10万", "", "100000", None),
    ("204.46平方米", "", "10223/50", "平方米"),
    ("204.46m2", "", "10223/50", "平方米"),
    ("204.46㎡", "", "10223/50", "平方米"),
    ("5千瓦", "", "5", "千瓦"),
    ("3千克", "", "3/1000", "吨"),
    ("80TB", "", "80", "TB"),
    ("0次", "", "0", "次"),
    ("0人次", "", "0", "人次"),
    ("布防6架", "", "6", "架"),
    ("6架飞机", "", "6", "架"),
    ("6架(已布防)", "", "6", "架"),
    ("100%合格", "", "100", "%"),
    ("12个月", "", "12", "月"),
    ("15年", "", "15", "年"),
    ("三次", "", "3", "次"),
    ("十二个", "", "12", "个"),
    ("两百零五户", "", "205", "户"),
    ("不少于三次", "≥", "3", "次"),
    ("-5%", "", "-5", "%"),
    ("99.92", "", "2498/25", None),
]

RANGES = [
    ("80-90", "80", "90", None),
    ("80%~90%", "80", "90", "%"),
    ("80～90%", "80", "90", "%"),
    ("80至90", "80", "90", None),
    ("80—90%", "80", "90", "%"),
    ("5-10万元", "50000", "100000", "元"),
]

APPROXIMATE = [
    ("200余人", "200", Leaning.ABOVE),
    ("600多人", "600", Leaning.ABOVE),
    ("10余万人", "100000", Leaning.ABOVE),
    ("约200人", "200", Leaning.EITHER),
    ("近200人", "200", Leaning.BELOW),
    ("200人左右", "200", Leaning.EITHER),
]

DATES = [
    # printed, operator, where the period begins, how long it lasts, in months
    ("9月前", "<", 9, 1),
    ("7月", "", 7, 1),
    ("11月底前", "≤", 11, 1),
    ("10月", "", 10, 1),
    ("十月底前", "≤", 10, 1),
    ("2023年12月", "", YEAR_2023 + 12, 1),
    ("2023年10月", "", YEAR_2023 + 10, 1),
    ("12月底之前完成", "≤", 12, 1),
    ("2021年11月30日前", "≤", YEAR_2021 + 11 + Fraction(29, 30), Fraction(1, 30)),
    ("2021-11-30", "", YEAR_2021 + 11 + Fraction(29, 30), Fraction(1, 30)),
    ("第三季度", "", 7, 3),
    ("四季度末前", "≤", 10, 3),
    ("2023年上半年", "", YEAR_2023 + 1, 6),
    ("年底前", "≤", 12, 1),
    ("2023年底前", "≤", YEAR_2023 + 12, 1),
    ("不晚于10月", "≤", 10, 1),
]

WORDS = [
    *(
        "效果明显",
        "显著提升",
        "有效",
        "合规",
        "及时",
        "高",
        "是",
        "达成预期指标",
        "基本达到",
        "完成",
        "十分满意",
        "一次性完成",
    ),
    *("在项目计划完成时间内完成", "2月30日", "13月", "2022-2023", "第3名", "一级", "增长5%", "提高到95%", "减少3次"),
    *("不足200人", "8:30", "1:1", "3/5", "1.完成", "≥50个/≥30人", "①100", "1 000人", "100%;95%", "8个以上10个以下"),
    *("NaN", "1e5", "每月10日前", "9.9.9", "90-80", "2023.12", "20230630", "9月初", "9月中旬", "一类", "5G"),
]

EMPTY = ["", " ", "/", "—", "-", "——", "无", "……", "...", "指标2:", "指标1:……", "≥**平方米", "XX%", None]


def number_of(value: Value) -> Fraction:
    """The number of a value that has one."""
    assert value.number is not None
    return value.number.value


@pytest.mark.parametrize(("text", "operator", "number", "unit"), NUMBERS)
def test_a_number_is_read_with_its_operator_and_in_its_base_unit(text, operator, number, unit):
    """Signs, words, percent, scaled and compound units, thousands and Chinese numerals."""
    value = parse_target(text)

    assert value.kind is ValueKind.NUMBER
    assert (value.operator, number_of(value), value.unit) == (Operator(operator), Fraction(number), unit)
    assert value.text == text


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_a_range_has_two_ends_in_one_unit(text, low, high, unit):
    """80-90 and its relatives; no published row has one, so these are derived."""
    value = parse_target(text)

    assert value.operator is Operator.RANGE
    assert value.number_to is not None
    assert (number_of(value), value.number_to.value, value.unit) == (Fraction(low), Fraction(high), unit)


@pytest.mark.parametrize(("text", "number", "leaning"), APPROXIMATE)
def test_an_approximate_number_says_on_which_side_the_true_one_lies(text, number, leaning):
    """200余人 is at least 200, 近200人 at most."""
    value = parse_actual(text)

    assert (number_of(value), value.leaning, value.unit) == (Fraction(number), leaning, "人")
    assert value.is_approximate


@pytest.mark.parametrize(("text", "operator", "begin", "length"), DATES)
def test_a_date_is_a_period_on_the_scale_of_months(text, operator, begin, length):
    """Days, months, quarters, halves and ends of years."""
    value = parse_target(text)

    assert value.kind is ValueKind.DATE
    assert value.operator is Operator(operator)
    assert value.number == PrintedNumber(Fraction(begin), Fraction(length))


@pytest.mark.parametrize("text", WORDS)
def test_what_is_doubtful_stays_words(text):
    """A change, a rank, a ratio, two numbers or a day that does not exist is never guessed into a number."""
    assert parse_target(text).kind is ValueKind.WORDS


@pytest.mark.parametrize("text", EMPTY)
def test_marks_and_left_over_template_text_are_empty(text):
    """Marks for nothing, and what the form's template left in the cell."""
    assert parse_target(text).kind is ValueKind.EMPTY


def test_nothing_is_an_answer_where_nothing_was_hoped_for():
    """无 under an indicator of accidents says that none happened; elsewhere the cell is empty."""
    accidents = parse_actual("无", name="安全事故发生情况")
    meetings = parse_actual("无", name="召开会议次数")

    assert accidents.kind is ValueKind.WORDS
    assert meetings.kind is ValueKind.EMPTY


def test_operator_and_unit_may_stand_in_columns_of_their_own():
    """The Sichuan form prints ≧ | 735 | 人次 and ≤ | 30 | 万元."""
    visits = parse_target("735", operator="≧", unit="人次")
    cost = parse_target("30", operator="≤", unit="万元")
    worded = parse_target("95", operator="不少于", unit="%")

    assert (visits.operator, number_of(visits), visits.unit) == (Operator.AT_LEAST, 735, "人次")
    assert (cost.operator, number_of(cost), cost.unit) == (Operator.AT_MOST, 300_000, "元")
    assert (worded.operator, number_of(worded), worded.unit) == (Operator.AT_LEAST, 95, "%")


def test_a_unit_in_the_cell_wins_over_the_column():
    """30元 stays thirty yuan in a column headed 万元."""
    assert number_of(parse_target("30元", unit="万元")) == 30


def test_the_name_may_carry_operator_and_unit_as_a_template():
    """公猪舍(≥**平方米) with the bare value 22.8; 成本控制数(万元) with 63."""
    sty = parse_target("22.8", name="公猪舍(≥**平方米)")
    cost = parse_target("63", name="成本控制数(万元)")
    actual = parse_actual("22.8", name="公猪舍(≥**平方米)")

    assert (sty.operator, number_of(sty), sty.unit) == (Operator.AT_LEAST, Fraction("22.8"), "平方米")
    assert (number_of(cost), cost.unit) == (630_000, "元")
    assert (actual.operator, actual.unit) == (Operator.NONE, "平方米")


def test_a_bare_month_is_a_date_where_the_name_says_so():
    """10 under 任务完成时限(月) is October; elsewhere it is ten."""
    assert parse_target("10", name="任务完成时限(月)").number == PrintedNumber(Fraction(10), Fraction(1))
    assert parse_target("10", name="培训场次").kind is ValueKind.NUMBER
    assert parse_target("13", name="任务完成时限(月)").kind is ValueKind.NUMBER


@pytest.mark.parametrize(
    ("name", "operator", "number", "unit"),
    [
        ("年度资金支付完成率100%", "", 100, "%"),
        ("窗口和工作人员月度绩效考核全覆盖,优秀比例不超过20%", "≤", 20, "%"),
        ("配套电力设施1250KVA变压器3台", "", 3, "台"),
        ("建设灾备云节点(8个)", "", 8, "个"),
    ],
)
def test_a_target_inside_the_name_is_used_only_where_the_cell_is_empty(name, operator, number, unit):
    """The name is asked last, and what comes from it is marked."""
    from_name = parse_target(None, name=name)
    from_cell = parse_target("≥7个", name=name)

    assert (from_name.operator, number_of(from_name), from_name.unit) == (Operator(operator), number, unit)
    assert from_name.from_name
    assert number_of(from_cell) == 7
    assert not from_cell.from_name


NO_TARGET_INSIDE = ["工程质量合格", "全市安全度汛", "0-6岁儿童健康管理数", "2022年", "第3期", "保障年限5年"]


@pytest.mark.parametrize("name", NO_TARGET_INSIDE)
def test_a_name_without_a_clear_target_gives_none(name):
    """Ages, years and periods in a name are part of what the thing is called."""
    assert parse_target("/", name=name).kind is ValueKind.EMPTY


def test_a_number_due_by_a_day_keeps_both():
    """11月底完成100% is a hundred percent, due in November."""
    value = parse_target("11月底完成100%")

    assert (value.kind, number_of(value), value.unit) == (ValueKind.NUMBER, 100, "%")
    assert value.deadline == PrintedNumber(Fraction(11), Fraction(1))


def test_an_operator_copied_into_the_actual_value_is_kept():
    """≥266米 as an actual value is 266 米, and the sign stays visible for the checker."""
    value = parse_actual("≥266米", name="安装坡面水标尺")

    assert (value.operator, number_of(value)) == (Operator.AT_LEAST, 266)


def test_an_actual_value_that_reached_a_number_is_that_number():
    """达到95% asks for at least 95 % as a target and tells 95 % as an actual value."""
    target, actual = parse_target("达到95%"), parse_actual("达到95%")

    assert (target.operator, actual.operator, number_of(actual)) == (Operator.AT_LEAST, Operator.NONE, 95)


def test_the_precision_of_the_printed_number_survives_its_unit():
    """31.69万元 stands for 316,850 to 316,950 yuan."""
    value = parse_target("31.69万元")

    assert value.number is not None
    assert (value.number.low, value.number.high) == (316_850, 316_950)


HOSTILE = [
    "1",
    "1,",
    "≥",
    "9月",
    "(",
    "80-",
    "一",
    "百分之",
    "约",
    "3个",
    "1 ",
    "~",
    "年",
    "不",
    "指标",
    "…",
    "*",
    "9.",
    "(元)",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hundred_thousand_hostile_characters_are_read_at_once(unit):
    """No expression backtracks: repeated fragments of every kind stay words within a moment."""
    long = (unit * 100_000)[:100_000]
    short = (unit * 120)[:119]
    started = process_time()

    values = [parse_target(long, name=long), parse_actual(short, name=short), parse_target(None, name=short)]

    # Not a timing but an order of growth: an expression that backtracks would take minutes.
    assert process_time() - started < 5
    assert all(isinstance(value, Value) for value in values)


@UNHURRIED
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_at_all_gives_a_value_and_keeps_the_text(text, name):
    """Whatever a cell holds, the parser answers and never raises."""
    value = parse_target(text, operator=name, unit=name, name=name)
    actual = parse_actual(text, unit=name, name=name)

    assert value.text == actual.text == text
    assert (value.kind is ValueKind.NUMBER) <= (value.number is not None)


@UNHURRIED
@given(st.integers(0, 10**9), st.sampled_from(["≥", "≤", "=", ""]), st.sampled_from(["个", "%", "亩", "人次"]))
def test_a_number_reads_the_same_spaced_glued_and_with_separators(number, sign, unit):
    """≥1,000 个 is ≥1000个."""
    glued, spaced = parse_target(f"{sign}{number}{unit}"), parse_target(f"{sign} {number:,} {unit}")

    assert (glued.operator, glued.number, glued.unit) == (spaced.operator, spaced.number, spaced.unit)
    assert number_of(glued) == number
