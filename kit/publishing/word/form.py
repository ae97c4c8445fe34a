"""Form: the Word file that a report is filled into: the kit's own, made from the layout, or an office's.

An office's form lies beside the report in its workspace: ``reports/NAME.docx``. It is data: a file with macros, or one
that would fetch something from elsewhere, is refused.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kit.core.errors import UsageError
from kit.exchange.selfreview.container import Container, UnreadableFile, load_limits, open_file
from kit.publishing.word.layout import MM_IN_POINTS, Layout
from kit.publishing.word.place import BLOCKS, TEXTS, Place, find_places
from kit.publishing.word.styles import COVER, FOOTER, NOTE, PLAIN, TITLE, dress, name_fonts
from kit.workspace.resources import Resources

COVER_LINES = 7
_EXTERNAL = re.compile(r'<Relationship\b[^>]*TargetMode="External"[^>]*>')
_HYPERLINK = re.compile(r'Type="[^"]*/hyperlink"')
_FETCHING = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|LINK|DATABASE|IMPORT|AUTOTEXT)\b")


def own_form(layout: Layout) -> Any:
    """The kit's own form, fresh: made once in a process and read again from there."""
    return docx.Document(BytesIO(_made(layout.model_dump_json())))


@lru_cache(maxsize=2)
def _made(layout: str) -> bytes:
    file = BytesIO()
    make_form(Layout.model_validate_json(layout)).save(file)
    return file.getvalue()


def make_form(layout: Layout) -> Any:
    """The kit's own form: cover, outline, body and annexes in the official layout."""
    document: Any = docx.Document()
    dress(document, layout)
    name_fonts(document, layout)
    _set_paper(document.sections[0], layout)
    _write_cover(document, layout)
    document.add_paragraph("{{outline}}", PLAIN).paragraph_format.page_break_before = True
    _number_pages(document.add_section(WD_SECTION.NEW_PAGE), layout)
    for name, style in (("body", PLAIN), ("run", NOTE), ("annexes", PLAIN)):
        document.add_paragraph("{{" + name + "}}", style)
    return document


def open_form(path: Path) -> Any:
    """An office's form, read; raises UsageError for a file that is none, is not safe, or has a place nobody fills."""
    try:
        container, _data = open_file(path, load_limits(Resources()))
    except UnreadableFile as error:
        raise UsageError(str(error)) from None
    if container is not Container.DOCUMENT:
        raise UsageError(f"{path}: not a Word document (.docx); save the form as one")
    _refuse_fetching(path)
    document: Any = docx.Document(str(path))
    for place in find_places(document):
        _refuse(path, place)
    return document


def _refuse_fetching(path: Path) -> None:
    with ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(("vbaProject.bin", ".ocx")) or "/embeddings/" in name or "/activeX/" in name:
                raise UsageError(f"{path}: holds a macro or an embedded program ({name}); save the form without")
            for said in _fetches(name, package):
                raise UsageError(f"{path}: would fetch something from elsewhere ({said}); take it out of the form")


def _fetches(name: str, package: ZipFile) -> Iterator[str]:
    if name.endswith(".rels"):
        for found in _EXTERNAL.findall(package.read(name).decode("utf-8", "replace")):
            if not _HYPERLINK.search(found):
                yield name
    elif name.startswith("word/") and name.endswith(".xml"):
        text = package.read(name).decode("utf-8", "replace")
        for instruction in re.findall(r"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"", text):
            yield from _FETCHING.findall("".join(instruction))


def _refuse(path: Path, place: Place) -> None:
    if not place.is_known:
        known = ", ".join(f"{name} ({chinese})" for name, chinese in (TEXTS | BLOCKS).items())
        raise UsageError(
            f"{path}: nothing fills the place {place.written}; the places are {known}, the last one with a heading "
            "behind a colon"
        )
    if place.is_block and not place.stands_alone:
        raise UsageError(f"{path}: {place.written} stands beside other words; give it a paragraph of its own")


def _set_paper(section: Any, layout: Layout) -> None:
    page = layout.page
    section.page_width, section.page_height = Mm(page.width_mm.value), Mm(page.height_mm.value)
    section.top_margin, section.bottom_margin = Mm(page.top_mm.value), Mm(page.bottom_mm)
    section.left_margin, section.right_margin = Mm(page.left_mm.value), Mm(page.right_mm)
    number_mm = layout.points(layout.fonts.page_number) / MM_IN_POINTS
    section.footer_distance = Mm(page.bottom_mm - layout.page_number.below_mm.value - number_mm)
    section.header_distance = Mm(15)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)


def _write_cover(document: Any, layout: Layout) -> None:
    for _line in range(COVER_LINES):
        document.add_paragraph("", COVER)
    document.add_paragraph("{{title}}", TITLE)
    document.add_paragraph("", COVER)
    document.add_paragraph("{{about}}", COVER)
    office = document.add_paragraph("{{office}}", COVER)
    office.paragraph_format.space_before = Pt(layout.page.line_points * COVER_LINES)
    document.add_paragraph("{{day}}", COVER)


def _number_pages(section: Any, layout: Layout) -> None:
    """Page numbers from 1, right on odd and left on even pages, a letter from the edge, a dash on either side."""
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)
    points = layout.page_number.indent_letters.value * layout.points(layout.fonts.page_number)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):  # fmt: skip
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = FOOTER, side
        if side is WD_ALIGN_PARAGRAPH.RIGHT:
            paragraph.paragraph_format.right_indent = Pt(points)
        else:
            paragraph.paragraph_format.left_indent = Pt(points)
        paragraph.add_run("— ")
        add_field(paragraph, "PAGE", "1")
        paragraph.add_run(" —")


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that the word processor works out; *shown* stands there until it has."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.set(qn("w:dirty"), "true")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def turn(properties: Any) -> None:
    """Lay the pages of a section on their side: its margins turn with the paper."""
    from docx.section import Section

    section = Section(properties, None)  # type: ignore[arg-type]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = WD_ORIENT.LANDSCAPE
    top, right, bottom, left = section.top_margin, section.right_margin, section.bottom_margin, section.left_margin
    # The edge that is bound (left) becomes the upper one.
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = left, top, right, bottom
