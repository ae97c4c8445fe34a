"""Opinion (复核意见): one page for each unit of a spot review, as a DOCX document to sign and stamp."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kit.core.errors import KitError
from kit.core.finding import Severity
from kit.core.language import _
from kit.evaluation.review import Review, as_number
from kit.exchange.measure import letters, shorten
from kit.exchange.spotreview.problem import Problem, department_of, list_problems

BODY, TITLE_FONT, LATIN = "仿宋", "黑体", "Times New Roman"
NAME_MAX = 40
PROJECT_MAX = 30
# What the page leaves between its margins, in points.
PAGE_HEIGHT, PAGE_WIDTH = (29.7 - 2 * 2) / 2.54 * 72, (21 - 2 * 2.6) / 2.54 * 72
# Whatever font the machine has instead of the official ones: lines of a fixed height, letters reckoned at their widest.
PITCH = 1.6
BROAD, NARROW = 1, 0.65
INDENT, WORD = 2, 1
SIZE, FINE, LARGE = 11, 10.5, 18
HEAD_APART, STAMP_APART = 4, 18
LINE_LETTERS = 40
PROJECT_LETTERS = 16
ROW, ROW_OF_TWO, CELL_PITCH = 20, 34, 15
TABLES_MAX = 6
LETTERS_MAX = 80
SECOND_SIGNATURE = Cm(8)
COLUMNS = (6.6, 1.6, 2.0, 2.0, 1.8, 1.8)
_UNSAFE = re.compile(r"[^\w\u4e00-\u9fff-]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_opinions(reviews: Sequence[Review], folder: Path) -> list[Path]:
    """Write one document for each department into *folder*; answers the files, by department.

    The numbers in them are those of the problem list of the same *reviews*. Raises KitError where a file cannot be
    written.
    """
    ordered = sorted(reviews, key=lambda review: department_of(review.table))
    problems = list_problems(reviews)
    groups = [(name, list(group)) for name, group in groupby(ordered, key=lambda review: department_of(review.table))]
    return [_write(folder, place, name, group, problems) for place, (name, group) in enumerate(groups, 1)]


def _write(folder: Path, place: int, name: str, reviews: list[Review], problems: Iterable[Problem]) -> Path:
    own = [problem for problem in problems if department_of(problem.table) == name]
    path = folder / file_name(place, name)
    document = _Opinion(name, reviews, own).document
    try:
        folder.mkdir(parents=True, exist_ok=True)
        document.save(str(path))
    except OSError as error:
        raise KitError(f"{path}: cannot be written ({error.strerror}); choose another folder") from None
    return path


def file_name(place: int, department: str) -> str:
    """A file name that every system takes, whatever stands in the department's name; *place* keeps it apart."""
    safe = _UNSAFE.sub("_", department).strip("_")[:NAME_MAX]
    return f"{place:03d}-{safe or 'unit'}.docx"


class _Opinion:
    """One document in the making."""

    def __init__(self, department: str, reviews: Sequence[Review], problems: Sequence[Problem]) -> None:
        self.department = department
        self.reviews = reviews
        self.problems = problems
        self.room = PAGE_HEIGHT
        self.document: Any = Document()
        self._set_page()
        self._write_opening()
        self._write_tables()
        self._write_problems()
        self._write_reply()

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)
        section.top_margin = section.bottom_margin = Cm(2)
        style = self.document.styles["Normal"]
        style.paragraph_format.space_after = Pt(0)
        _set_font(style, BODY, SIZE)

    def _say(self, text: str, *, font: str = BODY, size: float = SIZE, indent: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(PITCH * size)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(INDENT * size)
        _set_font(paragraph.add_run(_clean(text)), font, size)
        self.room -= _height(text, size)
        return paragraph

    def _write_opening(self) -> None:
        title = self._say(_("Opinion on the spot review of performance self-reviews"), font=TITLE_FONT, size=LARGE)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._set_apart(title, after=8)
        self._say(_("To: {department}").format(department=shorten(self.department, LINE_LETTERS)))
        self._say(self._summary(), indent=True)

    def _summary(self) -> str:
        weights = [problem.finding.severity for problem in self.problems]
        years = sorted({review.table.year for review in self.reviews if review.table.year})
        text = _(
            "The self-review tables of your unit ({years}) were reviewed by recomputation: {tables} tables, {touched} "
            "of them with findings; {faults} do not agree in themselves, {questions} are to be verified."
        )
        return text.format(
            years=self._years(years),
            tables=len(self.reviews),
            touched=sum(bool(review.findings) for review in self.reviews),
            faults=weights.count(Severity.FAULT),
            questions=weights.count(Severity.QUESTION),
        )

    def _years(self, years: Sequence[str]) -> str:
        if not years:
            return _("year not printed")
        span = years[0] if len(years) == 1 else f"{years[0]}-{years[-1]}"
        return _("year {year}").format(year=span)

    def _write_tables(self) -> None:
        self._head(_("1. Tables reviewed"))
        heads = (_("Project"), _("Year"), _("Printed total"), _("Recomputed"), _("Do not agree"), _("To verify"))
        table = self.document.add_table(1, len(heads), style="Table Grid")
        table.autofit = False
        _fill(table.rows[0].cells, heads, TITLE_FONT)
        self._bound(table.rows[0], ROW_OF_TWO)
        shown = sorted(self.reviews, key=lambda review: -len(review.findings))[:TABLES_MAX]
        for review in shown:
            row = table.add_row()
            _fill(row.cells, _figures(review), BODY)
            self._bound(row, ROW if _width(_project(review)) <= PROJECT_LETTERS else ROW_OF_TWO)
        for column, width in zip(table.columns, COLUMNS, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        if len(self.reviews) > len(shown):
            self._say(_("{count} more tables are on the problem list.").format(count=len(self.reviews) - len(shown)))

    def _write_problems(self) -> None:
        self._head(_("2. What to verify"))
        if not self.problems:
            self._say(_("No finding on the printed figures."), indent=True)
        # The heaviest come first on the page; those of the list that no longer fit are named by their numbers.
        weighed = sorted(self.problems, key=lambda problem: problem.finding.severity is not Severity.FAULT)
        shown = self._fitting([self._sentence(problem) for problem in weighed])
        for text in shown:
            self._say(text, size=FINE)
        if len(shown) < len(self.problems):
            self._say(self._more(len(self.problems) - len(shown)), size=FINE)

    def _more(self, count: int) -> str:
        text = _("{count} more: see problem list, numbers {first} to {last}.")
        return text.format(count=count, first=self.problems[0].number, last=self.problems[-1].number)

    def _sentence(self, problem: Problem) -> str:
        """The number on the problem list, which table and row where that is in doubt, and what to verify."""
        finding = problem.finding
        title = shorten(problem.table.title or problem.table.id, PROJECT_LETTERS) if len(self.reviews) > 1 else ""
        row = _("row {row}").format(row=finding.row) if finding.row else ""
        where = " ".join(part for part in (title, row) if part)
        said = _("[{number}] {severity}: {message}") if not where else _("[{number}] {where}, {severity}: {message}")
        text = said.format(number=problem.number, where=where, severity=finding.severity.label, message=finding.message)
        return shorten(text, LETTERS_MAX)

    def _fitting(self, sentences: Sequence[str]) -> list[str]:
        """As many sentences as leave room for what must follow them."""
        room = self.room - _reply_height() - _height(self._more(len(sentences)), FINE) if sentences else 0
        ends = accumulate(_height(text, FINE) for text in sentences)
        return [text for text, end in zip(sentences, ends, strict=True) if end <= room]

    def _write_reply(self) -> None:
        head, asked, between, signed, stamped = _reply()
        self._head(head)
        self._say(asked, indent=True)
        self._say(between)
        self._say(signed).paragraph_format.tab_stops.add_tab_stop(SECOND_SIGNATURE)
        stamp = self._say(stamped)
        self._set_apart(stamp, before=STAMP_APART)
        stamp.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _head(self, text: str) -> None:
        self._set_apart(self._say(text, font=TITLE_FONT), before=HEAD_APART)

    def _set_apart(self, paragraph: Any, before: float = 0, after: float = 0) -> None:
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
        self.room -= before + after

    def _bound(self, row: Any, height: float) -> None:
        row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.EXACTLY
        self.room -= height


def _reply() -> tuple[str, ...]:
    """What stands below the problems, line by line."""
    asked = _(
        "Please verify each number against the records, write the result into the problem list, correct what has "
        "to be corrected, and reply with the stamped list by ____ (day)."
    )
    signed = f"{_('Reviewer (signature):')}\t{_('Head of office (signature):')}"
    return _("3. Reply"), asked, "", signed, _("(stamp)            Date:            ")


def _reply_height() -> float:
    return sum(_height(text, SIZE) for text in _reply()) + HEAD_APART + STAMP_APART


def _height(text: str, size: float) -> float:
    """What a paragraph takes at most, in points, in whatever font; a word that no longer fits leaves its line short."""
    lines = -(-size * _width(text) // (PAGE_WIDTH - size * (INDENT + WORD)))
    return PITCH * size * max(lines, 1)


def _width(text: str) -> float:
    """The width of *text* at most, in its own size: a Latin letter is broad at worst, a small one is narrower."""
    return sum(BROAD if sign.isupper() or letters(sign) == 1 else NARROW for sign in text)


def _figures(review: Review) -> tuple[str, ...]:
    weights = [finding.severity for finding in review.findings]
    computed = as_number(review.computed.total)
    return (
        _project(review), review.table.year or "", shorten(review.table.total_printed or "", 8),
        "" if computed is None else str(computed),
        str(weights.count(Severity.FAULT)), str(weights.count(Severity.QUESTION)),
    )  # fmt: skip


def _project(review: Review) -> str:
    return shorten(review.table.title or review.table.id, PROJECT_MAX)


def _fill(cells: Sequence[Any], texts: Sequence[str], font: str) -> None:
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(CELL_PITCH)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if place:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_font(paragraph.add_run(_clean(text)), font, 10)


def _set_font(target: Any, font: str, size: float) -> None:
    """Set the Latin and the East Asian font; python-docx itself knows only the former."""
    target.font.name = LATIN
    target.font.size = Pt(size)
    target.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
