"""Redacted: a copy of a report's page and figures from which the rules have taken personal and secret fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from kit.core.language import _
from kit.publication.redaction import Redaction, RedactionRule, withheld
from kit.publishing.figures import embed_figures
from kit.publishing.orphans import VOID

# A number may be spread over elements that stand in one line; every other element ends the words before it.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
        "tspan",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PICTURES = frozenset({"img", "image"})
FOREIGN = "foreign"


@dataclass(frozen=True)
class Redacted:
    """The copy of a page, its figures, and what was taken out: where, by which rule, how often."""

    page: str
    figures: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    markings: list[str]


def redact(page: str, figures: Sequence[dict[str, Any]], rules: tuple[RedactionRule, ...]) -> Redacted:
    """Apply *rules* to texts and attributes of a page and to the list of its figures; the sealed ones stay as they are.

    Comments and scripts written into the page are left out, and bitmaps, in which nothing can be found.
    """
    redaction = Redaction(rules)
    copy = _Copy(redaction)
    copy.feed(page)
    copy.close()
    copy.end_words()
    kept = [_values(each, redaction) for each in figures if each["id"] not in copy.hidden]
    if copy.slot is not None:
        copy.parts[copy.slot] = embed_figures(kept)
    removed = [{"where": where, "rule": rule, "count": count} for (where, rule), count in redaction.taken.items()]
    return Redacted("".join(copy.parts), kept, removed, redaction.markings)


def _values(value: Any, redaction: Redaction) -> Any:
    if isinstance(value, str):
        return redaction.text(value, _("figures"))
    if isinstance(value, dict):
        return {name: _values(each, redaction) for name, each in value.items()}
    return [_values(each, redaction) for each in value] if isinstance(value, list) else value


def _is_own(attributes: dict[str, str | None]) -> bool:
    """A page's own scripts: the list of its figures, and what all pages of a run share."""
    return attributes.get("id") == "figures" or str(attributes.get("src")).startswith("../assets/")


class _Copy(HTMLParser):
    """Writes what it reads, but for what the rules take out."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__(convert_charrefs=True)
        self.redaction, self.parts = redaction, list[str]()
        self.hidden: set[str] = set()
        self._words = list[int]()
        self._where, self._raw, self._cell = _("page"), "", ""
        self._heads = list[RedactionRule | None]()
        self._place = 0
        self._rule: RedactionRule | None = None
        # Where the page carries its figures.
        self.slot: int | None = None

    def handle_decl(self, decl: str) -> None:
        """Write a declaration."""
        self.parts.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the beginning of an element, its attributes without what the rules find."""
        if tag not in INLINE:
            self.end_words()
            self._begin(tag)
        if tag in PICTURES:
            self.redaction.taken[self._where, "picture"] += 1
            self.parts.append(escape(withheld()))
            return
        if tag == "script" and not _is_own(dict(attrs)):
            self._raw = FOREIGN
            return
        self._note_figure(attrs)
        self._raw = tag if tag in {"script", "style"} else self._raw
        self._write(tag, attrs)

    def _write(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(f"<{tag}{''.join(self._attribute(*each) for each in attrs)}>")
        if dict(attrs).get("id") == "figures":
            self.slot = len(self.parts)
            self.parts.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an element that is closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID | PICTURES:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element, and the words before it."""
        if tag not in INLINE:
            self._end(tag)
        is_foreign, self._raw = self._raw == FOREIGN, ""
        if tag not in VOID | PICTURES and not is_foreign:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep words until it is known where they end."""
        if self._raw == "style":
            self.parts.append(data)
        elif not self._raw:
            self._words.append(len(self.parts))
            self.parts.append(data)

    def end_words(self) -> None:
        """Take what the rules find out of the words since the last element that stands for itself."""
        places, self._words = self._words, []
        text = "".join(self.parts[place] for place in places)
        if self._rule is not None and text.strip():
            self._hide(places)
        else:
            self._take_out(places, text)
        for place in places:
            self.parts[place] = escape(self.parts[place], quote=False)

    def _hide(self, places: list[int]) -> None:
        assert self._rule is not None
        self.redaction.look_for_markings("".join(self.parts[place] for place in places), self._where)
        self.redaction.taken[self._where, self._rule.code] += 1
        for place in places:
            self.parts[place] = withheld() if place == places[0] else ""

    def _take_out(self, places: list[int], text: str) -> None:
        for start, end in reversed(self.redaction.spans(text, self._where)):
            offset = len(text)
            for place in reversed(places):
                part = self.parts[place]
                offset -= len(part)
                first, last = max(start - offset, 0), min(end - offset, len(part))
                if first < last:
                    mark = withheld() if offset + first == start else ""
                    self.parts[place] = part[:first] + mark + part[last:]
            text = "".join(self.parts[place] for place in places)

    def _attribute(self, name: str, value: str | None) -> str:
        if name.startswith("on"):
            return ""
        if value is None:
            return f" {name}"
        return f' {name}="{escape(self.redaction.text(value, self._where))}"'

    def _note_figure(self, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs).get("data-figure")
        if self._rule is not None and known:
            self.hidden.add(known)

    def _begin(self, tag: str) -> None:
        if tag == "table":
            self._heads = []
        elif tag == "tr":
            self._place = 0
        elif tag == "td":
            self._rule = self._heads[self._place] if self._place < len(self._heads) else None
            self._place += 1

    def _end(self, tag: str) -> None:
        places = list(self._words)
        text = "".join(self.parts[place] for place in places)
        self.end_words()
        if tag in HEADINGS and text.strip():
            # What the rules found in the heading stands in no list either.
            self._where = unescape("".join(self.parts[place] for place in places)).strip()
        elif tag == "th":
            self._heads.append(self.redaction.column(text))
        elif tag in {"td", "dd"}:
            self._rule = None
        elif tag == "dt":
            self._rule = self.redaction.column(text)
