"""Forms: self-review tables written down in a few lines, for the tests of the checks."""

from typing import Any

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import Review, review_table

OUT, BEN, SAT, COST = "产出指标", "效益指标", "满意度指标", "成本指标"


def row(
    level1: str | None, name: str | None, weight: str | None, score: str | None, *values: str | None, **more: Any
) -> dict[str, Any]:
    """One indicator row; *values* are target, actual value and reason."""
    target, actual, reason = (*values, None, None, None)[:3]
    printed = {"level1": level1, "name": name, "weight": weight, "score": score, "target": target, "actual": actual}
    return {**printed, "reason": reason, **more}


def form(
    rows: list[dict[str, Any]], money: str = "100 100 100 100% 10 10", total: str | None = "100", **more: Any
) -> PrintedTable:
    """A whole table; *money* is initial, adjusted, executed, rate, weight and score, ``_`` where nothing is printed."""
    cells = [None if cell == "_" else cell for cell in money.split()]
    names = ("initial", "adjusted", "executed", "rate_printed", "weight", "score_printed")
    budget = {**dict(zip(names, cells, strict=True)), "unit": "万元", **more.pop("budget", {})}
    return PrintedTable.model_validate(
        {"id": "t", "year": "2022", "budget": budget, "indicators": rows, "total_printed": total, **more}
    )


def plain_rows() -> list[dict[str, Any]]:
    """50 + 30 + 10 points, all reached and all scored full: with 10 for execution they make 100."""
    return [
        row(OUT, "建成数量", "20", "20", "≥50个", "50个"),
        row(OUT, "验收合格率", "15", "15", "100%", "100%"),
        row(OUT, "按期完成率", "15", "15", "≥95%", "98%"),
        row(BEN, "受益人数", "30", "30", "≥1000人", "1100人"),
        row(SAT, "群众满意度(问卷)", "10", "10", "≥90%", "95%"),
    ]


def codes(review: Review, severity: str | None = None) -> set[str]:
    """The names of the findings, of one severity or of all."""
    found = (f for f in review.findings if severity is None or str(f.severity) == severity)
    return {finding.code.removeprefix("evaluation.") for finding in found}


def faults(table: PrintedTable) -> set[str]:
    """The names of the faults that the checks find in *table*."""
    return codes(review_table(table), "fault")


def questions(table: PrintedTable) -> set[str]:
    """The names of the questions."""
    return codes(review_table(table), "question")
