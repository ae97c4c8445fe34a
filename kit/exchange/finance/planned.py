"""Planned: what an import means to do with one row: a request, nothing since it is done, or a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.core.finding import Finding, block, is_blocked
from kit.core.language import phrase
from kit.core.request import Request
from kit.exchange.finance.cells import Cells
from kit.exchange.finance.vocabulary import Column


@dataclass
class Planned:
    """One row with its request; ``columns`` says which column each field of the request came from."""

    cells: Cells
    columns: Mapping[str, Column]
    request: Request | None = None
    is_unchanged: bool = False

    @property
    def is_refused(self) -> bool:
        """True where a finding stops the row."""
        return is_blocked(self.cells.findings)

    def ask(self, model: type[Request], values: Mapping[str, Any]) -> None:
        """Plan a request, unless something has stopped the row."""
        if not self.is_refused:
            self.request = self.cells.request(model, values, self.columns)

    def hear(self, findings: Sequence[Finding]) -> None:
        """Take what the action said of the request."""
        codes = {finding.code for finding in findings}
        if "budget.done_already" in codes:
            self.is_unchanged = True
        for finding in findings:
            if finding.code == "budget.key_used":
                self.cells.keep(row_differs())
            elif finding.code != "budget.done_already":
                self.cells.keep(*self.cells.at_column(finding, self.columns))


def row_differs() -> Finding:
    """A row that came before and said something else."""
    said = phrase("this row came in before with other content; ask the finance department which one holds")
    return block("exchange.row_differs", said)
