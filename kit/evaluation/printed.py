"""Printed table: a self-review table exactly as it was printed, with its faults.

The fields are those of the interchange form (JSON): every value is the printed text, or None where nothing is printed.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

TEXT_MAX = 4000
ROWS_MAX = 10_000


class _Printed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value


class PrintedFund(_Printed):
    """One source line of the money (本年财政拨款, 上年结转, 其他资金, 其中 …)."""

    name: str = Field(max_length=TEXT_MAX)
    initial: str | None = Field(None, max_length=TEXT_MAX)
    adjusted: str | None = Field(None, max_length=TEXT_MAX)
    executed: str | None = Field(None, max_length=TEXT_MAX)


class PrintedBudget(_Printed):
    """The money block: the sum line (年度资金总额), its rate, weight and score, and the source lines."""

    initial: str | None = Field(None, max_length=TEXT_MAX)
    adjusted: str | None = Field(None, max_length=TEXT_MAX)
    executed: str | None = Field(None, max_length=TEXT_MAX)
    rate_printed: str | None = Field(None, max_length=TEXT_MAX)
    weight: str | None = Field(None, max_length=TEXT_MAX)
    score_printed: str | None = Field(None, max_length=TEXT_MAX)
    unit: str | None = Field(None, max_length=20)
    funds: tuple[PrintedFund, ...] = ()

    @field_validator("funds", mode="before")
    @classmethod
    def _no_funds(cls, value: Any) -> Any:
        return value or ()


class PrintedIndicator(_Printed):
    """One indicator row; ``op_column`` and ``unit_column`` are operator and unit printed in columns of their own."""

    level1: str | None = Field(None, max_length=TEXT_MAX)
    level2: str | None = Field(None, max_length=TEXT_MAX)
    name: str | None = Field(None, max_length=TEXT_MAX)
    target: str | None = Field(None, max_length=TEXT_MAX)
    actual: str | None = Field(None, max_length=TEXT_MAX)
    weight: str | None = Field(None, max_length=TEXT_MAX)
    score: str | None = Field(None, max_length=TEXT_MAX)
    reason: str | None = Field(None, max_length=TEXT_MAX)
    op_column: str | None = Field(None, max_length=TEXT_MAX)
    unit_column: str | None = Field(None, max_length=TEXT_MAX)


class PrintedTable(_Printed):
    """One table. ``complete`` and ``rows_complete`` say whether it was seen whole: what is cut off is not judged.

    ``kind`` is what the source calls the table (free text), ``text`` any further text of the page (headings, dates,
    explanations) that checks may read.
    """

    id: str = Field(max_length=200)
    kind: str | None = Field(None, max_length=TEXT_MAX)
    title: str | None = Field(None, max_length=TEXT_MAX)
    department: str | None = Field(None, max_length=TEXT_MAX)
    unit: str | None = Field(None, max_length=TEXT_MAX)
    year: str | None = Field(None, max_length=TEXT_MAX)
    budget: PrintedBudget = PrintedBudget()
    indicators: tuple[PrintedIndicator, ...] = Field((), max_length=ROWS_MAX)
    total_weight_printed: str | None = Field(None, max_length=TEXT_MAX)
    total_printed: str | None = Field(None, max_length=TEXT_MAX)
    grade_printed: str | None = Field(None, max_length=TEXT_MAX)
    complete: bool = True
    rows_complete: bool = True
    text: str | None = Field(None, max_length=200_000)
    source: str | None = Field(None, max_length=TEXT_MAX)
    source_url: str | None = Field(None, max_length=TEXT_MAX)

    @field_validator("budget", mode="before")
    @classmethod
    def _no_budget(cls, value: Any) -> Any:
        return value or {}
