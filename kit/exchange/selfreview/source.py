"""Source: the grids that one file holds, and what is to be said about single cells of it."""

from dataclasses import dataclass, field

from kit.core.finding import Finding, Severity
from kit.core.language import Phrase, phrase
from kit.exchange.selfreview.grid import Grid


@dataclass
class Source:
    """What a reader found in a file: grids in their order, findings with their place in ``field``."""

    grids: list[Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, severity: Severity, text: Phrase, where: str) -> None:
        """Add one finding about *where* (a sheet, a cell)."""
        self.findings.append(Finding(f"exchange.{code}", severity, text, field=where))

    def say_no_value(self, where: str) -> None:
        """A formula without a stored value."""
        self.say(
            "formula_without_value",
            Severity.QUESTION,
            phrase(
                "Cell {cell} holds a formula that was never computed; open the file, save it and read it again.",
                cell=where,
            ),
            where,
        )

    def say_error(self, where: str, shown: str) -> None:
        """A cell that shows an error of the spreadsheet."""
        self.say(
            "cell_error",
            Severity.QUESTION,
            phrase(
                "Cell {cell} shows the error {error}; mend its formula and read the file again.",
                cell=where,
                error=shown,
            ),
            where,
        )

    def say_shortened(self, where: str) -> None:
        """A number with more digits than a spreadsheet keeps."""
        self.say(
            "number_shortened",
            Severity.QUESTION,
            phrase(
                "Cell {cell} holds a number of more than 15 digits, whose last ones are lost; enter a code as text.",
                cell=where,
            ),
            where,
        )

    def say_hidden(self, sheet: str) -> None:
        """A hidden sheet, left unread."""
        self.say(
            "hidden_sheet",
            Severity.NOTE,
            phrase("Sheet {sheet} is hidden and was not read; show it if its tables count.", sheet=sheet),
            sheet,
        )
