"""Measure: the unit and the formula of each column that a view computes; any other column is as it was recorded."""

from dataclasses import dataclass, field

from kit.core.language import Phrase, phrase

AS_RECORDED = phrase("as recorded")
WAN = "万元"


@dataclass(frozen=True)
class Measure:
    """Unit (empty for a plain number) and formula."""

    unit: str = ""
    formula: Phrase = field(default=AS_RECORDED)


_COMPUTED = {
    "rate": Measure("%", phrase("executed ÷ adjusted × 100")),
    "rate_of_opening": Measure("%", phrase("paid ÷ opening × 100")),
    "rate_of_adjusted": Measure("%", phrase("paid ÷ adjusted × 100")),
    "rate_of_received": Measure("%", phrase("paid ÷ received × 100")),
    "paid_of_adjusted": Measure("%", phrase("paid ÷ adjusted × 100")),
    "expected_of_adjusted": Measure("%", phrase("expected ÷ adjusted × 100")),
    "deviation": Measure("%", phrase("paid_of_adjusted − expected_of_adjusted")),
    "elapsed": Measure("%", phrase("days gone by ÷ days of the year × 100")),
    "execution_score": Measure("分", phrase("scored by the scheme")),
    "score": Measure("分", phrase("scored by the scheme")),
    "total": Measure("分", phrase("execution score + scores of the rows")),
    "difference": Measure("分", phrase("score − score_printed")),
    "lost": Measure("分", phrase("weight − score")),
    "lost_printed": Measure("分", phrase("weight − score_printed")),
    "mean": Measure("分", phrase("mean of total")),
    "mean_printed": Measure("分", phrase("mean of total_printed")),
    "weight": Measure("分"),
    "score_printed": Measure("分"),
    "total_printed": Measure("分"),
    "execution_score_printed": Measure("分"),
    "faults": Measure("", phrase("number of findings that are faults")),
    "questions": Measure("", phrase("number of findings that are questions")),
    "days_late": Measure("天", phrase("day − last day to pay in time")),
    "expected": Measure(WAN, phrase("plan of use, else adjusted × share of the year gone by")),
    "by_pace_of_year": Measure(WAN, phrase("paid ÷ share of the year gone by")),
    "by_commitments": Measure(WAN, phrase("paid + contracted + reserved")),
    "by_last_three_months": Measure(WAN, phrase("paid + daily mean of three months × days to come")),
    "available": Measure(WAN, phrase("allotted − reserved − contracted − paid")),
    "left": Measure(WAN, phrase("amount − used − released")),
    "unbound": Measure(WAN, phrase("contract_sum − bound")),
    "cost_difference": Measure(WAN, phrase("amount − amount of the stage before")),
    "makes": Measure(WAN, phrase("sum of movements")),
    "residual": Measure(WAN, phrase("holds − makes")),
    "message": Measure("", phrase("worked out by the check from the rows")),
}
_AMOUNTS = (
    "initial", "adjusted", "executed", "opening", "allotted", "received", "reserved", "contracted", "paid",
    "carried_over", "returned", "planned", "amount", "used", "released", "contract_sum", "bound", "refunded", "holds",
)  # fmt: skip
MEASURES = dict.fromkeys(_AMOUNTS, Measure(WAN)) | _COMPUTED


def measure_of(name: str) -> Measure:
    """Unit and formula of a column."""
    return MEASURES.get(name, Measure())
