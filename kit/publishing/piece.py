"""Piece: what a page is made of, as data: the page, the Word file and the workbook of a report are drawn from the same.

A block of a notebook carries its pieces beside its HTML under a media type of their own.
"""

import re
from typing import Any, Literal

import msgspec

MEDIA_TYPE = "application/vnd.governance-kit.pieces+json"
# XML 1.0, production 2: control characters, halves of pairs, and two places that are no signs.
_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
Tone = Literal["plain", "note", "advice"]


class Title(msgspec.Struct, frozen=True, tag="title"):
    """The title of a report, with a smaller line beneath."""

    text: str
    beside: str = ""


class Section(msgspec.Struct, frozen=True, tag="section"):
    """The heading of a section; *level* 2 and below lie inside one."""

    text: str
    level: int = 1


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A paragraph, a smaller remark, or advice where there is nothing to show."""

    text: str
    tone: Tone = "plain"


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    """Names and values in a list."""

    pairs: tuple[tuple[str, str], ...]


class Tiles(msgspec.Struct, frozen=True, tag="tiles"):
    """The figures that come first: name, value and tone (fault, question, plain)."""

    pairs: tuple[tuple[str, str, str], ...]


class Head(msgspec.Struct, frozen=True):
    """The head of a column: its words, with the unit in brackets where it has one.

    ``is_number`` sets the column to the right; ``is_counted`` also holds for years and months, which stay left.
    """

    text: str
    is_number: bool = False
    is_counted: bool = False


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table as it is written: every cell a text. ``marked`` are the places of the rows that stand out."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: tuple[int, ...] = ()


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """A chart, described in words; ``drawing`` is its SVG, which stands once, in the HTML, and is read from there."""

    described: str
    drawing: str = ""
    png: bytes = b""


Piece = Title | Section | Words | Facts | Tiles | Table | Picture


def clean(text: str) -> str:
    """*text* without the signs that the files of an office program cannot hold."""
    return _UNWRITTEN.sub("", text)


def as_data(pieces: tuple[Piece, ...]) -> list[Any]:
    """*pieces* as JSON can hold them."""
    data: list[Any] = msgspec.to_builtins(pieces)
    return [{name: value for name, value in each.items() if name not in {"drawing", "png"}} for each in data]


def of_data(data: Any) -> tuple[Piece, ...]:
    """The pieces that JSON holds; raises msgspec.ValidationError where it holds anything else."""
    return msgspec.convert(data, tuple[Piece, ...])
