"""Reader: files of an evaluation team made into what a method is given, whatever language their headings speak."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kit.core.errors import UsageError
from kit.core.finding import Finding, note
from kit.core.language import phrase
from kit.evaluation.given import Given, folded, read_text
from kit.exchange.methods.shape import choice_kind, is_grid, row_of, settings_of, tables_of
from kit.exchange.methods.source import Rows, is_written, read_mapping, read_sheets
from kit.exchange.methods.words import code_of, is_notes, is_settings, names_of
from kit.exchange.selfreview.container import load_limits
from kit.workspace.resources import Resources

FIRST_ROW = 2


@dataclass
class Draft:
    """What files hold, by field of a model; nothing is judged yet."""

    model: type[Given]
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take(self, name: str, value: Any) -> None:
        """Note the value of a field; raises UsageError where it is there already."""
        if name in self.values:
            raise UsageError(f"{name} is given twice; give it in one place")
        self.values[name] = value


def read_given(
    paths: Sequence[Path], model: type[Given], settings: Iterable[str], resources: Resources
) -> tuple[Given, list[Finding]]:
    """What the files and ``name=value`` *settings* give, and what was not read; raises UsageError with one line."""
    draft, limits = Draft(model), load_limits(resources)
    for path in paths:
        try:
            if is_written(path):
                _take_mapping(draft, read_mapping(path, limits))
            else:
                _take_sheets(draft, read_sheets(path, limits), path)
        except UsageError as error:
            raise UsageError(f"{error}" if str(error).startswith(str(path)) else f"{path}: {error}") from None
    for pair in settings:
        name, _equals, value = pair.partition("=")
        # What a person sets on the command line holds before the file.
        draft.values[_field(settings_of(model), name)] = value
    return _validated(draft, paths), draft.findings


# --- files ---------------------------------------------------------------------------------------------------------


def _take_mapping(draft: Draft, found: Mapping[str, Any]) -> None:
    for name, value in found.items():
        known = _field(draft.model.model_fields, name)
        info = draft.model.model_fields[known]
        draft.take(known, _written(info, value))


def _written(info: FieldInfo, value: Any) -> Any:
    row = row_of(info)
    if row is not None and isinstance(value, list):
        return [_named(row, each) if isinstance(each, dict) else each for each in value]
    if is_grid(info) and isinstance(value, list) and value and all(isinstance(each, list) for each in value):
        return _grid(value)
    return value


def _named(row: type[BaseModel], cells: Mapping[str, Any]) -> dict[str, Any]:
    return {_field(row.model_fields, str(name)): value for name, value in cells.items()}


def _take_sheets(draft: Draft, sheets: Mapping[str, Rows], path: Path) -> None:
    tables = tables_of(draft.model)
    filled = {name: rows for name, rows in sheets.items() if rows and not is_notes(name)}
    is_alone = len(filled) == 1
    for name, rows in filled.items():
        table = next((key for key, info in tables.items() if _is_called(name, key, info)), None)
        if is_settings(name):
            _take_settings(draft, rows)
        elif table or is_alone:
            key = table or draft.model.main()
            draft.take(key, _table(tables[key], rows))
        else:
            said = phrase(
                "the sheet {name} of {file} is none of the method's and was not read", name=name, file=path.name
            )
            draft.findings.append(note("evaluation.sheet_unread", said, name))


def _is_called(sheet: str, key: str, info: FieldInfo) -> bool:
    return folded(sheet) in names_of(key, info)


def _take_settings(draft: Draft, rows: Rows) -> None:
    known = settings_of(draft.model)
    # The first row holds the headings.
    for row in rows[1:]:
        if len(row) > 1 and read_text(row[1]):
            draft.take(_field(known, read_text(row[0])), row[1])


def _table(info: FieldInfo, rows: Rows) -> Any:
    row = row_of(info)
    if row is None:
        return _grid(rows)
    names = [_field(row.model_fields, read_text(head)) for head in rows[0]]
    # An empty cell says nothing: the field's own default stands.
    return [{n: cell for n, cell in zip(names, cells, strict=True) if read_text(cell)} for cells in rows[1:]]


def _grid(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    heads = [read_text(head) for head in rows[0]]
    doubled = next((head for head in heads if heads.count(head) > 1), None)
    if doubled is not None:
        raise UsageError(f"the heading {doubled or '(empty)'} stands twice; give each column its own")
    if any(len(row) != len(heads) for row in rows):
        raise UsageError(f"the table under {heads[0]} has rows that are longer or shorter than its headings")
    return {"heads": heads, "rows": [list(row) for row in rows[1:]]}


def _field(known: Mapping[str, FieldInfo], text: str) -> str:
    """The field that *text* names; raises UsageError where none is called so."""
    wanted = folded(text)
    found = next((name for name, info in known.items() if wanted in names_of(name, info)), None)
    if found is None:
        raise UsageError(f"{text or '(an empty heading)'} is none of {', '.join(known)}")
    return found


# --- what the model says -------------------------------------------------------------------------------------------


def _validated(draft: Draft, paths: Sequence[Path]) -> Given:
    try:
        return draft.model.model_validate(_with_choices(draft.model, draft.values))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise UsageError(f"{', '.join(map(str, paths))}: {_place(draft, fault['loc'])}: {fault['msg']}") from None


def _with_choices(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """*values* with each choice as its code, in lists as well."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        info = model.model_fields[name]
        row, kind = row_of(info), choice_kind(info)
        if row is not None and isinstance(value, list):
            made[name] = [_with_choices(row, each) if isinstance(each, dict) else each for each in value]
        else:
            made[name] = code_of(kind, read_text(value)) if kind and isinstance(value, str) else value
    return made


def _place(draft: Draft, loc: tuple[int | str, ...]) -> str:
    name = str(loc[0]) if loc else ""
    if len(loc) > 1 and isinstance(loc[1], int):
        return ", ".join([name, f"row {loc[1] + FIRST_ROW}", *map(str, loc[2:])])
    value = draft.values.get(name)
    shown = f" {read_text(value)[:40]!r}" if isinstance(value, str | int | float) else ""
    return f"{name}{shown}"
