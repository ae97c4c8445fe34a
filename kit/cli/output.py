"""Output: one JSON value, or words and tables for people."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kit.core.digest import canonical
from kit.core.finding import Finding, Severity

console = Console(highlight=False, soft_wrap=True)
COLOURS = {Severity.BLOCK: "red", Severity.FAULT: "red", Severity.QUESTION: "yellow", Severity.NOTE: "dim"}


def print_json(value: Any) -> None:
    """Print one JSON value and nothing else."""
    sys.stdout.write(json.dumps(json.loads(_text(value)), ensure_ascii=False, indent=2) + "\n")


def say(text: str) -> None:
    """Print a line for people."""
    console.print(escape(text))


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> None:
    """Print rows as a table."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    names = list(columns)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(escape(_shown(row[name])) for name in names))
    console.print(table)


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings, a line each: severity, code, row, what it says, and its basis."""
    for finding in findings:
        place = f" #{finding.row}" if finding.row else ""
        colour = COLOURS[finding.severity]
        basis = f"  [dim]{escape(finding.basis)}[/dim]" if finding.basis else ""
        console.print(f"[{colour}]{finding.severity:8}[/] {finding.code}{place}  {escape(finding.message)}{basis}")


def _shown(value: Any) -> str:
    is_missing = value is None or (isinstance(value, float) and isnan(value))
    return "" if is_missing else str(value)


def _text(value: Any) -> str:
    try:
        return canonical(value)
    except (TypeError, ValueError):
        return json.dumps(value, default=str, ensure_ascii=False)
