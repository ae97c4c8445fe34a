"""Figures compared: those that a report was sealed with against those of its replay; where it lists none, its text."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from kit.core.language import _
from kit.kernels.normal import normal_form
from kit.publishing.job import Job
from kit.publishing.verification.difference import Difference, Kind

ROWS_SHOWN = 3
SHOWN_MAX = 200
Figure = dict[str, Any]


def compare_figures(sealed: Job, replayed: Job) -> Iterator[Difference]:
    """Each figure that is another one now, with its value then and now, or that only one of the two lists."""
    old, new = _listed(sealed.figures), _listed(replayed.figures)
    same = Counter(map(_whole, old)) & Counter(map(_whole, new))
    for before, after in _paired(_without(old, same), _without(new, same)):
        yield _difference(sealed.name, before, after)


def compare_texts(sealed: Job, replayed: Job) -> Iterator[Difference]:
    """Each code cell that says something else now, by the first line in which it does."""
    old, new = _cells(sealed.notebook), _cells(replayed.notebook)
    nothing: list[str] = []
    for number, (before, after) in enumerate(zip_longest(old, new, fillvalue=nothing), 1):
        if before != after:
            where = _("{report}, code cell {cell}").format(report=sealed.name, cell=number)
            said = _("the cell says something else in the replay")
            yield Difference(Kind.TEXT, where, said, *_first_lines(before, after))


def _listed(file: Path) -> list[Figure]:
    if not file.is_file():
        return []
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return [each for each in content if isinstance(each["id"], str)]
    except (ValueError, TypeError, KeyError):
        # Its hash does not fit, which is said already; what it lists cannot be read.
        return []


def _without(figures: list[Figure], same: Counter[str]) -> list[Figure]:
    left = same.copy()
    kept = []
    for each in figures:
        if left[_whole(each)]:
            left[_whole(each)] -= 1
        else:
            kept.append(each)
    return kept


def _paired(old: list[Figure], new: list[Figure]) -> Iterator[tuple[Figure | None, Figure | None]]:
    """Figures of the same place side by side: the same identity, else the same view, column and formula, in order."""
    for fields in (("id",), ("view", "name", "formula")):
        waiting: dict[str, list[Figure]] = defaultdict(list)
        for each in new:
            waiting[_place(each, fields)].append(each)
        unmatched = []
        for each in old:
            found = waiting[_place(each, fields)]
            if found:
                yield each, found.pop(0)
            else:
                unmatched.append(each)
        old, new = unmatched, [each for found in waiting.values() for each in found]
    yield from ((each, None) for each in old)
    yield from ((None, each) for each in new)


def _whole(figure: Figure) -> str:
    # Of what time a snapshot is, is its own affair: it has a digest, and one brought to a newer schema says another.
    told = {name: said for name, said in figure.items() if name != "as_of"}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _place(figure: Figure, fields: tuple[str, ...]) -> str:
    return json.dumps([figure.get(name) for name in fields], ensure_ascii=False)


def _difference(report: str, old: Figure | None, new: Figure | None) -> Difference:
    shown = new or old or {}
    rows = [str(each) for each in shown.get("rows") or []]
    named = ", ".join(rows[:ROWS_SHOWN]) + (" …" if len(rows) > ROWS_SHOWN else "")
    place = " · ".join(str(shown[name]) for name in ("name", "formula", "view") if shown.get(name))
    said = _("the figure differs; it is made of {rows}").format(rows=named or "—")
    if old is None:
        said = _("the replay has a figure that was not sealed; it is made of {rows}").format(rows=named or "—")
    if new is None:
        said = _("the replay does not have this figure; it was made of {rows}").format(rows=named or "—")
    return Difference(Kind.FIGURE, f"{report}: {place}", said, *_values(old, new))


def _values(old: Figure | None, new: Figure | None) -> tuple[str | None, str | None]:
    """What was written then and now; the exact values, where both are written alike, and else all that differs."""
    for name in ("text", "value"):
        found = tuple(None if each is None else str(each.get(name)) for each in (old, new))
        if found[0] != found[1]:
            return found[0], found[1]
    assert old is not None
    assert new is not None
    names = [name for name in old.keys() | new.keys() if name != "id" and old.get(name) != new.get(name)]
    return tuple(json.dumps({name: each.get(name) for name in names}, ensure_ascii=False) for each in (old, new))  # type: ignore[return-value]


def _cells(notebook: Path) -> list[list[str]]:
    """What each code cell says, in lines."""
    try:
        content = normal_form(json.loads(notebook.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [_lines(cell.get("outputs", [])) for cell in content["cells"] if cell["cell_type"] == "code"]


def _lines(outputs: list[Any]) -> list[str]:
    texts = [_text(output) for output in outputs]
    whole = json.dumps(outputs, ensure_ascii=False, sort_keys=True)
    return [*(line for text in texts for line in text.splitlines()), whole]


def _text(output: Any) -> str:
    said = output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue") or ""
    return said if isinstance(said, str) else "".join(said)


def _first_lines(old: list[str], new: list[str]) -> tuple[str, str]:
    pairs = zip_longest(old, new, fillvalue="")
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return before.strip()[:SHOWN_MAX], after.strip()[:SHOWN_MAX]
