"""Orphans: numbers on a page that no figure stands behind, or that do not say what their figure says.

Excepted by rule, and by nothing else: headings, names of columns, pictures; days, months and years; numbers of articles
and documents; author and year of what is cited, in brackets; identifiers (digits that hang on a Latin letter); units
of amounts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from kit.core.errors import UsageError
from kit.publishing.agreement import agrees
from kit.publishing.figures import read_figures
from kit.publishing.manifest import read_manifest

SILENT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th", "svg", "style", "script", "head", "footer", "nav", "dt"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr", "source"})
_NUMERAL = "〇零一二两三四五六七八九十百千"
# A sentence in Chinese has no space around a number; only digits and letters tell where one ends.
_ALONE, _ENDS = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_DAY = r"(19|20)\d\d-\d\d?-\d\d?([ T]\d\d:\d\d(:\d\d)?)?"
EXCEPTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ALONE}{_DAY}{_ENDS}",
        r"(19|20)\d\d\s*年(度)?(\s*\d{1,2}\s*月(\s*\d{1,2}\s*日)?)?",
        r"\d{1,2}\s*月\s*\d{1,2}\s*日",
        r"(?i)\b(fiscal )?years? (19|20)\d\d\b",
        rf"[{_NUMERAL}]{{4}}年",
        r"第\s*\d+\s*[条款项章节号表页]",
        rf"第[{_NUMERAL}]+[条款项章节]",
        r"[〔\[(（](19|20)\d\d[〕\])）]\s*(第\s*)?\d+\s*号",
        r"(?i)\barticles? \d+(\(\d+\))?",
        r"GB/?T?\s*[\d.]+([-—–]\d{4})?",
        rf"{_ALONE}[A-Za-z][A-Za-z0-9_.~-]*\d[A-Za-z0-9_.-]*",
        r"[(（][A-Z][a-z]+( (and|&) [A-Z][a-z]+)? (19|20)\d\d[)）]",
        r"\b10,000 yuan\b",
    )
)
_DIGITS = re.compile(r"[-−+]?[\d０-９][\d０-９,，]*([.．][\d０-９]+)?\s*[%％‰]?")
_COUNTED = "[个项份次人天家笔件户元分倍条处年月亿万]"
_WORDS = re.compile(
    rf"百分之[{_NUMERAL}点]+|[{_NUMERAL}]+分之[{_NUMERAL}]+|[{_NUMERAL}]{{2,}}[万亿]*(?=\s*{_COUNTED})"
    # Very (十分) is no number where a word follows.
    rf"|(?!十分[\u4e00-\u9fff])[{_NUMERAL}]+[万亿]*(?=\s*(元|分(?![之类析别布配点])|成(?![为立果本功员效])))"
    r"|一半|半数|过半|翻番|翻一番"
)


@dataclass(frozen=True)
class Orphan:
    """One number: what stands there, the words around it, and the figure that it contradicts (none: no figure)."""

    text: str
    around: str
    figure: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The orphan as the manifest lists it."""
        return {"text": self.text, "around": self.around, "figure": self.figure}


def find_orphans(page: str, figures: Iterable[Mapping[str, Any]]) -> list[Orphan]:
    """All numbers in the body of a *page* that have no figure, or say something else than theirs."""
    known: dict[str, list[Mapping[str, Any]]] = {}
    for figure in figures:
        known.setdefault(str(figure["id"]), []).append(figure)
    reader = _Page(known)
    reader.feed(page)
    reader.close()
    return reader.found


class _Page(HTMLParser):
    def __init__(self, figures: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        super().__init__()
        self.found: list[Orphan] = []
        self._figures = figures
        self._open: list[tuple[str, str | None]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a text of its own; an element inside a sentence does not."""
        if tag in VOID:
            return
        figure = dict(attrs).get("data-figure")
        if figure is not None or not self._is_inline(tag):
            self._end_text()
        self._open.append((tag, figure))

    def handle_endtag(self, tag: str) -> None:
        """The end of an element; what was left open inside it ends too."""
        if not any(name == tag for name, _figure in self._open):
            return
        while self._open:
            name, figure = self._open[-1]
            if figure is not None or not self._is_inline(name):
                self._end_text()
            self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Text goes to the block that it stands in."""
        self._text += data

    def close(self) -> None:
        """Look at what was left."""
        super().close()
        self._end_text()

    def _is_inline(self, tag: str) -> bool:
        return tag in {"span", "b", "i", "em", "strong", "small", "code", "a", "u", "sub", "sup", "mark"}

    def _end_text(self) -> None:
        text, self._text = self._text, ""
        named = next((figure for _name, figure in reversed(self._open) if figure is not None), None)
        if named is not None:
            self._compare(text, named)
        elif not any(name in SILENT for name, _figure in self._open):
            self.found += find_numbers(text)

    def _compare(self, text: str, named: str) -> None:
        said = text.strip()
        own = [figure for figure in self._figures.get(named, ()) if str(figure["text"]).strip() == said]
        if not any(agrees(str(figure["value"]), said) for figure in own):
            self.found.append(Orphan(said, said, named))


def find_orphans_of_run(folder: Path) -> list[dict[str, Any]]:
    """The orphans of every report of the run in *folder* that did not fail, each with its ``report``.

    Raises UsageError where the folder holds no finished run or a report's files cannot be read.
    """
    done = [each for each in read_manifest(folder)["reports"] if each["status"] == "done"]
    return [{"report": each["name"], **orphan.as_dict()} for each in done for orphan in _orphans_of(folder, each)]


def _orphans_of(folder: Path, report: Mapping[str, Any]) -> list[Orphan]:
    try:
        figures = read_figures(folder / report["figures"])
        return find_orphans((folder / report["page"]).read_text(encoding="utf-8"), figures)
    except (OSError, ValueError, KeyError, TypeError):
        name = report["name"]
        raise UsageError(
            f"{folder}: page or figures of {name} cannot be read; see kit report verify {folder}"
        ) from None


def find_numbers(text: str) -> Iterator[Orphan]:
    """The numbers of a *text* that no rule excepts, in digits of any width or in Chinese."""
    rest = text
    for pattern in EXCEPTED:
        rest = pattern.sub(lambda found: " " * len(found[0]), rest)
    for pattern in (_DIGITS, _WORDS):
        for found in pattern.finditer(rest):
            around = " ".join(text[max(0, found.start() - 12) : found.end() + 12].split())
            yield Orphan(found[0].strip(), around)
