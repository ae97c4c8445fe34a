"""Courses: where projects stand on their lifecycles, and the way each has come."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.core.tables import columns_of
from kit.project.course import Course, Passage
from kit.project.lifecycle import load_lifecycles
from kit.project.states import CourseState
from kit.project.tables import Project
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

COLUMNS = ("project", "name", "owner", "kind", "kind_title", "stage", "stage_title", "place", "stages", "state")
DAYS = ("began_on", "entered_on", "since", "ended_on", "days", "is_taken_over", "source")
PASSAGES = ("project", "from_stage", "to_stage", "direction", "passed_on", "passed_by", "reason", "documents")


@view("courses")
def show_courses(
    reader: Reader, project: str | None = None, state: CourseState | None = None, day: date | None = None
) -> pd.DataFrame:
    """Where projects stand on their lifecycles: one row per project that has begun.

    ``place`` counts stages from 1; ``days`` are calendar days in the present stage and state.
    """
    spoken_on = speaking_day(reader, day)
    columns = columns_of(Course).c
    query = select(columns_of(Course), Project.name, Project.owner).join(Project, Project.code == columns.project)
    query = query if project is None else query.where(columns.project == project)
    query = query if state is None else query.where(columns.state == str(state))
    rows = [_row(reader, row, spoken_on) for row in reader.rows(query.order_by(columns.project))]
    return pd.DataFrame(rows, columns=[*COLUMNS, *DAYS])


@view("passages")
def show_passages(reader: Reader, project: str) -> pd.DataFrame:
    """The way a project has come: one row per gate passed, step back, stop and resumption, in order."""
    columns = columns_of(Passage).c
    query = select(*(columns[name] for name in PASSAGES)).where(columns.project == project)
    return reader.frame(query.order_by(columns.id))


def _row(reader: Reader, row: dict[str, Any], day: date) -> dict[str, Any]:
    found = load_lifecycles(reader.resources).get(row["kind"])
    stage = found[0].stage(row["stage"]) if found else None
    told = {
        "kind_title": found[0].name if found else row["kind"],
        "stage_title": stage.name if stage else row["stage"],
        "place": found[0].place(row["stage"]) + 1 if found and stage else None,
        "stages": len(found[0].stages) if found else None,
    }
    days = (row["ended_on"] or day) - row["since"]
    values = {name: row[name] for name in (*COLUMNS, *DAYS) if name in row}
    return values | told | {"days": max(0, days.days), "is_taken_over": row["source"] is not None}
