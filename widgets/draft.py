"""Draft: a self-review table as it stands on the page, and what the kit makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import Review, as_number
from widgets.grid import Mark, Row
from widgets.markup import finding_item, join

HEAD = ("title", "department", "unit", "year")
MONEY = ("initial", "adjusted", "executed", "rate_printed", "weight", "score_printed")
TOTALS = ("total_weight_printed", "total_printed", "grade_printed")
MONEY_UNIT = "money_unit"
UNITS = ("万元", "元")


@dataclass(frozen=True)
class Draft:
    """What a person typed: fields by name, source lines of the money, indicator rows; ``base`` is what was there."""

    base: PrintedTable
    fields: Mapping[str, Any] = field(default_factory=dict)
    funds: Sequence[Row] = ()
    rows: Sequence[Row] = ()

    @classmethod
    def of(cls, table: PrintedTable) -> "Draft":
        """The page as it opens on *table*."""
        shown = {name: getattr(table, name) or "" for name in (*HEAD, *TOTALS)}
        shown |= {f"money_{name}": getattr(table.budget, name) or "" for name in MONEY}
        shown[MONEY_UNIT] = table.budget.unit or UNITS[0]
        funds = [fund.model_dump(exclude_none=True) for fund in table.budget.funds]
        return cls(table, shown, funds, [row.model_dump(exclude_none=True) for row in table.indicators])

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> "Draft":
        """The page that ``as_plain`` wrote down."""
        base = PrintedTable.model_validate(values["base"])
        return cls(base, values["fields"], values["funds"], values["rows"])

    def as_plain(self) -> dict[str, Any]:
        """The page as plain values, to be written down."""
        rows = {"funds": [dict(row) for row in self.funds], "rows": [dict(row) for row in self.rows]}
        return {"base": self.base.model_dump(), "fields": dict(self.fields)} | rows

    def values(self) -> dict[str, Any]:
        """The table as plain values, rows left blank dropped; for a request to check."""
        budget = {name: self.fields.get(f"money_{name}") for name in MONEY}
        budget |= {"unit": self.fields.get(MONEY_UNIT), "funds": [_named(row) for row in self.funds if _is_filled(row)]}
        typed = {name: self.fields.get(name) for name in (*HEAD, *TOTALS)}
        rows = [dict(row) for row in self.rows if _is_filled(row)]
        return self.base.model_dump() | typed | {"budget": budget, "indicators": rows}

    @property
    def places(self) -> list[int | None]:
        """For each row on the page its number in the table, from 1; None where it is blank."""
        count = 0
        places: list[int | None] = []
        for row in self.rows:
            count += _is_filled(row)
            places.append(count if _is_filled(row) else None)
        return places


def blank_table(project: str, name: str, year: int, unit: str, department: str) -> PrintedTable:
    """A table to begin with."""
    return PrintedTable(id=f"{project}-{year}", title=name, department=department, unit=unit, year=str(year))


def marks_of(draft: Draft, review: Review) -> list[Mark]:
    """What is said beside each row of the page."""
    return [Mark() if place is None else _mark(place, review) for place in draft.places]


def figure(value: Fraction | None) -> str:
    """A figure for people: at most two decimals; a dash where there is none."""
    return "–" if value is None else str(as_number(value))


def percent(share: Fraction | None) -> str:
    """A share for people, in percent."""
    return figure(None if share is None else share * 100)


def _mark(place: int, review: Review) -> Mark:
    here = [finding for finding in review.findings if finding.row == place]
    score = review.row_scores[place - 1] if place <= len(review.row_scores) else None
    printed = review.table.indicators[place - 1].score
    html = join(finding_item(finding, beside_row=True) for finding in here)
    severity = str(here[0].severity) if here else ""
    return Mark("" if score is None else figure(score), _differs(printed, score), severity, str(html))


def _differs(printed: str | None, score: Fraction | None) -> bool:
    from kit.core.number import parse_printed

    number = parse_printed(printed)
    return number is not None and score is not None and not number.low <= score <= number.high


def _is_filled(row: Row) -> bool:
    return any(str(value or "").strip() for value in row.values())


def _named(row: Row) -> Row:
    # A source line without a name is an amount all the same; the form calls it so.
    return dict(row) | {"name": str(row.get("name") or "").strip() or "其他资金"}
