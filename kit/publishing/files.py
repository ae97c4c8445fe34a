"""Files: what a report is handed on as beside its page, made from the same notebook."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kit.core.errors import KitError, UsageError
from kit.core.language import _
from kit.publishing.columns import is_nothing
from kit.publishing.drawing import NotDrawn
from kit.publishing.executed import Content, read_content
from kit.publishing.figures import read_figures
from kit.publishing.job import Failure, Job
from kit.publishing.pdf import find_office, make_pdf
from kit.publishing.template import Template
from kit.publishing.whole_file import put_file, without_times
from kit.workspace.resources import Resources

if TYPE_CHECKING:
    from kit.evaluation.printed import PrintedTable
    from kit.publishing.word.layout import Layout

# Endings and bytes of the files that one format brings.
Made = Iterator[tuple[str, bytes]]
WORD, WORKBOOK, PDF = "docx", "xlsx", "pdf"
FORMATS = (WORD, WORKBOOK, PDF)
# Those that come out in the same bytes whenever they are made.
REPEATED = (WORD, WORKBOOK)
# The official self-review form (自评表) stands beside the workbook of the report that it belongs to.
FORM = "form.xlsx"
SELF_REVIEW = "self_review"


def read_formats(text: str) -> tuple[str, ...]:
    """The formats named in *text*, parted by commas, each once, in the order in which they are made; or UsageError."""
    named = [part.strip().lower() for part in text.split(",") if part.strip()]
    check_formats(named)
    return tuple(name for name in FORMATS if name in named)


def check_formats(names: Iterable[str]) -> None:
    """Raise UsageError for the first of *names* that is no format."""
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"--files {name!r}: choose from {', '.join(FORMATS)}, parted by commas")


def check_forms(formats: tuple[str, ...], templates: Iterable[Template], resources: Resources) -> None:
    """Raise UsageError where the office's layout or a Word form is no good, EnvironmentLacks without LibreOffice."""
    if not {WORD, PDF}.intersection(formats):
        return
    if PDF in formats:
        find_office()
    from kit.publishing.word.form import open_form
    from kit.publishing.word.layout import load_layout

    load_layout(resources)
    for template in templates:
        if template.form.is_file():
            open_form(template.form)


def write_files(job: Job) -> Failure | None:
    """Write the files that *job* asks for; what keeps one from being made is the report's failure.

    Raises OSError where one cannot be saved: neither could those of the next report.
    """
    if not job.formats:
        return None
    try:
        content = read_content(job.notebook, job.title)
        for name in job.formats:
            for ending, made in _MAKERS[name](job, content):
                put_file(job.file(ending), made)
    except (KitError, NotDrawn) as error:
        return Failure(None, type(error).__name__, str(error))
    return None


def list_files(job: Job) -> dict[str, str]:
    """What was written of *job* beside its page: the place of each file in the run's folder, by its ending."""
    found = {ending: job.file(ending) for ending in (*FORMATS, FORM)}
    return {ending: file.relative_to(job.folder).as_posix() for ending, file in found.items() if file.is_file()}


def _make_word(job: Job, content: Content) -> Made:
    yield WORD, _word(job, content)


def _make_pdf(job: Job, content: Content) -> Made:
    is_there = WORD in job.formats
    document = job.file(WORD).read_bytes() if is_there else _word(job, content)
    yield PDF, make_pdf(document)


def _word(job: Job, content: Content) -> bytes:
    from kit.publishing.word.form import open_form, own_form
    from kit.publishing.word.report import ReportDocument

    layout = _layout_of(job.folder)
    form = open_form(job.form) if job.form.is_file() else own_form(layout)
    document = ReportDocument(form, layout, content)
    document.fill(_texts(job, content))
    return without_times(document.as_bytes(date.fromisoformat(job.day)))


def _layout_of(folder: Path) -> "Layout":
    """The layout that the run froze."""
    from kit.publishing.word.layout import load_layout

    return load_layout(Resources(folder / "inputs"))


def _texts(job: Job, content: Content) -> dict[str, str]:
    settings = json.loads((job.folder / "inputs" / "settings.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(job.day)
    return {
        "title": content.title.text,
        "about": content.title.beside,
        "office": str(settings["office"]),
        "day": _("{year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day),
        "project": str(job.parameters.get("project") or ""),
        "year": str(job.parameters.get("year") or ""),
        "run": job.said,
    }


def _make_workbook(job: Job, content: Content) -> Made:
    from kit.publishing.workbook import make_workbook

    figures = read_figures(job.figures) if job.figures.is_file() else []
    yield WORKBOOK, without_times(make_workbook(content, figures, job.said, date.fromisoformat(job.day)))
    if job.template.stem == SELF_REVIEW and (tables := _printed_tables(job)):
        from kit.exchange.selfreview.form import make_form

        yield FORM, without_times(make_form(tables, date.fromisoformat(job.day)))


def _printed_tables(job: Job) -> list["PrintedTable"]:
    """The self-reviews of the report's project, one for each year, as they stand in the snapshot."""
    from kit.views.evaluation import read_printed, show_self_reviews
    from kit.views.reader import Reader

    reader = Reader.of_snapshot(job.notebook.parent / str(job.parameters["snapshot"]))
    try:
        project, year = str(job.parameters["project"]), job.parameters.get("year")
        years = show_self_reviews(reader, project, year)["year"]
        found = [read_printed(reader, project, None if is_nothing(each) else int(each)) for each in years]
    finally:
        reader.close()
    return [table for table in found if table is not None]


_MAKERS: dict[str, Callable[[Job, Content], Made]] = {
    WORD: _make_word, WORKBOOK: _make_workbook, PDF: _make_pdf,
}  # fmt: skip
