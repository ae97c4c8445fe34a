"""Answering: the returns of a project from its flows to what a report may say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kit.core.finding import Finding, fault, note, question
from kit.core.language import Phrase, phrase
from kit.evaluation.answer import Answer, Figure, Listing, percent, refused, written
from kit.evaluation.returns.flows import CALENDAR, Flows, read_flows
from kit.evaluation.returns.given import SHAPES, FlowKind, ReturnsGiven, Shape
from kit.evaluation.returns.rates import DiscountRate
from kit.evaluation.returns.sensitivity import Bar, Trials, simulate, tornado, worths
from kit.evaluation.returns.value import discount, internal_rates, payback, present_value
from kit.law.rule import READING_MARKS, Reading

METHOD = "returns"
POINTS = (-0.02, -0.01, 0.0, 0.01, 0.02)
NDRC = "建设项目经济评价方法与参数（第三版），2006"


@dataclass(frozen=True)
class Worth:
    """What the flows of a project are worth at one rate."""

    flows: Flows
    rate: float
    source: str
    net: float
    benefits: float
    costs: float
    rates: tuple[float, ...]
    payback: float | None
    discounted_payback: float | None
    bars: tuple[Bar, ...]
    trials: Trials | None

    @property
    def ratio(self) -> float | None:
        """Benefits over costs, None where there are no costs."""
        return self.benefits / self.costs if self.costs > 0 else None


def answer_returns(given: ReturnsGiven, rates: Mapping[str, DiscountRate]) -> Answer:
    """Present value, rates of return, sensitivity and chances of the flows given."""
    title = phrase("Returns: {title}", title=given.title or "—")
    flows, findings = read_flows(given.flows, given.base_year)
    rate, source, said = _rate(given, flows, rates)
    findings = [*findings, *said, *(_check_spreads(given, flows) if flows else ())]
    if flows is None or rate is None or any(finding.severity == "fault" for finding in findings):
        return refused(METHOD, title, findings)
    worth = _worth(given, flows, rate, source)
    return Answer(
        METHOD,
        title,
        tuple(_figures(worth)),
        tuple(_listings(given, worth)),
        tuple(_state(given, worth)),
        tuple(_must_not(given, worth)),
        (*findings, *_check(given, worth)),
    )


def _worth(given: ReturnsGiven, flows: Flows, rate: float, source: str) -> Worth:
    net, factors = flows.net, discount(len(flows.years), rate, flows.first)
    own = worths(flows, rate)
    return Worth(
        flows,
        rate,
        source,
        present_value(net, rate, flows.first),
        present_value(flows.total(FlowKind.BENEFIT, FlowKind.BENEFIT_WITHOUT), rate, flows.first),
        -present_value(flows.total(FlowKind.COST, FlowKind.COST_WITHOUT), rate, flows.first),
        tuple(internal_rates(net)),
        payback(net, flows.first),
        payback(net * factors, flows.first),
        tuple(tornado(own, given.ranges, given.change)),
        simulate(own, given.spreads, given.trials, given.seed) if given.spreads else None,
    )


def _rate(
    given: ReturnsGiven, flows: Flows | None, rates: Mapping[str, DiscountRate]
) -> tuple[float | None, str, list[Finding]]:
    """The rate, where it is from, and what is to be said of that."""
    if given.rate is not None:
        unsourced = phrase("the discount rate has no source; name the rule or the agreement that sets it")
        said = [] if given.rate_source else [question("evaluation.returns_rate_unsourced", unsourced, "rate_source")]
        return given.rate, given.rate_source, said
    known = rates.get(given.rate_code)
    year = given.base_year or (flows.years[0] if flows and flows.years[0] >= CALENDAR else date.max.year)
    value = known.on(date(year, 12, 31)) if known else None
    if known is None or value is None:
        said_unknown = phrase(
            "no discount rate {code} is known for {year}; name rate and rate_source, or one of {codes}",
            code=given.rate_code, year=year, codes=", ".join(rates),
        )  # fmt: skip
        return None, "", [fault("evaluation.returns_rate_unknown", said_unknown, "rate_code")]
    source = f"{known.name}，{known.source}（{READING_MARKS[known.read]}）"
    return value, source, [_memory(known)] if known.read is Reading.MEMORY else []


def _memory(known: DiscountRate) -> Finding:
    said = phrase("the discount rate {code} rests on memory; check {source}", code=known.code, source=known.source)
    return note("evaluation.returns_rate_from_memory", said, "rate_code")


def _check_spreads(given: ReturnsGiven, flows: Flows) -> Iterator[Finding]:
    names = {item.name for item in flows.items}
    for name in dict.fromkeys([*(each.item for each in given.ranges), *(each.item for each in given.spreads)]):
        if name not in names:
            said = phrase("{item} is no item of the flows; a range or a distribution names one", item=name)
            yield fault("evaluation.returns_item_unknown", said, "spreads")
    for spread in given.spreads:
        in_order = spread.low <= spread.high and (
            spread.shape is not Shape.TRIANGULAR or spread.low <= spread.likely <= spread.high
        )
        if spread.shape is not Shape.NORMAL and not in_order:
            said = phrase("{item}: lowest, most likely and highest change do not follow one another", item=spread.item)
            yield fault("evaluation.returns_spread_odd", said, "spreads")


def _check(given: ReturnsGiven, worth: Worth) -> Iterator[Finding]:
    if not given.counterfactual and not worth.flows.has_counterfactual:
        said = phrase("what would be without the project is not stated; else benefits may not be the project's")
        yield question("evaluation.returns_counterfactual_missing", said, "counterfactual")
    if not worth.rates:
        said = phrase("no internal rate of return exists: at no rate are these flows worth nothing; quote their value")
        yield question("evaluation.returns_irr_none", said)
    if len(worth.rates) > 1:
        shown = ", ".join(percent(rate, 2) for rate in worth.rates)
        said = phrase("{count} internal rates of return ({rates}): none may be quoted; use the present value",
                      count=len(worth.rates), rates=shown)  # fmt: skip
        yield question("evaluation.returns_irr_several", said)
    if worth.payback is None:
        yield note("evaluation.returns_never_paid_back", phrase("what is spent is not back within the years given"))


# --- what is shown -------------------------------------------------------------------------------------------------


def _figures(worth: Worth) -> Iterator[Figure]:
    yield Figure("rate", phrase("discount rate"), worth.rate, "", worth.source, is_share=True)
    yield Figure("npv", phrase("net present value"), worth.net, "Σ (B-C)_t (1+r)^-t", NDRC, digits=2)
    yield Figure("benefits", phrase("present value of benefits"), worth.benefits, "Σ B_t (1+r)^-t", digits=2)
    yield Figure("costs", phrase("present value of costs"), worth.costs, "Σ C_t (1+r)^-t", digits=2)
    yield Figure("ratio", phrase("benefit-cost ratio"), worth.ratio, "Σ B_t (1+r)^-t / Σ C_t (1+r)^-t", NDRC, digits=3)
    only = worth.rates[0] if len(worth.rates) == 1 else None
    yield Figure("irr", phrase("internal rate of return"), only, "Σ (B-C)_t (1+IRR)^-t = 0", NDRC, is_share=True)
    shown = ", ".join(percent(rate, 2) for rate in worth.rates)
    yield Figure("irr_roots", phrase("all roots of the internal rate of return"), shown or "—")
    yield Figure("payback", phrase("payback in years after the base year"), worth.payback, "Σ (B-C)_t = 0", digits=2)
    yield Figure("discounted_payback", phrase("discounted payback"), worth.discounted_payback,
                 "Σ (B-C)_t (1+r)^-t = 0", digits=2)  # fmt: skip
    if worth.trials:
        yield from _chances(worth.trials)


def _chances(trials: Trials) -> Iterator[Figure]:
    yield Figure("mean", phrase("mean of the trials"), trials.mean, digits=2)
    yield Figure("deviation", phrase("standard deviation of the trials"), trials.deviation, digits=2)
    yield Figure("low", phrase("5th percentile"), trials.low, digits=2)
    yield Figure("middle", phrase("median"), trials.middle, digits=2)
    yield Figure("high", phrase("95th percentile"), trials.high, digits=2)
    yield Figure("negative", phrase("share of trials below zero"), trials.negative, is_share=True)


def _listings(given: ReturnsGiven, worth: Worth) -> Iterator[Listing]:
    yield _tornado(worth)
    yield _by_rate(worth)
    yield _by_year(worth)
    if given.spreads:
        columns = (
            ("item", phrase("Item")), ("shape", phrase("Distribution")), ("low", phrase("Lowest change")),
            ("likely", phrase("Most likely change")), ("high", phrase("Highest change")),
            ("deviation", phrase("Standard deviation")),
        )  # fmt: skip
        rows = tuple((s.item, str(SHAPES[s.shape]), s.low, s.likely, s.high, s.deviation) for s in given.spreads)
        yield Listing("spreads", phrase("Distributions of the trials"), columns, rows)


def _tornado(worth: Worth) -> Listing:
    columns = (
        ("item", phrase("Item")), ("low_change", phrase("Lowest change")), ("high_change", phrase("Highest change")),
        ("low", phrase("value at the lowest change")), ("high", phrase("value at the highest change")),
        ("swing", phrase("swing")), ("switching", phrase("change at which nothing is left")),
    )  # fmt: skip
    rows = tuple((b.item, b.low_change, b.high_change, b.low, b.high, b.swing, b.switching) for b in worth.bars)
    shares = frozenset({"low_change", "high_change", "switching"})
    return Listing("tornado", phrase("Sensitivity of the net present value"), columns, rows, 2, shares)


def _by_rate(worth: Worth) -> Listing:
    rates = [worth.rate + point for point in POINTS if worth.rate + point > -1]
    rows = tuple((rate, present_value(worth.flows.net, rate, worth.flows.first)) for rate in rates)
    columns = (("rate", phrase("discount rate")), ("npv", phrase("net present value")))
    return Listing("rates", phrase("Net present value by discount rate"), columns, rows, 2, frozenset({"rate"}))


def _by_year(worth: Worth) -> Listing:
    net = worth.flows.net
    factors = discount(len(net), worth.rate, worth.flows.first)
    columns = (("year", phrase("Year")), ("net", phrase("net flow")), ("factor", phrase("discount factor")),
               ("value", phrase("present value")))  # fmt: skip
    rows = tuple(
        (str(y), float(n), float(f), float(n * f)) for y, n, f in zip(worth.flows.years, net, factors, strict=True)
    )
    return Listing("years", phrase("Flows by year"), columns, rows)


def _state(given: ReturnsGiven, worth: Worth) -> Iterator[Phrase]:
    values = {"rate": percent(worth.rate), "npv": written(worth.net, 2), "unit": given.unit}
    yield phrase("At a discount rate of {rate} the net present value is {npv} {unit}.", **values)
    if worth.ratio is not None:
        yield phrase("Each unit of cost brings {ratio} of benefits in present value.", ratio=written(worth.ratio, 2))
    if len(worth.rates) == 1:
        yield phrase("The internal rate of return is {irr}.", irr=percent(worth.rates[0], 2))
    if given.counterfactual:
        yield phrase(
            "Benefits and costs are compared with the case without the project: {case}.", case=given.counterfactual
        )
    first = worth.bars[0]
    if first.switching is not None:
        yield phrase(
            "The result rests most on {item}: a change of {change} leaves nothing of the net present value.",
            item=first.item, change=f"{100 * first.switching:+.1f}%",
        )  # fmt: skip
    if worth.trials:
        yield phrase(
            "In nine of ten of {trials} trials (seed {seed}) the net present value lies between {low} and {high} "
            "{unit}, in {negative} below zero.",
            trials=given.trials, seed=given.seed, low=written(worth.trials.low, 2),
            high=written(worth.trials.high, 2), unit=given.unit, negative=percent(worth.trials.negative),
        )  # fmt: skip


def _must_not(given: ReturnsGiven, worth: Worth) -> Iterator[Phrase]:
    if not given.counterfactual and not worth.flows.has_counterfactual:
        yield phrase("that the project caused these benefits: what would be without it is not stated")
    if len(worth.rates) != 1:
        yield phrase("any internal rate of return: these flows have {count}", count=len(worth.rates))
    if not worth.trials:
        yield phrase("a chance of success: no distributions are given")
    yield phrase("benefits over costs without discounting as a return on investment")
