"""Layout: the words that stand on self-review tables, and what each one means (``data/forms/selfreview.yaml``)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel, ConfigDict, field_validator

from kit.core.number import to_halfwidth
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POINTS = re.compile(r"(\d+(?:\.\d+)?)分")
LABEL_MAX = 60

Words = tuple[str, ...]


def plain(text: str) -> str:
    """*text* for comparison: half-width, no white space, no colon or star at the end or the beginning."""
    return re.sub(r"\s+", "", to_halfwidth(text)).strip(":*★、.。;,")


def label_forms(text: str) -> Iterator[str]:
    """The forms under which a heading is looked up: whole, then without what stands in brackets."""
    if len(text) > LABEL_MAX:
        return
    whole = plain(text)
    yield whole
    bare = _BRACKET.sub("", whole)
    # A bracket after a colon is a value, not a part of the label.
    if bare != whole and bare and ":" not in bare:
        yield plain(bare)


def points_in(text: str) -> str | None:
    """The points that a heading promises: ``产出指标(50分)`` gives 50, ``得分(20分*执行率)`` 20, ``分值(10)`` 10."""
    match = _POINTS.search(plain(text)) or re.search(r"\((\d+(?:\.\d+)?)\)", plain(text))
    return match[1] if match else None


class Vocabulary(BaseModel):
    """The data file as it stands; see there for what each list means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: Words
    facts: dict[str, Words]
    money: dict[str, Words]
    indicators: dict[str, Words]
    sums: Words
    totals: Words
    subtotals: Words
    goals: Words
    closings: Words
    cuts: Words
    units: Words
    grades: Words
    chosen: Words
    placeholders: Words
    empties: Words

    @field_validator("*")
    @classmethod
    def _plain_words(cls, value: dict[str, Words] | Words) -> dict[str, Words] | Words:
        if isinstance(value, dict):
            return {role: _plain_all(words) for role, words in value.items()}
        return _plain_all(value)


@dataclass(frozen=True)
class Layout:
    """The vocabulary, ready to be asked."""

    words: Vocabulary

    def fact(self, text: str) -> str | None:
        """Which fact a label announces: title, department, unit, year, identifier, total or grade."""
        return _look_up(self._facts, text)

    def roles(self, texts: Sequence[str], block: str) -> dict[str, int]:
        """Which heading of *texts* holds which role of *block* (``money`` or ``indicators``), by place.

        Where two headings claim a role, the one listed first in the data file has it.
        """
        claims = [(rank, place, role) for place, text in enumerate(texts) for role, rank in self.claims(text, block)]
        found: dict[str, int] = {}
        for _, place, role in sorted(claims):
            if place not in found.values():
                found.setdefault(role, place)
        return found

    def claims(self, text: str, block: str) -> list[tuple[str, int]]:
        """The roles that one heading can have in *block*, each with its rank in the list."""
        table = self._blocks[block]
        for form in label_forms(text):
            if form in table:
                return table[form]
        return []

    def is_one_of(self, text: str, kind: str) -> bool:
        """True where *text* is a word of the list *kind* (totals, goals, closings …)."""
        words = self._sets[kind]
        return any(form in words for form in label_forms(text))

    def has_any(self, text: str, kind: str) -> bool:
        """True where *text* contains a word of the list *kind* (titles, cuts)."""
        whole = plain(text)
        return any(word in whole for word in self._sets[kind])

    def unit_in(self, text: str) -> str | None:
        """The unit of money that a heading names, the longest that fits."""
        whole = plain(text)
        named = [unit for unit in self.words.units if f"({unit})" in whole or f"单位:{unit}" in whole]
        return max(named, key=len, default=None)

    @cached_property
    def _facts(self) -> dict[str, str]:
        return {word: role for role, words in self.words.facts.items() for word in words}

    @cached_property
    def _blocks(self) -> dict[str, dict[str, list[tuple[str, int]]]]:
        return {"money": _ranked(self.words.money), "indicators": _ranked(self.words.indicators)}

    @cached_property
    def _sets(self) -> dict[str, frozenset[str]]:
        lists = self.words.model_dump()
        return {kind: frozenset(words) for kind, words in lists.items() if not isinstance(words, dict)}


def load_layout(resources: Resources) -> Layout:
    """The layout in force; raises ConfigurationError with file and line."""
    return Layout(read_item(resources.find("forms/selfreview.yaml"), Vocabulary))


def _look_up(table: Mapping[str, str], text: str) -> str | None:
    return next((table[form] for form in label_forms(text) if form in table), None)


def _ranked(roles: Mapping[str, Words]) -> dict[str, list[tuple[str, int]]]:
    ranked: dict[str, list[tuple[str, int]]] = {}
    for role, words in roles.items():
        for rank, word in enumerate(words):
            ranked.setdefault(word, []).append((role, rank))
    return ranked


def _plain_all(words: Words) -> Words:
    return tuple(dict.fromkeys(plain(word) or word for word in words))
