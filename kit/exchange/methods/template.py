"""Template: a workbook that a method reads, filled with an example: people overwrite it with their own."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kit.core.language import _
from kit.evaluation.given import Given, Grid
from kit.exchange.methods.method import Method
from kit.exchange.methods.reader import read_given
from kit.exchange.methods.shape import choice_kind, is_grid, row_of, settings_of, tables_of
from kit.exchange.methods.words import CHOICES, NOTES, SETTINGS, title_of
from kit.workspace.resources import Resources

WIDTH, NAME_MAX, PREPARED_ROWS = 18, 31, 500


def make_template(method: Method, resources: Resources) -> bytes:
    """The workbook in the language spoken, with the example of ``data/evaluation/examples``."""
    example, _findings = read_given([resources.find(method.example)], method.model, (), resources)
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        writer = _Writer(book)
        writer.write_settings(example)
        for name, info in tables_of(method.model).items():
            writer.write_table(name, info, getattr(example, name))
        writer.write_notes()
    return file.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        self.head = book.add_format(base | {"bold": True, "bg_color": "#F2F2F2", "border": 1})
        self.cell = book.add_format(base | {"border": 1})
        self.text = book.add_format(base | {"text_wrap": True})

    def write_settings(self, example: Given) -> None:
        sheet = self.book.add_worksheet(str(SETTINGS))
        sheet.set_column(0, 1, 1.8 * WIDTH)
        self._row(sheet, 0, (_("Setting"), _("Value")), self.head)
        for at, (name, info) in enumerate(settings_of(type(example)).items(), 1):
            self._row(sheet, at, (title_of(name, info), _shown(getattr(example, name))), self.cell)
            self._offer(sheet, info, at, 1, at)

    def write_table(self, name: str, info: FieldInfo, value: Any) -> None:
        sheet = self.book.add_worksheet(title_of(name, info)[:NAME_MAX])
        row = row_of(info)
        heads, rows = _grid_of(value) if is_grid(info) else _list_of(row, value)
        sheet.set_column(0, max(len(heads) - 1, 0), WIDTH)
        self._row(sheet, 0, heads, self.head)
        for at, cells in enumerate(rows, 1):
            self._row(sheet, at, cells, self.cell)
        sheet.freeze_panes(1, 0)
        for column, each in enumerate(row.model_fields.values() if row else ()):
            self._offer(sheet, each, 1, column, PREPARED_ROWS)

    def write_notes(self) -> None:
        sheet = self.book.add_worksheet(str(NOTES))
        sheet.set_column(0, 0, 100)
        lines = [
            _("What stands in these sheets is an example: overwrite it, and delete rows that are too many."),
            _("This sheet is not read. A setting or a column that is left empty takes its usual value."),
            _("Headings may stand in Chinese or English; numbers may be written as 8% or 0.08."),
        ]
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line, self.text)

    def _offer(self, sheet: Any, info: FieldInfo, top: int, column: int, bottom: int) -> None:
        kind = choice_kind(info)
        if kind is not None:
            words = [str(CHOICES[member]) for member in kind]
            sheet.data_validation(top, column, bottom, column, {"validate": "list", "source": words})

    def _row(self, sheet: Any, at: int, cells: Sequence[Any], style: Any) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(at, column, cell, style)
            else:
                sheet.write_string(at, column, "" if cell is None else str(cell), style)


def _grid_of(value: Grid | None) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    return ((), ()) if value is None else (value.heads, value.rows)


def _list_of(row: type[BaseModel] | None, value: Sequence[BaseModel]) -> tuple[list[str], list[list[Any]]]:
    fields = row.model_fields if row else {}
    heads = [title_of(name, info) for name, info in fields.items()]
    return heads, [[_shown(getattr(each, name)) for name in fields] for each in value]


def _shown(value: Any) -> Any:
    return str(CHOICES[value]) if value in CHOICES else value
