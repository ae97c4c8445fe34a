"""Method answer: what a method of an evaluation team says, as the pieces of a workbook or a document."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kit.core.errors import KitError, UsageError
from kit.core.finding import by_weight
from kit.core.language import _
from kit.evaluation.answer import Answer, Listing
from kit.publishing.executed import Content
from kit.publishing.piece import Facts, Head, Piece, Section, Table, Title, Words
from kit.publishing.whole_file import put_file, without_times
from kit.publishing.workbook import make_workbook


def write_answer(answer: Answer, path: Path, day: date) -> None:
    """Write *answer* as a workbook: figures, formulas with their source, tables, findings; raises KitError."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"--out {path}: name a file that ends with .xlsx")
    said = _("Written by governance-kit from the file named; nothing was looked up elsewhere.")
    try:
        put_file(path, without_times(make_workbook(content_of(answer), [], said, day)))
    except OSError as error:
        raise KitError(f"{path}: cannot be written ({error.strerror}); close it elsewhere or name another") from None


def content_of(answer: Answer) -> Content:
    """The pieces of *answer*, what it says first."""
    return Content(Title(str(answer.title)), tuple(_pieces(answer)))


def _pieces(answer: Answer) -> Iterator[Piece]:
    if answer.figures:
        yield Section(_("Figures"))
        yield Facts(tuple((str(figure.name), figure.text) for figure in answer.figures))
    yield from _sentences(_("For the report"), [str(said) for said in answer.statement])
    yield from _sentences(_("Not to be said"), [str(said) for said in answer.unsaid])
    if answer.findings:
        yield Section(_("Findings"))
        yield _findings(answer)
    if any(figure.formula for figure in answer.figures):
        yield Section(_("Formulas and sources"))
        yield _formulas(answer)
    for listing in answer.listings:
        yield Section(str(listing.title))
        yield _table(listing)


def _sentences(heading: str, sentences: list[str]) -> Iterator[Piece]:
    if sentences:
        yield Section(heading)
        yield from map(Words, sentences)


def _findings(answer: Answer) -> Table:
    heads = (Head(_("Weight")), Head(_("Code")), Head(_("What was seen and what to verify")))
    rows = tuple((each.severity.label, each.code, each.message) for each in by_weight(answer.findings))
    return Table(heads, rows)


def _formulas(answer: Answer) -> Table:
    heads = (
        Head(_("figure")),
        Head(_("value"), is_number=True, is_counted=True),
        Head(_("formula")),
        Head(_("Source")),
    )
    rows = tuple((str(each.name), each.text, each.formula, each.source) for each in answer.figures)
    return Table(heads, rows)


def _table(listing: Listing) -> Table:
    numbers = [any(isinstance(row[n], int | float) for row in listing.rows) for n in range(len(listing.columns))]
    heads = tuple(
        Head(str(head), is_number, is_number) for (_key, head), is_number in zip(listing.columns, numbers, strict=True)
    )
    return Table(heads, tuple(listing.texts()))
