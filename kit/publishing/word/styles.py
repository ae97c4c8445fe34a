"""Styles: what a document's paragraphs look like, made from the layout where the document does not have them yet."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips

from kit.publishing.word.layout import Font, Layout

BODY, NOTE, CAPTION, CELL = "Kit Body", "Kit Note", "Kit Caption", "Kit Table"
OUTLINE, COVER, FOOTER, PLAIN = "Kit Outline", "Kit Cover", "Kit Page Number", "Kit Plain"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
TITLE = "Title"
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_TWIPS_A_POINT = 20
# What a table's cells keep free above and below their text.
CELL_POINTS = 2.0


@dataclass(frozen=True)
class Look:
    """How a kind of paragraph looks: font, place, first indent and height of a line (None: as high as it must be)."""

    font: Font
    side: WD_ALIGN_PARAGRAPH
    indent_points: float = 0
    line_points: float | None = None
    spacing_twips: int = 0
    space_points: float = 0


def add_styles(document: Any, layout: Layout) -> None:
    """Give *document* the kit's styles that it lacks; what an office's form has already stays as it is."""
    for name, look in _looks(layout).items():
        if name not in document.styles:
            _style(document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), look, layout)


def dress(document: Any, layout: Layout) -> None:
    """Set the styles that every document has (Normal, Title, headings) as the layout wants them."""
    looks = {"Normal": _plain(layout), TITLE: _title(layout)} | dict(zip(HEADINGS, _headings(layout), strict=True))
    for name, look in looks.items():
        _style(document.styles[name], look, layout)
    add_styles(document, layout)
    document.settings.odd_and_even_pages_header_footer = True


def set_font(target: Any, font: Font, layout: Layout) -> None:
    """Give a style or a run *font*: the Chinese one by its name, Latin letters and digits in the layout's Latin."""
    properties = target.element.get_or_add_rPr() if hasattr(target, "element") else target._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in _THEMES:
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), layout.latin)
    fonts.set(qn("w:eastAsia"), font.names[0])
    target.font.size = Pt(layout.points(font))


def name_fonts(document: Any, layout: Layout) -> None:
    """Write into the document's list of fonts what may stand in for each that is not installed."""
    part = next((each for each in document.part.package.iter_parts() if each.partname.endswith("fontTable.xml")), None)
    if part is None:
        return
    listed = parse_xml(part.blob)
    known = {each.get(qn("w:name")) for each in listed}
    fonts: list[Font] = [getattr(layout.fonts, name) for name in type(layout.fonts).model_fields]
    for font in {font.names[0]: font for font in fonts}.values():
        if font.names[0] not in known:
            listed.append(_font_entry(font))
    # The library holds this part as bytes only.
    part._blob = serialize_part_xml(listed)


def _font_entry(font: Font) -> Any:
    entry = OxmlElement("w:font")
    entry.set(qn("w:name"), font.names[0])
    others = OxmlElement("w:altName")
    others.set(qn("w:val"), ",".join(font.names[1:]))
    charset = OxmlElement("w:charset")
    charset.set(qn("w:val"), "86")
    entry.append(others)
    entry.append(charset)
    return entry


def _looks(layout: Layout) -> dict[str, Look]:
    fonts, left, centre = layout.fonts, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    indent = layout.page.indent_letters.value * layout.page.letter_points
    return {
        BODY: Look(fonts.body, WD_ALIGN_PARAGRAPH.JUSTIFY, indent, layout.page.line_points, _spacing(layout)),
        PLAIN: _plain(layout),
        NOTE: Look(fonts.small, left),
        CAPTION: Look(fonts.table, centre),
        CELL: Look(fonts.table, left, space_points=CELL_POINTS),
        OUTLINE: Look(fonts.body, left, 0, layout.page.line_points),
        COVER: Look(fonts.body, centre, 0, layout.page.line_points),
        FOOTER: Look(fonts.page_number, left, 0, layout.points(fonts.page_number)),
    }


def _plain(layout: Layout) -> Look:
    return Look(layout.fonts.body, WD_ALIGN_PARAGRAPH.LEFT, 0, layout.page.line_points, _spacing(layout))


def _title(layout: Layout) -> Look:
    # Two lines of 29 points in which a title of 22 points has room to break.
    return Look(layout.fonts.title, WD_ALIGN_PARAGRAPH.CENTER, 0, layout.points(layout.fonts.title) * 1.6)


def _headings(layout: Layout) -> list[Look]:
    indent = layout.page.indent_letters.value * layout.page.letter_points
    fonts = (layout.fonts.heading1, layout.fonts.heading2, layout.fonts.heading3)
    return [Look(font, WD_ALIGN_PARAGRAPH.LEFT, indent, layout.page.line_points) for font in fonts]


def _spacing(layout: Layout) -> int:
    """What is added to each letter, in twips and rounded down, so that the letters of a line fit on it."""
    return int((layout.page.letter_points - layout.points(layout.fonts.body)) * _TWIPS_A_POINT - 1)


def _style(style: Any, look: Look, layout: Layout) -> None:
    set_font(style, look.font, layout)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.quick_style = True
    _set_spacing(style, look.spacing_twips)
    _clear_borders(style)
    shape = style.paragraph_format
    shape.alignment = look.side
    shape.first_line_indent = Pt(look.indent_points)
    shape.space_before = shape.space_after = Pt(look.space_points)
    shape.widow_control = False
    if look.line_points is None:
        shape.line_spacing = 1.0
    else:
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Twips(int(look.line_points * _TWIPS_A_POINT))


def _set_spacing(style: Any, twips: int) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    if twips:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(twips))
        properties.insert_element_before(
            spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang"
        )


def _clear_borders(style: Any) -> None:
    # The library's own template underlines a title.
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
