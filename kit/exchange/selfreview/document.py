"""Document: the tables of a DOCX file, one below the other, with the lines between them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from kit.exchange.selfreview.container import Limits, UnreadableFile
from kit.exchange.selfreview.grid import GridDraft
from kit.exchange.selfreview.source import Source

DAMAGE = (
    BadZipFile,
    OpcError,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
)
NAME = "document"
SPAN_MAX = 500

# By first column: the row where the merged cell begins, and its last column.
OpenSpans = dict[int, tuple[int, int]]
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")}


def read_document(path: Path, data: bytes, limits: Limits) -> Source:
    """Everything as one grid: a table continued on the next page reads on; raises UnreadableFile for a damaged file."""
    try:
        body = Document(BytesIO(data)).element.body
        reader = _BodyReader()
        reader.read(body)
    except DAMAGE:
        raise UnreadableFile(f"{path}: is not a whole DOCX document; open it and save it again as .docx") from None
    if len(reader.draft.texts) > limits.cells_max:
        raise UnreadableFile(f"{path}: holds more than the {limits.cells_max:,} cells read at once; split it")
    return Source([reader.draft.finished()])


class _BodyReader:
    """A document's body on its way to a grid: paragraphs are rows of one cell."""

    def __init__(self) -> None:
        self.draft = GridDraft(NAME)
        self.row = 0
        self.part = 0

    def read(self, body: Any) -> None:
        for child in _children(body):
            if child.tag == qn("w:tbl"):
                self._read_table(child)
            elif child.tag == qn("w:p"):
                self._add_line(_paragraph_text(child))

    def _add_line(self, text: str) -> None:
        if text:
            self.draft.texts[self.row, 0] = text
            self.row += 1

    def _read_table(self, table: Any) -> None:
        self.part += 1
        open_spans: OpenSpans = {}
        nested: list[Any] = []
        for line in _children(table):
            if line.tag == qn("w:tr"):
                self._read_row(line, open_spans, nested)
                self.draft.parts[self.row] = self.part
                self.row += 1
        self._close(open_spans, set())
        for inner in nested:
            self._read_table(inner)

    def _read_row(self, line: Any, open_spans: OpenSpans, nested: list[Any]) -> None:
        column = _grid_before(line)
        seen = set()
        for cell in (child for child in _children(line) if child.tag == qn("w:tc")):
            last = column + _span(cell) - 1
            if _merge(cell) != "continue" or column not in open_spans:
                self._begin(cell, column, last, open_spans)
            seen.add(column)
            nested += cell.findall(qn("w:tbl"))
            column = last + 1
        self._close(open_spans, seen)

    def _begin(self, cell: Any, column: int, last: int, open_spans: OpenSpans) -> None:
        if column in open_spans:
            self._close(open_spans, set(open_spans) - {column})
        text = "\n".join(filter(None, (_paragraph_text(child) for child in _children(cell) if child.tag == qn("w:p"))))
        if text:
            self.draft.texts[self.row, column] = text
        if _merge(cell) or last > column:
            open_spans[column] = (self.row, last)

    def _close(self, open_spans: OpenSpans, still: set[int]) -> None:
        """Record the spans that do not reach into this row."""
        for column in [column for column in open_spans if column not in still]:
            top, last = open_spans.pop(column)
            self.draft.spans.append((top, column, max(top, self.row - 1), last))


def _children(element: Any) -> Iterator[Any]:
    """The children of *element*, through content controls and tracked insertions."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _paragraph_text(paragraph: Any) -> str:
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.getparent().tag == qn("w:r"):
            parts.append("-" if node.tag == qn("w:noBreakHyphen") else " ")
    return "".join(parts).strip()


def _grid_before(line: Any) -> int:
    before = line.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return min(int(before.get(qn("w:val"), 0)), SPAN_MAX) if before is not None else 0


def _span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return min(max(int(span.get(qn("w:val"), 1)), 1), SPAN_MAX) if span is not None else 1


def _merge(cell: Any) -> str | None:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return None if merge is None else str(merge.get(qn("w:val"), "continue"))
