"""Rectification: a view of what was ordered to be put right, and how it stands."""

from datetime import date

import pandas as pd
from sqlalchemy import select

from kit.risk.states import RectificationState
from kit.risk.tables import Rectification
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

NAMES = (
    "project",
    "code",
    "problem",
    "demand",
    "unit",
    "responsible",
    "ordered_on",
    "due_on",
    "state",
    "result",
    "evidence",
    "reported_on",
    "closed_on",
    "closing",
)


@view("rectifications")
def show_rectifications(
    reader: Reader, project: str | None = None, state: str | None = None, day: date | None = None
) -> pd.DataFrame:
    """What was ordered to be put right, by the day it is due: one row per order.

    ``days_overdue`` counts calendar days past the due day up to *day*, zero for what is closed or reported.
    """
    query = select(*[getattr(Rectification, name) for name in NAMES])
    query = query if project is None else query.where(Rectification.project == project)
    query = query if state is None else query.where(Rectification.state == state)
    frame = reader.frame(query.order_by(Rectification.due_on, Rectification.project, Rectification.code))
    spoken = speaking_day(reader, day)
    open_states = {RectificationState.ORDERED, RectificationState.RETURNED}
    frame["days_overdue"] = [
        max(0, (spoken - due).days) if now in open_states else 0
        for due, now in zip(frame["due_on"], frame["state"], strict=True)
    ]
    return frame
