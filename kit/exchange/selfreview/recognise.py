"""Recognition: a grid read from top to bottom as the self-review tables that stand in it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kit.core.number import parse_printed
from kit.exchange.selfreview.draft import TableDraft, money_from_heading
from kit.exchange.selfreview.grid import Cell, Grid, Row, slice_columns
from kit.exchange.selfreview.heading import INDICATORS, MONEY, Heading, read_heading
from kit.exchange.selfreview.layout import Layout, plain, points_in

AMOUNT_MAX = 40
_ONCE = ("weight", "score")
_AMOUNTS = ("initial", "adjusted", "executed")
# Letters of a narrow cell are often set apart (产 出 指 标).
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
# What stands around a remark such as (以下略).
_AROUND = re.compile(r"^[\s(（\[【…—.-]+|[\s)）\]】…—.-]+$")
_NAMED_VALUE = re.compile(r"\s*[::]\s*")
_TOTAL_INSIDE = re.compile(r"^(?P<label>[^\d:]{2,8}?)[::]?(?P<value>\d+(?:\.\d+)?)分?$")


def recognise(grid: Grid, layout: Layout) -> list[TableDraft]:
    """The tables of *grid*, those beside each other taken apart first."""
    return [
        draft for part in split_side_by_side(grid, layout) for draft in _Scan(part, layout).tables() if draft.is_table
    ]


def split_side_by_side(grid: Grid, layout: Layout) -> list[Grid]:
    """*grid*, cut where one row holds the headings of two tables."""
    cuts = sorted({cut for row in grid.rows for cut in _cuts(row, layout)})
    if not cuts:
        return [grid]
    width = max(row.cells[-1].last for row in grid.rows)
    borders = [0, *cuts, width + 1]
    return [slice_columns(grid, first, after - 1) for first, after in pairwise(borders)]


def _cuts(row: Row, layout: Layout) -> Iterator[int]:
    """The columns where a second table begins: its first heading is one that this row has printed already."""
    names = [cell.first for cell in row.filled if ("name", 0) in layout.claims(cell.text, INDICATORS)]
    for before, after in pairwise(names):
        seen = {plain(cell.text) for cell in row.filled if cell.first <= before}
        again = (cell.first for cell in row.filled if before < cell.first <= after and plain(cell.text) in seen)
        yield next(again, after)


class _Scan:
    """One pass over the rows of a grid."""

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self.grid = grid
        self.layout = layout
        self.drafts: list[TableDraft] = []
        self.draft = TableDraft()
        self.pending: list[str] = []
        # A title, and what follows it, until it is known whether it opens a table or only the next page of this one.
        self.held: list[Row] = []
        self.heading: Heading | None = None
        self.above: dict[str, str] = {}

    def tables(self) -> list[TableDraft]:
        place = 0
        while place < len(self.grid.rows):
            place += self._take(self.grid.rows, place)
        self._finish()
        return self.drafts

    def _take(self, rows: Sequence[Row], place: int) -> int:
        row = rows[place]
        found = read_heading(rows, place, self.layout)
        if found:
            self._open_block(found[0])
        elif self._announces_other(row):
            self._start()
            self._take_fact_row(row)
        elif self.held:
            self.held.append(row)
        else:
            self._take_row(row)
        taken = found[1] if found else 1
        self.draft.last_row = max(self.draft.last_row, rows[place + taken - 1].number)
        return taken

    def _take_row(self, row: Row) -> None:
        block = self.heading.block if self.heading else None
        if any(self.layout.is_one_of(_AROUND.sub("", cell.text), "cuts") for cell in row.filled):
            self.draft.is_cut = True
        elif block == INDICATORS:
            self._take_indicator_row(row)
        elif block == MONEY and self._is_money_line(row):
            self._take_money_line(row)
        else:
            self.heading = None if block == MONEY else self.heading
            self._take_fact_row(row)

    # --- where one table ends and the next begins

    def _start(self) -> None:
        self._finish()
        self.draft = TableDraft(headings=self.pending, first_row=self.draft.last_row + 1)
        self.pending = []
        self.heading = None
        self.above = {}
        held, self.held = self.held, []
        for row in held:
            self._take_fact_row(row)

    def _finish(self) -> None:
        draft = self.draft
        draft.has_unread = any(draft.first_row <= row <= draft.last_row for row, _ in self.grid.unread)
        if not draft.headings:
            draft.headings = self.pending
        self.drafts.append(draft)

    def _announces_other(self, row: Row) -> bool:
        """True where *row* names a project other than the one being read, or the same again after its end."""
        facts = dict(self._facts(row))
        known = self.draft.facts.get("title")
        if not (known or self.draft.has_rows or self.draft.has_money):
            return False
        if self.draft.has_total:
            return "title" in facts or "department" in facts
        return "title" in facts and facts["title"] != known

    def _open_block(self, heading: Heading) -> None:
        draft = self.draft
        is_second = draft.has_money if heading.block == MONEY else draft.has_total
        if is_second and draft.has_rows:
            self._start()
            draft = self.draft
        draft.lines += [cell.text for row in self.held for cell in row.filled]
        self.held = []
        if heading.block == MONEY:
            draft.money |= money_from_heading(heading.labels, heading.aside, self.layout)
            draft.has_money = True
        else:
            draft.has_rows = True
        self._take_pending()
        self.heading = heading

    def _take_pending(self) -> None:
        self.draft.headings += self.pending
        self.pending = []

    # --- facts

    def _take_fact_row(self, row: Row) -> None:
        facts = list(self._facts(row))
        if not facts:
            self._take_text(row)
            return
        self._take_pending()
        for role, value in facts:
            self.draft.facts.setdefault(role, self._chosen(value) if role == "grade" else value)
        self.draft.lines.append(" ".join(cell.text for cell in row.filled))

    def _take_text(self, row: Row) -> None:
        text = " ".join(cell.text for cell in row.filled)
        pairs = self._money_pairs(row)
        if len(pairs) > 1:
            self.draft.money |= pairs
            self.draft.has_money = True
        if self.layout.has_any(text, "titles") and len(row.filled) <= 2:
            self._take_title(row, text)
        elif self.draft.has_rows or self.draft.facts:
            self.draft.lines.append(text)
        else:
            self.pending.append(text)

    def _take_title(self, row: Row, text: str) -> None:
        draft = self.draft
        if draft.has_total or draft.is_cut:
            self.pending.append(text)
            self._start()
        elif draft.has_rows or draft.has_money:
            self.held = [row]
        else:
            self.pending.append(text)

    def _facts(self, row: Row) -> Iterator[tuple[str, str]]:
        """Labels of *row* with the value beside them or, after a colon, inside them."""
        cells = row.filled
        for place, cell in enumerate(cells):
            role = self.layout.fact(cell.text)
            if role and place + 1 < len(cells) and not self.layout.fact(cells[place + 1].text):
                yield role, _line(cells[place + 1].text)
            elif not role:
                yield from self._named_inside(cell.text)

    def _named_inside(self, text: str) -> Iterator[tuple[str, str]]:
        pieces = [piece for piece in re.split(r"\s{2,}|\n|\t", _NAMED_VALUE.sub(":", text)) if ":" in piece]
        for piece in pieces:
            label, _, value = piece.partition(":")
            role = self.layout.fact(label)
            if role and value.strip():
                yield role, value.strip()

    def _chosen(self, text: str) -> str:
        """The grade whose box is marked, where all are printed (优☑ 良□ 中□ 差□)."""
        signs = "".join(self.layout.words.chosen)
        for grade in sorted(self.layout.words.grades, key=len, reverse=True):
            if re.search(rf"(^|[^{signs}]){grade}[(\[]?[{signs}]|^[{signs}]{grade}|[^\w][{signs}]{grade}", plain(text)):
                return grade
        return text

    # --- the money

    def _money_pairs(self, row: Row) -> dict[str, str]:
        """A money block printed as one line of labels, each with its amount beside it."""
        cells = row.filled
        pairs = {}
        for label, value in pairwise(cells):
            roles = self.layout.roles([label.text], MONEY)
            if roles and self._is_amount(value.text):
                pairs[_field(next(iter(roles)))] = value.text
        return pairs

    def _is_money_line(self, row: Row) -> bool:
        assert self.heading is not None
        label = self._money_label(row)
        cells = self.heading.assign(row)
        amounts = [cell for role in _AMOUNTS for cell in cells.get(role, ())]
        if self.layout.is_one_of(label, "goals") or self.layout.fact(label):
            return False
        return all(self._is_amount(cell.text) for cell in amounts) and bool(amounts or label)

    def _is_amount(self, text: str) -> bool:
        blank = plain(text) in self.layout.words.empties or not plain(text)
        return len(text) <= AMOUNT_MAX and (blank or any(sign.isdigit() for sign in text))

    def _money_label(self, row: Row) -> str:
        """What stands left of the amounts; the name of the block, which begins further up, does not count."""
        assert self.heading is not None
        left = [
            cell for cell in row.filled if cell.first < self.heading.first_column and cell.top > self.heading.row.number
        ]
        return left[-1].text if left else ""

    def _take_money_line(self, row: Row) -> None:
        assert self.heading is not None
        values = {
            role: _line(cells[0].text) for role, cells in self.heading.assign(row).items() if row.begins(cells[0])
        }
        label = re.sub(r"\s+", "", self._money_label(row)).strip(":：")
        draft = self.draft
        is_sum = not draft.funds and not any(name in draft.money for name in _AMOUNTS)
        if is_sum and (not label or self.layout.is_one_of(label, "sums")):
            draft.money |= {_field(role): value for role, value in values.items() if role != "reason"}
        elif label:
            self._take_fund(label, values)

    def _take_fund(self, label: str, values: dict[str, str]) -> None:
        # 其中 right below the sum line only opens the list of sources; further down it names a part of the line above.
        name = re.sub(r"^其中[::]?", "", label) if not self.draft.funds else label
        amounts = {role: values[role] for role in _AMOUNTS if role in values}
        for role in ("rate", "weight", "score"):
            if role in values and plain(values[role]) not in self.layout.words.empties:
                self.draft.money.setdefault(_field(role), values[role])
        if name and amounts:
            self.draft.funds.append({"name": name, **amounts})

    # --- the indicators

    def _take_indicator_row(self, row: Row) -> None:
        assert self.heading is not None
        label = row.filled[0].text
        if self._is_total(row):
            self._take_total(row)
        elif any(self._is_grade(cell.text) for cell in row.filled):
            self._take_fact_row(row)
        elif self._is_closing(row, label):
            self.draft.is_ended = True
            self.heading = None
            self._take_fact_row(row)
        elif not self._is_subtotal(row):
            self._take_values(row)

    def _is_grade(self, text: str) -> bool:
        return self.layout.fact(text) == "grade"

    def _is_total(self, row: Row) -> bool:
        return any(self._total_label(cell.text) for cell in row.filled[:3] if row.begins(cell))

    def _total_label(self, text: str) -> bool:
        inside = _TOTAL_INSIDE.match(plain(text))
        return self.layout.is_one_of(inside["label"] if inside else text, "totals")

    def _is_subtotal(self, row: Row) -> bool:
        return any(self.layout.is_one_of(cell.text, "subtotals") for cell in row.filled[:4])

    def _is_closing(self, row: Row, label: str) -> bool:
        head = re.split(r"[::]", label, maxsplit=1)[0]
        if self.layout.is_one_of(head, "closings"):
            return True
        return len(row.filled) == 1 and (self.layout.has_any(label, "titles") or len(label) > 4 * AMOUNT_MAX)

    def _take_values(self, row: Row) -> None:
        assert self.heading is not None
        cells = self.heading.assign(row)
        values = {role: _joined(role, found) for role, found in cells.items() if _counts(role, found, row)}
        self._inherit_levels(values)
        if not values.keys() - {"level1", "level2"} or not any(
            row.begins(cell) for role, found in cells.items() if role not in {"level1", "level2"} for cell in found
        ):
            return
        if self._is_placeholder(values):
            self.draft.lines.append(values["name"])
        elif len(row.filled) > 1:
            self.draft.rows.append(values)
        else:
            self.draft.lines.append(row.filled[0].text)

    def _inherit_levels(self, values: dict[str, str]) -> None:
        if "level1" in values and values["level1"] != self.above.get("level1"):
            self.above = {"level1": values["level1"]}
        if "level2" in values:
            self.above["level2"] = values["level2"]
        has_levels = self.heading is not None and {"level1", "level2"} & self.heading.columns.keys()
        for level in ("level1", "level2") if has_levels else ():
            if level in self.above:
                values.setdefault(level, self.above[level])

    def _is_placeholder(self, values: dict[str, str]) -> bool:
        if set(values) - {"level1", "level2", "name"}:
            return False
        return re.sub(r"\d+$", "", plain(values["name"])) in {*self.layout.words.placeholders, ""}

    # --- the total

    def _take_total(self, row: Row) -> None:
        assert self.heading is not None
        draft = self.draft
        draft.has_total = True
        cells = self.heading.assign(row)
        rest = [cell for cell in row.filled if not self._total_label(cell.text) and row.begins(cell)]
        for cell in rest:
            if plain(cell.text) in self.layout.words.grades:
                draft.facts.setdefault("grade", cell.text)
        numbers = [cell for cell in rest if parse_printed(plain(cell.text).removesuffix("分"))]
        weight, score = self._total_cells(cells, numbers)
        inside = _TOTAL_INSIDE.match(plain(row.filled[0].text))
        if weight:
            draft.total_weight = weight.text
        if score or inside:
            draft.facts["total"] = score.text if score else str(inside and inside["value"])
        elif points_in(row.filled[0].text) and not weight:
            draft.total_weight = points_in(row.filled[0].text)

    def _total_cells(self, cells: dict[str, list[Cell]], numbers: list[Cell]) -> tuple[Cell | None, Cell | None]:
        """The cells of total weight and total score: by their columns, else by their order."""
        by_column = [next((cell for cell in cells.get(role, ()) if cell in numbers), None) for role in _ONCE]
        weight, score = by_column
        others = [cell for cell in numbers if cell not in by_column]
        if len(numbers) >= 2 and not (weight and score):
            return numbers[0], numbers[1]
        if score is None and others:
            score = others[0]
        if score is None and weight is not None and self._reaches_score(weight):
            return None, weight
        return weight, score

    def _reaches_score(self, cell: Cell) -> bool:
        assert self.heading is not None
        columns = self.heading.columns.get("score")
        return bool(columns and cell.first <= columns[1] and cell.last >= columns[0])


def _field(role: str) -> str:
    return {"rate": "rate_printed", "score": "score_printed"}.get(role, role)


def _counts(role: str, cells: list[Cell], row: Row) -> bool:
    """A weight or score merged over several rows counts once, in the first of them."""
    return role not in _ONCE or row.begins(cells[0])


def _joined(role: str, cells: list[Cell]) -> str:
    texts = [cell.text for cell in cells]
    if role in ("level1", "level2"):
        return _BETWEEN.sub("", _line("".join(texts)))
    return _line("".join(texts) if role in ("target", "actual") else " ".join(texts))


def _line(text: str) -> str:
    """A cell's text on one line; a break inside Chinese words is only the cell's width."""
    return re.sub(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*", "", text).strip()
