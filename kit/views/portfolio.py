"""Views of the portfolio: all projects rolled up by department, year, finding and dimension."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.core.fiscal import FiscalYear
from kit.evaluation.kinds import TableKind
from kit.evaluation.points import parse_points, without_points
from kit.evaluation.tables import Evaluation, SelfReview, SelfReviewIndicator
from kit.org.tables import Unit
from kit.project.tables import Project
from kit.views.day import last_entry_day
from kit.views.evaluation import show_findings, show_self_reviews
from kit.views.reader import Reader
from kit.views.registry import view

# The self-review of a whole department holds the money of its projects: added up with them it would count twice.
ADDED_KINDS = (TableKind.SELF_REVIEW, TableKind.TRANSFER_SELF_REVIEW)
EXECUTION = "execution"
_SUMS = ["adjusted", "executed", "faults", "questions"]


@view("project_years")
def show_project_years(reader: Reader) -> pd.DataFrame:
    """The fiscal years of all projects, planned or entered: one row per project and year.

    ``state`` is that of the self-review, empty where none is entered; a table without a year has no row.
    """
    states: dict[str, dict[int, str]] = defaultdict(dict)
    for row in reader.rows(select(SelfReview.project, SelfReview.year, SelfReview.state)):
        states[row["project"]] |= {row["year"]: row["state"]} if row["year"] is not None else {}
    projects = reader.rows(
        select(Project.code, Project.name, Unit.name.label("department"), Project.year_from, Project.year_to)
        .join(Unit, Unit.code == Project.owner)
        .order_by(Project.code)
    )
    rows = [row for project in projects for row in _project_years(project, states[project["code"]])]
    return pd.DataFrame(rows, columns=["project", "name", "department", "year", "state"])


@view("missing_reviews")
def show_missing_reviews(reader: Reader, year: int | None = None) -> pd.DataFrame:
    """Closed fiscal years without a self-review: one row per project and year."""
    day = last_entry_day(reader)
    found = show_project_years(reader)
    closed = found["year"] < (day.year if day else 0)
    missing = found[closed & found["state"].isna()]
    missing = missing[missing["year"] == year] if year is not None else missing
    return missing.drop(columns="state").sort_values(["department", "project", "year"]).reset_index(drop=True)


@view("portfolio_departments")
def show_departments(reader: Reader, year: int | None = None) -> pd.DataFrame:
    """Self-reviews by department, most findings first: one row per department; amounts in 万元, rates in percent."""
    return roll_up(show_self_reviews(reader, year=year), "department").sort_values(
        ["faults", "questions", "department"], ascending=[False, False, True], kind="stable", ignore_index=True
    )


@view("portfolio_years")
def show_years(reader: Reader) -> pd.DataFrame:
    """Self-reviews by fiscal year: one row per year; ``elapsed`` is the share of the year gone by, in percent.

    The day is that of the last entry in the journal, so that a snapshot says the same in two years.
    """
    frame = roll_up(show_self_reviews(reader), "year")
    day = last_entry_day(reader)
    frame["elapsed"] = [_elapsed(year, day) for year in frame["year"]]
    return frame


@view("finding_counts")
def show_finding_counts(reader: Reader, year: int | None = None) -> pd.DataFrame:
    """How often each finding is said: one row per code and severity, ``tables`` counts the self-reviews."""
    found = show_findings(reader, year=year)
    grouped = found.assign(table=found["project"] + found["year"].astype(str)).groupby(["severity", "code"], sort=True)
    counted = grouped.agg(count=("code", "size"), tables=("table", "nunique")).reset_index()
    return counted.sort_values(["count", "code"], ascending=[False, True], kind="stable", ignore_index=True)


@view("lost_points")
def show_lost_points(reader: Reader, project: str | None = None, year: int | None = None) -> pd.DataFrame:
    """Points lost by dimension: one row per project, year and dimension, printed and computed.

    Rows count only where both scores are known, so that the two columns speak of the same indicators;
    ``left_out`` says how many were not. The dimension is the printed heading without its points.
    """
    rows = [*_lost_by_execution(reader, project, year), *_lost_by_indicators(reader, project, year)]
    frame = pd.DataFrame(rows, columns=["project", "year", "dimension", "weight", "lost_printed", "lost", "left_out"])
    keys = ["project", "year", "dimension"]
    return frame.groupby(keys, sort=False, dropna=False).sum().reset_index()


def counts_as_money(reviews: pd.DataFrame) -> pd.Series:
    """True for the self-reviews whose money can be added up: of one project, with a budget, their own check content."""
    return has_money(reviews) & ~reviews["doubted"]


def has_money(reviews: pd.DataFrame) -> pd.Series:
    """True for the self-reviews of one project that have an executed amount and a budget above zero."""
    of_one_project = reviews["kind"].isna() | reviews["kind"].isin([str(kind) for kind in ADDED_KINDS])
    return of_one_project & (reviews["adjusted"] > 0) & reviews["executed"].notna()


def roll_up(reviews: pd.DataFrame, key: str) -> pd.DataFrame:
    """Self-reviews added up by *key*: tables, money of those that count, rate, mean totals, findings.

    ``with_money`` is how many tables the rate rests on, ``over`` how many of them spent more than adjusted. Tables
    whose own check doubts their amounts are in neither.
    """
    counted = counts_as_money(reviews)
    columns = reviews.assign(
        with_money=counted.astype(int),
        over=(counted & (reviews["executed"] > reviews["adjusted"])).astype(int),
        adjusted=reviews["adjusted"].where(counted).astype(float),
        executed=reviews["executed"].where(counted).astype(float),
        total=reviews["total"].astype(float),
        total_printed=reviews["total_printed"].astype(float),
    )
    grouped = columns.groupby(key, sort=True, dropna=False)
    frame = grouped[["with_money", "over", *_SUMS]].sum()
    frame.insert(0, "tables", grouped.size())
    frame.insert(1, "projects", grouped["project"].nunique())
    frame["rate"] = (frame["executed"] / frame["adjusted"].where(frame["adjusted"] > 0) * 100).astype(float)
    frame[["mean_printed", "mean"]] = grouped[["total_printed", "total"]].mean()
    return frame.reset_index()


def _project_years(project: dict[str, Any], states: dict[int, str]) -> Iterator[dict[str, Any]]:
    named = {"project": project["code"], "name": project["name"], "department": project["department"]}
    for year in sorted({*range(project["year_from"], project["year_to"] + 1), *states}):
        yield named | {"year": year, "state": states.get(year)}


def _elapsed(year: Any, day: date | None) -> float | None:
    if day is None or pd.isna(year):
        return None
    return float(FiscalYear(int(year)).elapsed_share(day) * 100)


def _lost_by_execution(reader: Reader, project: str | None, year: int | None) -> list[dict[str, Any]]:
    query = select(
        SelfReview.project,
        SelfReview.year,
        SelfReview.budget_weight.label("weight"),
        SelfReview.budget_score_printed.label("printed"),
        Evaluation.execution_score.label("computed"),
    ).join(Evaluation, Evaluation.self_review_id == SelfReview.id)
    rows = reader.rows(_narrowed(query, project, year))
    return [_lost(row, EXECUTION, row["computed"]) for row in rows if parse_points(row["weight"])]


def _lost_by_indicators(reader: Reader, project: str | None, year: int | None) -> list[dict[str, Any]]:
    indicator = SelfReviewIndicator
    query = (
        select(
            SelfReview.project,
            SelfReview.year,
            indicator.place,
            indicator.level1,
            indicator.weight,
            indicator.score.label("printed"),
            Evaluation.row_scores,
        )
        .join(indicator, indicator.self_review_id == SelfReview.id)
        .join(Evaluation, Evaluation.self_review_id == SelfReview.id)
        .order_by(SelfReview.project, SelfReview.year, indicator.place)
    )
    rows = reader.rows(_narrowed(query, project, year))
    return [_lost(row, without_points(row["level1"]), _row_score(row)) for row in rows if parse_points(row["weight"])]


def _narrowed(query: Any, project: str | None, year: int | None) -> Any:
    query = query.where(SelfReview.project == project) if project is not None else query
    return query.where(SelfReview.year == year) if year is not None else query


def _row_score(row: dict[str, Any]) -> str | None:
    scores: list[str | None] = row["row_scores"] or []
    return scores[row["place"] - 1] if row["place"] <= len(scores) else None


def _lost(row: dict[str, Any], dimension: str, computed: str | None) -> dict[str, Any]:
    shared = {"project": row["project"], "year": row["year"], "dimension": dimension}
    weight, printed = parse_points(row["weight"]), parse_points(row["printed"])
    assert weight is not None
    if printed is None or computed is None:
        return shared | {"weight": 0.0, "lost_printed": 0.0, "lost": 0.0, "left_out": 1}
    lost = {"lost_printed": float(weight.value - printed.value), "lost": float(weight.value) - float(Decimal(computed))}
    return shared | {"weight": float(weight.value), **lost, "left_out": 0}
