"""Checks of documents: that a file is kept, is what its name says, and belongs to a node that is reached."""

from datetime import date
from pathlib import PurePath

from kit.core.finding import Finding, block
from kit.core.language import phrase
from kit.project.course import CourseNode
from kit.project.course_requests import FileDocument
from kit.project.lifecycle import Document
from kit.workspace.content_type import ContentType


def check_kind_of_document(kind: Document | None, code: str) -> list[Finding]:
    """The lifecycle knows such a document."""
    said = phrase("the lifecycle has no document {code}; kit show gate names them", code=code)
    return [] if kind else [block("project.document_unknown", said, "kind")]


def check_reached(row: CourseNode | None, kind: Document) -> list[Finding]:
    """The node that brings the document has opened."""
    said = phrase("the node that brings {name} has not opened yet", name=kind.name)
    return [] if row else [block("project.document_early", said, "kind")]


def check_file(request: FileDocument, is_kept: bool, found: ContentType | None, today: date) -> list[Finding]:
    """The file is kept, is of a kind that can be archived, and its name says what it is."""
    if not is_kept:
        said = phrase("no kept file has this digest; keep it first (kit import evidence FILE)")
        return [block("project.file_unknown", said, "digest")]
    findings = []
    ending = PurePath(request.file_name).suffix.lower()
    if found is None:
        said = phrase("the file is empty, damaged or of no known kind; send it as OFD, PDF, DOCX, XLSX or a picture")
        findings.append(block("project.file_kind", said, "file_name"))
    elif ending not in found.endings:
        said = phrase("{name} ends in {ending}, but its content is {kind}; give it its right name",
                      name=request.file_name, ending=ending or "-", kind=found.media_type)  # fmt: skip
        findings.append(block("project.file_disguised", said, "file_name"))
    if request.issued_on and request.issued_on > today:
        findings.append(block("project.day_ahead", phrase("the day on which it was issued lies ahead"), "issued_on"))
    return findings


def check_new_content(digest: str, before: str | None, name: str) -> list[Finding]:
    """What replaces a document differs from it."""
    said = phrase("{name} is filed already with exactly this content", name=name)
    return [block("project.document_same", said, "digest")] if digest == before else []
