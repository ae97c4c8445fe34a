"""Problem list (问题清单): a workbook with every finding of a spot review, by department, and a summary."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from kit.core.errors import KitError
from kit.core.finding import Severity
from kit.core.language import _
from kit.evaluation.review import Review
from kit.exchange.measure import row_height
from kit.exchange.spotreview.problem import Problem, department_of, kind_label, list_problems

WIDTHS = (6, 22, 30, 7, 10, 20, 6, 22, 52, 26, 20)
PALETTE = {Severity.FAULT: "#FBE3E0", Severity.QUESTION: "#FFF4D6"}
ROW_HEIGHT = 13.5
HEIGHT_MAX = 300.0


@dataclass(frozen=True)
class _Styles:
    title: Any
    head: Any
    text: Any
    count: Any
    weighed: dict[Severity, Any]


def write_problem_list(reviews: Sequence[Review], path: Path) -> None:
    """Write the list and the counts by department and by kind; raises KitError if the file cannot be written."""
    problems = list_problems(reviews)
    try:
        with xlsxwriter.Workbook(str(path)) as book:
            styles = _styles(book)
            _write_list(book.add_worksheet(_("Problem list")), problems, styles)
            _write_summary(book.add_worksheet(_("Summary")), reviews, problems, styles)
    except (OSError, XlsxWriterException) as error:
        raise KitError(
            f"{path}: cannot be written ({error}); close the file elsewhere or choose another name"
        ) from None


def _styles(book: Any) -> _Styles:
    base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    text = {**base, "border": 1, "text_wrap": True, "num_format": "@"}
    return _Styles(
        title=book.add_format({**base, "font_name": "黑体", "font_size": 14}),
        head=book.add_format({**text, "font_name": "黑体", "align": "center", "bg_color": "#E7EDF3"}),
        text=book.add_format(text),
        count=book.add_format({**base, "border": 1, "align": "center"}),
        weighed={weight: book.add_format({**text, "bg_color": colour}) for weight, colour in PALETTE.items()},
    )


def _heads() -> tuple[str, ...]:
    return (
        _("No."), _("Department"), _("Project"), _("Year"), _("Weight"), _("Kind"), _("Row"), _("Indicator"),
        _("What was seen and what to verify"), _("Basis"), _("Result of verification"),
    )  # fmt: skip


def _write_list(sheet: Any, problems: Sequence[Problem], styles: _Styles) -> None:
    _set_page(sheet, WIDTHS)
    sheet.write_string(0, 0, _("Spot review of self-reviews: problem list"), styles.title)
    sheet.set_row(0, 26)
    for column, head in enumerate(_heads()):
        sheet.write_string(1, column, head, styles.head)
    sheet.set_row(1, 24)
    for place, problem in enumerate(problems, 2):
        _write_problem(sheet, place, problem, styles)
    sheet.freeze_panes(2, 3)
    sheet.autofilter(1, 0, max(len(problems) + 1, 1), len(WIDTHS) - 1)
    sheet.repeat_rows(1)


def _write_problem(sheet: Any, place: int, problem: Problem, styles: _Styles) -> None:
    table, finding, indicator = problem.table, problem.finding, problem.indicator
    sheet.write_number(place, 0, problem.number, styles.count)
    texts = (
        department_of(table), table.title or table.id, table.year or "", finding.severity.label,
        kind_label(finding.code), str(finding.row or ""), (indicator and indicator.name) or "", finding.message,
        finding.basis or "", "",
    )  # fmt: skip
    for column, text in enumerate(texts, 1):
        style = styles.weighed.get(finding.severity, styles.text) if column == 4 else styles.text
        sheet.write_string(place, column, text, style)
    sheet.set_row(place, row_height(zip(texts, WIDTHS[1:], strict=True), ROW_HEIGHT, HEIGHT_MAX))


def _write_summary(sheet: Any, reviews: Sequence[Review], problems: Sequence[Problem], styles: _Styles) -> None:
    _set_page(sheet, (34, 14, 16, 14, 14, 14))
    sheet.write_string(0, 0, _("Summary by department and by kind"), styles.title)
    row = _write_counts(sheet, 2, _department_counts(reviews, problems), styles)
    _write_counts(sheet, row + 2, _kind_counts(problems), styles)


def _department_counts(reviews: Sequence[Review], problems: Sequence[Problem]) -> list[tuple[str | int, ...]]:
    tables = Counter(department_of(review.table) for review in reviews)
    touched = Counter(department_of(review.table) for review in reviews if review.findings)
    weights = Counter((department_of(problem.table), problem.finding.severity) for problem in problems)
    shown = (Severity.FAULT, Severity.QUESTION, Severity.NOTE)
    heads = (_("Department"), _("Tables"), _("Tables with findings"), *(severity.label for severity in shown))
    counts = {name: [tables[name], touched[name], *(weights[name, weight] for weight in shown)] for name in tables}
    rows = [(name, *counts[name]) for name in sorted(counts)]
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    return [heads, *rows, (_("All"), *totals)]


def _kind_counts(problems: Sequence[Problem]) -> list[tuple[str | int, ...]]:
    counts = Counter((problem.finding.code, problem.finding.severity) for problem in problems)
    rows = [(kind_label(code), count, severity.label, code) for (code, severity), count in counts.most_common()]
    return [(_("Kind"), _("Count"), _("Weight"), _("Code")), *rows]


def _write_counts(sheet: Any, top: int, rows: Sequence[tuple[str | int, ...]], styles: _Styles) -> int:
    """Write *rows*, the first one as headings; answers the row after the last."""
    for place, cells in enumerate(rows):
        for column, value in enumerate(cells):
            style = styles.head if not place else styles.text if isinstance(value, str) else styles.count
            if isinstance(value, str):
                sheet.write_string(top + place, column, value, style)
            else:
                sheet.write_number(top + place, column, value, style)
    return top + len(rows)


def _set_page(sheet: Any, widths: Sequence[int]) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
