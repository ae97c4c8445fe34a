"""Cells: one row on its way to a request: each cell read strictly, what is wrong with it kept beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kit.actions.desk import read_request
from kit.core.finding import Finding, block
from kit.core.language import Phrase, phrase
from kit.core.request import Request
from kit.exchange.finance.sheet import Row, Sheet
from kit.exchange.finance.text import Bare, is_shortened, is_storable, read_day, read_fen, read_year, shown
from kit.exchange.finance.vocabulary import Column, Vocabulary, is_word


@dataclass
class Cells:
    """The cells of one row, and the findings about them; ``field`` of each is the heading, ``row`` the place."""

    sheet: Sheet
    row: Row
    words: Vocabulary
    findings: list[Finding] = field(default_factory=list)

    def keep(self, finding: Finding, column: Column | None = None) -> None:
        """Add a finding about the row, or about one cell of it."""
        self.findings.append(replace(finding, row=self.row.place, field=self.heading(column) if column else None))

    def heading(self, column: Column) -> str:
        """The heading of a column as this file writes it."""
        return self.sheet.headings.get(column) or self.words.heading(column)

    def text(self, column: Column) -> str | None:
        """The text of a cell; None where it is empty or cannot be taken."""
        given = self.row.cells.get(column, "")
        if isinstance(given, Bare):
            said = phrase("{given} is no text; in JSON every value stands in quotes", given=shown(given))
            self.keep(block("exchange.not_text", said), column)
            return None
        if not is_storable(given):
            said = phrase("the cell holds a character that cannot be stored (such as NUL); remove it")
            self.keep(block("exchange.character_not_storable", said), column)
            return None
        if is_shortened(given):
            said = phrase("{given} has lost digits in a spreadsheet; take the file as it was sent", given=shown(given))
            self.keep(block("exchange.digits_lost", said), column)
            return None
        if not given:
            self._is_missing(column)
        return given or None

    def amount(self, column: Column, least: int = 1) -> int | None:
        """The fen of a cell, at least *least*."""
        given = self.row.cells.get(column, "")
        fen = read_fen(given)
        if fen is not None and fen >= least:
            return fen
        if given or not self._is_missing(column):
            said = phrase(
                "{given} is no amount that can be taken; write yuan above zero as text, with at most two decimals, "
                "like 1,740,000.00",
                given=shown(given),
            )
            self.keep(block("exchange.amount_wrong", said), column)
        return None

    def day(self, column: Column) -> date | None:
        """The day of a cell."""
        given = self.text(column)
        found = read_day(given) if given else None
        if given and found is None:
            said = phrase("{given} is no day of the calendar; write it like 2026-06-15", given=shown(given))
            self.keep(block("exchange.day_wrong", said), column)
        return found

    def year(self, column: Column) -> int | None:
        """The year of a cell; in JSON a number will do."""
        given = self.row.cells.get(column, "")
        found = read_year(given)
        if found is None and (given or not self._is_missing(column)):
            said = phrase("{given} is no fiscal year; write it like 2026", given=shown(given))
            self.keep(block("exchange.year_wrong", said), column)
        return found

    def is_yes(self, column: Column) -> bool:
        """True for yes, false for no and for an empty cell."""
        given = self.text(column) or ""
        if given and not is_word(given, self.words.yes) and not is_word(given, self.words.no):
            allowed = f"{self.words.yes[0]}, {self.words.no[0]}"
            self.keep(word_unknown(given, allowed), column)
        return is_word(given, self.words.yes)

    def request(self, model: type[Request], values: Mapping[str, Any], columns: Mapping[str, Column]) -> Request | None:
        """The request of those values; what is wrong with a field is said of its column."""
        asked, findings = read_request(model, {name: value for name, value in values.items() if value is not None})
        for finding in findings:
            self.keep(*self.at_column(finding, columns))
        return asked

    def at_column(self, finding: Finding, columns: Mapping[str, Column]) -> tuple[Finding, Column | None]:
        """A finding about a field of a request as one about the column that the field came from."""
        column = columns.get(finding.field or "")
        if column is None or "field" not in finding.phrase.values:
            return finding, column
        named = finding.phrase.values | {"field": self.heading(column)}
        return replace(finding, phrase=Phrase(finding.phrase.text, named)), column

    def _is_missing(self, column: Column) -> bool:
        """True where an empty cell is one that the kind of file needs; it is said."""
        is_needed = self.sheet.kind is not None and column in self.sheet.kind.needed
        if is_needed:
            said = phrase("{heading} is empty; it is needed", heading=self.heading(column))
            self.keep(block("exchange.cell_missing", said), column)
        return is_needed


def word_unknown(given: str, allowed: str) -> Finding:
    """A word where only some are understood."""
    said = phrase("{given} is not understood here; write one of {allowed}", given=shown(given), allowed=allowed)
    return block("exchange.word_unknown", said)
