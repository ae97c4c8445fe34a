"""Table: a clean self-review table of a sample project and year, printed in one of the ways that offices print."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from kit.evaluation.points import parse_points
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.scheme import Scheme
from kit.exchange.sample.chance import split_points
from kit.exchange.sample.content import Content
from kit.exchange.sample.money import decimal, points, print_money, wan
from kit.exchange.sample.project import ProjectYear
from kit.exchange.sample.style import print_amount, print_at_least, print_month, print_words

OUTPUT, BENEFIT, SATISFACTION = "output", "benefit", "satisfaction"
QUANTITY, QUALITY, TIMELINESS, COST = "数量指标", "质量指标", "时效指标", "成本指标"
BENEFITS = {
    "economic": "经济效益指标",
    "social": "社会效益指标",
    "ecological": "生态效益指标",
    "sustainable": "可持续影响指标",
}
SATISFIED = "服务对象满意度指标"
KIND = "项目支出绩效自评表"
COST_NAME = "项目总成本"
# Below this many a shortfall would not be a whole number of things.
SHORT_TARGET_MIN = 20
EXCESS_MAX = 112
# The band of 部分达成预期指标, in percent of the weight.
PARTLY = (62, 78)


@dataclass(frozen=True)
class Aspect:
    """A row before it is weighed: its headings, name, target, actual value and the share of it that was reached."""

    dimension: str
    level2: str
    name: str
    target: PrintedIndicator
    share: Fraction = Fraction(1)


def make_table(year: ProjectYear, scheme: Scheme, dice: Random) -> PrintedTable:
    """A clean table: nothing in it contradicts anything, and every lost point has its reason."""
    project, content = year.project, year.project.content
    table = PrintedTable(
        id=year.id,
        kind=KIND,
        title=project.name,
        department=project.department.name,
        unit=project.unit_name,
        year=str(year.year),
        budget=print_money(year.money, int(scheme.execution.weight)),
        indicators=_weigh(list(_aspects(year, dice)), scheme, content, dice),
        total_weight_printed=str(scheme.total),
        text=_text(year),
        source=content.source,
    )
    return retotalled(table, scheme)


def retotalled(table: PrintedTable, scheme: Scheme) -> PrintedTable:
    """*table* with the total and grade that its printed scores make."""
    cells = [table.budget.score_printed, *(row.score for row in table.indicators)]
    total = sum((found.value for found in map(parse_points, cells) if found), Fraction(0))
    return table.model_copy(update={"total_printed": points(total), "grade_printed": scheme.scale.grade(total).label})


def _aspects(year: ProjectYear, dice: Random) -> Iterator[Aspect]:
    yield from _quantities(year, dice)
    yield from _other_outputs(year, dice)
    yield from _benefits(year, dice)
    for name in dice.sample(year.project.department.satisfied, dice.randint(1, 2)):
        yield Aspect(SATISFACTION, SATISFIED, name, print_at_least(year.project.style, 90, dice.randint(90, 99), "%"))


def _quantities(year: ProjectYear, dice: Random) -> Iterator[Aspect]:
    for name, unit, low, high in year.project.kind.quantity:
        target = dice.randint(low, high)
        is_short = target >= SHORT_TARGET_MIN and year.falls_short(dice)
        actual = target * (dice.randint(*year.fortune.reached) if is_short else dice.randint(100, EXCESS_MAX)) // 100
        printed = print_at_least(year.project.style, target, actual, unit)
        yield Aspect(OUTPUT, QUANTITY, name, printed, min(Fraction(actual, target), Fraction(1)))


def _other_outputs(year: ProjectYear, dice: Random) -> Iterator[Aspect]:
    project, style = year.project, year.project.style
    for name in dice.sample(project.department.quality, dice.randint(1, 2)):
        yield Aspect(OUTPUT, QUALITY, name, print_at_least(style, dice.choice((90, 95, 98)), 100, "%"))
    for name in dice.sample(project.content.timeliness, dice.randint(1, 2)):
        month = dice.randint(6, 12)
        yield Aspect(OUTPUT, TIMELINESS, name, print_month(style, month, dice.randint(month - 3, month)))
    amounts = wan(year.money.adjusted), wan(year.money.executed)
    yield Aspect(OUTPUT, COST, COST_NAME, print_amount(style, *amounts))


def _benefits(year: ProjectYear, dice: Random) -> Iterator[Aspect]:
    content, chosen = year.project.content, dice.sample(sorted(BENEFITS), dice.randint(1, len(BENEFITS)))
    for kind in [kind for kind in BENEFITS if kind in chosen]:
        name = dice.choice(getattr(year.project.department, kind))
        share = Fraction(dice.randint(*PARTLY), 100) if year.falls_short(dice) else Fraction(1)
        actual = content.partly if share < 1 else dice.choice(content.reached)
        yield Aspect(BENEFIT, BENEFITS[kind], name, print_words(dice.choice(content.words), actual), share)


def _weigh(aspects: list[Aspect], scheme: Scheme, content: Content, dice: Random) -> tuple[PrintedIndicator, ...]:
    rows: list[PrintedIndicator] = []
    for dimension in scheme.dimensions:
        own = [aspect for aspect in aspects if aspect.dimension == dimension.code]
        weights = split_points(int(dimension.weight), len(own), dice)
        rows += [
            _row(aspect, dimension.title, weight, dice.choice(content.reasons))
            for aspect, weight in zip(own, weights, strict=True)
        ]
    return tuple(rows)


def _row(aspect: Aspect, level1: str, weight: int, reason: str) -> PrintedIndicator:
    return aspect.target.model_copy(
        update={
            "level1": level1,
            "level2": aspect.level2,
            "name": aspect.name,
            "weight": str(weight),
            "score": points(aspect.share * weight),
            "reason": reason if aspect.share < 1 else None,
        }
    )


def _text(year: ProjectYear) -> str:
    content, rate = year.project.content, year.money.rate
    said = [f"({year.year}年度)", content.survey]
    if rate < 1:
        said.append(f"预算执行率{decimal(rate * 100)}%。{content.unspent}")
    return "\n".join(said)
