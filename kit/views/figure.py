"""Figure: one number of a report with where it comes from: value, unit, formula, rows, what it was judged by, day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

from kit.core.digest import canonical
from kit.views.lineage import Lineage, lineage_of
from kit.views.measure import Measure, measure_of

ROWS_MAX = 20
ID_DIGITS = 12
# Columns that say by which scheme or article the values beside them were judged.
JUDGED_BY = ("scheme", "basis")


@dataclass(frozen=True)
class Figure:
    """A value as it stands in a report.

    ``name`` is that of the column, ``value`` canonical text, ``text`` what is written, ``formula`` a message. ``rows``
    are ``table:key``, at most twenty of ``row_count``. ``law`` names schemes, articles and data files.
    """

    name: str
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
        """Its identity: the same place has the same one in every run, whatever value stands there."""
        place = [self.view, self.name, self.formula, self.unit, self.rows, self.row_count, self.law]
        return sha256(canonical(place).encode()).hexdigest()[:ID_DIGITS]

    def as_dict(self) -> dict[str, Any]:
        """The figure as a file of figures lists it."""
        return {"id": self.id} | asdict(self)


def figure_of(frame: pd.DataFrame, row: Mapping[str, Any], name: str, text: str) -> Figure | None:
    """The figure in column *name* of one *row* of a view's frame, written as *text*; None where no view gave it."""
    lineage = lineage_of(frame)
    if lineage is None or not lineage.gave(name, row[name]):
        return None
    measure = measure_of(name)
    judged = tuple(str(row[each]) for each in JUDGED_BY if isinstance(row.get(each), str) and each != name)
    return _figure(lineage, lineage.behind(row), (name, row[name], text), measure, judged)


def figure_over(
    frame: pd.DataFrame, value: Any, text: str, measure: Measure, law: tuple[str, ...] = ()
) -> Figure | None:
    """A figure worked out over all rows of a view's *frame* (a count, a sum); None where no view made it."""
    lineage = lineage_of(frame)
    if lineage is None:
        return None
    return _figure(lineage, lineage.all_rows, ("", value, text), measure, law)


def _figure(
    lineage: Lineage, rows: Sequence[str], said: tuple[str, Any, str], measure: Measure, law: tuple[str, ...]
) -> Figure:
    name, value, text = said
    view = f"{lineage.view}({lineage.parameters})"
    shown = (measure.unit, measure.formula.text, view, tuple(rows[:ROWS_MAX]), len(rows), law, lineage.as_of)
    return Figure(name, _plain(value), text, *shown)


def _plain(value: Any) -> str:
    return str(value.item() if hasattr(value, "item") else value)
