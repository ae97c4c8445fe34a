"""Read back: what a page, a Word file and a PDF say, read by other means than those that wrote them."""

import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from tests.environment import lack

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# What stands before the words of a heading, 一、 （二） 1., and of a chart.
NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")
PICTURE = re.compile(r"^图\d+ ")
ENDS = {"p", "h1", "h2", "h3", "th", "td", "dt", "dd", "b", "li", "footer", "pre"}
UNREAD = {"script", "style", "svg", "nav", "title"}


class _Page(HTMLParser):
    """Each text that a reader of the page sees by itself, and the words that describe each chart."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.charts: list[str] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        described = dict(attrs).get("aria-label")
        if tag == "figure" and described:
            self.texts.append(described)
            self.charts.append(described)
        self._end(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD
        if tag == "h2":
            self.headings.append("".join(self._open))
        self._end(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._open.append(data)

    def _end(self, tag: str) -> None:
        if tag in ENDS:
            self.texts.append("".join(self._open))
            self._open = []


def page_texts(page: Path) -> Counter[str]:
    """What *page* says, text by text: paragraphs, cells, names, values, and what its charts show."""
    reader = _Page()
    reader.feed(page.read_text(encoding="utf-8"))
    return Counter(filter(None, map(_plain, reader.texts)))


def charts_and_headings(page: Path) -> set[str]:
    """What the charts of *page* show, in words, and its headings."""
    reader = _Page()
    reader.feed(page.read_text(encoding="utf-8"))
    return {_plain(text) for text in (*reader.charts, *reader.headings)}


def word_texts(file: Path) -> Counter[str]:
    """What the Word *file* says, paragraph by paragraph, headings and pictures without their numbers."""
    root = _part(file.read_bytes(), "word/document.xml")
    return Counter(filter(None, map(_paragraph, root.iter(f"{WORD}p"))))


def described_pictures(file: Path) -> list[str]:
    """What stands for each picture of the Word *file* where it cannot be seen."""
    return [each.get("descr", "") for each in _part(file.read_bytes(), "word/document.xml").iter(f"{DRAWN}docPr")]


def part_of(file: Path, name: str) -> ET.Element:
    """One part of a Word file."""
    return _part(file.read_bytes(), name)


def pdf_text(file: Path) -> str:
    """What the PDF says, in the order in which it is drawn, without spaces and breaks of lines."""
    return "".join(pdf_tool("pdftotext", "-raw", str(file), "-").split())


def pdf_tool(name: str, *arguments: str) -> str:
    """What a program of Poppler answers."""
    if shutil.which(name) is None:
        lack("poppler")
    return subprocess.run([name, *arguments], capture_output=True, check=True).stdout.decode()


def _paragraph(element: ET.Element) -> str:
    text = _plain("".join(each.text or "" for each in element.iter(f"{WORD}t")))
    style = element.find(f"{WORD}pPr/{WORD}pStyle")
    is_heading = style is not None and style.get(f"{WORD}val", "").startswith("Heading")
    return NUMBER.sub("", text) if is_heading else PICTURE.sub("", text)


def _part(package: bytes, name: str) -> ET.Element:
    with ZipFile(BytesIO(package)) as opened:
        return ET.fromstring(opened.read(name))


def _plain(text: str) -> str:
    return " ".join(text.split())
