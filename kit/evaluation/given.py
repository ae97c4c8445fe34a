"""Given: what an evaluation team gives a method: settings, lists and grids, as a workbook, CSV or YAML holds them."""

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kit.core.language import LANGUAGES, Phrase, _, speaking
from kit.core.number import parse_printed, to_halfwidth

PERCENT = 100
Choice = TypeVar("Choice", bound=StrEnum)


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


def _as_prose(value: Any) -> Any:
    # What a report quotes keeps its own signs.
    return value.strip() if isinstance(value, str) else _as_text(value)


def folded(text: Any) -> str:
    """A word as it is compared: full width, case and blanks do not count."""
    return "".join(to_halfwidth(str(text)).casefold().split())


def called(text: str) -> set[str]:
    """What the English source *text* is called in each language, as words are compared."""
    found = set()
    for language in LANGUAGES:
        with speaking(language):
            found.add(folded(_(text)))
    return found


def choice_of(labels: Mapping[Choice, Phrase], text: str) -> Choice | None:
    """The choice that *text* names, by its value or by its label in either language; None where it names none."""
    wanted = folded(text)
    return next((member for member in labels if wanted in {member.value, *called(labels[member].text)}), None)


Number = Annotated[float, BeforeValidator(_as_number), Field(allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(_as_number)]
Prose = Annotated[str, BeforeValidator(_as_prose), Field(max_length=4000)]
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
