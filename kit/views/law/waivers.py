"""Waivers: the public list: who let which rule pass, for what, why, until when, and how often it was used."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from kit.core.tables import columns_of, read_row
from kit.law.rulebook import Rulebook
from kit.law.waiver import Waiver, WaiverState, WaiverUse, waiver_name
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view

IN_FORCE, TO_COME, EXPIRED = "in_force", "to_come", "expired"


@view("waivers")
def show_waivers(
    reader: Reader, project: str | None = None, rule: str | None = None, day: date | None = None
) -> pd.DataFrame:
    """All waivers with their reason, who decided, and how often they were used: one row per waiver.

    ``state`` is asked, refused, withdrawn, and of those granted to_come, in_force or expired on *day*.
    """
    columns, spoken = columns_of(Waiver), speaking_day(reader, day)
    query = select(columns, _uses().label("uses")).order_by(columns.c.project, columns.c.number)
    query = query if project is None else query.where(columns.c.project == project)
    query = query if rule is None else query.where(columns.c.rule == rule)
    rows = [_row(row, spoken, reader.rulebook) for row in reader.rows(query)]
    return pd.DataFrame(rows, columns=COLUMNS)


def granted_waivers(reader: Reader, project: str | None) -> list[Waiver]:
    """The waivers that were granted and not withdrawn."""
    columns = columns_of(Waiver)
    query = select(columns).where(columns.c.state == str(WaiverState.GRANTED)).order_by(columns.c.id)
    query = query if project is None else query.where(columns.c.project == project)
    return [read_row(Waiver, row) for row in reader.rows(query)]


def _uses() -> Any:
    used = columns_of(WaiverUse)
    return (
        select(func.count())
        .select_from(used)
        .where(used.c.waiver_id == columns_of(Waiver).c.id)
        .correlate(columns_of(Waiver))
        .scalar_subquery()
    )


def _row(row: dict[str, Any], day: date, rulebook: Rulebook) -> dict[str, Any]:
    rule = rulebook.rules.get(row["rule"])
    return {
        **{name: row[name] for name in COLUMNS if name in row},
        "waiver": waiver_name(row["project"], row["number"]),
        "title": rule.label if rule else row["rule"],
        "basis": str(rulebook.on(day).cite(rule.code)) if rule else "",
        "state": _state(row, day),
    }


def _state(row: dict[str, Any], day: date) -> str:
    if row["state"] != WaiverState.GRANTED:
        return str(row["state"])
    if day < row["since"]:
        return TO_COME
    return IN_FORCE if day <= row["until"] else EXPIRED


COLUMNS = [
    "waiver",
    "project",
    "number",
    "rule",
    "title",
    "basis",
    "scope_kind",
    "scope",
    "reason",
    "since",
    "until",
    "state",
    "asked_by",
    "asked_on",
    "decided_by",
    "decided_on",
    "decision",
    "uses",
]
