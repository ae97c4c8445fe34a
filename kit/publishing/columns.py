"""Columns: what the columns of a view are called on a page, and how their values are written."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from kit.core.finding import Severity
from kit.core.language import Phrase, _, phrase

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
    return value is None or value is pd.NaT or (isinstance(value, float) and isnan(value))


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
    """A rate in percent."""
    return NOTHING if is_nothing(value) else f"{write_number(value)}%"


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
    "adjusted": _number(phrase("adjusted budget (10,000 yuan)")),
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
    "opening": _number(phrase("opening budget (10,000 yuan)")),
    "allotted": _number(phrase("adjusted budget (10,000 yuan)")),
    "paid": _number(phrase("paid (10,000 yuan)")),
}


def column_of(name: str) -> Column:
    """The column of that name; one that is not known keeps its name and is written as text."""
    return COLUMNS.get(name) or Column(phrase(name), write_text)
