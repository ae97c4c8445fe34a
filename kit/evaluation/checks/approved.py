"""Approved targets: the targets of the table against those that were approved."""

import re

from kit.core.finding import Finding
from kit.core.language import phrase
from kit.core.number import to_halfwidth
from kit.evaluation.context import OWN_FORMS, Context
from kit.evaluation.kinds import is_filled
from kit.evaluation.printed import PrintedIndicator
from kit.evaluation.target import parse_target
from kit.evaluation.value import Value, ValueKind

_DECORATION = re.compile(r"[\s★*#、,.:;()\[\]]|^\d+[.、]")


def check_approved_targets(context: Context) -> list[Finding]:
    """Each approved indicator stands in the table with its approved target."""
    if context.approved is None or context.reading.kind not in OWN_FORMS:
        return []
    findings = []
    rows = {_key(row.name): row for row in context.reading.indicators}
    for approved in context.approved:
        row = rows.get(_key(approved.name))
        if row is None:
            findings += _missing(context, approved)
        elif is_filled(approved.target) and not _are_same(_value(approved), row.target):
            said = phrase(
                "The target is printed as {printed}, approved was {approved}; check which one holds.",
                printed=row.printed.target or "-",
                approved=approved.target,
            )
            findings.append(context.question("targets_differ_from_approved", said, row, "target"))
    return findings


def _missing(context: Context, approved: PrintedIndicator) -> list[Finding]:
    if not context.reading.is_whole or not is_filled(approved.name):
        return []
    said = phrase(
        "The approved indicator {name} does not stand in the table; check whether it was changed.", name=approved.name
    )
    return [context.question("targets_differ_from_approved", said)]


def _value(row: PrintedIndicator) -> Value:
    return parse_target(row.target, operator=row.op_column, unit=row.unit_column, name=row.name)


def _are_same(one: Value, other: Value) -> bool:
    if _key(one.text) == _key(other.text):
        return True
    if one.kind is not other.kind or one.kind not in (ValueKind.NUMBER, ValueKind.DATE):
        return False
    if one.number is None or other.number is None or one.number.value != other.number.value:
        return False
    units = {one.unit, other.unit} - {None}
    return len(units) < 2 and (one.number_to is None) == (other.number_to is None)


def _key(text: str | None) -> str:
    return _DECORATION.sub("", to_halfwidth(text or ""))
