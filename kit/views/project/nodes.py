"""Nodes: what is open where and until when, and who held it how long (超时倒查)."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from kit.core.calendar import YearNotAnnounced
from kit.core.tables import columns_of
from kit.project.course import Course, CourseNode, NodeHolding
from kit.project.due import due_day
from kit.project.lifecycle import Node, load_lifecycles
from kit.project.states import CourseState
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view
from kit.workspace.calendar import load_calendar

COLUMNS = (
    "project",
    "stage",
    "node",
    "title",
    "line",
    "unit",
    "holder",
    "opened_on",
    "due_on",
    "done_on",
    "outcome",
    "skip_case",
    "days_late",
    "ended_by",
    "document_number",
    "remark",
)
HOLDINGS = ("project", "node", "title", "unit", "holder", "from_day", "until_day", "workdays", "late_days", "given_by")


@view("nodes")
def show_nodes(
    reader: Reader, project: str | None = None, overdue: bool = False, day: date | None = None
) -> pd.DataFrame:
    """Nodes that have opened, in order: one row per project and node; with *overdue* those that are late now.

    ``days_late`` counts calendar days past the last day, of an open node up to *day*, of an ended one until it was
    done; zero where it was in time or has no limit.
    """
    spoken_on = speaking_day(reader, day)
    told = [_told(reader, row, spoken_on) for row in _rows(reader, project)]
    if overdue:
        told = [
            row for row in told if row["days_late"] and row["outcome"] is None and row["state"] == CourseState.RUNNING
        ]
    return pd.DataFrame(told, columns=list(COLUMNS))


@view("node_holdings")
def show_node_holdings(reader: Reader, project: str | None = None, day: date | None = None) -> pd.DataFrame:
    """Who held which node how long (超时倒查): one row per holding.

    ``workdays`` counts working days from when it was given until it was given on or done; ``late_days`` the calendar
    days of them past the node's last day. Both count up to *day* where the node is still held.
    """
    spoken_on = speaking_day(reader, day)
    nodes = {(row["project"], row["node"]): _told(reader, row, spoken_on) for row in _rows(reader, project)}
    columns = columns_of(NodeHolding).c
    query = select(columns_of(NodeHolding)).order_by(columns.project, columns.id)
    query = query if project is None else query.where(columns.project == project)
    told = [_held(reader, row, nodes[row["project"], row["node"]], spoken_on) for row in reader.rows(query)]
    return pd.DataFrame(told, columns=list(HOLDINGS))


def _rows(reader: Reader, project: str | None) -> list[dict[str, Any]]:
    columns = columns_of(CourseNode).c
    query = select(columns_of(CourseNode), Course.kind, Course.state).join(Course, Course.project == columns.project)
    query = query if project is None else query.where(columns.project == project)
    return reader.rows(query.order_by(columns.project, columns.id))


def _told(reader: Reader, row: dict[str, Any], day: date) -> dict[str, Any]:
    node = _node(reader, row)
    due = row["due_on"] or _due(reader, node, row)
    until = row["done_on"] or day
    late = max(0, (until - due).days) if due else 0
    named = {"title": node.name if node else row["node"], "line": str(node.line) if node else None}
    return row | named | {"due_on": due, "days_late": late}


def _due(reader: Reader, node: Node | None, row: dict[str, Any]) -> date | None:
    """The last day where it could not be counted when the node opened: its holidays may be announced by now."""
    if node is None or row["outcome"] is not None:
        return None
    return due_day(node.limit, row["opened_on"], reader.rulebook.on(row["opened_on"]), load_calendar(reader.resources))


def _node(reader: Reader, row: dict[str, Any]) -> Node | None:
    found = load_lifecycles(reader.resources).get(row["kind"])
    return found[0].node(row["node"]) if found else None


def _held(reader: Reader, row: dict[str, Any], node: dict[str, Any], day: date) -> dict[str, Any]:
    until = row["until_day"] or day
    due = node["due_on"]
    late = max(0, (until - max(due, row["from_day"])).days) if due else 0
    counted = {"title": node["title"], "workdays": _workdays(reader, row["from_day"], until), "late_days": late}
    return {name: row.get(name) for name in HOLDINGS} | counted


def _workdays(reader: Reader, after: date, until: date) -> int | None:
    """Working days after one day up to another; None where a year's holidays are not announced."""
    try:
        return load_calendar(reader.resources).count_workdays(after, until)
    except YearNotAnnounced:
        return None
