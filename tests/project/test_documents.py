"""Documents: kept by content, of the kind that their name says, replaced and still readable."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kit.views.project.documents import show_documents
from kit.workspace.content_type import content_type
from tests.project.office import PDF, CourseOffice


def packed(*names: str) -> bytes:
    """A ZIP file with empty entries of those names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\x00", "image/tiff"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "application/x-ole-storage"),
        (packed("OFD.xml"), "application/ofd"),
        (packed("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (packed("a.txt"), "application/zip"),
        ("验收单".encode(), "text/plain"),
        ("验收单".encode("gb18030"), "text/plain"),
        (b"MZ\x90\x00\x03\x00", None),
        (b"\x7fELF\x02\x01\x01\x00", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_content(tmp_path: Path, content: bytes, media_type: str | None) -> None:
    """The first bytes are those that the formats' standards give."""
    path = tmp_path / "file"
    path.write_bytes(content)

    found = content_type(path)

    assert (found.media_type if found else None) == media_type


def test_a_newer_document_replaces_the_one_before_and_leaves_it_readable(office: CourseOffice) -> None:
    """Both stand in the view, the first with the day on which it was replaced."""
    office.do("project.begin", kind="trial")
    office.file("paper", document_number="水〔2026〕1号", issued_on="2026-02-20")
    office.on("2026-03-04")
    office.file("paper", content=PDF + b"second")

    frame = show_documents(office.reader, "P1")
    assert list(frame["number"]) == [1, 2]
    assert list(frame["retention"]) == ["30", "30"]
    assert list(frame["size"]) == [len(PDF) + 5, len(PDF) + 6]
    assert frame["replaced_on"].iloc[0] == date(2026, 3, 4)
    assert frame["replaced_on"].isna().iloc[1]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90\x00\x03\x00", "paper.pdf", "project.file_kind"),
        (b"", "paper.pdf", "project.file_kind"),
        (packed("word/document.xml"), "paper.pdf", "project.file_disguised"),
        (PDF, "paper", "project.file_disguised"),
        (PDF, "paper.pdf.exe", "project.file_disguised"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(office: CourseOffice, content: bytes, name: str, code: str) -> None:
    """A program behind the name of a PDF, nothing at all, a Word file called PDF, no ending, two endings."""
    office.do("project.begin", kind="trial")
    kept = office.keep(content)
    values = {"kind": "paper", "title": "方案", "file_name": name, "digest": kept}

    assert code in office.refused("project.file_document", **values)
    assert len(show_documents(office.reader)) == 0


def test_what_cannot_be_filed(office: CourseOffice) -> None:
    """Before the course, of no known kind, before its node, not kept, issued tomorrow, the same twice."""
    kept = office.keep(PDF)
    values = {"kind": "paper", "title": "方案", "file_name": "a.PDF", "digest": kept}
    assert "project.not_begun" in office.refused("project.file_document", **values)
    office.do("project.begin", kind="trial")

    def refused(**change: str) -> dict[str, object]:
        return dict(office.refused("project.file_document", **(values | change)))

    assert "project.document_unknown" in refused(kind="nothing")
    assert "project.document_early" in refused(kind="record")
    assert "project.file_unknown" in refused(digest="0" * 64)
    assert "project.day_ahead" in refused(issued_on="2026-03-02")
    assert "request.field_wrong" in refused(file_name="../a.pdf")
    assert "project.other_unit" in office.refused("project.file_document", "stranger", **values)
    office.do("project.file_document", **values)
    assert "project.document_same" in refused()
