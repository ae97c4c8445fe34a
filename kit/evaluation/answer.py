"""Answer: what a method of an evaluation team says: figures with formula and source, tables, findings, a statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.core.finding import Finding, Severity, by_weight
from kit.core.language import LANGUAGES, Phrase, speaking

Cell = Phrase | str | float | int | None


@dataclass(frozen=True)
class Figure:
    """One figure: ``key`` for scripts, its name for people, formula and source; ``digits`` are those that it is worth.

    ``is_share`` says that it is written in percent.
    """

    key: str
    name: Phrase
    value: float | int | str | None
    formula: str = ""
    source: str = ""
    digits: int = 4
    is_share: bool = False

    @property
    def text(self) -> str:
        """The value as it is written."""
        return written(self.value, self.digits, is_share=self.is_share)


@dataclass(frozen=True)
class Listing:
    """A table of an answer; ``key`` and ``columns`` for scripts, the heads for people.

    ``shares`` are the columns that are written in percent.
    """

    key: str
    title: Phrase
    columns: tuple[tuple[str, Phrase], ...]
    rows: tuple[tuple[Cell, ...], ...]
    digits: int = 4
    shares: frozenset[str] = frozenset()

    def texts(self) -> list[tuple[str, ...]]:
        """The rows as they are written."""
        keys = [key for key, _head in self.columns]
        return [tuple(map(self._text, keys, row)) for row in self.rows]

    def _text(self, key: str, cell: Cell) -> str:
        return written(cell, self.digits, is_share=key in self.shares)

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows for scripts, numbers unrounded."""
        names = [key for key, _head in self.columns]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Answer:
    """All that a method says of one file.

    ``statement`` are sentences ready for a report; ``unsaid`` are those that the figures do not bear.
    """

    method: str
    title: Phrase
    figures: tuple[Figure, ...] = ()
    listings: tuple[Listing, ...] = ()
    statement: tuple[Phrase, ...] = ()
    unsaid: tuple[Phrase, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def has_fault(self) -> bool:
        """True where something cannot be right, so that the figures must not be used."""
        return any(finding.severity in {Severity.FAULT, Severity.BLOCK} for finding in self.findings)

    def figure(self, key: str) -> Any:
        """The value of a figure; raises KeyError where the answer has none of that name."""
        return {figure.key: figure.value for figure in self.figures}[key]

    def as_dict(self) -> dict[str, Any]:
        """The answer for JSON, the statement in both languages."""
        return {
            "method": self.method,
            "title": str(self.title),
            "figures": {figure.key: figure.value for figure in self.figures},
            "formulas": {f.key: {"formula": f.formula, "source": f.source} for f in self.figures if f.formula},
            "tables": {listing.key: listing.as_dicts() for listing in self.listings},
            "statement": _in_each_language(self.statement),
            "not_to_be_said": _in_each_language(self.unsaid),
            "findings": [finding.as_dict() for finding in by_weight(self.findings)],
        }


def refused(method: str, title: Phrase, findings: Sequence[Finding]) -> Answer:
    """An answer without figures: what was given bears none."""
    return Answer(method, title, findings=tuple(findings))


def written(value: Cell, digits: int = 4, *, is_share: bool = False) -> str:
    """*value* as it is written: at most *digits* decimals, a share in percent, nothing for what is not known."""
    if value is None:
        return "—"
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    if is_share:
        return percent(value)
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, digits: int = 1) -> str:
    """A share of one in percent."""
    return f"{100 * share:.{digits}f}%"


def _plain(cell: Cell) -> Any:
    return str(cell) if isinstance(cell, Phrase) else cell


def _in_each_language(sentences: Sequence[Phrase]) -> dict[str, list[str]]:
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = [str(sentence) for sentence in sentences]
    return said
