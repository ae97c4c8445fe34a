"""Place: a named place ``{{name}}`` in an office's own form, filled with a text or with the pieces of a report.

A place is a name and nothing else: no expression, no condition, no code. It may be broken over several runs, as word
processors do, and takes the look of the sign that it begins with.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

PLACE = re.compile(r"\{\{([^{}]*)\}\}")
# Names in both languages; a text place holds one line, a block place a part of the report.
TEXTS = {
    "title": "标题", "about": "副标题", "office": "单位", "day": "日期", "project": "项目编号", "year": "年度",
    "run": "运行说明",
}  # fmt: skip
BLOCKS = {"outline": "目录", "body": "正文", "annexes": "附件", "section": "章节"}
_NAMES = {chinese: name for name, chinese in (TEXTS | BLOCKS).items()}


@dataclass(frozen=True)
class Place:
    """One place: its name in English, what stands after a colon, and the paragraph that holds it."""

    name: str
    of: str
    written: str
    paragraph: Any

    @property
    def is_block(self) -> bool:
        """True where a part of the report goes here, not a line."""
        return self.name in BLOCKS

    @property
    def stands_alone(self) -> bool:
        """True where its paragraph holds nothing else."""
        return bool(PLACE.fullmatch(self.paragraph.text.strip()))

    @property
    def is_known(self) -> bool:
        """True where the kit has something for it."""
        return self.name in TEXTS or (self.name in BLOCKS and bool(self.of) == (self.name == "section"))


def find_places(document: Any) -> list[Place]:
    """All places of *document*, those in tables, headers and footers included."""
    return [place for paragraph in paragraphs_of(document) for place in _places(paragraph)]


def paragraphs_of(document: Any) -> Iterator[Any]:
    """Every paragraph of body, tables, text boxes, headers and footers."""
    for root in _roots(document):
        for element in root.iter(qn("w:p")):
            yield Paragraph(element, document._body)


def fill_texts(paragraph: Any, values: Mapping[str, str]) -> None:
    """Put *values* into the text places of *paragraph*, from the last to the first so that those before stay put."""
    whole = paragraph.text
    for found in reversed(list(PLACE.finditer(whole))):
        name = _english(found[1])[0]
        if name in values:
            _replace(paragraph, found.start(), found.end(), values[name])


def _places(paragraph: Any) -> Iterator[Place]:
    for found in PLACE.finditer(paragraph.text):
        name, of = _english(found[1])
        yield Place(name, of, found[0], paragraph)


def _english(written: str) -> tuple[str, str]:
    name, _colon, of = written.strip().replace(":", ":").partition(":")
    return _NAMES.get(name.strip(), name.strip()), of.strip()


def _roots(document: Any) -> Iterator[Any]:
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                yield part._element


def _replace(paragraph: Any, start: int, end: int, value: str) -> None:
    """Replace the signs from *start* to *end* of the paragraph's text; the run that holds *start* keeps its look."""
    at, is_written = 0, False
    for run in _runs(paragraph):
        length = len(run.text)
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            run.text = run.text[:first] + ("" if is_written else value) + run.text[last:]
            is_written = True
        at += length


def _runs(paragraph: Any) -> list[Any]:
    return [run for item in paragraph.iter_inner_content() for run in (getattr(item, "runs", None) or [item])]
