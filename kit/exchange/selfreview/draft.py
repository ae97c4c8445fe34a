"""Draft: one self-review table while its rows are being read."""

import re
from dataclasses import dataclass, field
from typing import Any

from kit.evaluation.printed import PrintedBudget, PrintedTable
from kit.exchange.selfreview.layout import Layout, plain, points_in

TEXT_MAX = 200_000
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年度?|-?度)?(?!\d)")
_YEAR_NAMED = re.compile(r"(?<!\d)(20\d{2})年度?")


@dataclass
class TableDraft:
    """What has been read so far. ``rows`` are indicators, ``funds`` the money lines, ``lines`` all other text."""

    headings: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    money: dict[str, str] = field(default_factory=dict)
    funds: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    total_weight: str | None = None
    has_money: bool = False
    has_rows: bool = False
    has_total: bool = False
    is_ended: bool = False
    is_cut: bool = False
    has_unread: bool = False
    first_row: int = 0
    last_row: int = 0

    @property
    def is_table(self) -> bool:
        """True where something of a self-review table was found."""
        return self.has_rows or (self.has_money and "title" in self.facts)

    def finished(self, identifier: str, source: str, layout: Layout) -> PrintedTable:
        """The table as printed; raises pydantic's ValidationError where a text is too long."""
        whole = not self.is_cut and not self.has_unread and (self.has_total or self.is_ended)
        heading = next((text for text in self.headings if layout.has_any(text, "titles")), None)
        return PrintedTable.model_validate(
            {
                "id": self.facts.get("identifier") or identifier,
                "kind": heading,
                **{name: self.facts.get(name) for name in ("title", "department", "unit")},
                "year": self._year(),
                "budget": self._budget(layout),
                "indicators": self.rows,
                "total_weight_printed": self.total_weight,
                "total_printed": self.facts.get("total"),
                "grade_printed": self.facts.get("grade"),
                "complete": whole and self.has_money and self.has_rows,
                "rows_complete": whole and self.has_rows,
                # Texts beside the table only serve checks that look for a date or a note; a longer one is clipped.
                "text": "\n".join(self.headings + self.lines)[:TEXT_MAX] or None,
                "source": source,
            }
        )

    def _year(self) -> str | None:
        named = _YEAR.search(self.facts.get("year", ""))
        found = named or next((match for text in self.headings if (match := _YEAR_NAMED.search(plain(text)))), None)
        return found[1] if found else None

    def _budget(self, layout: Layout) -> PrintedBudget:
        money: dict[str, Any] = {**self.money, "funds": self.funds}
        if "unit" not in money:
            money["unit"] = next((unit for text in self.headings if (unit := layout.unit_in(text))), None)
        return PrintedBudget.model_validate(money)


def money_from_heading(labels: dict[str, str], aside: str, layout: Layout) -> dict[str, str]:
    """The unit and the weight that a heading of the money block prints itself (``预算执行情况(万元)(20分)``)."""
    texts = [*labels.values(), aside]
    found = {"unit": next((unit for text in texts if (unit := layout.unit_in(text))), None)}
    weighing = [labels.get("weight", ""), aside, labels.get("score", ""), labels.get("rate", "")]
    found["weight"] = next((points for text in weighing if text and (points := points_in(text))), None)
    return {name: value for name, value in found.items() if value}
