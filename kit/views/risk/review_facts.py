"""Review facts: what self-reviews and approved objectives say of every project."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from kit.core.finding import Severity
from kit.evaluation.entry import DRAFT
from kit.evaluation.tables import Evaluation, Objective, SelfReview
from kit.views.evaluation import printed_wan
from kit.views.reader import Reader

Facts = dict[str, dict[str, float]]


def add_review_facts(reader: Reader, day: date, years: Mapping[str, tuple[int, int]], found: Facts) -> None:
    """Add to the facts *found* of each project; *years* are its first and last."""
    reviews, approved = _reviews(reader), _approved(reader)
    # Whoever has objectives of this year here is asked for those of every project; the same with self-reviews.
    has_objectives = any(year == day.year for _code, year in approved)
    for code, facts in found.items():
        first, last = years[code]
        if has_objectives and first <= day.year <= last:
            facts["objectives_missing"] = float((code, day.year) not in approved)
        if reviews:
            facts.update(_facts_of(reviews.get(code, []), range(first, min(last, day.year - 1) + 1)))


def _approved(reader: Reader) -> set[tuple[str, int]]:
    return {(row["project"], row["year"]) for row in reader.rows(select(Objective.project, Objective.year))}


def _reviews(reader: Reader) -> dict[str, list[dict[str, Any]]]:
    columns = [getattr(SelfReview, name) for name in ("project", "year", "state", *MONEY)]
    query = select(*columns, Evaluation.total, Evaluation.findings)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in reader.rows(query.outerjoin(Evaluation, Evaluation.self_review_id == SelfReview.id)):
        found[row["project"]].append(row)
    return found


def _facts_of(own: list[dict[str, Any]], closed: range) -> dict[str, float]:
    facts: dict[str, float] = {
        "reviews_missing": len(set(closed) - {row["year"] for row in own}),
        "reviews_draft": sum(row["state"] == DRAFT and row["year"] in closed for row in own),
    }
    if not own:
        return facts
    severities = [finding["severity"] for row in own for finding in row["findings"] or ()]
    facts |= {
        "review_faults": severities.count(Severity.FAULT),
        "review_questions": severities.count(Severity.QUESTION),
    }
    totals = [float(row["total"]) for row in own if row["total"] is not None]
    return facts | ({"score_lowest": min(totals)} if totals else {}) | _money_of(own)


def _money_of(own: list[dict[str, Any]]) -> dict[str, float]:
    """Reviews without a budget, and the money of the one that executed most of it; in 万元."""
    amounts = [
        tuple(printed_wan(row[name], row["budget_unit"]) for name in ("budget_adjusted", "budget_executed"))
        for row in own
    ]
    facts: dict[str, float] = {"reviews_without_budget": sum(adjusted == 0 for adjusted, _executed in amounts)}
    spent = [(executed / adjusted, executed, adjusted) for adjusted, executed in amounts if adjusted and executed]
    if spent:
        _share, facts["review_executed"], facts["review_adjusted"] = max(spent)
    return facts


MONEY = ("budget_adjusted", "budget_executed", "budget_unit")
