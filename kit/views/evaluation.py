"""Views of evaluation: self-reviews with own and printed figures, indicators, findings, and their roll-ups."""

from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import Select, select

from kit.core.finding import SEVERITY_ORDER, Severity
from kit.core.money import WAN_FEN, parse_amount
from kit.evaluation.checks.money import doubts_money
from kit.evaluation.points import parse_points
from kit.evaluation.printed import PrintedTable
from kit.evaluation.record import read_finding, read_table
from kit.evaluation.tables import Evaluation, Objective, ObjectiveIndicator, SelfReview, SelfReviewIndicator
from kit.org.tables import Unit
from kit.project.tables import Project
from kit.views.reader import Reader
from kit.views.registry import view


@view("self_reviews")
def show_self_reviews(reader: Reader, project: str | None = None, year: int | None = None) -> pd.DataFrame:
    """Self-reviews beside what the kit computes: one row per project and year.

    Amounts are in 万元 (``initial``, ``adjusted``, ``executed``), rates in percent, scores in points; ``faults`` and
    ``questions`` count findings. ``doubted`` is true where the table's own check doubts its amounts or their units.
    """
    rows = reader.rows(_reviews(project, year))
    return pd.DataFrame([_review_row(row) for row in rows], columns=_REVIEW_COLUMNS).astype(_REVIEW_NUMBERS)


@view("indicators")
def show_indicators(reader: Reader, project: str, year: int | None = None) -> pd.DataFrame:
    """The indicator rows of a project's self-reviews with printed and computed score: one row per indicator."""
    reviews = {row["id"]: row for row in reader.rows(_reviews(project, year))}
    rows = reader.rows(
        select(SelfReviewIndicator.__table__)
        .where(SelfReviewIndicator.self_review_id.in_(reviews))
        .order_by(SelfReviewIndicator.self_review_id, SelfReviewIndicator.place)
    )
    shown = [_indicator_row(row, reviews[row["self_review_id"]]) for row in rows]
    return pd.DataFrame(shown, columns=_INDICATOR_COLUMNS).astype(_INDICATOR_NUMBERS)


@view("findings")
def show_findings(reader: Reader, project: str | None = None, year: int | None = None) -> pd.DataFrame:
    """What the checks say, the heaviest first within each department: one row per finding."""
    rows = [finding for review in reader.rows(_reviews(project, year)) for finding in _finding_rows(review)]
    frame = pd.DataFrame(rows, columns=_FINDING_COLUMNS)
    order = frame["severity"].map({str(severity): place for severity, place in SEVERITY_ORDER.items()})
    ordered = frame.assign(order=order).sort_values(["department", "order", "project", "year", "code"], kind="stable")
    return ordered.drop(columns="order").reset_index(drop=True)


@view("objectives")
def show_objectives(reader: Reader, project: str, year: int) -> pd.DataFrame:
    """The approved indicators of a project and year, latest revision: one row per indicator."""
    latest = (
        select(Objective.id)
        .where(Objective.project == project, Objective.year == year)
        .order_by(Objective.revision.desc())
        .limit(1)
    )
    indicator = ObjectiveIndicator
    query = select(
        indicator.place, indicator.level1, indicator.level2, indicator.name, indicator.target, indicator.weight
    ).where(indicator.objective_id.in_(latest))
    return reader.frame(query.order_by(indicator.place))


def read_printed(reader: Reader, project: str, year: int | None) -> PrintedTable | None:
    """The self-review table of a project and year as printed, or None."""
    same_year = SelfReview.year == year if year is not None else SelfReview.year.is_(None)
    found = reader.rows(select(SelfReview.__table__).where(SelfReview.project == project, same_year))
    if not found:
        return None
    rows = reader.rows(
        select(SelfReviewIndicator.__table__)
        .where(SelfReviewIndicator.self_review_id == found[0]["id"])
        .order_by(SelfReviewIndicator.place)
    )
    return read_table(found[0], rows)


_REVIEW_COLUMNS = [
    "project", "name", "department", "owner", "year", "state", "kind", "initial", "adjusted", "executed",
    "rate_printed", "rate", "execution_score_printed", "execution_score", "total_printed", "total",
    "grade_printed", "grade", "scheme", "scheme_named", "faults", "questions", "notes", "doubted", "submitted_on", "id",
]  # fmt: skip
_INDICATOR_COLUMNS = [
    "project", "year", "place", "level1", "level2", "name", "target", "actual", "weight", "score_printed", "score",
    "reason", "id",
]  # fmt: skip
# Columns in which nothing is known must stay numbers, or comparing them fails where all of them are empty.
_REVIEW_NUMBERS = dict.fromkeys(
    ("initial", "adjusted", "executed", "rate", "execution_score_printed", "execution_score", "total_printed", "total"),
    float,
) | {"faults": int, "questions": int, "notes": int, "doubted": bool}
_INDICATOR_NUMBERS = dict.fromkeys(("weight", "score_printed", "score"), float)
_FINDING_COLUMNS = ["department", "project", "name", "year", "severity", "code", "row", "message", "basis"]


def _reviews(project: str | None, year: int | None) -> Select[Any]:
    evaluated = Evaluation
    query = (
        select(
            SelfReview.__table__,
            Project.name.label("project_name"),
            Project.owner,
            Unit.name.label("owner_name"),
            *(getattr(evaluated, name).label(f"evaluated_{name}") for name in _EVALUATED),
        )
        .join(Project, Project.code == SelfReview.project)
        .join(Unit, Unit.code == Project.owner)
        .outerjoin(evaluated, evaluated.self_review_id == SelfReview.id)
        .order_by(SelfReview.project, SelfReview.year)
    )
    query = query.where(SelfReview.project == project) if project is not None else query
    return query.where(SelfReview.year == year) if year is not None else query


_EVALUATED = ("kind", "scheme", "execution_rate", "execution_score", "total", "grade", "row_scores", "findings")


def _review_row(row: dict[str, Any]) -> dict[str, Any]:
    stored = row["evaluated_findings"] or []
    severities = [finding["severity"] for finding in stored]
    return {
        "project": row["project"],
        "name": row["title"] or row["project_name"],
        "department": row["department"] or row["owner_name"],
        "owner": row["owner"],
        "year": row["year"],
        "state": row["state"],
        "kind": row["evaluated_kind"],
        **{
            name: printed_wan(row[f"budget_{name}"], row["budget_unit"]) for name in ("initial", "adjusted", "executed")
        },
        "rate_printed": row["budget_rate_printed"],
        "rate": _percent(row["evaluated_execution_rate"]),
        "execution_score_printed": _printed(row["budget_score_printed"]),
        "execution_score": _number(row["evaluated_execution_score"]),
        "total_printed": _printed(row["total_printed"]),
        "total": _number(row["evaluated_total"]),
        "grade_printed": row["grade_printed"],
        "grade": row["evaluated_grade"],
        "scheme": row["evaluated_scheme"],
        "scheme_named": row["scheme_named"],
        "faults": severities.count(Severity.FAULT),
        "questions": severities.count(Severity.QUESTION),
        "notes": severities.count(Severity.NOTE),
        "doubted": any(doubts_money(read_finding(finding)) for finding in stored),
        "submitted_on": row["submitted_on"],
        "id": row["id"],
    }


def _indicator_row(row: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
    scores = review["evaluated_row_scores"] or []
    kept = {name: row[name] for name in ("place", "level1", "level2", "name", "target", "actual", "reason", "id")}
    return kept | {
        "project": review["project"],
        "year": review["year"],
        "weight": _printed(row["weight"]),
        "score_printed": _printed(row["score"]),
        "score": _number(scores[row["place"] - 1]) if row["place"] <= len(scores) else None,
    }


def _finding_rows(review: dict[str, Any]) -> list[dict[str, Any]]:
    shared = {
        "department": review["department"] or review["owner_name"],
        "project": review["project"],
        "name": review["title"] or review["project_name"],
        "year": review["year"],
    }
    found = [read_finding(stored) for stored in review["evaluated_findings"] or []]
    return [shared | {name: each.as_dict()[name] for name in _FINDING_COLUMNS[4:]} for each in found]


def printed_wan(text: str | None, unit: str | None) -> float | None:
    """An amount as printed in 万元, for tables and charts; None where it is none."""
    amount = parse_amount(text, unit or "万元")
    return float(amount.value / WAN_FEN) if amount else None


def _printed(text: str | None) -> float | None:
    number = parse_points(text)
    return float(number.value) if number else None


def _percent(share: str | None) -> float | None:
    return float(Decimal(share) * 100) if share is not None else None


def _number(text: str | None) -> float | None:
    return float(Decimal(text)) if text is not None else None
