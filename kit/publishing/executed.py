"""Executed: the pieces of a report, read back from its executed notebook."""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kit.publishing.piece import MEDIA_TYPE, Picture, Piece, Section, Title, Words, of_data

_DRAWN = re.compile(r'<svg class="marks".*?</svg>', re.DOTALL)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_HEADING = re.compile(r"(#+)\s+(.*)")
IMAGES = ("image/png", "image/jpeg")


@dataclass(frozen=True)
class Content:
    """What a report says: its title, and its pieces without that."""

    title: Title
    pieces: tuple[Piece, ...]


def read_content(notebook: Path, title: str) -> Content:
    """The pieces of an executed notebook in their order; *title* stands where the report names none itself."""
    # Plain JSON: the run wrote it itself, and checking it against the schema takes longer than writing a workbook.
    found = json.loads(notebook.read_text(encoding="utf-8"))
    pieces = [piece for cell in found["cells"] for piece in _of_cell(cell)]
    titles = [piece for piece in pieces if isinstance(piece, Title)]
    # The first title is the report's; a later one is a heading inside it.
    rest = [piece for piece in pieces if not titles or piece is not titles[0]]
    plain = tuple(Section(piece.text) if isinstance(piece, Title) else piece for piece in rest)
    return Content(titles[0] if titles else Title(title), plain)


def _of_cell(cell: dict[str, Any]) -> Iterator[Piece]:
    if cell["cell_type"] == "markdown" and "purpose" not in cell["metadata"].get("tags", []):
        yield from _of_markdown("".join(cell["source"]))
    elif cell["cell_type"] == "code":
        for output in cell["outputs"]:
            yield from _of_output(output)


def _of_markdown(source: str) -> Iterator[Piece]:
    for line in filter(None, map(str.strip, source.splitlines())):
        heading = _HEADING.match(line)
        yield Section(heading[2], max(1, len(heading[1]) - 1)) if heading else Words(line)


def _of_output(output: dict[str, Any]) -> Iterator[Piece]:
    data = output.get("data", {})
    if MEDIA_TYPE in data and output["metadata"].get("kit") == "block":
        yield from _with_drawings(of_data(data[MEDIA_TYPE]), "".join(data["text/html"]))
    elif image := next((data[kind] for kind in IMAGES if kind in data), None):
        yield Picture("", png=_bytes(image))
    elif "text/plain" in data:
        yield from _lines("".join(data["text/plain"]))
    elif output["output_type"] == "stream" and output["name"] == "stdout":
        yield from _lines("".join(output["text"]))


def _with_drawings(pieces: tuple[Piece, ...], html: str) -> Iterator[Piece]:
    drawings = iter(_DRAWN.findall(html))
    for piece in pieces:
        yield msgspec.structs.replace(piece, drawing=next(drawings, "")) if isinstance(piece, Picture) else piece


def _bytes(image: str | list[str]) -> bytes:
    return b64decode("".join(image))


def _lines(text: str) -> Iterator[Piece]:
    for line in filter(str.strip, _COLOURS.sub("", text).splitlines()):
        yield Words(line)
