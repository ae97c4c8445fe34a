"""Columns: what the columns of a view are called on a page, and how their values are written."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from typing import Any

import pandas as pd

from kit.core.finding import Severity
from kit.core.language import Phrase, _, phrase
from kit.publishing.terms import write_term

NOTHING = "—"
STATES = {"draft": phrase("draft"), "submitted": phrase("submitted")}


@dataclass(frozen=True)
class Column:
    """One column: its title, how a value is written, and whether it is a number (set to the right)."""

    title: Phrase
    write: Callable[[Any], str]
    is_number: bool = False


def is_nothing(value: Any) -> bool:
    """True for what a frame holds where there is no value."""
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and isnan(value))


def write_text(value: Any) -> str:
    """Any value as text; a dash for none."""
    return NOTHING if is_nothing(value) or value == "" else str(value)


def write_whole(value: Any) -> str:
    """A whole number or a year, without separators."""
    return NOTHING if is_nothing(value) else str(int(value))


def write_number(value: Any) -> str:
    """A number with at most two decimals, thousands separated: points, amounts in 万元."""
    if is_nothing(value):
        return NOTHING
    text = f"{float(value) + 0.0:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_percent(value: Any) -> str:
    """A rate in percent; one that was rounded to its decimals shows them."""
    if isinstance(value, Decimal):
        return f"{value:,f}%"
    return NOTHING if is_nothing(value) else f"{write_number(value)}%"


def write_amount(value: Any) -> str:
    """An amount in 万元: to the last fen where it is exact, thousands separated, two decimals or more."""
    if not isinstance(value, Decimal):
        return write_number(value)
    whole, _point, decimals = f"{value:,f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


def write_estimate(value: Any) -> str:
    """An amount in 万元 that is only estimated: two decimals."""
    return NOTHING if is_nothing(value) else f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"


def write_difference(value: Any) -> str:
    """An amount more or less, or percentage points, with its sign."""
    if is_nothing(value):
        return NOTHING
    return write_amount(value) if value <= 0 else f"+{write_amount(value)}"


def write_severity(value: Any) -> str:
    """How much a finding weighs, in the language spoken."""
    return Severity(value).label if value in list(Severity) else write_text(value)


def write_state(value: Any) -> str:
    """Draft or submitted, in the language spoken."""
    return str(STATES[value]) if value in STATES else write_text(value)


def write_word(value: Any) -> str:
    """A word that the catalogue may know (a grade), in the language spoken."""
    return NOTHING if is_nothing(value) or not value else _(str(value))


def _text(title: Phrase) -> Column:
    return Column(title, write_text)


def _number(title: Phrase) -> Column:
    return Column(title, write_number, is_number=True)


def _whole(title: Phrase) -> Column:
    return Column(title, write_whole, is_number=True)


def _amount(title: Phrase) -> Column:
    return Column(title, write_amount, is_number=True)


def _estimate(title: Phrase) -> Column:
    return Column(title, write_estimate, is_number=True)


def _term(title: Phrase) -> Column:
    return Column(title, write_term)


def _percent(title: Phrase) -> Column:
    return Column(title, write_percent, is_number=True)


COLUMNS: dict[str, Column] = {
    "project": _text(phrase("project code")),
    "name": _text(phrase("name")),
    "department": _text(phrase("department")),
    "year": Column(phrase("fiscal year"), write_whole),
    "state": Column(phrase("state"), write_state),
    "kind": _text(phrase("kind of table")),
    "initial": _number(phrase("opening budget (10,000 yuan)")),
    "adjusted": _amount(phrase("adjusted budget (10,000 yuan)")),
    "executed": _number(phrase("executed (10,000 yuan)")),
    "rate_printed": Column(phrase("printed rate"), write_text, is_number=True),
    "rate": _percent(phrase("computed rate")),
    "elapsed": _percent(phrase("share of the year gone by")),
    "execution_score_printed": _number(phrase("printed execution score")),
    "execution_score": _number(phrase("computed execution score")),
    "total_printed": _number(phrase("printed total")),
    "total": _number(phrase("computed total")),
    "grade_printed": Column(phrase("printed grade"), write_word),
    "grade": Column(phrase("computed grade"), write_word),
    "faults": _whole(phrase("faults")),
    "questions": _whole(phrase("questions")),
    "notes": _whole(phrase("notes")),
    "submitted_on": _text(phrase("submitted on")),
    "place": _whole(phrase("row")),
    "row": _whole(phrase("row")),
    "level1": _text(phrase("dimension")),
    "level2": _text(phrase("aspect")),
    "target": _text(phrase("target")),
    "actual": _text(phrase("actual")),
    "weight": _number(phrase("weight")),
    "score_printed": _number(phrase("printed score")),
    "score": _number(phrase("computed score")),
    "difference": _number(phrase("difference")),
    "lost": _number(phrase("points lost (computed)")),
    "lost_printed": _number(phrase("points lost (printed)")),
    "left_out": _whole(phrase("rows left out")),
    "scheme": _text(phrase("scoring scheme")),
    "reason": _text(phrase("reason as printed")),
    "severity": Column(phrase("weight of the finding"), write_severity),
    "problem": _text(phrase("kind of problem")),
    "code": _text(phrase("code")),
    "message": _text(phrase("what to check")),
    "basis": _text(phrase("basis")),
    "count": _whole(phrase("count")),
    "tables": _whole(phrase("self-reviews")),
    "projects": _whole(phrase("number of projects")),
    "with_money": _whole(phrase("counted in the rate")),
    "over": _whole(phrase("above 100%")),
    "mean_printed": _number(phrase("mean printed total")),
    "mean": _number(phrase("mean computed total")),
    "source": _text(phrase("funding source")),
    "opening": _amount(phrase("opening budget (10,000 yuan)")),
    "allotted": _amount(phrase("adjusted budget (10,000 yuan)")),
    "paid": _amount(phrase("paid (10,000 yuan)")),
    "received": _amount(phrase("received (10,000 yuan)")),
    "reserved": _amount(phrase("reserved (10,000 yuan)")),
    "contracted": _amount(phrase("contracted, not paid (10,000 yuan)")),
    "available": _amount(phrase("available (10,000 yuan)")),
    "carried_over": _amount(phrase("carried over (10,000 yuan)")),
    "returned": _amount(phrase("given back (10,000 yuan)")),
    "rate_of_opening": _percent(phrase("paid ÷ opening budget")),
    "rate_of_adjusted": _percent(phrase("paid ÷ adjusted budget")),
    "rate_of_received": _percent(phrase("paid ÷ received")),
    "line": _text(phrase("budget line")),
    "purpose": _text(phrase("purpose")),
    "month": _whole(phrase("month")),
    "until": _text(phrase("up to")),
    "planned": _amount(phrase("plan of use (10,000 yuan)")),
    "expected": _estimate(phrase("expected (10,000 yuan)")),
    "paid_of_adjusted": _percent(phrase("paid ÷ adjusted budget")),
    "expected_of_adjusted": _percent(phrase("expected ÷ adjusted budget")),
    "deviation": Column(phrase("deviation (percentage points)"), write_difference, is_number=True),
    "reservation": _whole(phrase("reservation")),
    "on_day": _text(phrase("day")),
    "amount": _amount(phrase("amount (10,000 yuan)")),
    "used": _amount(phrase("contracted of it (10,000 yuan)")),
    "released": _amount(phrase("released (10,000 yuan)")),
    "left": _amount(phrase("left (10,000 yuan)")),
    "contract": _text(phrase("contract")),
    "title": _text(phrase("title")),
    "supplier": _text(phrase("supplier")),
    "signed_on": _text(phrase("signed on")),
    "contract_sum": _amount(phrase("contract sum (10,000 yuan)")),
    "bound": _amount(phrase("bound on lines (10,000 yuan)")),
    "unbound": _amount(phrase("not bound yet (10,000 yuan)")),
    "payment": _text(phrase("payment")),
    "payment_kind": _term(phrase("kind of payment")),
    "document": _text(phrase("document")),
    "document_kind": _term(phrase("kind of document")),
    "payee": _text(phrase("payee")),
    "paid_on": _text(phrase("paid on")),
    "refunded": _amount(phrase("came back (10,000 yuan)")),
    "voucher": _text(phrase("voucher")),
    "received_on": _text(phrase("document received on")),
    "due_on": _text(phrase("last day to pay in time")),
    "days_late": _whole(phrase("days late")),
    "origin_year": _whole(phrase("first budgeted for")),
    "years_since": _whole(phrase("years since")),
    "last_year": _whole(phrase("to be used up by the end of")),
    "by_pace_of_year": _estimate(phrase("by the pace of the year (10,000 yuan)")),
    "by_commitments": _estimate(phrase("by commitments (10,000 yuan)")),
    "by_last_three_months": _estimate(phrase("by the last three months (10,000 yuan)")),
    "stage": _term(phrase("stage")),
    "revision": _whole(phrase("revision")),
    "cost_difference": Column(phrase("difference to the stage before (10,000 yuan)"), write_difference, is_number=True),
    "approved_on": _text(phrase("approved on")),
    "balance": _term(phrase("balance")),
    "holds": _amount(phrase("in the books (10,000 yuan)")),
    "makes": _amount(phrase("sum of movements (10,000 yuan)")),
    "residual": _amount(phrase("residual (10,000 yuan)")),
    "task": _text(phrase("task")),
    "start": _text(phrase("start")),
    "finish": _text(phrase("finish")),
    "duration_days": _number(phrase("duration (working days)")),
    "percent": _percent(phrase("complete")),
    "owner": _text(phrase("responsible")),
    "slippage_days": Column(phrase("later than the baseline (working days)"), write_difference, is_number=True),
    "due_day": _text(phrase("due")),
    "done_on": _text(phrase("done on")),
    "milestone_state": _term(phrase("state")),
    "figure": _term(phrase("figure")),
    "measured": Column(phrase("value"), write_text, is_number=True),
    "formula": _text(phrase("formula")),
    "baseline_number": _whole(phrase("number")),
    "set_on": _text(phrase("set on")),
    "baseline_reason": _text(phrase("reason")),
    "level": _term(phrase("level")),
    "threshold": _number(phrase("threshold")),
    "alert": _whole(phrase("alert")),
    "approval_code": _text(phrase("Approval number")),
    "asked": _text(phrase("what is asked")),
    "project_names": _text(phrase("projects concerned")),
    "asked_amount": Column(phrase("sum"), write_text, is_number=True),
    "asker": _text(phrase("asked by")),
    "step": _text(phrase("step")),
    "workdays_left": _whole(phrase("working days left")),
    "behalf": _text(phrase("in the name of")),
    "approval_state": _term(phrase("state")),
    "held_by": _text(phrase("overdue with")),
    "asked_field": _text(phrase("field")),
    "asked_value": _text(phrase("asked")),
    "asked_before": _text(phrase("asked before")),
    "signs": _text(phrase("who signs")),
    "workdays": _whole(phrase("time limit (working days)")),
    "step_state": _term(phrase("state")),
    "signer": _text(phrase("who")),
    "verdict": _text(phrase("said")),
    "opinion": _text(phrase("Opinion")),
    "alert_state": _term(phrase("state")),
    "answers": _term(phrase("answers for it")),
    "raised_on": _text(phrase("raised on")),
    "days_overdue": _whole(phrase("days overdue")),
    "entry": _text(phrase("entry")),
    "effect": _term(phrase("effect")),
    "thing": _text(phrase("about")),
    "rule_title": _text(phrase("rule")),
    "trace": _text(phrase("what decided")),
    "day": _text(phrase("day")),
    "waiver": _text(phrase("waiver")),
    "waiver_reason": _text(phrase("reason")),
    "waiver_state": _term(phrase("state")),
    "scope": _text(phrase("contract or line")),
    "since_day": _text(phrase("from")),
    "last_day": _text(phrase("last day")),
    "decided_by": _text(phrase("decided by")),
    "uses": _whole(phrase("times used")),
    "kept": _whole(phrase("kept")),
    "not_kept": _whole(phrase("not kept")),
    "fact_missing": _whole(phrase("a fact is missing")),
    "project_name": _text(phrase("project")),
    "risk": _text(phrase("risk")),
    "gravity": _whole(phrase("likelihood × impact")),
    "response": _term(phrase("response")),
    "measures": _text(phrase("measures")),
    "review_on": _text(phrase("to be reviewed on")),
    "to_put_right": _text(phrase("problem")),
    "demand": _text(phrase("what is to be done")),
    "order_state": _term(phrase("state")),
    "responsible": _text(phrase("responsible")),
    "coverage_percent": _percent(phrase("coverage")),
    "precision_percent": _percent(phrase("precision")),
    "closings": _whole(phrase("alerts closed by people")),
    "indicator_state": _text(phrase("state")),
}


def column_of(name: str) -> Column:
    """The column of that name; one that is not known keeps its name and is written as text."""
    return COLUMNS.get(name) or Column(phrase(name), write_text)
