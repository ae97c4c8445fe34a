"""Measure: the unit and the formula of each column that a view computes; any other column is as it was recorded."""

from dataclasses import dataclass

AS_RECORDED = "as recorded"
WAN = "万元"


@dataclass(frozen=True)
class Measure:
    """Unit (empty for a plain number) and formula, in the names of columns."""

    unit: str = ""
    formula: str = AS_RECORDED


_COMPUTED = {
    "rate": Measure("%", "executed ÷ adjusted × 100"),
    "rate_of_opening": Measure("%", "paid ÷ opening × 100"),
    "rate_of_adjusted": Measure("%", "paid ÷ adjusted × 100"),
    "rate_of_received": Measure("%", "paid ÷ received × 100"),
    "paid_of_adjusted": Measure("%", "paid ÷ adjusted × 100"),
    "expected_of_adjusted": Measure("%", "expected ÷ adjusted × 100"),
    "deviation": Measure("%", "paid_of_adjusted − expected_of_adjusted"),
    "elapsed": Measure("%", "days gone by ÷ days of the year × 100"),
    "execution_score": Measure("分", "scored by the scheme"),
    "score": Measure("分", "scored by the scheme"),
    "total": Measure("分", "execution score + scores of the rows"),
    "difference": Measure("分", "score − score_printed"),
    "lost": Measure("分", "weight − score"),
    "lost_printed": Measure("分", "weight − score_printed"),
    "mean": Measure("分", "mean of total"),
    "mean_printed": Measure("分", "mean of total_printed"),
    "weight": Measure("分"),
    "score_printed": Measure("分"),
    "total_printed": Measure("分"),
    "execution_score_printed": Measure("分"),
    "faults": Measure("", "number of findings that are faults"),
    "questions": Measure("", "number of findings that are questions"),
    "days_late": Measure("天", "day − last day to pay in time"),
    "expected": Measure(WAN, "plan of use, else adjusted × share of the year gone by"),
    "by_pace_of_year": Measure(WAN, "paid ÷ share of the year gone by"),
    "by_commitments": Measure(WAN, "paid + contracted + reserved"),
    "by_last_three_months": Measure(WAN, "paid + daily mean of three months × days to come"),
    "available": Measure(WAN, "allotted − reserved − contracted − paid"),
    "left": Measure(WAN, "amount − used − released"),
    "unbound": Measure(WAN, "contract_sum − bound"),
    "cost_difference": Measure(WAN, "amount − amount of the stage before"),
    "makes": Measure(WAN, "sum of movements"),
    "residual": Measure(WAN, "holds − makes"),
    "message": Measure("", "worked out by the check from the rows"),
}
_AMOUNTS = (
    "initial", "adjusted", "executed", "opening", "allotted", "received", "reserved", "contracted", "paid",
    "carried_over", "returned", "planned", "amount", "used", "released", "contract_sum", "bound", "refunded", "holds",
)  # fmt: skip
MEASURES = dict.fromkeys(_AMOUNTS, Measure(WAN)) | _COMPUTED


def measure_of(name: str) -> Measure:
    """Unit and formula of a column."""
    return MEASURES.get(name, Measure())
