"""Report: the Word file of a report: cover, outline, body, and annexes for the tables that are too wide or too long."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.section import Section as PaperSection
from docx.shared import Mm, Pt

from kit.core.language import _
from kit.publishing.executed import Content
from kit.publishing.piece import Piece, Section, Table, clean
from kit.publishing.word.form import add_field, turn
from kit.publishing.word.layout import Layout
from kit.publishing.word.numbering import Numbering
from kit.publishing.word.pen import BOOKMARK, Pen, centre
from kit.publishing.word.place import Place, fill_texts, find_places, paragraphs_of
from kit.publishing.word.styles import BODY, CAPTION, OUTLINE, TITLE, add_styles, name_fonts, set_font
from kit.publishing.word.table import is_narrow


class ReportDocument:
    """One report on its way into a form. The places are filled in the order of their need: body before outline."""

    def __init__(self, form: Any, layout: Layout, content: Content) -> None:
        self.form, self.layout, self.content = form, layout, content
        self.numbering = Numbering()
        self.annexes: list[tuple[int, str, Table]] = []

    def fill(self, values: Mapping[str, str]) -> Any:
        """The form, filled; *values* are the texts of its text places."""
        add_styles(self.form, self.layout)
        name_fonts(self.form, self.layout)
        places = {place.written: place for place in find_places(self.form) if place.is_block}
        # Taken before the records come in: braces in a project's name are its own, and no place of the form.
        own = list(paragraphs_of(self.form))
        for name in ("body", "section", "annexes", "outline"):
            for place in [each for each in places.values() if each.name == name]:
                self._fill_block(place)
        for paragraph in own:
            fill_texts(paragraph, {name: clean(value) for name, value in values.items()})
        return self.form

    def as_bytes(self, day: date) -> bytes:
        """The file; *day* stands in its properties as that of its making, whenever it is made."""
        noted = self.form.core_properties
        noted.title = clean(self.content.title.text)
        noted.author = noted.last_modified_by = noted.comments = ""
        noted.created = noted.modified = datetime.combine(day, time())
        noted.revision = 1
        file = BytesIO()
        self.form.save(file)
        return file.getvalue()

    def _fill_block(self, place: Place) -> None:
        {"body": self._body, "section": self._section, "annexes": self._annexes, "outline": self._outline}[place.name](
            place
        )
        _take_away(place.paragraph)

    def _body(self, place: Place) -> None:
        pen = self._pen(place)
        for piece in self.content.pieces:
            if isinstance(piece, Table) and self._is_apart(piece, pen.room):
                self._send_to_annex(pen, piece)
            else:
                pen.write(piece)

    def _section(self, place: Place) -> None:
        pen = self._pen(place)
        for piece in _of_section(self.content.pieces, place.of):
            pen.write(piece)

    def _send_to_annex(self, pen: Pen, table: Table) -> None:
        number, heading = self.numbering.annex()
        self.annexes.append((number, heading, table))
        pen.say(_("See annex {number}: {title}.").format(number=number, title=heading), BODY)

    def _annexes(self, place: Place) -> None:
        """The annexes, on pages laid on their side, in a section of their own."""
        if not self.annexes:
            return
        ahead = _paper_of(place.paragraph)
        _end_section(place.paragraph, deepcopy(ahead))
        sideways = deepcopy(ahead)
        turn(sideways)
        for old in sideways.findall(qn("w:pgNumType")):
            sideways.remove(old)
        pen = Pen(self.form, self.layout, place.paragraph, _room_mm(sideways), self.numbering)
        for number, heading, table in self.annexes:
            self._annex(pen, number, heading, table)
        if _is_last(place.paragraph):
            _replace_last(self.form, sideways)
        else:
            _end_section(place.paragraph, sideways)

    def _annex(self, pen: Pen, number: int, heading: str, table: Table) -> None:
        first = pen.say(_("Annex {number}").format(number=number), BODY)
        first.paragraph_format.first_line_indent = Pt(0)
        first.paragraph_format.page_break_before = number > 1
        set_font(first.runs[0], self.layout.fonts.heading1, self.layout)
        pen.say(heading, TITLE).paragraph_format.space_after = Pt(self.layout.page.line_points / 2)
        pen.table(table)

    def _outline(self, place: Place) -> None:
        head = centre(place.paragraph.insert_paragraph_before(_("Contents"), TITLE))
        head.paragraph_format.page_break_before = place.paragraph.paragraph_format.page_break_before
        place.paragraph.insert_paragraph_before("", OUTLINE)
        for number, text in enumerate(self.numbering.sections, 1):
            self._outline_line(place, text, number)
        for number, heading, _table in self.annexes:
            said = _("Annex {number}  {title}").format(number=number, title=heading)
            place.paragraph.insert_paragraph_before(clean(said), OUTLINE)

    def _outline_line(self, place: Place, text: str, number: int) -> None:
        line = place.paragraph.insert_paragraph_before(clean(text) + "\t", OUTLINE)
        edge = Mm(_room_mm(_paper_of(place.paragraph)))
        line.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        add_field(line, f"PAGEREF {BOOKMARK.format(number)} \\h", "")

    def _pen(self, place: Place) -> Pen:
        room = _room_mm(_paper_of(place.paragraph))
        return Pen(self.form, self.layout, place.paragraph, room, self.numbering)

    def _is_apart(self, table: Table, room: float) -> bool:
        places = self.layout.report
        return len(table.rows) > places.body_rows_max.value or not is_narrow(table, room, places.column_letters.value)


def _of_section(pieces: Sequence[Piece], heading: str) -> Iterator[Piece]:
    """The pieces below the heading of that name, without it."""
    is_inside = False
    for piece in pieces:
        if isinstance(piece, Section) and piece.level == 1:
            is_inside = piece.text == heading
        elif is_inside:
            yield piece


def _take_away(paragraph: Any) -> None:
    """Remove the place; a break that its paragraph holds, or the section that ends with it, stays."""
    properties = paragraph._p.pPr
    ends_section = properties is not None and properties.find(qn("w:sectPr")) is not None
    if ends_section or paragraph._p.findall(f".//{qn('w:br')}"):
        for text in paragraph._p.findall(f".//{qn('w:t')}"):
            text.text = ""
    else:
        paragraph._p.getparent().remove(paragraph._p)


def _paper_of(paragraph: Any) -> Any:
    """The section that is in force at *paragraph*: the next one that ends, else the document's last."""
    body = paragraph._p.getroottree().getroot().find(qn("w:body"))
    own = paragraph._p
    while own.getparent() is not body:
        own = own.getparent()
    for later in (own, *own.itersiblings()):
        found = later if later.tag == qn("w:sectPr") else later.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if found is not None:
            return found
    raise AssertionError("a document ends with a section")


def _is_last(paragraph: Any) -> bool:
    return bool(_paper_of(paragraph).getparent().tag == qn("w:body"))


def _end_section(paragraph: Any, properties: Any) -> None:
    """End a section just before *paragraph*."""
    mark = paragraph.insert_paragraph_before("", CAPTION)
    mark.paragraph_format.line_spacing = Pt(1)
    mark._p.get_or_add_pPr().append(properties)


def _replace_last(document: Any, properties: Any) -> None:
    last = document.element.body.find(qn("w:sectPr"))
    last.addprevious(properties)
    last.getparent().remove(last)


def _room_mm(properties: Any) -> float:
    section: Any = PaperSection(properties, None)  # type: ignore[arg-type]
    return float((section.page_width - section.left_margin - section.right_margin) / Mm(1))
