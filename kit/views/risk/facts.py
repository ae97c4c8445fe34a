"""Facts: what is known of every project, a column for each, NaN where it is not known; the indicators look at these."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
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
from kit.store.journal import Entry
from kit.views.budget.costs import show_cost_stages
from kit.views.budget.payments import show_payment_bases, show_payments
from kit.views.budget.scope import spare_of
from kit.views.reader import Reader
from kit.views.risk.plan_facts import add_plan_facts
from kit.views.risk.review_facts import Facts, add_review_facts

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
    add_plan_facts(reader, day, ends, found)
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


def _physical_against_money(found: Facts) -> None:
    """Progress stands beside money only where both are of the same year's pace: a plan without cost says nothing."""
    for facts in found.values():
        if np.isnan(facts.get("executed_percent", np.nan)):
            facts.pop("physical_percent", None)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
