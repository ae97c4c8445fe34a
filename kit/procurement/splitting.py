"""Splitting: purchases that look like one divided to stay below a ceiling (化整为零), each with the reason.

The Procurement Law (art. 28) and its implementing regulation (art. 28: the same item, again and again within a year)
forbid it above the tender threshold; the same is looked for here beneath a ceiling that an office sets.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kit.core.finding import Finding, question
from kit.core.language import phrase
from kit.core.money import Money
from kit.procurement.purchase import Purchase, SmallPurchases

Kin = dict[str, str]


@dataclass(frozen=True)
class Held:
    """A purchase with what was found of it; one without findings passes."""

    purchase: Purchase
    findings: tuple[Finding, ...]


@dataclass
class _Past:
    """The small purchases up to now, by what they have in common, each list in order of days."""

    by_item: dict[tuple[str, str], list[Purchase]] = field(default_factory=lambda: defaultdict(list))
    by_supplier: dict[tuple[str, str], list[Purchase]] = field(default_factory=lambda: defaultdict(list))


def screen_purchases(purchases: Iterable[Purchase], rules: SmallPurchases) -> list[Held]:
    """Judge each purchase by those up to its day, in order of days, as one judges it when it is asked for.

    One at or above the ceiling is not small: it is held for that reason alone and goes the ordinary way.
    """
    ordered = sorted(purchases, key=lambda each: (each.day, each.code))
    kin, past, found = related_suppliers(ordered), _Past(), []
    for purchase in ordered:
        if purchase.amount >= rules.limit:
            found.append(Held(purchase, (_not_small(purchase, rules),)))
            continue
        past.by_item[purchase.unit, purchase.category].append(purchase)
        past.by_supplier[purchase.unit, kin[purchase.supplier]].append(purchase)
        found.append(Held(purchase, tuple(_findings(purchase, past, kin, rules))))
    return found


def related_suppliers(purchases: Iterable[Purchase]) -> Kin:
    """The suppliers, each with the one name that stands for all that are related to it, however many steps away."""
    kin: Kin = {}

    def root(name: str) -> str:
        kin.setdefault(name, name)
        while kin[name] != name:
            kin[name] = kin[kin[name]]
            name = kin[name]
        return name

    for purchase in purchases:
        for other in purchase.related:
            kin[root(other)] = root(purchase.supplier)
        root(purchase.supplier)
    return {name: root(name) for name in list(kin)}


def _findings(purchase: Purchase, past: _Past, kin: Kin, rules: SmallPurchases) -> list[Finding]:
    item = _within(past.by_item[purchase.unit, purchase.category], purchase, rules.window_days)
    supplier = past.by_supplier[purchase.unit, kin[purchase.supplier]]
    lately = _within(supplier, purchase, rules.window_days)
    same = [each for each in _within(supplier, purchase, rules.max_days) if each.category == purchase.category]
    found = [
        _sum_reached([each for each in lately if each.category == purchase.category], rules),
        _near_series(purchase, item, rules),
        _over_categories(lately, rules),
        _much_in_all(same, rules),
    ]
    return [finding for finding in found if finding is not None]


def _within(purchases: Sequence[Purchase], last: Purchase, days: int) -> list[Purchase]:
    """Those of the *days* that end with the day of *last*, itself among them."""
    first = last.day - timedelta(days=days - 1)
    found = []
    for each in reversed(purchases):
        if each.day < first:
            break
        found.append(each)
    return found[::-1]


def _sum_reached(same: list[Purchase], rules: SmallPurchases) -> Finding | None:
    total = sum(each.amount for each in same)
    if total < rules.limit:
        return None
    said = phrase(
        "within {days} days {count} purchases of the category from the supplier or those related to it reach {total}, "
        "the ceiling is {ceiling}: {codes}",
        days=rules.window_days,
        **_named(same, total, rules),
    )
    return question("procurement.split_by_supplier", said, "amount")


def _near_series(purchase: Purchase, item: list[Purchase], rules: SmallPurchases) -> Finding | None:
    near = [each for each in item if rules.is_near(each.amount)]
    if not rules.is_near(purchase.amount) or len(near) < rules.near_count:
        return None
    said = phrase(
        "within {days} days {count} purchases of the category lie close beneath the ceiling of {ceiling}: {codes}",
        days=rules.window_days,
        **_named(near, 0, rules),
    )
    return question("procurement.split_near_ceiling", said, "amount")


def _over_categories(lately: list[Purchase], rules: SmallPurchases) -> Finding | None:
    total = sum(each.amount for each in lately)
    if total < rules.limit or len({each.category for each in lately}) == 1:
        return None
    said = phrase(
        "within {days} days {count} purchases under different categories from the supplier or those related to it "
        "reach {total}, the ceiling is {ceiling}: {codes}",
        days=rules.window_days,
        **_named(lately, total, rules),
    )
    return question("procurement.split_over_categories", said, "category")


def _much_in_all(same: list[Purchase], rules: SmallPurchases) -> Finding | None:
    total = sum(each.amount for each in same)
    if total * 100 < rules.limit * rules.max_percent:
        return None
    said = phrase(
        "within {days} days {count} purchases of the category from the supplier or those related to it make {total}, "
        "well above the ceiling of {ceiling}: {codes}",
        days=rules.max_days,
        **_named(same, total, rules),
    )
    return question("procurement.split_over_months", said, "amount")


def _not_small(purchase: Purchase, rules: SmallPurchases) -> Finding:
    said = phrase(
        "{amount} is not below the ceiling of {ceiling} for small purchases; it goes the ordinary way",
        amount=str(Money(purchase.amount)),
        ceiling=str(Money(rules.limit)),
    )
    return question("procurement.not_small", said, "amount")


def _named(purchases: list[Purchase], total: int, rules: SmallPurchases) -> dict[str, str | int]:
    return {
        "count": len(purchases),
        "total": str(Money(total)),
        "ceiling": str(Money(rules.limit)),
        "codes": ", ".join(each.code for each in purchases),
    }
