"""Splitting bench: purchases divided in many ways among honest ones, ours against a sum by supplier and month.

The generator knows only the ceiling and how a person might get round it; the detector knows nothing of the generator.
A split counts as found when one of its purchases is held. Shares come with Wilson's 95 percent interval (1927).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from random import Random

from kit.bench.result import Bench, Target, conditions, rounded, seconds
from kit.core.errors import UsageError
from kit.procurement.purchase import Purchase, SmallPurchases, read_small_purchases
from kit.procurement.splitting import screen_purchases
from kit.workspace.resources import Resources

# The office's shipped rules were set while looking at other seeds; nothing was set after this one was first drawn.
SEED = 110
CEILING_YUAN = 20_000
FEN = 100
FIRST, DAYS = date(2026, 1, 1), 365
SPLIT_EVERY = 50
UNITS, CATEGORIES, SUPPLIERS = 40, 25, 300
Z = 1.96
FOUND_MIN, HELD_MAX = 80.0, 5.0


@dataclass(frozen=True)
class Planted:
    """What was made: all purchases, and for each split its way and the codes that belong to it."""

    purchases: list[Purchase]
    splits: list[tuple[str, frozenset[str]]]


def run(purchases: int = 50_000) -> Bench:
    """Screen *purchases* honest purchases and one split for each fifty of them; ours and the rival see the same."""
    if purchases < SPLIT_EVERY:
        raise UsageError(f"{purchases} purchases hold no split; choose {SPLIT_EVERY} or more")
    rules = read_small_purchases(Resources()).model_copy(update={"ceiling": CEILING_YUAN})
    made = plant(purchases, rules, Random(SEED))  # noqa: S311 - a repeatable draw, no secret
    held: dict[str, set[str]] = {}
    ways: dict[str, Callable[[], set[str]]] = {"ours": lambda: ours(made, rules), "rival": lambda: rival(made, rules)}
    figures: dict[str, float] = {}
    for who, way in ways.items():
        figures[f"{who}_s"] = seconds(lambda who=who, way=way: held.__setitem__(who, way()))  # type: ignore[misc]
    for who, codes in held.items():
        figures |= {f"{who}_{name}": value for name, value in _shares(made, codes).items()}
    found, false = figures["ours_found_percent"], figures["ours_held_honest_percent"]
    targets = (
        Target("splits found", f">= {FOUND_MIN:g} %", round(found, 2), found >= FOUND_MIN),
        Target("honest purchases held", f"<= {HELD_MAX:g} %", round(false, 2), false <= HELD_MAX),
    )
    sizes = conditions(purchases=len(made.purchases), splits=len(made.splits), seed=SEED, ceiling_yuan=CEILING_YUAN)
    return Bench("splitting", sizes, rounded(figures, 2), targets=targets)


def ours(made: Planted, rules: SmallPurchases) -> set[str]:
    """The codes that the kit holds."""
    return {held.purchase.code for held in screen_purchases(made.purchases, rules) if held.findings}


def rival(made: Planted, rules: SmallPurchases) -> set[str]:
    """The codes that a sum by unit, supplier and calendar month holds from the purchase on that reaches the ceiling."""
    sums: dict[tuple[str, str, int], int] = defaultdict(int)
    held = set()
    for each in sorted(made.purchases, key=lambda purchase: (purchase.day, purchase.code)):
        key = (each.unit, each.supplier, each.day.month)
        sums[key] += each.amount
        if sums[key] >= rules.limit:
            held.add(each.code)
    return held


def plant(count: int, rules: SmallPurchases, draw: Random) -> Planted:
    """*count* honest purchases and the splits among them."""
    honest = [_honest(number, rules, draw) for number in range(count)]
    ways = [WAYS[number % len(WAYS)] for number in range(count // SPLIT_EVERY)]
    made = [(way, list(_split(number, way, rules, draw))) for number, way in enumerate(ways)]
    purchases = honest + [each for _way, parts in made for each in parts]
    return Planted(purchases, [(way, frozenset(each.code for each in parts)) for way, parts in made])


def interval(hits: int, tries: int) -> tuple[float, float]:
    """Wilson's 95 percent interval of a share, in percent."""
    share, z2 = hits / tries, Z * Z
    middle = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    half = Z * sqrt(share * (1 - share) / tries + z2 / (4 * tries * tries)) / (1 + z2 / tries)
    return 100 * (middle - half), 100 * (middle + half)


def _shares(made: Planted, held: set[str]) -> dict[str, float]:
    """What was found of the splits, in all and by way, and what was held of the honest purchases, in percent."""
    planted = frozenset().union(*(codes for _way, codes in made.splits))
    honest = [each.code in held for each in made.purchases if each.code not in planted]
    found = [(way, not codes.isdisjoint(held)) for way, codes in made.splits]
    by_way = {f"found_{way}": [hit for kind, hit in found if kind == way] for way in WAYS}
    return {
        **_share("found", [hit for _way, hit in found]),
        **_share("held_honest", honest),
        **{f"{name}_percent": 100 * sum(hits) / len(hits) for name, hits in by_way.items() if hits},
    }


def _share(name: str, hits: list[bool]) -> dict[str, float]:
    low, high = interval(sum(hits), len(hits))
    return {f"{name}_percent": 100 * sum(hits) / len(hits), f"{name}_low_percent": low, f"{name}_high_percent": high}


def _honest(number: int, rules: SmallPurchases, draw: Random) -> Purchase:
    """Amounts of many small and few large purchases; each category of a unit has few suppliers."""
    unit, category = draw.randrange(UNITS), draw.randrange(CATEGORIES)
    supplier = (unit * 7 + category * 13 + draw.randrange(6)) % SUPPLIERS
    amount = min(int(draw.lognormvariate(6.8, 1.0)) + 50, rules.limit // FEN - 1)
    return Purchase(
        code=f"H{number}",
        day=FIRST + timedelta(days=draw.randrange(DAYS)),
        unit=f"U{unit}",
        category=f"C{category}",
        supplier=f"S{supplier}",
        amount=amount * FEN,
    )


# How a need above the ceiling is divided: on one day, over three weeks, over suppliers that belong together, over some
# that do not, under several categories, into many little parts, over half a year.
WAYS = ("same_day", "three_weeks", "related", "unrelated", "categories", "crumbs", "half_year")
SPAN_DAYS = {"same_day": 1, "half_year": 180}
PARTS = {"crumbs": (6, 12)}


def _split(number: int, way: str, rules: SmallPurchases, draw: Random) -> Iterator[Purchase]:
    """One need of 1.5 to 3 times the ceiling, divided."""
    start, span = draw.randrange(DAYS), SPAN_DAYS.get(way, 21)
    unit, category, supplier = draw.randrange(UNITS), draw.randrange(CATEGORIES), draw.randrange(SUPPLIERS)
    for place, amount in enumerate(_parts(way, rules, draw)):
        is_other = way in {"related", "unrelated"} and place > 0
        own = f"S{supplier}" if not is_other else f"{way}-{number}-{place}"
        yield Purchase(
            code=f"X{number}-{place}",
            day=FIRST + timedelta(days=start + draw.randrange(span)),
            unit=f"U{unit}",
            category=f"C{(category + place * (way == 'categories')) % CATEGORIES}",
            supplier=own,
            amount=amount,
            related=(f"S{supplier}",) if way == "related" and place else (),
        )


def _parts(way: str, rules: SmallPurchases, draw: Random) -> list[int]:
    """The parts in fen, uneven, each below the ceiling."""
    need = int(rules.limit * draw.uniform(1.5, 3))
    low, high = PARTS.get(way, (0, 0))
    count = draw.randint(low, high) if high else need // int(rules.limit * 0.9) + 1
    weights = [draw.uniform(0.8, 1.2) for _ in range(count)]
    return [min(int(need * weight / sum(weights)), rules.limit - FEN) for weight in weights]
