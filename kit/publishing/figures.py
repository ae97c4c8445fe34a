"""Figures: the list of a report's figures, gathered from its executed notebook, as its file and its page carry it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kit.core.language import _
from kit.views.figure import Figure

# Under this name the output of a cell carries its figures.
KEY = "figures"
# What many figures of a table share is written once.
SHARED = ("unit", "formula", "view", "law", "as_of")
OWN = ("id", "name", "value", "text", "rows", "row_count")


def pack(figures: Iterable[Figure]) -> dict[str, list[Any]]:
    """Figures, each once, as a notebook's output keeps them."""
    return _pack({(each.id, each.text): each.as_dict() for each in figures}.values())


def gather_figures(notebook: Any) -> list[dict[str, Any]]:
    """The figures of an executed *notebook*, each once, in the order in which they are read."""
    found = (each for output in _outputs(notebook) for each in _unpack(output.get("metadata", {}).get(KEY)))
    return list({(each["id"], each["text"]): each for each in found}.values())


def write_figures(file: Path, figures: list[dict[str, Any]]) -> None:
    """Write the list of a report's figures."""
    rows = ",\n".join(json.dumps(each, ensure_ascii=False) for each in figures)
    file.write_text(f"[{rows}]\n", encoding="utf-8")


def read_figures(file: Path) -> list[dict[str, Any]]:
    """The list of a report's figures."""
    content: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return content


def embed_figures(figures: list[dict[str, Any]]) -> str:
    """Figures as a page carries them for whoever points at one, formulas in the language spoken."""
    said = _pack(each | {"formula": _(each["formula"])} for each in figures)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _pack(figures: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    shared: dict[str, int] = {}
    own = []
    for figure in figures:
        said = json.dumps([figure[name] for name in SHARED], ensure_ascii=False)
        own.append([shared.setdefault(said, len(shared)), *(figure[name] for name in OWN)])
    return {"shared": [json.loads(said) for said in shared], "own": own}


def _unpack(packed: Any) -> Iterator[dict[str, Any]]:
    for number, *own in packed["own"] if packed else ():
        yield dict(zip(OWN, own, strict=True)) | dict(zip(SHARED, packed["shared"][number], strict=True))


def _outputs(notebook: Any) -> Iterator[Any]:
    for cell in notebook["cells"]:
        yield from cell.get("outputs", [])
