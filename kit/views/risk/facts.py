"""Facts: what is known of every project, a column for each, NaN where it is not known; the indicators look at these."""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from kit.budget.commitments import Contract, SupplementContract
from kit.budget.tables import BudgetLine, Reservation
from kit.core.fiscal import FiscalYear
from kit.evaluation.tables import Objective
from kit.project.tables import Project
from kit.risk.states import RectificationState, RiskState
from kit.risk.tables import Rectification, Risk
from kit.schedule.tables import TaskProgress
from kit.views.budget.costs import show_cost_stages
from kit.views.budget.payments import show_payment_bases, show_payments
from kit.views.budget.scope import spare_of
from kit.views.evaluation import show_self_reviews
from kit.views.portfolio import counts_as_money
from kit.views.reader import Reader
from kit.views.schedule.earned import Measured
from kit.views.schedule.loaded import DAY_MINUTES, LoadedPlan, planned_projects
from kit.views.schedule.milestones import show_milestones

Facts = dict[str, dict[str, float]]


def collect_facts(reader: Reader, day: date) -> pd.DataFrame:
    """The facts of all projects on *day*: one row per project by its code, one column per fact."""
    projects = reader.rows(select(Project.code, Project.year_from, Project.year_to).order_by(Project.code))
    found: Facts = {row["code"]: {} for row in projects}
    ends = {row["code"]: row["year_to"] for row in projects}
    for collect in (_from_money, _from_contracts, _from_payments, _from_costs, _from_registers):
        for code, facts in collect(reader, day).items():
            found[code].update(facts)
    _from_plans(reader, day, ends, found)
    _from_reviews(reader, day, {row["code"]: row for row in projects}, found)
    _physical_against_money(found)
    return pd.DataFrame.from_dict(found, orient="index").astype(float)


def _from_money(reader: Reader, day: date) -> Facts:
    """Execution of the current year against the calendar, age of what was carried over, what is reserved for long."""
    line = BudgetLine
    query = select(
        line.project,
        func.sum(line.allotted).label("allotted"),
        func.sum(line.paid).label("paid"),
        func.sum(line.received).label("received"),
        func.min(line.origin_year).label("origin"),
    )
    rows = reader.rows(query.where(line.year == day.year).group_by(line.project))
    elapsed = float(FiscalYear(day.year).elapsed_share(day) * 100)
    found = {row["project"]: _money_of(row, elapsed, day.year) for row in rows}
    held = select(line.project, func.min(Reservation.on_day).label("since")).join(line, line.id == Reservation.line_id)
    for row in reader.rows(held.where(spare_of(Reservation) > 0).group_by(line.project)):
        found.setdefault(row["project"], {})["reserved_days"] = (day - _day(row["since"])).days
    return found


def _money_of(row: dict[str, Any], elapsed: float, year: int) -> dict[str, float]:
    allotted, paid, received = (int(row[name]) for name in ("allotted", "paid", "received"))
    facts: dict[str, float] = {"budget_of_year": allotted, "carry_over_years": year - row["origin"]}
    if allotted > 0:
        facts |= {
            "elapsed_percent": elapsed,
            "executed_percent": 100 * paid / allotted,
            "elapsed_unspent_percent": 0 if paid else elapsed,
            "elapsed_unreceived_percent": 0 if received else elapsed,
        }
    return facts


def _from_contracts(reader: Reader, _day_of: date) -> Facts:
    rows = reader.rows(
        select(Contract.id, Contract.project, Contract.supplier, Contract.original, Contract.added).order_by(
            Contract.id
        )
    )
    times = {
        row["contract_id"]: row["times"]
        for row in reader.rows(
            select(SupplementContract.contract_id, func.count().label("times")).group_by(SupplementContract.contract_id)
        )
    }
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        own[row["project"]].append(row)
    return {code: _contracts_of(contracts, times) for code, contracts in own.items()}


def _contracts_of(contracts: list[dict[str, Any]], times: dict[int, int]) -> dict[str, float]:
    sums: dict[str, int] = defaultdict(int)
    for row in contracts:
        sums[row["supplier"]] += row["original"] + row["added"]
    total = sum(sums.values())
    facts: dict[str, float] = {
        "contracts_total": total,
        "contract_growth_percent": max(100 * row["added"] / row["original"] for row in contracts),
        "supplements_most": max(times.get(row["id"], 0) for row in contracts),
    }
    # Of two contracts one is always at least half: concentration says something from the third on.
    if len(contracts) >= 3:
        facts["supplier_percent"] = 100 * max(sums.values()) / total
    return facts


def _from_payments(reader: Reader, day: date) -> Facts:
    found: Facts = defaultdict(dict)
    due, made = show_payment_bases(reader, day=day), show_payments(reader)
    for code, late in due.groupby("project")["days_late"]:
        found[str(code)]["payment_days_late"] = max(0.0, float(late.fillna(0).max()))
    for code, late in made.groupby("project")["days_late"]:
        found[str(code)] |= {"payments_made": len(late), "payments_late": int((late.fillna(0) > 0).sum())}
    return found


def _from_costs(reader: Reader, _day_of: date) -> Facts:
    found: Facts = defaultdict(dict)
    stages = show_cost_stages(reader)
    for row in stages.to_dict("records"):
        facts = found[str(row["project"])]
        if row["stage"] in ("estimate", "design_estimate"):
            facts[f"cost_{row['stage']}"] = float(row["amount"])
        else:
            facts["cost_latest"] = float(row["amount"])
    return found


def _from_registers(reader: Reader, day: date) -> Facts:
    found: Facts = defaultdict(dict)
    open_states = [str(RectificationState.ORDERED), str(RectificationState.RETURNED)]
    query = select(Rectification.project, func.min(Rectification.due_on).label("due"))
    for row in reader.rows(query.where(Rectification.state.in_(open_states)).group_by(Rectification.project)):
        found[row["project"]]["rectification_days_overdue"] = (day - _day(row["due"])).days
    query = select(Risk.project, func.min(Risk.review_on).label("due")).where(Risk.state == str(RiskState.OPEN))
    for row in reader.rows(query.group_by(Risk.project)):
        found[row["project"]]["risk_days_unreviewed"] = (day - _day(row["due"])).days
    return found


def _from_plans(reader: Reader, day: date, ends: dict[str, int], found: Facts) -> None:
    planned = {row["code"] for row in planned_projects(reader)}
    milestones = show_milestones(reader, day=day)
    overdue = milestones[milestones["state"] == "overdue"].groupby("project")["days_late"].agg(["size", "max"])
    said = _progress_of(reader)
    for code, facts in found.items():
        # Whoever keeps plans here is asked for one of every project; where nobody does, none is missed.
        if planned:
            facts["plans"] = float(code in planned)
        if code in planned:
            facts |= _plan_of(reader, code, day, ends[code], said.get(code, []))
            late = overdue.loc[code] if code in overdue.index else None
            facts["milestones_overdue"] = 0.0 if late is None else float(late["size"])
            facts["milestone_days_late"] = 0.0 if late is None else float(late["max"])


def _plan_of(reader: Reader, code: str, day: date, year_to: int, said: list[dict[str, Any]]) -> dict[str, float]:
    loaded = LoadedPlan(reader, code)
    facts: dict[str, float] = {
        "baselines": len(loaded.baselines),
        "baselines_again": max(0, len(loaded.baselines) - 1),
        "years_beyond": max(0, loaded.table.finish.year - year_to),
        "negative_slack_days": max(0.0, -float(loaded.table.times.total_slack.min()) / DAY_MINUTES),
        "progress_records": len(said),
        "progress_without_evidence": sum(row["evidence"] is None for row in said),
    }
    is_open = loaded.table.start.date() <= day and any(task.finished is None for task in loaded.plan.leaves)
    if is_open:
        last = max((row["status_at"] for row in said), default=None)
        since = datetime.fromisoformat(last).date() if last else loaded.table.start.date()
        facts["days_without_progress"] = max(0, (day - since).days)
    return facts | _against_baseline(reader, loaded, code, day)


def _against_baseline(reader: Reader, loaded: LoadedPlan, code: str, day: date) -> dict[str, float]:
    kept = loaded.baseline
    if kept is None or kept.finish is None:
        return {}
    first = loaded.baselines[0].finish or kept.finish
    leaves = [(task, kept.tasks[task.code]) for task in loaded.plan.leaves if task.code in kept.tasks]
    critical = [
        loaded.days_between(planned.finish, loaded.table.of(task.code).finish)
        for task, planned in leaves
        if loaded.table.of(task.code).is_critical
    ]
    spoken = datetime.combine(day, time(23, 59))
    facts: dict[str, float] = {
        "slippage_days": loaded.days_between(kept.finish, loaded.table.finish),
        "first_slippage_days": loaded.days_between(first, loaded.table.finish),
        "tasks_not_started": sum(
            task.started is None and task.finished is None and planned.start < spoken for task, planned in leaves
        ),
    }
    if critical:
        facts["critical_slippage_days"] = max(critical)
    return facts | _earned(reader, code, day)


def _earned(reader: Reader, code: str, day: date) -> dict[str, float]:
    values = {name: value for name, value, _formula in Measured(reader, code, None, day).figures()}
    named = {"schedule_index": "SPI(t)", "cost_index": "CPI", "forecast_cost": "EAC by CPI", "planned_cost": "BAC"}
    facts = {name: float(values[figure]) for name, figure in named.items() if values[figure] is not None}
    if values["BAC"]:
        facts["physical_percent"] = 100 * float(values["EV"]) / float(values["BAC"])
    return facts


def _progress_of(reader: Reader) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in reader.rows(select(TaskProgress.project, TaskProgress.status_at, TaskProgress.evidence)):
        found[row["project"]].append(row)
    return found


def _from_reviews(reader: Reader, day: date, projects: dict[str, dict[str, Any]], found: Facts) -> None:
    reviews = show_self_reviews(reader)
    reviews = reviews.assign(counts=counts_as_money(reviews))
    approved = {(row["project"], row["year"]) for row in reader.rows(select(Objective.project, Objective.year))}
    has_any, has_objectives = not reviews.empty, bool(approved)
    by_project = dict(tuple(reviews.groupby("project"))) if has_any else {}
    for code, facts in found.items():
        closed = [year for year in range(projects[code]["year_from"], projects[code]["year_to"] + 1) if year < day.year]
        if has_objectives:
            facts["objectives_missing"] = sum((code, year) not in approved for year in closed)
        if has_any:
            facts |= _reviews_of(by_project.get(code), closed)


def _reviews_of(own: pd.DataFrame | None, closed: list[int]) -> dict[str, float]:
    if own is None:
        return {"reviews_missing": len(closed), "reviews_draft": 0}
    years = own["year"].dropna().astype(int)
    is_closed = own["year"].isin(closed)
    facts: dict[str, float] = {
        "reviews_missing": len(set(closed) - set(years)),
        "reviews_draft": int(((own["state"] == "draft") & is_closed).sum()),
        "review_faults": int(own["faults"].sum()),
    }
    totals = own["total"].dropna().astype(float)
    if len(totals):
        facts["score_lowest"] = float(totals.min())
    money = own[own["counts"]]
    if len(money):
        worst = (money["executed"].astype(float) / money["adjusted"].astype(float)).idxmax()
        facts["review_executed"] = float(money.loc[worst, "executed"])
        facts["review_adjusted"] = float(money.loc[worst, "adjusted"])
    return facts


def _physical_against_money(found: Facts) -> None:
    """Progress stands beside money only where both are of the same year's pace: a plan without cost says nothing."""
    for facts in found.values():
        if np.isnan(facts.get("executed_percent", np.nan)):
            facts.pop("physical_percent", None)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
