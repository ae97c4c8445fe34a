"""Record: a printed table as columns of its rows, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.core.finding import Finding, Severity
from kit.core.language import Phrase
from kit.evaluation.printed import PrintedBudget, PrintedIndicator, PrintedTable

_TABLE_FIELDS = ("kind", "title", "department", "unit", "total_weight_printed", "total_printed", "grade_printed")
_FLAG_FIELDS = ("complete", "rows_complete", "text", "source", "source_url")
_MONEY_FIELDS = ("initial", "adjusted", "executed", "rate_printed", "weight", "score_printed", "unit")
INDICATOR_FIELDS = tuple(PrintedIndicator.model_fields)


def table_columns(table: PrintedTable) -> dict[str, Any]:
    """The columns of ``self_review`` that a printed table fills."""
    columns = {name: getattr(table, name) for name in (*_TABLE_FIELDS, *_FLAG_FIELDS)}
    columns |= {f"budget_{name}": getattr(table.budget, name) for name in _MONEY_FIELDS}
    funds = [fund.model_dump() for fund in table.budget.funds]
    return columns | {"printed_id": table.id, "year_printed": table.year, "funds": funds}


def indicator_columns(table: PrintedTable) -> list[dict[str, Any]]:
    """The columns of each indicator row, with its place from 1."""
    return [{"place": place} | row.model_dump() for place, row in enumerate(table.indicators, start=1)]


def read_table(review: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> PrintedTable:
    """The printed table that a row of ``self_review`` and its indicator rows (in order of place) stand for."""
    budget = PrintedBudget(**{name: review[f"budget_{name}"] for name in _MONEY_FIELDS}, funds=review["funds"])
    indicators = tuple(PrintedIndicator(**{name: row[name] for name in INDICATOR_FIELDS}) for row in rows)
    plain = {name: review[name] for name in (*_TABLE_FIELDS, *_FLAG_FIELDS)}
    return PrintedTable(
        id=review["printed_id"], year=review["year_printed"], budget=budget, indicators=indicators, **plain
    )


def finding_columns(finding: Finding) -> dict[str, Any]:
    """A finding as it is stored: the phrase and its values apart, so that it reads in any language later."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "row": finding.row,
        "field": finding.field,
        "text": finding.phrase.text,
        "values": {name: _plain(value) for name, value in finding.phrase.values.items()},
        "basis": finding.basis,
    }


def read_finding(stored: Mapping[str, Any]) -> Finding:
    """The finding that was stored."""
    said = Phrase(stored["text"], dict(stored["values"]))
    severity = Severity(stored["severity"])
    return Finding(stored["code"], severity, said, stored["field"], stored["row"], stored["basis"])


def _plain(value: object) -> object:
    if isinstance(value, Phrase):
        return value.text if not value.values else str(value)
    return value if isinstance(value, str | int | bool) or value is None else str(value)
