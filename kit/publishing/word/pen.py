"""Pen: writes the pieces of a report into a Word document, one after another, at a place in it."""

from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kit.publishing.drawing import draw_png
from kit.publishing.piece import Facts, Head, Picture, Piece, Section, Table, Tiles, Words, clean
from kit.publishing.word.layout import Layout
from kit.publishing.word.numbering import Numbering
from kit.publishing.word.styles import BODY, CAPTION, CELL, HEADINGS, NOTE, TITLE
from kit.publishing.word.table import draw_pairs, draw_table, fit_widths

BOOKMARK = "kit_section_{}"


class Pen:
    """Writes before *mark*, a paragraph of the document, which whoever holds the pen takes away in the end."""

    def __init__(self, document: Any, layout: Layout, mark: Any, width_mm: float, numbering: Numbering) -> None:
        self.document, self.layout, self.mark = document, layout, mark
        self.width_mm = width_mm
        self.numbering = numbering

    @property
    def room(self) -> float:
        """How many letters of a table fit between the margins."""
        return float(Mm(self.width_mm).pt / self._letter)

    def write(self, piece: Piece) -> None:
        """Write one piece."""
        match piece:
            case Section():
                self._heading(piece)
            case Words():
                self._words(piece)
            case Facts() | Tiles():
                self._pairs(piece)
            case Table():
                self.say(self.numbering.caption(), CAPTION)
                self.table(piece)
            case Picture():
                self._picture(piece)
            case _:
                self.say(piece.text, TITLE)

    def say(self, text: str, style: str) -> Any:
        """A paragraph in a style of the document."""
        return self.mark.insert_paragraph_before(clean(text), style)

    def table(self, table: Table) -> None:
        """A table of the text area's width, with room beneath."""
        whole = _cleaned(table)
        self._insert(draw_table(whole, fit_widths(whole, self.room), self._letter, self._cell_style))

    def _words(self, piece: Words) -> None:
        paragraph = self.say(piece.text, NOTE if piece.tone == "note" else BODY)
        if piece.tone == "advice":
            # It names commands, which are not broken: justified, the line before one would be torn apart.
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT

    def _heading(self, piece: Section) -> None:
        number = self.numbering.next(piece.level, piece.text)
        style = HEADINGS[min(piece.level, len(HEADINGS)) - 1]
        paragraph = self.say(number + piece.text, style)
        paragraph.paragraph_format.keep_with_next = True
        if piece.level == 1:
            _bookmark(paragraph, BOOKMARK.format(len(self.numbering.sections)), len(self.numbering.sections))

    def _pairs(self, piece: Facts | Tiles) -> None:
        """Names and values beside each other; a figure that asks for attention is shaded."""
        pairs = [(clean(pair[0]), clean(pair[1]), pair[2:] not in {(), ("plain",)}) for pair in piece.pairs]
        if pairs:
            self._insert(draw_pairs(pairs, self.room, self._letter, self._cell_style))

    def _picture(self, piece: Picture) -> None:
        image = piece.png or (draw_png(piece.drawing) if piece.drawing else b"")
        if not image:
            return
        paragraph = self.say("", CAPTION)
        shape = paragraph.add_run().add_picture(BytesIO(image), width=Mm(self.width_mm))
        _shrink(shape, Mm(self.layout.report.picture_height_mm.value))
        _describe(shape, piece.described)
        paragraph.paragraph_format.keep_with_next = True
        if piece.described:
            self.say(self.numbering.picture(piece.described), CAPTION).paragraph_format.space_after = Pt(8)

    def _insert(self, table: Any) -> None:
        self.mark._p.addprevious(table)
        self.say("", CELL)

    @property
    def _letter(self) -> float:
        return self.layout.points(self.layout.fonts.table)

    @property
    def _cell_style(self) -> str:
        return str(self.document.styles[CELL].style_id)


def centre(paragraph: Any) -> Any:
    """*paragraph* set in the middle, without an indent."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    return paragraph


def _cleaned(table: Table) -> Table:
    heads = tuple(Head(clean(each.text), each.is_number, each.is_counted) for each in table.heads)
    return Table(heads, tuple(tuple(map(clean, row)) for row in table.rows), table.marked)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for each in (start, end):
        each.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    first = paragraph._p.find(qn("w:r"))
    first.addprevious(start)
    paragraph._p.append(end)


def _shrink(shape: Any, height: int) -> None:
    """Make a picture that is higher than *height* as high as that."""
    if shape.height > height:
        shape.width, shape.height = int(shape.width * height / shape.height), height


def _describe(shape: Any, text: str) -> None:
    """What the picture shows, for those who cannot see it."""
    shape._inline.docPr.set("descr", clean(text))
