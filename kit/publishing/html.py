"""HTML: the page of a report: nbconvert with a template of our own, without code, foreign scripts or addresses."""

import json
from functools import lru_cache
from typing import Any

from kit.core.language import _, get_language
from kit.publishing.assets import FOLDER
from kit.publishing.figures import embed_figures, gather_figures, write_figures
from kit.publishing.job import Failure, Job
from kit.publishing.orphans import Orphan, find_orphans

# nbconvert would load these from content delivery networks, which offices cannot reach.
ADDRESSES = (
    "require_js_url",
    "mathjax_url",
    "mermaid_js_url",
    "mermaid_layout_elk_js_url",
    "jquery_url",
    "jupyter_widgets_base_url",
    "widget_renderer_url",
)
ERROR_MARKER = "papermill-error-cell-tag"


def write_page(job: Job, failure: Failure | None) -> list[Orphan]:
    """Write the page of an executed notebook, and the list of its figures; a failure stands at its top.

    Answers the numbers on the page that no figure stands behind; of a failed report, whose errors hold any, none.
    """
    import nbformat

    content: Any = nbformat.read(job.notebook, as_version=4)  # type: ignore[no-untyped-call]
    # Papermill marks a failure with cells of its own; the page says it once, in the office's language.
    content.cells = [cell for cell in content.cells if ERROR_MARKER not in cell.metadata.get("tags", [])]
    shown = {"title": job.title, "said": job.said, "failure": failure, "words": _words()}
    shown["language"] = page_language()
    figures = gather_figures(content)
    write_figures(job.figures, figures)
    shown |= {"figures": embed_figures(figures), "figure_words": json.dumps(_figure_words(), ensure_ascii=False)}
    html, _resources = _exporter().from_notebook_node(content, {"report": shown})
    job.page.write_text(str(html), encoding="utf-8")
    return [] if failure else find_orphans(str(html), figures)


def page_language() -> str:
    """The language spoken, as HTML names it."""
    return get_language().replace("_", "-")


def _words() -> dict[str, str]:
    return {
        "back": _("all reports of this run"),
        "failed": _("This report failed"),
        "cell": _("cell"),
        "incomplete": _("What stands below was written before; it is not complete."),
    }


def _figure_words() -> dict[str, str]:
    return {
        "title": _("Where this figure comes from"),
        "value": _("value"),
        "formula": _("formula"),
        "rows": _("rows"),
        "law": _("judged by"),
        "view": _("view"),
        "as_of": _("as recorded on"),
        "more": _("and {count} more"),
        "close": _("close"),
    }


@lru_cache(maxsize=1)
def _exporter() -> Any:
    from nbconvert import HTMLExporter, TemplateExporter

    class PageExporter(HTMLExporter):
        """nbconvert's exporter that does not read the page anew to mend what our template does not leave out."""

        def from_notebook_node(self, *arguments: Any, **more: Any) -> Any:
            """The page of a notebook, and the resources."""
            return TemplateExporter.from_notebook_node(self, *arguments, **more)

    settings = dict.fromkeys(ADDRESSES, "") | {"template_name": "report"}
    return PageExporter(extra_template_basedirs=[str(FOLDER)], **settings)  # type: ignore[no-untyped-call]
