"""Grid: rows that people type or paste from a spreadsheet, with what was found said beside each row."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from kit.core.language import _, get_language, speaking

Row = dict[str, Any]
OPENING_STEP = 1_000_000


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its title; ``carried`` values go over from the row above into a new row."""

    name: str
    title: str
    width: str = ""
    number: bool = False
    carried: bool = False


@dataclass(frozen=True)
class Mark:
    """What is said of a row: the computed figure, whether it differs from the printed one, and findings as HTML."""

    computed: str = ""
    differs: bool = False
    severity: str = ""
    html: str = ""


class Grid(anywidget.AnyWidget):
    """An editable table. The page owns the rows while a person types; the kernel only sets them by ``set_rows``.

    ``turn`` counts the states of the rows: marks that answer an earlier state are passed over by the page.
    """

    _esm = Path(__file__).parent / "grid.js"

    columns: Any = traitlets.List().tag(sync=True)
    given: Any = traitlets.List().tag(sync=True)
    opening = traitlets.Int().tag(sync=True)
    marks = traitlets.Dict({"turn": -1, "rows": []}).tag(sync=True)
    locked = traitlets.Bool(default_value=False).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    computed = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, columns: Sequence[Column], **traits: Any) -> None:
        super().__init__(columns=[asdict(column) for column in columns], words=_grid_words(), **traits)
        self.rows: list[Row] = []
        self._turn = 0
        self._language = get_language()
        self._on_type: Callable[[], None] = lambda: None
        self.on_msg(self._hear)

    def on_type(self, answer: Callable[[], None]) -> None:
        """Call *answer* when rows were typed, pasted, added or removed."""
        self._on_type = answer

    def set_rows(self, rows: Sequence[Row], locked: bool = False) -> None:
        """Show *rows* instead of what stands there."""
        self.rows = [dict(row) for row in rows]
        self._turn = self.opening + OPENING_STEP
        with self.hold_sync():
            self.given, self.locked, self.opening = self.rows, locked, self._turn

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns from the next opening on; values of columns that are not shown are kept."""
        self.columns = [asdict(column) for column in columns]

    def mark(self, marks: Sequence[Mark]) -> None:
        """Say *marks* beside the rows, in their order."""
        self.marks = {"turn": self._turn, "rows": [asdict(mark) for mark in marks]}

    def _hear(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        rows = message.get("rows")
        if isinstance(rows, list):
            self.rows, self._turn = [dict(row) for row in rows], int(message["turn"])
            with speaking(self._language):
                self._on_type()


def _grid_words() -> dict[str, str]:
    return {
        "append": _("Add a row"),
        "insert": _("Insert a row below"),
        "remove": _("Remove the row"),
        "restore": _("Bring the removed row back"),
        "tools": _("Row tools"),
    }
