"""Loop: the yearly round of performance that runs beside the stages: targets, then the self-review."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.core.tables import columns_of
from kit.evaluation.entry import SUBMITTED
from kit.evaluation.tables import Objective, SelfReview
from kit.project.course import Course
from kit.project.tables import Project
from kit.views.day import speaking_day
from kit.views.project.standing import loop_years
from kit.views.reader import Reader
from kit.views.registry import view

COLUMNS = ("project", "year", "targets_on", "review_state", "reviewed_on", "is_whole")


@view("performance_loop")
def show_performance_loop(reader: Reader, project: str | None = None, day: date | None = None) -> pd.DataFrame:
    """The yearly round of each project since the kit has known it: one row per project and fiscal year.

    ``targets_on`` is the day on which the first targets of the year were approved; a year is whole with approved
    targets and a submitted self-review.
    """
    spoken_on = speaking_day(reader, day)
    query = select(columns_of(Course), Project.year_from, Project.year_to)
    query = query.join(Project, Project.code == Course.project).order_by(Course.project)
    courses = reader.rows(query if project is None else query.where(Course.project == project))
    targets, reviews = _targets(reader), _reviews(reader)
    rows = [
        _row(course["project"], year, targets, reviews)
        for course in courses
        for year in loop_years(course, (course["year_from"], course["year_to"]), spoken_on.year)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _targets(reader: Reader) -> dict[tuple[str, int], date]:
    columns = columns_of(Objective).c
    query = select(columns.project, columns.year, columns.approved_on).order_by(columns.approved_on.desc())
    return {(row["project"], row["year"]): row["approved_on"] for row in reader.rows(query)}


def _reviews(reader: Reader) -> dict[tuple[str, int], dict[str, Any]]:
    columns = columns_of(SelfReview).c
    query = select(columns.project, columns.year, columns.state, columns.submitted_on)
    return {(row["project"], row["year"]): row for row in reader.rows(query)}


def _row(
    project: str, year: int, targets: dict[tuple[str, int], date], reviews: dict[tuple[str, int], dict[str, Any]]
) -> dict[str, Any]:
    key = (project, year)
    review = reviews.get(key, {})
    state = review.get("state")
    return {
        "project": project,
        "year": year,
        "targets_on": targets.get(key),
        "review_state": state,
        "reviewed_on": review.get("submitted_on"),
        "is_whole": key in targets and state == SUBMITTED,
    }
