"""Documents: the files of a project, those that were replaced among them."""

import pandas as pd
from sqlalchemy import select

from kit.core.tables import columns_of
from kit.project.course import Course
from kit.project.document import ProjectDocument
from kit.project.lifecycle import load_lifecycles
from kit.views.reader import Reader
from kit.views.registry import view

NAMES = (
    "project",
    "node",
    "kind",
    "kind_title",
    "number",
    "title",
    "file_name",
    "document_number",
    "issued_on",
    "digest",
    "media_type",
    "size",
    "retention",
    "filed_by",
    "filed_on",
    "replaced_on",
)


@view("documents")
def show_documents(reader: Reader, project: str | None = None) -> pd.DataFrame:
    """Files of projects: one row per document, with its digest, size in bytes and how long it is kept.

    ``number`` counts the documents of a kind; ``replaced_on`` is empty for the one that stands.
    """
    columns = columns_of(ProjectDocument).c
    query = select(columns_of(ProjectDocument), Course.kind.label("project_kind"))
    query = query.join(Course, Course.project == columns.project).order_by(columns.project, columns.id)
    rows = reader.rows(query if project is None else query.where(columns.project == project))
    lifecycles = load_lifecycles(reader.resources)
    for row in rows:
        found = lifecycles.get(row["project_kind"])
        kind = found[0].document(row["kind"]) if found else None
        row["kind_title"] = kind.name if kind else row["kind"]
    return pd.DataFrame([{name: row[name] for name in NAMES} for row in rows], columns=list(NAMES))
