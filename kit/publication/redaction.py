"""Redaction: the rules by which personal and secret fields are taken out, and what they take out of one text."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.core.errors import ConfigurationError
from kit.core.language import _, spoken
from kit.law.rulebook import load_rulebook
from kit.publication.patterns import Pattern, Span, find_spans
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FILE = "publication/redaction.yaml"
# What a marking looks like beside its word (GB/T 9704—2012, 7.2.2): 秘密★1年.
STAR = "★"
_BRACKETS = "【】[]（）()〔〕 \u3000:："


class RedactionRule(BaseModel):
    """One rule: a pattern, heads of columns, or markings that stop publication; exactly one of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z_]+$")
    title: str
    title_en: str
    pattern: Pattern | None = None
    columns: tuple[str, ...] = ()
    markings: tuple[str, ...] = ()
    law: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _does_one_thing(self) -> "RedactionRule":
        if sum(map(bool, (self.pattern, self.columns, self.markings))) != 1:
            raise ValueError("give one of pattern, columns and markings")
        return self

    @property
    def label(self) -> str:
        """Its title in the language spoken."""
        return spoken(self.title, self.title_en)


@dataclass
class Redaction:
    """Rules at work on one report: what they took out, by place and rule; never the values."""

    rules: tuple[RedactionRule, ...]
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    markings: list[str] = field(default_factory=list)

    def text(self, text: str, where: str) -> str:
        """*text* without what the patterns find; a marking of secrecy is noted."""
        spans = self.spans(text, where)
        for start, end in reversed(spans):
            text = text[:start] + withheld() + text[end:]
        return text

    def spans(self, text: str, where: str) -> list[Span]:
        """What the patterns find in *text*, counted; of two that overlap the first."""
        self.look_for_markings(text, where)
        found: list[Span] = []
        for rule in self.rules:
            for start, end in find_spans(rule.pattern, text) if rule.pattern else ():
                if all(end <= other[0] or start >= other[1] for other in found):
                    found.append((start, end))
                    self.taken[where, rule.code] += 1
        return sorted(found)

    def column(self, head: str) -> RedactionRule | None:
        """The rule that takes out what stands under a head; None where it stays."""
        name = head.strip().casefold()
        return next((rule for rule in self.rules if name in map(str.casefold, rule.columns)), None)

    def look_for_markings(self, text: str, where: str) -> None:
        """Note *where* a text bears a marking of secrecy."""
        plain = text.strip(_BRACKETS)
        for word in (word for rule in self.rules for word in rule.markings):
            if (plain == word or f"{word}{STAR}" in text) and where not in self.markings:
                self.markings.append(where)


def withheld() -> str:
    """What stands in the place of what was taken out."""
    return _("[withheld]")


def load_redaction(resources: Resources) -> tuple[RedactionRule, ...]:
    """The rules in force; raises ConfigurationError with file and line."""
    path = resources.find(FILE)
    found = _read(path, path.stat().st_mtime_ns)
    known = load_rulebook(resources).rules
    for rule, place in found:
        if unknown := [code for code in rule.law if code not in known]:
            raise ConfigurationError(f"{place}: there is no rule {unknown[0]!r}; kit law list shows all")
    return tuple(rule for rule, _place in found)


@lru_cache
def _read(path: Path, _changed: int) -> tuple[tuple[RedactionRule, str], ...]:
    return tuple(read_items(path, RedactionRule))
