"""Vocabulary: the words on the files of the finance system, and what each one means (``data/forms/finance.yaml``)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, model_validator

from kit.budget.requests import SupplementSource
from kit.core.number import to_halfwidth
from kit.law.rule import Reading
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "forms/finance.yaml"
Words = tuple[str, ...]


class Column(StrEnum):
    """What a column holds."""

    YEAR = "year"
    AGENCY = "agency"
    PROJECT = "project"
    FUND = "fund"
    FUNCTIONAL = "functional"
    GOVERNMENT_ECONOMIC = "government_economic"
    DEPARTMENT_ECONOMIC = "department_economic"
    LINE = "line"
    DOCUMENT = "document"
    SOURCE = "source"
    ORIGIN = "origin"
    PURPOSE = "purpose"
    IS_EARMARKED = "is_earmarked"
    GRANTED_ON = "granted_on"
    AMOUNT = "amount"
    REQUEST = "request"
    REQUESTED_ON = "requested_on"
    TOTAL = "total"
    BASIS = "basis"
    VOUCHER = "voucher"
    VOUCHER_DAY = "voucher_day"
    PAYEE = "payee"
    ACCOUNT = "account"
    ALLOTTED = "allotted"
    PAID = "paid"


class Vocabulary(BaseModel):
    """The data file as it stands; see there for what each list means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reading: Reading
    columns: dict[Column, Words]
    total_row: Words
    count: Words
    sum: Words
    rows: Words
    origins: dict[SupplementSource, Words]
    yes: Words
    no: Words

    @model_validator(mode="after")
    def _each_column_has_words_of_its_own(self) -> "Vocabulary":
        lacking = [str(column) for column in Column if not self.columns.get(column)]
        if lacking:
            raise ValueError(f"no heading for {', '.join(lacking)}; each column needs one")
        words = [plain(word) for words in self.columns.values() for word in words]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stands twice among the headings; a heading means one column")
        return self

    def heading(self, column: Column) -> str:
        """The heading that the kit writes."""
        return self.columns[column][0]

    def column(self, heading: str) -> Column | None:
        """The column that a heading announces, or None."""
        return self._columns.get(plain(heading))

    def origin(self, text: str) -> SupplementSource | None:
        """Where added money comes from, by its word."""
        return next((origin for origin, words in self.origins.items() if is_word(text, words)), None)

    @cached_property
    def _columns(self) -> Mapping[str, Column]:
        return {plain(word): column for column, words in self.columns.items() for word in words}


def load_vocabulary(resources: Resources) -> Vocabulary:
    """The words in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), Vocabulary)


def is_word(text: str, words: Words) -> bool:
    """True where *text* is one of *words*."""
    return plain(text) in {plain(word) for word in words}


def plain(text: str) -> str:
    """*text* for comparison: half-width, without white space, in capitals."""
    return re.sub(r"\s+", "", to_halfwidth(text)).upper()
