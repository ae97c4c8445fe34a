"""Approval form (审批单): an approval as a page to print, with what was signed and room for ink and stamp."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import docx
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from kit.core.language import _
from kit.publishing.approval_sheet import ApprovalSheet
from kit.publishing.piece import clean
from kit.publishing.terms import write_term
from kit.publishing.word.layout import Font, Layout, load_layout
from kit.publishing.word.styles import name_fonts, set_font

SIDES_MM = (25, 20)
LABEL_MM = 32
# Room for a signature and a stamp by hand.
SIGNING_MM = 22
GRID = "Table Grid"
APART_POINTS = 4


def write_form(sheet: ApprovalSheet) -> bytes:
    """The form as a Word file; the same approval gives the same bytes."""
    document: Any = docx.Document()
    layout = load_layout(sheet.reader.resources)
    _set_paper(document, layout)
    _Pen(document, layout, sheet).write()
    name_fonts(document, layout)
    return _as_bytes(document, sheet.row["since"])


class _Pen:
    """Writes the form from top to bottom."""

    def __init__(self, document: Any, layout: Layout, sheet: ApprovalSheet) -> None:
        self.document, self.layout, self.sheet = document, layout, sheet
        self.grid: Any = None

    def write(self) -> None:
        """Title, what is asked, a row for each step, and what the signatures bind."""
        sheet, row = self.sheet, self.sheet.row
        title = self.document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._say(title, _("Approval form"), self.layout.fonts.title)
        self.grid = self.document.add_table(rows=0, cols=4, style=GRID)
        self.grid.autofit = False
        self._pairs(_("Approval number"), sheet.code, _("submitted on"), str(row["submitted_on"]))
        self._pairs(_("asked by"), sheet.name_of(row["applicant"]), _("state"), write_term(row["state"]))
        self._whole(_("what is asked"), sheet.title)
        self._whole(_("projects concerned"), sheet.projects)
        for line in sheet.lines:
            self._whole(line.title, line.value)
        for place, (step, texts) in enumerate(_steps(sheet)):
            self._signing(f"{place + 1}. {step}", texts)
        self._foot()

    def _pairs(self, *texts: str) -> None:
        for place, (cell, text) in enumerate(zip(self._cells(), texts, strict=True)):
            self._fill(cell, text, is_label=place % 2 == 0)

    def _whole(self, label: str, text: str) -> Any:
        cells = self._cells()
        self._fill(cells[0], label, is_label=True)
        rest = cells[1].merge(cells[3])
        self._fill(rest, text)
        return rest

    def _signing(self, label: str, texts: list[str]) -> None:
        cell = self._whole(label, texts[0] if texts else "")
        for text in texts[1:]:
            self._say(cell.add_paragraph(), text, self.layout.fonts.table)
        row = self.grid.rows[-1]
        row.height, row.height_rule = Mm(SIGNING_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
        below = cell.add_paragraph()
        below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._say(below, _("Signature (stamp):                    Date:            "), self.layout.fonts.table)

    def _foot(self) -> None:
        said = _("Digest of the content (SHA-256): {digest}").format(digest=self.sheet.row["digest"])
        more = _("A signature is of this content. The form itself decides nothing; keep its scan with the approval.")
        for text in (said, more):
            self._say(self.document.add_paragraph(), text, self.layout.fonts.small)

    def _cells(self) -> Any:
        cells = self.grid.add_row().cells
        room = self.layout.page.width_mm.value - sum(SIDES_MM)
        for place, cell in enumerate(cells):
            cell.width = Mm(LABEL_MM if place % 2 == 0 else (room - 2 * LABEL_MM) / 2)
        return cells

    def _fill(self, cell: Any, text: str, *, is_label: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        if is_label:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._say(paragraph, text, self.layout.fonts.table)

    def _say(self, paragraph: Any, text: str, font: Font) -> None:
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(APART_POINTS)
        set_font(paragraph.add_run(clean(text)), font, self.layout)


def _steps(sheet: ApprovalSheet) -> Iterator[tuple[str, list[str]]]:
    """Each step with what was said at it and still counts."""
    signed = sheet.signed[~sheet.signed["is_void"].astype(bool)]
    for name, found in sheet.steps_found:
        rows = signed[signed["step_name"] == name].to_dict("records")
        yield found, [sheet.said(row) for row in rows]


def _set_paper(document: Any, layout: Layout) -> None:
    paper = document.sections[0]
    paper.page_width, paper.page_height = Mm(layout.page.width_mm.value), Mm(layout.page.height_mm.value)
    paper.left_margin, paper.right_margin = Mm(SIDES_MM[0]), Mm(SIDES_MM[1])
    paper.top_margin = paper.bottom_margin = Mm(SIDES_MM[1])


def _as_bytes(document: Any, day: date) -> bytes:
    """The file; *day* stands in its properties as that of its making, whenever it is made."""
    noted = document.core_properties
    noted.title = noted.author = noted.last_modified_by = noted.comments = ""
    noted.created = noted.modified = datetime.combine(day, time())
    noted.revision = 1
    file = BytesIO()
    document.save(file)
    return file.getvalue()
