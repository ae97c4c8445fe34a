"""Output: one JSON value, or words and tables for people."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any

from rich.cells import set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

from kit.cli.terminal import escaped, harmless
from kit.core.digest import canonical
from kit.core.finding import Finding, Severity

WIDE, LABEL_WIDTH = 10_000, 15
console = Console(highlight=False, soft_wrap=True)
COLOURS = {Severity.BLOCK: "red", Severity.FAULT: "red", Severity.QUESTION: "yellow", Severity.NOTE: "dim"}


def print_json(value: Any) -> None:
    """Print one JSON value and nothing else."""
    sys.stdout.write(escaped(json.dumps(json.loads(_text(value)), ensure_ascii=False, indent=2)) + "\n")


def say(text: str) -> None:
    """Print a line for people."""
    console.print(escape(harmless(text)))


def complain(text: str) -> None:
    """Print a line beside the answer, on standard error."""
    sys.stderr.write(harmless(text) + "\n")


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> None:
    """Print rows as a table, or one below the other where the screen is too narrow for the table."""
    names = list(columns)
    shown = [[escape(_shown(row[name])) for name in names] for row in rows]
    table = _table(names, shown)
    if Measurement.get(console, console.options.update(width=WIDE), table).maximum <= console.width:
        console.print(table)
        return
    for values in shown:
        console.print(_table(["", ""], list(zip(names, values, strict=True)), show_header=False))
        console.print()


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings, a line each: severity, code, row, what it says, and its basis."""
    for finding in findings:
        place = f" #{finding.row}" if finding.row else ""
        colour = COLOURS[finding.severity]
        basis = f"  [dim]{escape(harmless(finding.basis))}[/dim]" if finding.basis else ""
        label = set_cell_size(finding.severity.label, LABEL_WIDTH)
        console.print(f"[{colour}]{label}[/] {finding.code}{place}  {escape(harmless(finding.message))}{basis}")


def _table(names: Sequence[str], rows: Iterable[Sequence[str]], *, show_header: bool = True) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, show_header=show_header)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _shown(value: Any) -> str:
    is_missing = value is None or (isinstance(value, float) and isnan(value))
    return "" if is_missing else harmless(str(value))


def _text(value: Any) -> str:
    try:
        return canonical(value)
    except (TypeError, ValueError):
        return json.dumps(value, default=str, ensure_ascii=False)
