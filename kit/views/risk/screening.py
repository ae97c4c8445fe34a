"""Screening: views of what the indicators say of every project, and of the indicators themselves."""

from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select

from kit.core.tables import columns_of
from kit.law.rulebook import Law
from kit.risk.indicators import CLEAR, LEVELS, NOT_APPLICABLE, Screening, cite_basis, load_indicators, screen
from kit.risk.tables import RuleRecord
from kit.views.day import speaking_day
from kit.views.reader import Reader
from kit.views.registry import view
from kit.views.risk.facts import collect_facts

RESULTS = {NOT_APPLICABLE: "not_applicable", CLEAR: "clear"} | {number: str(level) for number, level in LEVELS.items()}


@view("screening")
def show_screening(
    reader: Reader, project: str | None = None, rule: str | None = None, every: bool = False, day: date | None = None
) -> pd.DataFrame:
    """What the indicators say of projects on *day*: one row per project and indicator that is reached.

    ``result`` is red, orange or yellow; with *every* also clear, and not_applicable where a fact is not known.
    """
    spoken = speaking_day(reader, day)
    found, law = screen_projects(reader, spoken), reader.rulebook.on(spoken)
    rows = [
        row
        for each in found.screenings
        if rule in (None, each.indicator.code)
        for row in _rows(found.projects, each, every, law)
        if project in (None, row["project"])
    ]
    return pd.DataFrame(rows, columns=_ROW_COLUMNS)


@view("risk_indicators")
def show_risk_indicators(reader: Reader, day: date | None = None) -> pd.DataFrame:
    """The indicator library on *day*: one row per indicator, with its coverage, hits and precision so far.

    ``coverage_percent`` is the share of projects whose facts are known; ``precision_percent`` that of closed
    alerts which were confirmed or explained; a demoted rule raises yellow alerts only.
    """
    spoken = speaking_day(reader, day)
    found = screen_projects(reader, spoken)
    records = {row["rule"]: row for row in reader.rows(select(columns_of(RuleRecord)))}
    law = reader.rulebook.on(spoken)
    rows = [_indicator_row(each, records.get(each.indicator.code, {}), law) for each in found.screenings]
    return pd.DataFrame(rows, columns=_INDICATOR_COLUMNS).astype({"precision_percent": "Float64"})


class Screened:
    """The projects by code, their facts, and what each indicator says of them."""

    def __init__(self, facts: pd.DataFrame, screenings: list[Screening]) -> None:
        self.facts, self.screenings = facts, screenings
        self.projects = [str(code) for code in facts.index]


def screen_projects(reader: Reader, day: date) -> Screened:
    """Hold every indicator against every project."""
    facts = collect_facts(reader, day)
    columns = {str(name): facts[name].to_numpy(dtype=float) for name in facts.columns}
    # Without any column the number of projects is still known.
    columns.setdefault("", np.full(len(facts), np.nan))
    return Screened(facts, screen(columns, load_indicators(reader.resources), day))


def _rows(projects: list[str], screening: Screening, every: bool, law: Law) -> list[dict[str, Any]]:
    indicator = screening.indicator
    shown = np.arange(len(projects)) if every else np.flatnonzero(screening.result > CLEAR)
    return [
        {
            "project": projects[place],
            "rule": indicator.code,
            "name": indicator.name,
            "result": RESULTS[int(screening.result[place])],
            "value": round(float(screening.measured[place]), 2),
            "basis": cite_basis(indicator.basis, law),
            "route": indicator.route,
        }
        for place in shown.tolist()
    ]


def _indicator_row(screening: Screening, record: dict[str, Any], law: Law) -> dict[str, Any]:
    indicator, thresholds = screening.indicator, screening.indicator.on(law.day)
    counts = Counter(screening.result.tolist())
    closed = {name: record.get(name, 0) for name in ("confirmed", "explained", "mistaken")}
    total = sum(closed.values())
    return {
        "rule": indicator.code,
        "name": indicator.name,
        "facts": ", ".join(indicator.facts),
        "direction": indicator.direction,
        **{str(level): getattr(thresholds, str(level), None) for level in LEVELS.values()},
        "basis": cite_basis(indicator.basis, law),
        "route": indicator.route,
        "coverage_percent": round(100 * screening.coverage, 1),
        **{f"{level}_projects": counts[number] for number, level in LEVELS.items()},
        **closed,
        "precision_percent": round(100 * (total - closed["mistaken"]) / total, 1) if total else None,
        "is_demoted": bool(record.get("is_demoted", False)),
    }


_ROW_COLUMNS = ["project", "rule", "name", "result", "value", "basis", "route"]
_INDICATOR_COLUMNS = [
    "rule",
    "name",
    "facts",
    "direction",
    "yellow",
    "orange",
    "red",
    "basis",
    "route",
    "coverage_percent",
    "yellow_projects",
    "orange_projects",
    "red_projects",
    "confirmed",
    "explained",
    "mistaken",
    "precision_percent",
    "is_demoted",
]
