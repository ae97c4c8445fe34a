"""Portfolios: what was planted in the sample is found, nothing on its clean part; indicators on published projects."""

import csv
import gzip
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kit.actions.desk import open_desk
from kit.actions.office import found_office
from kit.actions.screening import run_screening
from kit.core.actor import Door
from kit.exchange.sample.manifest import Planted
from kit.exchange.sample.mess import KINDS, PLAN_MESSES, Mess, Trace
from kit.exchange.sample.recording import make_sample
from kit.risk.indicators import NOT_APPLICABLE, load_indicators, screen
from kit.store.database import Database
from kit.views.org import show_people
from kit.views.reader import Reader
from kit.views.risk.alerts import show_alerts
from kit.views.risk.screening import show_screening
from kit.views.schedule.tasks import show_plans
from kit.workspace.resources import Resources
from kit.workspace.workspace import Settings, Workspace

PROJECTS = 30
DAY = date(2020, 3, 31)
# What a mess of the records shows as; every finding is counted by faults or questions.
BY_RECORD = {
    Mess.NOT_SUBMITTED: "reviews_draft",
    Mess.TABLE_MISSING: "reviews_missing",
    Mess.ZERO_BUDGET: "review_without_budget",
    Mess.SUBMITTED_UNEXPLAINED: "reviews_draft",
    Mess.OVER_EXECUTION: "budget_overspent_review",
    Mess.EXECUTED_IN_YUAN: "budget_overspent_review",
}
# The indicators that look at the plan of a project.
OF_PLANS = {
    "plan_missing", "baseline_missing", "end_slipped", "end_slipped_since_first", "critical_slipped", "milestones_overdue",
    "milestone_late_days", "tasks_not_started", "slack_negative", "float_consumed", "progress_silent", "progress_unproved",
    "baselines_many", "schedule_index_low", "cost_index_low", "forecast_overrun", "years_exceeded",
}  # fmt: skip


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, tuple[Planted, ...]]:
    """An office with thirty sample projects, and what was planted in them."""
    workspace = found_office(tmp_path_factory.mktemp("sampled") / "office", Settings(), "admin", "test")
    manifest = make_sample(workspace, PROJECTS, 7, lambda _: None)
    return workspace, tuple(manifest.planted)


def reached(workspace: Workspace) -> dict[str, set[str]]:
    """The indicators that each project reaches."""
    frame = show_screening(Reader(Database(workspace.database_address), workspace.resources))
    found: dict[str, set[str]] = defaultdict(set)
    for project, rule in zip(frame["project"], frame["rule"], strict=True):
        found[project].add(rule)
    return found


def test_every_mess_that_the_records_show_is_found(sampled: tuple[Workspace, tuple[Planted, ...]]) -> None:
    """Late, missing, contradictory, overspent: each by its indicator. What was refused never became a record."""
    workspace, planted = sampled
    found = reached(workspace)

    missed = [
        (one.project, one.mess)
        for one in planted
        if (one.mess in BY_RECORD and BY_RECORD[one.mess] not in found[one.project])
        or (KINDS[one.mess].trace is Trace.FINDING and not found[one.project] & {"review_faults", "review_questions"})
        or (KINDS[one.mess].trace is Trace.INDICATOR and KINDS[one.mess].code not in found[one.project])
    ]

    assert {one.mess for one in planted} >= set(BY_RECORD) | set(PLAN_MESSES)
    assert missed == []


def test_nothing_is_raised_on_the_clean_part(sampled: tuple[Workspace, tuple[Planted, ...]]) -> None:
    """Projects in which nothing was planted, and there are some."""
    workspace, planted = sampled
    messy = {one.project for one in planted}

    alarms = {project: rules for project, rules in reached(workspace).items() if project not in messy}

    assert alarms == {}
    assert len(messy) < PROJECTS


def test_a_plan_that_went_well_raises_nothing(sampled: tuple[Workspace, tuple[Planted, ...]]) -> None:
    """What was planted in the tables of a project says nothing about its plan; some of the plans are without fault."""
    workspace, planted = sampled
    wrong = {one.project for one in planted if one.mess in PLAN_MESSES}
    well = set(show_plans(Reader(Database(workspace.database_address), workspace.resources))["project"]) - wrong

    alarms = {project: rules & OF_PLANS for project, rules in reached(workspace).items() if project in well}

    assert len(well) >= 4
    assert {project for project, rules in alarms.items() if rules} == set()


def test_a_whole_portfolio_is_raised_once(sampled: tuple[Workspace, tuple[Planted, ...]]) -> None:
    """The second screening of the same records has nothing to record."""
    workspace, _planted = sampled
    reader = Reader(Database(workspace.database_address), workspace.resources)
    people = show_people(reader)
    login = next(row.login for row in people.itertuples() if "competent_reviewer" in row.roles)
    desk = open_desk(workspace, login, Door.COMMAND_LINE)

    first, second = run_screening(desk), run_screening(desk)

    assert first.findings == []
    assert len(show_alerts(reader)) == sum(len(request.found) for request in first.requests) > 0
    assert second.requests == []


# --- published projects ---------------------------------------------------------------------------------------------

THRESHOLD_DAYS = 5


def published(folder: Path) -> list[dict[str, str]]:
    """The project-years of the Government Major Projects Portfolio (UK, annual reports 2014 to 2020; OGL v3.0)."""
    with gzip.open(folder / "gmpp_2014_2020.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def facts_of(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Facts of each project-year against the report before it, by the project's name; money in millions of pounds."""
    by_name = {(row["report_year"], name_of(row)): row for row in rows}
    first: dict[str, dict[str, str]] = {}
    found = []
    for row in rows:
        before = by_name.get((str(int(row["report_year"]) - 1), name_of(row)), {})
        start = first.setdefault(name_of(row), row)
        found.append({
            "slippage_days": slipped(before.get("end_date"), row["end_date"]),
            "first_slippage_days": slipped(start["end_date"], row["end_date"]),
            "forecast_cost": number(row["whole_life_cost_gbp_m"]),
            "planned_cost": number(start["whole_life_cost_gbp_m"]),
            "review_executed": number(row["fy_forecast_gbp_m"]),
            "review_adjusted": number(row["fy_baseline_gbp_m"]),
        })  # fmt: skip
    return pd.DataFrame(found)


def name_of(row: dict[str, str]) -> str:
    """The name without case and punctuation."""
    return "".join(letter for letter in row["project_name"].casefold() if letter.isalnum())


def slipped(before: str | None, now: str) -> float:
    """Working days (Monday to Friday) by which an end moved; NaN where one is not known."""
    return float(np.busday_count(before, now)) if before and now else float("nan")


def number(text: str) -> float:
    """A printed number, NaN where none is printed."""
    return float(text) if text else float("nan")


def test_indicators_run_on_published_projects_and_state_what_they_cover(shared: Path) -> None:
    """1,064 project-years; the provenance counts 599 that are linked to the year before, and 28 to 42 % of ends move.

    Four indicators find facts; all the others cover nothing and raise nothing.
    """
    rows = published(shared / "datasets" / "uk_gmpp")
    facts = facts_of(rows)

    said = {
        one.indicator.code: one
        for one in screen({str(name): facts[name].to_numpy() for name in facts}, load_indicators(Resources()), DAY)
    }

    assert len(rows) == 1_064
    covered = {code for code, one in said.items() if one.coverage > 0}
    assert covered == {"end_slipped", "end_slipped_since_first", "forecast_overrun", "budget_overspent_review"}
    assert all((one.result == NOT_APPLICABLE).all() for code, one in said.items() if code not in covered)
    slip = said["end_slipped"]
    known = slip.result != NOT_APPLICABLE
    assert known.sum() <= 599
    assert known.sum() >= 0.95 * 599
    later = sum(float(facts["slippage_days"][place]) >= THRESHOLD_DAYS for place in np.flatnonzero(known))
    assert (slip.result > 0).sum() == later
    assert 0.2 < later / known.sum() < 0.42
