"""Money: the execution rate, the sum line and what was spent beyond the budget."""

from fractions import Fraction

from kit.core.finding import Finding, Severity
from kit.core.language import Phrase, phrase
from kit.core.money import UNITS
from kit.evaluation.context import OWN_FORMS, ROOM, Context
from kit.evaluation.interval import shown
from kit.evaluation.kinds import TableKind
from kit.evaluation.money import (
    COLUMNS,
    HUNDRED,
    RateReading,
    SumGap,
    execution_rate,
    is_scaled,
    other_denominators,
    rate_bounds,
    rate_readings,
    sum_line_gap,
)
from kit.evaluation.reading import heading_unit

_WITHOUT_EXECUTION = frozenset({TableKind.TARGETS, TableKind.MONITORING})
DIFFERENT_UNITS = phrase(
    "The execution rate is printed as {printed}; {executed} / {adjusted} gives {computed}%. The two amounts "
    "may stand in different units; please check."
)
FAR_ABOVE = phrase(
    "Executed {executed} is {computed}% of the adjusted budget {adjusted}; check in which unit each of them stands."
)


def check_rate(context: Context) -> list[Finding]:
    """The printed rate is executed over adjusted budget, within the rounding of both and of itself."""
    readings = rate_readings(context.reading)
    rate = execution_rate(context.reading)
    if context.reading.kind in _WITHOUT_EXECUTION or not readings or rate is None:
        return []
    if any(one.is_rounded_from(rate) for one in readings) or _is_capped(readings, rate):
        return []
    return (
        _explained(context, readings, rate)
        or _from_another_denominator(context, readings, rate)
        or [_unexplained(context, rate)]
    )


def check_sum_line(context: Context) -> list[Finding]:
    """The sum line of the money can be the sum of its source lines."""
    reading = context.reading
    gaps = [gap for column in COLUMNS if (gap := sum_line_gap(reading, column)) is not None]
    wrong = [gap for gap in gaps if not gap.fits_without_other]
    if wrong:
        said = phrase(
            "The sum line of the money prints {printed}; {lines} make {computed} ({unit}). Check the sum line and the "
            "lines below it.",
            **_sum_values(context, wrong),
        )
        return [context.fault("sum_line_differs", said, field=f"budget.{wrong[0].column}")]
    if gaps:
        said = phrase(
            "The sum line of the money prints {printed}, the sum of the fiscal lines alone; {lines} make {computed} "
            "({unit}). Check whether the other money belongs to it.",
            **_sum_values(context, gaps),
        )
        return [context.question("sum_line_differs", said, field=f"budget.{gaps[0].column}")]
    return []


def check_over_execution(context: Context) -> list[Finding]:
    """Not more is executed than the adjusted budget."""
    reading, budget = context.reading, context.reading.table.budget
    executed, adjusted = reading.amount(budget.executed), reading.amount(budget.adjusted)
    if executed is None or adjusted is None or executed.low <= adjusted.high or executed.value <= 0:
        return []
    rate = execution_rate(reading)
    if rate is not None and rate > context.limits.counted_rate_percent_max:
        said = Phrase(FAR_ABOVE.text, _values(context, rate))
        return [context.question("over_execution", said, field="budget.executed")]
    said = phrase(
        "Executed {executed} is more than the adjusted budget {adjusted}; check both amounts, their unit and whether "
        "carried-over money is counted.",
        executed=budget.executed,
        adjusted=budget.adjusted,
    )
    return [context.question("over_execution", said, field="budget.executed")]


def doubts_money(finding: Finding) -> bool:
    """True where *finding* says that the amounts, or their units, cannot be added up with those of other tables."""
    is_wrong_rate = finding.code == f"{ROOM}.rate_differs" and finding.severity is Severity.FAULT
    return is_wrong_rate or finding.phrase.text in (DIFFERENT_UNITS.text, FAR_ABOVE.text)


def _sum_values(context: Context, gaps: list[SumGap]) -> dict[str, str]:
    """What *gaps* print and what their lines make; columns that say the same are named once."""
    budget, unit = context.reading.table.budget, _unit(context)
    pairs = dict.fromkeys((getattr(budget, gap.column), shown(gap.computed / UNITS[unit])) for gap in gaps)
    return {
        "printed": " / ".join(printed for printed, _ in pairs),
        "computed": " / ".join(computed for _, computed in pairs),
        "lines": " + ".join(dict.fromkeys(name for gap in gaps for name in gap.lines)),
        "unit": unit,
    }


def _is_capped(readings: list[RateReading], rate: Fraction) -> bool:
    return rate > HUNDRED and any(one.printed.value == HUNDRED for one in readings)


def _explained(context: Context, readings: list[RateReading], rate: Fraction) -> list[Finding]:
    bounds = rate_bounds(context.reading)
    if any(one.is_near(rate) or (bounds and one.bounds().meets(bounds)) for one in readings):
        said = phrase(
            "The execution rate is printed as {printed}; {executed} / {adjusted} gives {computed}%. Rounding of the "
            "rate or of the amounts can explain it; please check.",
            **_values(context, rate),
        )
        return [context.question("rate_differs", said, field="budget.rate_printed")]
    if is_scaled(rate, readings):
        said = Phrase(DIFFERENT_UNITS.text, _values(context, rate))
        return [context.question("rate_differs", said, field="budget.rate_printed")]
    return []


def _from_another_denominator(context: Context, readings: list[RateReading], rate: Fraction) -> list[Finding]:
    found = next((o for o in other_denominators(context.reading) if any(one.is_near(o.rate) for one in readings)), None)
    if found is None:
        return []
    values = _values(context, rate)
    differs = phrase(
        "The execution rate is printed as {printed}; {executed} / {adjusted} gives {computed}%. Another denominator "
        "explains it; please check which one the form asks for.",
        **values,
    )
    other = phrase(
        "The printed execution rate {printed} is that of: {denominator}; the form divides by the adjusted budget "
        "({computed}%). Please check.",
        printed=values["printed"],
        computed=values["computed"],
        denominator=found.name,
    )
    return [
        context.question("rate_differs", differs, field="budget.rate_printed"),
        context.question("rate_denominator_other", other, field="budget.rate_printed"),
    ]


def _unexplained(context: Context, rate: Fraction) -> Finding:
    said = phrase(
        "The execution rate is printed as {printed}; {executed} / {adjusted} gives {computed}%, and no rounding of the "
        "amounts gives the printed rate. Check the amounts and the rate.",
        **_values(context, rate),
    )
    # Whole departments and outside evaluations compute the rate by rules of their own, which the table need not show.
    is_own_form = context.reading.kind in OWN_FORMS
    return (context.fault if is_own_form else context.question)("rate_differs", said, field="budget.rate_printed")


def _values(context: Context, rate: Fraction) -> dict[str, object]:
    budget = context.reading.table.budget
    return {
        "printed": budget.rate_printed,
        "executed": budget.executed,
        "adjusted": budget.adjusted,
        "computed": shown((rate * 100 + Fraction(1, 2)).__floor__() / Fraction(100)),
    }


def _unit(context: Context) -> str:
    return heading_unit(context.reading.table.budget.unit)
