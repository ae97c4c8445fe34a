"""Flows: what a project brings and takes, item by item and year by year."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.core.finding import Finding, fault, question
from kit.core.language import phrase
from kit.evaluation.given import Grid, choice_of, read_number, read_text
from kit.evaluation.returns.given import FLOW_KINDS, FlowKind

Floats = NDArray[np.float64]
CALENDAR = 1900
LEADING = 2
YEARS_MAX = 200


@dataclass(frozen=True)
class Item:
    """One row of flows; amounts as given, one for each year."""

    name: str
    kind: FlowKind
    amounts: Floats


@dataclass(frozen=True)
class Flows:
    """The items of a project over years that follow one another; ``first`` is how many years after the base year."""

    years: tuple[int, ...]
    first: int
    items: tuple[Item, ...]

    @property
    def net(self) -> Floats:
        """The net flow of each year, what would be without the project taken off."""
        return self.total(*FlowKind)

    def total(self, *kinds: FlowKind) -> Floats:
        """The signed sum of the items of *kinds*, year by year."""
        own = [item.kind.sign * item.amounts for item in self.items if item.kind in kinds]
        return np.sum(own, axis=0) if own else np.zeros(len(self.years))

    @property
    def has_counterfactual(self) -> bool:
        """True where a row says what would be without the project."""
        return any(item.kind in {FlowKind.BENEFIT_WITHOUT, FlowKind.COST_WITHOUT} for item in self.items)


def read_flows(grid: Grid, base_year: int | None) -> tuple[Flows | None, list[Finding]]:
    """The flows of a grid: item, kind, then a column for each year; None where a fault keeps them from being read.

    Years are calendar years, counted from *base_year* (else the first), or plain numbers, where 0 is the base.
    """
    years, findings = _years(grid)
    items: list[Item] = []
    for number, row in enumerate(grid.rows, 2):
        item, said = _item(row, number)
        findings += said
        items += [item] if item else []
    if not findings and not items:
        findings.append(
            fault("evaluation.returns_no_flow", phrase("the file holds no row of flows; add item, kind and years"))
        )
    if findings or not years:
        return None, findings
    start = base_year if base_year is not None else (years[0] if years[0] >= CALENDAR else 0)
    flows = Flows(tuple(years), years[0] - start, tuple(items))
    return flows, list(_check(flows))


def _years(grid: Grid) -> tuple[list[int], list[Finding]]:
    numbers = [read_number(head.removesuffix("年")) for head in grid.heads[LEADING:]]
    years = [int(number) for number in numbers if number is not None and number == int(number)]
    follows = bool(years) and years == list(range(years[0], years[0] + len(years)))
    if len(years) == len(numbers) and follows and len(years) <= YEARS_MAX:
        return years, []
    said = phrase("the headings after item and kind must be years that follow one another; mend {heads}",
                  heads=", ".join(grid.heads[LEADING:][:8]) or "—")  # fmt: skip
    return [], [fault("evaluation.returns_year_odd", said)]


def _item(row: tuple[object, ...], number: int) -> tuple[Item | None, list[Finding]]:
    name, kind = read_text(row[0]), choice_of(FLOW_KINDS, read_text(row[1]) if len(row) > 1 else "")
    if kind is None:
        words = ", ".join(str(label) for label in FLOW_KINDS.values())
        said = phrase("{item}: its kind is none of {kinds}; choose one", item=name or "—", kinds=words)
        return None, [fault("evaluation.returns_kind_unknown", said, "flows", number)]
    numbers = [0.0 if not read_text(cell) else read_number(cell) for cell in row[LEADING:]]
    if None in numbers:
        said = phrase("{item}: an amount is no number; write plain numbers, empty for none", item=name or "—")
        return None, [fault("evaluation.returns_flow_unread", said, "flows", number)]
    return Item(name, kind, np.array(numbers, dtype=np.float64)), []


def _check(flows: Flows) -> Iterator[Finding]:
    costs = [item for item in flows.items if item.kind is FlowKind.COST]
    if not costs or not any(item.amounts.any() for item in costs):
        yield fault("evaluation.returns_no_cost", phrase("no cost is given: nothing can be held against the benefits"))
    for item in flows.items:
        if item.kind in {FlowKind.COST, FlowKind.COST_WITHOUT} and item.amounts.sum() < 0:
            said = phrase("{item}: a cost below zero; costs are written without a sign", item=item.name)
            yield question("evaluation.returns_cost_negative", said, "flows")
