"""Files: what a report is handed on as beside its page, made from the same notebook."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kit.core.errors import KitError, UsageError
from kit.core.language import _
from kit.publishing.drawing import NotDrawn
from kit.publishing.executed import Content, read_content
from kit.publishing.job import Failure, Job
from kit.publishing.template import Template
from kit.publishing.whole_file import put_file, without_times
from kit.workspace.resources import Resources

if TYPE_CHECKING:
    from kit.publishing.word.layout import Layout

WORD = "docx"
FORMATS = (WORD,)


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
    """Raise UsageError or ConfigurationError where the office's layout or one of its Word forms cannot be used."""
    if WORD not in formats:
        return
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
            put_file(job.file(name), _MAKERS[name](job, content))
    except (KitError, NotDrawn) as error:
        return Failure(None, type(error).__name__, str(error))
    return None


def list_files(job: Job) -> dict[str, str]:
    """What was written of *job* beside its page: the place of each file in the run's folder, by its format."""
    return {name: job.file(name).relative_to(job.folder).as_posix() for name in FORMATS if job.file(name).is_file()}


def _make_word(job: Job, content: Content) -> bytes:
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


_MAKERS: dict[str, Callable[[Job, Content], bytes]] = {WORD: _make_word}
