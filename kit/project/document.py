"""Document: a file of a project's lifecycle, kept by its content, with number, day and retention period."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class ProjectDocument(Recorded):
    """One document (项目文件) as filed; a newer one of its kind replaces it and leaves it readable.

    ``retention`` is ``permanent`` or a number of years; ``kind`` a code of the lifecycle; ``size`` in bytes.
    """

    __tablename__ = "project_document"

    project: Mapped[str] = mapped_column(CODE, index=True)
    node: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(CODE)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(400))
    file_name: Mapped[str] = mapped_column(String(255))
    document_number: Mapped[str | None] = mapped_column(String(200))
    issued_on: Mapped[date | None]
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    retention: Mapped[str] = mapped_column(String(20))
    filed_by: Mapped[str] = mapped_column(CODE)
    filed_on: Mapped[date]
    replaced_on: Mapped[date | None]
