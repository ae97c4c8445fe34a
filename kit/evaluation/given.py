"""Given: what an evaluation team gives a method: settings, lists and grids, as a workbook, CSV or YAML holds them."""

import math
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kit.core.number import parse_printed, to_halfwidth

PERCENT = 100


def read_number(value: Any) -> float | None:
    """The finite number that a cell is (``8 %`` is 0.08, separators and full-width digits understood), else None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    plain = to_halfwidth(str(value)).replace(" ", "")
    printed = parse_printed(plain.removesuffix("%"))
    if printed is None:
        return None
    return float(printed.value) / (PERCENT if plain.endswith("%") else 1)


def read_text(value: Any) -> str:
    """What a cell says: a whole number without the decimals that a spreadsheet adds, white space dropped."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return to_halfwidth(str(value))


def _as_number(value: Any) -> Any:
    number = read_number(value)
    # What is no number is pydantic's to refuse, with its place.
    return value if number is None else number


def _as_text(value: Any) -> Any:
    return read_text(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else value


Number = Annotated[float, BeforeValidator(_as_number), Field(allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(_as_number)]
Text = Annotated[str, BeforeValidator(_as_text), Field(max_length=4000)]


class GivenRow(BaseModel):
    """One row of a list; unknown columns are refused, so that a mistyped heading is never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Grid(BaseModel):
    """A table whose headings are the team's own: one row of headings, then rows of cells as long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heads: tuple[str, ...] = Field(min_length=1)
    rows: tuple[tuple[Any, ...], ...]

    def place(self, head: str) -> int | None:
        """The place of a column, None where no heading is *head*."""
        wanted = to_halfwidth(head).casefold()
        return next((n for n, each in enumerate(self.heads) if each.casefold() == wanted), None)

    def texts(self, head: str) -> list[str]:
        """The column *head* as texts, one for each row; raises KeyError where there is none."""
        place = self.place(head)
        if place is None:
            raise KeyError(head)
        return [read_text(row[place]) for row in self.rows]

    def named_rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Each row as its first cell and the rest."""
        for row in self.rows:
            yield read_text(row[0]), row[1:]


class Given(BaseModel):
    """The base of what a method takes.

    A field of a plain type is a setting, a tuple of ``GivenRow`` a list, a ``Grid`` a table with headings of its own;
    ``main`` names the field that a file of one table is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def main(cls) -> str:
        """The field that a file of one table (CSV, or a workbook of one sheet) is."""
        raise NotImplementedError
