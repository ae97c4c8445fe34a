"""The opinion of a spot review: one page for each unit, to sign and stamp."""

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn

from kit.core.language import speaking
from kit.evaluation.review import Review, review_tables
from kit.exchange.selfreview.intake import read_tables
from kit.exchange.spotreview.opinion import file_name, write_opinions
from kit.exchange.spotreview.problem import list_problems
from kit.workspace.resources import shipped
from tests.environment import lack, office_path
from tests.exchange.typesetter import font_sets, set_pages


@pytest.fixture(scope="module")
def reviews() -> list[Review]:
    return review_tables(read_tables(shipped("data") / "samples" / "published" / "selfeval.json").tables)


def write(reviews: list[Review], folder: Path) -> list[Path]:
    with speaking("en"):
        return write_opinions(reviews, folder)


def renamed(review: Review, **values: str | None) -> Review:
    return replace(review, table=review.table.model_copy(update=values))


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_each_unit_gets_one_document(reviews: list[Review], tmp_path: Path) -> None:
    """As many files as departments, each named after its own."""
    departments = {review.table.department for review in reviews}

    paths = write(reviews, tmp_path / "opinions")

    assert len(paths) == len(departments)
    assert all(path.exists() for path in paths)
    assert sum("中江县水利局" in path.name for path in paths) == 1


def test_an_opinion_says_what_was_reviewed_and_what_to_verify(reviews: list[Review], tmp_path: Path) -> None:
    """Zhongjiang prints 100 where its scores make 110; the page carries the numbers of the problem list."""
    path = next(path for path in write(reviews, tmp_path) if "中江县水利局" in path.name)
    numbers = [problem.number for problem in list_problems(reviews) if problem.table.department == "中江县水利局"]

    text = text_of(path)
    figures = [cell.text for cell in docx.Document(str(path)).tables[0].rows[1].cells]

    assert f"[{numbers[0]}]" in text
    assert "signature" in text
    assert "stamp" in text
    assert figures[1:4] == ["2022", "100", "110"]


def test_chinese_text_is_set_in_chinese_fonts(reviews: list[Review], tmp_path: Path) -> None:
    """Each run names its East Asian font, which Word does not take from the Latin one."""
    document = docx.Document(str(write(reviews, tmp_path)[0]))

    fonts = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for line in document.paragraphs for run in line.runs}

    assert fonts == {"仿宋", "黑体"}


def test_a_long_list_is_cut_and_points_to_the_problem_list(reviews: list[Review], tmp_path: Path) -> None:
    """Sixty tables of one unit do not run over the page."""
    many = [renamed(review, department="某局", title="长" * 60) for review in reviews * 3 if review.findings]

    text = text_of(write(many, tmp_path)[0])

    assert "more tables are on the problem list" in text
    assert f"numbers 1 to {sum(len(review.findings) for review in many)}" in text


@pytest.mark.slow
@pytest.mark.parametrize("fonts", font_sets())
def test_the_longest_opinion_fits_on_one_page(reviews: list[Review], tmp_path: Path, fonts: Path) -> None:
    """LibreOffice sets the fullest documents on a single page each, whichever fonts are there to set them in."""
    office = office_path() or lack("office")
    names = ("长" * 60, "W" * 120, "W " * 60, "Bureau of words " * 9)
    cases = [(language, name) for language in ("en", "zh_CN") for name in names]
    paths = [
        fullest(reviews, name, language, tmp_path / f"{place}.docx") for place, (language, name) in enumerate(cases)
    ]

    pages = set_pages(office, paths, fonts, tmp_path / "set")

    assert pages == [1] * len(cases)


def fullest(reviews: list[Review], name: str, language: str, path: Path) -> Path:
    """The document of a unit with far too many tables and with names of far too many letters, as *path*."""
    many = [renamed(review, department=name, title=name) for review in reviews * 5 if review.findings]
    with speaking(language):
        return write_opinions(many, path.with_suffix(""))[0].rename(path)


def test_no_line_of_an_opinion_takes_its_height_from_a_font(reviews: list[Review], tmp_path: Path) -> None:
    """Each line of the page and of its table is of exact height, as GB/T 9704 sets its grid."""
    document = docx.Document(str(write(reviews, tmp_path)[0]))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]

    lines = [*document.paragraphs, *(line for cell in cells for line in cell.paragraphs)]

    assert {line.paragraph_format.line_spacing_rule for line in lines} == {WD_LINE_SPACING.EXACTLY}


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d*?", "", "CON", "局" * 300, "\x00\n", "<b>&局"])
def test_a_hostile_department_gives_a_safe_file_name(name: str) -> None:
    """No path, no sign that a system refuses, no name without letters, no name too long."""
    made = file_name(7, name)

    assert made.startswith("007-")
    assert not set(made) & set('/\\:*?"<>|\0\n')
    assert len(made.encode()) < 200
    assert made != "007-.docx"


def test_two_departments_of_like_names_do_not_overwrite_each_other(reviews: list[Review], tmp_path: Path) -> None:
    """Names that become the same safe name stay apart by their number."""
    pair = [renamed(reviews[0], department="局/"), renamed(reviews[1], department="局\\")]

    assert len(set(write(pair, tmp_path))) == 2


def test_control_signs_in_a_name_do_not_break_the_document(reviews: list[Review], tmp_path: Path) -> None:
    """A vertical tab from a copied cell is left out."""
    path = write([renamed(reviews[1], department="某\x0b局\x01")], tmp_path)[0]

    assert "某" in text_of(path)
