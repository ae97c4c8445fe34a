"""Shape: which fields of a method are settings, which are lists of rows, and which are grids."""

from collections.abc import Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kit.evaluation.given import GivenRow, Grid


def settings_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields that one cell fills."""
    return {name: field for name, field in model.model_fields.items() if not row_of(field) and not is_grid(field)}


def tables_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields that a sheet fills."""
    return {name: field for name, field in model.model_fields.items() if row_of(field) or is_grid(field)}


def row_of(field: FieldInfo) -> type[GivenRow] | None:
    """The model of a row, where the field is a list of such."""
    return next((part for part in _parts(field.annotation) if issubclass(part, GivenRow)), None)


def is_grid(field: FieldInfo) -> bool:
    """True where the field is a grid."""
    return any(issubclass(part, Grid) for part in _parts(field.annotation))


def choice_kind(field: FieldInfo) -> type[StrEnum] | None:
    """The kind of choice that a field takes, None where it takes something else."""
    return next((part for part in _parts(field.annotation) if issubclass(part, StrEnum)), None)


def _parts(annotation: Any) -> Iterator[type]:
    """Every class that an annotation names."""
    if get_origin(annotation) in (Union, UnionType, Annotated, tuple):
        for part in get_args(annotation):
            yield from _parts(part)
    elif isinstance(annotation, type):
        yield annotation
