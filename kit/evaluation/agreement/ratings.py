"""Ratings: scores as numbers, a row for each item and a column for each scorer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.core.finding import Finding, fault
from kit.core.language import phrase
from kit.core.number import to_halfwidth
from kit.evaluation.agreement.given import AgreementGiven, Level
from kit.evaluation.given import folded, read_number, read_text

Floats = NDArray[np.float64]
ABSENT = {"", "na", "n/a", "-", "—", "*", "."}
SHOWN = 10
_APART = re.compile(r"[;,，；、|<＜]")


@dataclass(frozen=True)
class Ratings:
    """``values`` are points, or places in ``categories`` where there are any; NaN where nobody scored."""

    items: tuple[str, ...]
    scorers: tuple[str, ...]
    values: Floats
    categories: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]

    @property
    def shared(self) -> Floats:
        """The rows that at least two scored."""
        return np.asarray(self.values[(~np.isnan(self.values)).sum(axis=1) >= 2])

    @property
    def whole(self) -> Floats:
        """The rows that all scored."""
        return np.asarray(self.values[~np.isnan(self.values).any(axis=1)])

    @property
    def differences(self) -> Floats:
        """The highest less the lowest score of each item; 0 where nobody or one scored it."""
        values = self.values.copy()
        values[np.isnan(values).all(axis=1)] = 0.0
        return np.asarray(np.nanmax(values, axis=1) - np.nanmin(values, axis=1))


def read_ratings(given: AgreementGiven) -> tuple[Ratings, list[Finding]]:
    """The scores as numbers, and each text that is none of the scale."""
    categories = _categories(given)
    places = {folded(name): float(n) for n, name in enumerate(categories)}
    rows = list(given.scores.named_rows())
    unread: list[str] = []
    values = np.array(
        [[_value(read_text(cell), places, unread) for cell in cells] for _item, cells in rows], dtype=np.float64
    ).reshape(len(rows), len(given.scores.heads) - 1)
    texts = tuple(tuple(read_text(cell) for cell in cells) for _item, cells in rows)
    items = tuple(item for item, _cells in rows)
    ratings = Ratings(items, given.scores.heads[1:], values, categories, texts)
    if given.level is Level.ORDINAL and not categories:
        said = phrase("grades in words need their order; name the categories from the lowest to the highest")
        return ratings, [fault("evaluation.agreement_order_missing", said, "categories")]
    return ratings, _unknown(unread, categories)


def _categories(given: AgreementGiven) -> tuple[str, ...]:
    """The categories named; else, for kinds and grades, the scores that occur, numbers in their order."""
    named = tuple(part.strip() for part in _APART.split(to_halfwidth(given.categories)) if part.strip())
    if named or given.level is Level.INTERVAL:
        return named if given.level is not Level.INTERVAL else ()
    found = {read_text(cell) for _item, cells in given.scores.named_rows() for cell in cells}
    used = [text for text in found if text.casefold() not in ABSENT]
    numbers = {text: read_number(text) for text in used}
    if all(number is not None for number in numbers.values()):
        return tuple(sorted(used, key=lambda text: numbers[text] or 0.0))
    # Words have no order of their own: only kinds may go without one.
    return tuple(sorted(used)) if given.level is Level.NOMINAL else ()


def _value(text: str, places: dict[str, float], unread: list[str]) -> float:
    if text.casefold() in ABSENT:
        return np.nan
    value = places.get(folded(text)) if places else read_number(text)
    if value is None:
        unread.append(text)
        return np.nan
    return value


def _unknown(unread: Sequence[str], categories: Sequence[str]) -> list[Finding]:
    if not unread:
        return []
    said = phrase(
        "{count} scores are none of the scale ({scores}); mend them, or name all categories in their order",
        count=len(unread), scores=", ".join(dict.fromkeys(unread[:SHOWN])),
    )  # fmt: skip
    return [fault("evaluation.agreement_score_unknown", said, "categories" if categories else "scores")]
