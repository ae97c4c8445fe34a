"""Alerts: a view of the alerts of projects, and of who answers for each."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.core.tables import columns_of
from kit.law.rulebook import Law
from kit.project.tables import Project
from kit.risk.indicators import Handling, Indicator, cite_basis, load_handling, load_indicators
from kit.risk.states import AlertLevel, AlertState
from kit.risk.tables import Alert
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view


@view("alerts")
def show_alerts(
    reader: Reader,
    project: str | None = None,
    state: AlertState | None = None,
    level: AlertLevel | None = None,
    unit: str | None = None,
    day: date | None = None,
) -> pd.DataFrame:
    """Alerts, the gravest first: one row per alert; without *state* those that are not closed.

    ``answers`` is the role that answers for it at this step of escalation; ``days_overdue`` counts calendar days since
    it was to be acknowledged, up to *day*; ``basis`` is cited as of the day on which it was raised.
    """
    columns = columns_of(Alert)
    query = select(columns, Project.name.label("project_name")).join(Project, Project.code == columns.c.project)
    query = query.where(columns.c.state != str(AlertState.CLOSED) if state is None else columns.c.state == str(state))
    for name, wanted in (("project", project), ("level", level), ("unit", unit)):
        query = query if wanted is None else query.where(columns.c[name] == str(wanted))
    handling, spoken = load_handling(reader.resources), speaking_day(reader, day)
    library = {indicator.code: indicator for indicator in load_indicators(reader.resources)}
    rows = [
        _row(row, library.get(row["rule"]), handling, reader.rulebook.on(row["raised_on"]), spoken)
        for row in reader.rows(query)
    ]
    rows.sort(key=lambda row: (-AlertLevel(row["level"]).weight, -row["days_overdue"], row["raised_on"], row["alert"]))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _row(row: dict[str, Any], indicator: Indicator | None, handling: Handling, law: Law, day: date) -> dict[str, Any]:
    roles = handling.escalation[row["route"]]
    is_waiting = row["state"] == AlertState.RAISED
    return {
        "alert": row["id"],
        "project": row["project"],
        "project_name": row["project_name"],
        "level": row["level"],
        "rule": row["rule"],
        "name": indicator.name if indicator else row["text"],
        "value": row["facts"]["value"],
        "threshold": row["facts"]["thresholds"].get(row["level"]),
        "state": row["state"],
        "turn": row["turn"],
        "unit": row["unit"],
        "answers": roles[min(row["escalations"], len(roles) - 1)],
        "escalations": row["escalations"],
        "raised_on": row["raised_on"],
        "due_on": row["due_on"],
        "days_overdue": max(0, (day - row["due_on"]).days) if is_waiting else 0,
        "assigned_to": row["assigned_to"],
        "acknowledged_by": row["acknowledged_by"],
        "closed_on": row["closed_on"],
        "outcome": row["outcome"],
        "reason": row["reason"],
        "basis": cite_basis(row["basis"], law),
    }


_COLUMNS = [
    "alert",
    "project",
    "project_name",
    "level",
    "rule",
    "name",
    "value",
    "threshold",
    "state",
    "turn",
    "unit",
    "answers",
    "escalations",
    "raised_on",
    "due_on",
    "days_overdue",
    "assigned_to",
    "acknowledged_by",
    "closed_on",
    "outcome",
    "reason",
    "basis",
]
