"""Facts: what is known of every project, a column for each, NaN where it is not known; the indicators look at these."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from kit.budget.commitments import Contract
from kit.budget.tables import BudgetLine, Reservation
from kit.core.fiscal import FiscalYear
from kit.project.tables import Project
from kit.risk.states import RectificationState, RiskState
from kit.risk.tables import Rectification, Risk
from kit.schedule.plan import PlanTask
from kit.schedule.tables import TaskProgress
from kit.schedule.timetable import Timetable
from kit.store.journal import Entry
from kit.views.budget.costs import show_cost_stages
from kit.views.budget.payments import show_payment_bases, show_payments
from kit.views.budget.scope import spare_of
from kit.views.reader import Reader
from kit.views.risk.review_facts import Facts, add_review_facts
from kit.views.schedule.earned import Measured
from kit.views.schedule.loaded import DAY_MINUTES, KeptPlan, LoadedPlan, planned_projects
from kit.views.schedule.milestones import show_milestones

# Of fewer contracts a unit's largest supplier says nothing about concentration.
CONTRACTS_TO_COMPARE = 10


def collect_facts(reader: Reader, day: date) -> pd.DataFrame:
    """The facts of all projects on *day*: one row per project by its code, one column per fact."""
    projects = reader.rows(select(Project.code, Project.year_from, Project.year_to).order_by(Project.code))
    found: Facts = {row["code"]: {} for row in projects}
    ends = {row["code"]: row["year_to"] for row in projects}
    for collect in (_from_money, _from_contracts, _from_payments, _from_costs, _from_registers):
        for code, facts in collect(reader, day).items():
            found[code].update(facts)
    _from_plans(reader, day, ends, found)
    add_review_facts(reader, day, {row["code"]: (row["year_from"], row["year_to"]) for row in projects}, found)
    _physical_against_money(found)
    return pd.DataFrame.from_dict(found, orient="index").astype(float).reindex(list(found))


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
    for row in reader.rows(held.where(line.year == day.year, spare_of(Reservation) > 0).group_by(line.project)):
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
    columns = (Contract.code, Contract.project, Contract.supplier, Contract.original, Contract.added, Project.owner)
    rows = reader.rows(select(*columns).join(Project, Project.code == Contract.project))
    times, shares = _supplements(reader), _shares(rows)
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        own[row["project"]].append(row)
    return {code: _contracts_of(contracts, times, shares) for code, contracts in own.items()}


def _shares(contracts: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """The share of each supplier in the contracts of each unit, in percent; of units with enough contracts to tell."""
    sums: Counter[tuple[str, str]] = Counter()
    totals, counts = Counter[str](), Counter[str]()
    for row in contracts:
        amount = row["original"] + row["added"]
        sums[row["owner"], row["supplier"]] += amount
        totals[row["owner"]] += amount
        counts[row["owner"]] += 1
    return {
        key: 100 * amount / totals[key[0]] for key, amount in sums.items() if counts[key[0]] >= CONTRACTS_TO_COMPARE
    }


def _supplements(reader: Reader) -> Counter[tuple[str, str]]:
    """How often each contract of each project was supplemented; what was refused changed nothing."""
    entries = reader.rows(select(Entry.dossier, Entry.text).where(Entry.action == "budget.supplement_contract"))
    said = [(row["dossier"], json.loads(row["text"])) for row in entries]
    return Counter((dossier, entry["request"]["contract"]) for dossier, entry in said if entry["changes"])


def _contracts_of(
    contracts: list[dict[str, Any]], times: Mapping[tuple[str, str], int], shares: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    facts: dict[str, float] = {
        "contracts_total": sum(row["original"] + row["added"] for row in contracts),
        "contract_growth_percent": max(100 * row["added"] / row["original"] for row in contracts),
        "supplements_most": max(times.get((row["project"], row["code"]), 0) for row in contracts),
    }
    known = [shares[key] for row in contracts if (key := (row["owner"], row["supplier"])) in shares]
    return facts | ({"supplier_percent": max(known)} if known else {})


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
    overdue = milestones[milestones["state"] == "overdue"]
    counts, longest = (overdue.groupby("project")["days_late"].agg(name).to_dict() for name in ("size", "max"))
    said = _progress_of(reader)
    for code in found:
        # Whoever keeps plans here is asked for one of every project; where nobody does, none is missed.
        if planned:
            found[code]["plans"] = float(code in planned)
        if code in planned:
            found[code] |= _plan_of(reader, code, day, ends[code], said.get(code, []))
            found[code] |= {"milestones_overdue": counts.get(code, 0), "milestone_days_late": longest.get(code, 0)}


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
    return facts | _float_of(loaded, kept) | _earned(reader, code, day)


def _float_of(loaded: LoadedPlan, kept: KeptPlan) -> dict[str, float]:
    """How much of the slack that tasks had by the durations of the baseline has been used up, the largest share."""
    planned = Timetable(replace(loaded.plan, tasks=tuple(_as_planned(loaded, kept)), status=None), loaded.patterns)
    shares = []
    for task in loaded.plan.leaves:
        slack = planned.of(task.code).total_slack / DAY_MINUTES
        if task.finished is None and slack > 0 and task.code in kept.tasks:
            slipped = loaded.days_between(kept.tasks[task.code].finish, loaded.table.of(task.code).finish)
            shares.append(max(0.0, 100 * slipped / slack))
    return {"float_consumed_percent": max(shares)} if shares else {}


def _as_planned(loaded: LoadedPlan, kept: KeptPlan) -> Iterator[PlanTask]:
    nothing: dict[str, Any] = {"started": None, "finished": None, "remaining": None, "percent": 0}
    for task in loaded.plan.tasks:
        minutes = kept.tasks[task.code].minutes if task.code in kept.tasks else task.minutes
        yield replace(task, minutes=minutes, **nothing)


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


def _physical_against_money(found: Facts) -> None:
    """Progress stands beside money only where both are of the same year's pace: a plan without cost says nothing."""
    for facts in found.values():
        if np.isnan(facts.get("executed_percent", np.nan)):
            facts.pop("physical_percent", None)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
