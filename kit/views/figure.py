"""Figure: one number of a report with where it comes from: value, unit, formula, rows, what it was judged by, day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

from kit.core.digest import canonical
from kit.views.lineage import Lineage, lineage_of
from kit.views.measure import measure_of

ROWS_MAX = 20
ID_DIGITS = 12
# Columns that say by which scheme or article the values beside them were judged.
JUDGED_BY = ("scheme", "basis")


@dataclass(frozen=True)
class Figure:
    """A value as it stands in a report.

    ``value`` is canonical text, ``text`` what is written. ``rows`` are ``table:key``, at most twenty of ``row_count``.
    ``law`` names schemes, articles and data files.
    """

    value: str
    text: str
    unit: str
    formula: str
    view: str
    rows: tuple[str, ...]
    row_count: int
    law: tuple[str, ...]
    as_of: str

    @property
    def id(self) -> str:
        """Its identity: the same value from the same place has the same one in every run."""
        return sha256(canonical(asdict(self)).encode()).hexdigest()[:ID_DIGITS]

    def as_dict(self) -> dict[str, Any]:
        """The figure as the manifest lists it."""
        return {"id": self.id} | asdict(self)


def figure_of(frame: pd.DataFrame, row: Mapping[str, Any], name: str, text: str) -> Figure | None:
    """The figure in column *name* of one *row* of a view's frame, written as *text*; None where no view made it."""
    lineage = lineage_of(frame)
    if lineage is None:
        return None
    measure = measure_of(name)
    judged = tuple(str(row[each]) for each in JUDGED_BY if isinstance(row.get(each), str) and each != name)
    return _figure(lineage, lineage.behind(row), _plain(row[name]), text, (measure.unit, measure.formula), judged)


def figure_over(
    frame: pd.DataFrame, value: Any, text: str, formula: str, unit: str = "", law: tuple[str, ...] = ()
) -> Figure | None:
    """A figure worked out over all rows of a view's *frame* (a count, a sum); None where no view made it."""
    lineage = lineage_of(frame)
    if lineage is None:
        return None
    rows = list(dict.fromkeys(map(str, lineage.origins)))
    return _figure(lineage, rows, _plain(value), text, (unit, formula), law)


def _figure(
    lineage: Lineage, rows: list[str], value: str, text: str, measured: tuple[str, str], law: tuple[str, ...]
) -> Figure:
    view = f"{lineage.view}({lineage.parameters})"
    return Figure(value, text, *measured, view, tuple(rows[:ROWS_MAX]), len(rows), law, lineage.as_of)


def _plain(value: Any) -> str:
    return str(value.item() if hasattr(value, "item") else value)
