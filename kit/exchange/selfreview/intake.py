"""Intake: all self-review tables that one file holds, and what is to be said about the file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from kit.core.finding import Finding, Severity
from kit.core.language import phrase
from kit.evaluation.printed import PrintedTable
from kit.exchange.selfreview.container import Container, Limits, UnreadableFile, load_limits, open_file
from kit.exchange.selfreview.document import read_document
from kit.exchange.selfreview.draft import TableDraft
from kit.exchange.selfreview.grid import Grid
from kit.exchange.selfreview.interchange import read_interchange, refused
from kit.exchange.selfreview.layout import Layout, load_layout
from kit.exchange.selfreview.old_workbook import read_old_workbook
from kit.exchange.selfreview.plain_text import decode, is_json, read_delimited
from kit.exchange.selfreview.recognise import recognise
from kit.exchange.selfreview.source import Source
from kit.exchange.selfreview.workbook import read_workbook
from kit.workspace.resources import Resources


@dataclass(frozen=True)
class Intake:
    """What a file gave: its tables, findings with their place (sheet, cell, entry) in ``field``, tables not read."""

    tables: tuple[PrintedTable, ...]
    findings: tuple[Finding, ...] = ()
    refused: int = 0


@dataclass(frozen=True)
class Reader:
    """How an office's files are read: the words on its forms and its limits. Make one and read many files with it."""

    layout: Layout
    limits: Limits

    def read(self, path: Path) -> Intake:
        """All tables of *path*; raises UnreadableFile with one line where nothing can be read from it."""
        container, data = open_file(path, self.limits)
        if container is Container.TEXT:
            text = decode(path, data)
            if is_json(path, text):
                return _intake(*read_interchange(path, text))
            return self._recognised(path, read_delimited(path, text, self.limits))
        readers = {
            Container.WORKBOOK: read_workbook,
            Container.OLD_WORKBOOK: read_old_workbook,
            Container.DOCUMENT: read_document,
        }
        return self._recognised(path, readers[container](path, data, self.limits))

    def _recognised(self, path: Path, source: Source) -> Intake:
        tables: list[PrintedTable] = []
        findings = list(source.findings)
        drafts = [(grid, draft) for grid in source.grids for draft in self._drafts(grid, findings)]
        for place, (grid, draft) in enumerate(drafts, 1):
            identifier = path.stem if len(drafts) == 1 else f"{path.stem}-{place}"
            try:
                tables.append(draft.finished(identifier[:200], f"{path.name} {grid.name}", self.layout))
            except ValidationError as error:
                findings.append(refused(error, f"{grid.name}!{draft.first_row + 1}"))
        if not drafts:
            raise UnreadableFile(
                f"{path}: holds no self-review table that is recognised; check that it has the headings of the form "
                "(一级指标, 三级指标, 分值, 得分), or add yours to data/forms/selfreview.yaml"
            )
        return _intake(tables, findings)

    def _drafts(self, grid: Grid, findings: list[Finding]) -> list[TableDraft]:
        drafts = recognise(grid, self.layout)
        if not drafts and grid.rows:
            findings.append(_no_table(grid.name))
        return drafts


def load_reader(resources: Resources) -> Reader:
    """A reader with the office's words and limits; raises ConfigurationError with file and line."""
    return Reader(load_layout(resources), load_limits(resources))


def read_tables(path: Path, reader: Reader | None = None) -> Intake:
    """All self-review tables of *path* (JSON, XLSX, XLS, DOCX, CSV); raises UnreadableFile with the remedy."""
    return (reader or load_reader(Resources())).read(path)


def _intake(tables: Iterable[PrintedTable], findings: Iterable[Finding]) -> Intake:
    whole = tuple(tables)
    said = (*findings, *_duplicates(whole))
    return Intake(whole, said, sum(finding.code == "exchange.table_refused" for finding in said))


def _duplicates(tables: Iterable[PrintedTable]) -> Iterator[Finding]:
    for identifier, count in Counter(table.id for table in tables).items():
        if count > 1:
            yield Finding(
                "exchange.duplicate_id",
                Severity.QUESTION,
                phrase("{count} tables carry the id {id}; give each one its own.", count=count, id=identifier),
                field=identifier,
            )


def _no_table(sheet: str) -> Finding:
    return Finding(
        "exchange.no_table",
        Severity.NOTE,
        phrase("{sheet} holds no self-review table that is recognised and was left out.", sheet=sheet),
        field=sheet,
    )
