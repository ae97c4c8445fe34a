"""Chosen page: the pieces of HTML of a screen with fields to choose by and figures below them."""

from collections.abc import Mapping, Sequence
from typing import Any

from widgets.markup import Markup, join

# Values and the words for them.
Pairs = Sequence[tuple[str, str]]


def frame(
    title: str, fields: Sequence[Markup], names: Sequence[str], pieces: Mapping[str, Markup], *, is_live: bool
) -> Markup:
    """The whole page. Before it comes alive its fields cannot be used; its *pieces* stand in their places already."""
    off = Markup("") if is_live else Markup(" disabled")
    choosing = Markup('<fieldset class="kit-fields kit-chosen"{}>{}</fieldset>').format(off, join(fields))
    return page(title, choosing + join(_place(name, pieces.get(name, Markup(""))) for name in names))


def page(title: str, content: Markup) -> Markup:
    """A page under its title."""
    return Markup('<section class="kit-screen kit-board"><h1>{}</h1>{}</section>').format(title, content)


def figures(report: Any, names: Sequence[str]) -> dict[str, Markup]:
    """The named pieces of a report."""
    return {name: getattr(report, name).html for name in names}


def _place(name: str, shown: Markup) -> Markup:
    return Markup('<div class="kit-figure kit-{}" data-part="{}">{}</div>').format(name, name, shown)
