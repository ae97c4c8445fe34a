"""Gates: what a project still needs to go on."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from kit.core.errors import UsageError
from kit.core.tables import columns_of
from kit.project.course import Course
from kit.project.gate import requirements
from kit.project.lifecycle import find_lifecycle
from kit.project.states import CourseState
from kit.views.day import speaking_day
from kit.views.project.standing import standing_of
from kit.views.reader import Reader
from kit.views.registry import view

COLUMNS = ("stage", "kind", "code", "name", "is_met", "remedy", "basis")


@view("gate")
def show_gate(reader: Reader, project: str, day: date | None = None) -> pd.DataFrame:
    """What a project needs to leave its present stage: one row for each thing asked for, met or missing.

    ``kind`` is document, node or need; raises UsageError for a project that has not begun.
    """
    rows = reader.rows(select(columns_of(Course)).where(Course.project == project))
    if not rows:
        raise UsageError(f"project {project} has not begun its lifecycle; kit do project.begin begins it")
    [course] = rows
    lifecycle, _ = find_lifecycle(reader.resources, course["kind"])
    stage = lifecycle.stage(course["stage"])
    if stage is None or course["state"] == CourseState.CLOSED:
        return pd.DataFrame(columns=list(COLUMNS))
    spoken_on = speaking_day(reader, day)
    law = reader.rulebook.on(spoken_on)
    standing = standing_of(reader.rows, course, spoken_on)
    asked = requirements(lifecycle, stage, standing, lambda code: str(law.cite(code)))
    told = [
        {"stage": stage.code, "kind": str(one.kind), "code": one.code, "name": one.name, "is_met": one.is_met}
        | {"remedy": "" if one.is_met else str(one.remedy), "basis": one.basis}
        for one in asked
    ]
    return pd.DataFrame(told, columns=list(COLUMNS))
