"""Sheet: the rows of a finance file by column, its headings known and its control totals in agreement with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kit.core.finding import Finding, block, is_blocked
from kit.core.language import phrase
from kit.core.money import Money
from kit.core.number import to_halfwidth
from kit.exchange.finance.draft import Draft, read_draft
from kit.exchange.finance.kind import Kind, kind_of
from kit.exchange.finance.text import read_fen, shown
from kit.exchange.finance.vocabulary import Column, Vocabulary, load_vocabulary
from kit.exchange.selfreview.container import Limits, load_limits
from kit.workspace.resources import Resources


@dataclass(frozen=True)
class Row:
    """One row: its place in the file and its cells by column."""

    place: int
    cells: Mapping[Column, str]


@dataclass
class Sheet:
    """A file as far as it was understood; a finding that blocks says why it is refused whole."""

    name: str
    kind: Kind | None = None
    headings: Mapping[Column, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """True where something about the whole file stops it."""
        return is_blocked(self.findings)


@dataclass(frozen=True)
class SheetReader:
    """How an office's files are read: its words and limits."""

    words: Vocabulary
    limits: Limits

    def read(self, path: Path) -> Sheet:
        """The rows of *path*; raises UnreadableFile with one line where it is no file of rows."""
        draft = read_draft(path, self.words, self.limits)
        columns = [self.words.column(heading) for heading in draft.headings]
        sheet = Sheet(path.name, kind_of({column for column in columns if column}))
        sheet.headings = {column: text for column, text in zip(columns, draft.headings, strict=True) if column}
        sheet.rows = tuple(_rows(draft, columns))
        sheet.findings = [*self._check_headings(draft, sheet.kind), *_check_shape(draft)]
        if sheet.kind and not sheet.is_refused:
            sheet.findings += self._check_totals(draft, sheet, sheet.kind)
        return sheet

    def _check_headings(self, draft: Draft, kind: Kind | None) -> list[Finding]:
        if kind is None:
            return [self._kind_unknown()]
        columns = [self.words.column(heading) for heading in draft.headings]
        strangers = [text for text, column in zip(draft.headings, columns, strict=True) if column not in kind.columns]
        doubled = [column for column in kind.columns if columns.count(column) > 1]
        missing = [column for column in kind.needed if column not in columns]
        return [
            *(_column_unknown(heading, kind) for heading in [*strangers, *draft.strangers]),
            *(_column_doubled(self.words.heading(column)) for column in doubled),
            *(_column_missing(self.words.heading(column), kind) for column in missing),
        ]

    def _kind_unknown(self) -> Finding:
        telling = ", ".join(self.words.heading(column) for column in (Column.DOCUMENT, Column.VOUCHER, Column.ALLOTTED))
        said = phrase("none of the headings {telling} stands in the file; check which file it is", telling=telling)
        return block("exchange.kind_unknown", said)

    def _check_totals(self, draft: Draft, sheet: Sheet, kind: Kind) -> Iterator[Finding]:
        count = _read_count(draft.count)
        if count is None:
            yield _totals_missing(self.words, self.words.count[0])
        elif count != len(sheet.rows):
            said = phrase(
                "the control total says {said} rows, the file holds {held}; ask for the file again",
                said=str(count),
                held=str(len(sheet.rows)),
            )
            yield block("exchange.totals_differ", said)
        sums = {self.words.column(heading): text for heading, text in draft.sums.items() if heading}
        for column in kind.summed:
            text = sums.get(column) or (draft.sums.get("", "") if len(kind.summed) == 1 else "")
            yield from self._check_sum(column, text, sheet)

    def _check_sum(self, column: Column, text: str, sheet: Sheet) -> list[Finding]:
        said_sum = read_fen(text)
        if said_sum is None:
            return [_totals_missing(self.words, sheet.headings[column])]
        amounts = [read_fen(row.cells[column]) for row in sheet.rows]
        # An amount that cannot be read is named with its row.
        if None in amounts or (held := sum(amount or 0 for amount in amounts)) == said_sum:
            return []
        said = phrase(
            "{heading}: the control total says {said}, the rows make {held}; ask for the file again",
            heading=sheet.headings[column],
            said=str(Money(said_sum)),
            held=str(Money(held)),
        )
        return [block("exchange.totals_differ", said, sheet.headings[column])]


def load_sheet_reader(resources: Resources) -> SheetReader:
    """A reader with the office's words and limits; raises ConfigurationError with file and line."""
    return SheetReader(load_vocabulary(resources), load_limits(resources))


def _rows(draft: Draft, columns: list[Column | None]) -> Iterator[Row]:
    for place, cells in draft.rows:
        yield Row(place, {column: cell for column, cell in zip(columns, cells, strict=True) if column})


def _check_shape(draft: Draft) -> Iterator[Finding]:
    for place in draft.misshapen:
        said = phrase("the row has cells beyond the headings, or is none; ask for the file again")
        yield replace(block("exchange.row_misshapen", said), row=place)
    if not draft.rows:
        yield block("exchange.no_rows", phrase("the file holds no row; nothing is to be done with it"))


def _column_unknown(heading: str, kind: Kind) -> Finding:
    said = phrase(
        "{heading} is no column of {kind}; remove it, or enter the heading in data/forms/finance.yaml",
        heading=shown(heading),
        kind=kind.name,
    )
    return block("exchange.column_unknown", said, shown(heading))


def _column_doubled(heading: str) -> Finding:
    said = phrase("the column {heading} stands twice; which one holds cannot be told", heading=heading)
    return block("exchange.column_doubled", said, heading)


def _column_missing(heading: str, kind: Kind) -> Finding:
    said = phrase("the column {heading} is missing; {kind} need it", heading=heading, kind=kind.name)
    return block("exchange.column_missing", said, heading)


def _totals_missing(words: Vocabulary, heading: str) -> Finding:
    said = phrase(
        "the control total of {heading} is missing or cannot be read; a CSV file ends with the row {row}, "
        "a JSON file has {count} and {sum} in its head",
        heading=heading,
        row=words.total_row[0],
        count=words.count[0],
        sum=words.sum[0],
    )
    return block("exchange.totals_missing", said, heading)


def _read_count(text: str | None) -> int | None:
    plain = to_halfwidth(text or "").replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None
