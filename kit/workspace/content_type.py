"""Content type: what a file is by its first bytes, whatever its name says."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from kit.core.errors import UsageError

HEAD = 4096
OFFICE = "application/vnd.openxmlformats-officedocument"
OLD = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class ContentType:
    """A kind of file: its media type, and the endings that its name may have."""

    media_type: str
    endings: frozenset[str]


def _type(media_type: str, *endings: str) -> ContentType:
    return ContentType(media_type, frozenset(endings))


BY_START: tuple[tuple[bytes, ContentType], ...] = (
    (b"%PDF-", _type("application/pdf", ".pdf")),
    (b"\xff\xd8\xff", _type("image/jpeg", ".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", _type("image/png", ".png")),
    (b"II*\x00", _type("image/tiff", ".tif", ".tiff")),
    (b"MM\x00*", _type("image/tiff", ".tif", ".tiff")),
    # Word, Excel, PowerPoint and WPS before 2007 share one container.
    (OLD, _type("application/x-ole-storage", ".doc", ".xls", ".ppt", ".wps", ".et", ".dps")),
)
# What a ZIP file is, by an entry that it holds.
BY_ENTRY: tuple[tuple[str, ContentType], ...] = (
    ("word/document.xml", _type(f"{OFFICE}.wordprocessingml.document", ".docx")),
    ("xl/workbook.xml", _type(f"{OFFICE}.spreadsheetml.sheet", ".xlsx")),
    ("ppt/presentation.xml", _type(f"{OFFICE}.presentationml.presentation", ".pptx")),
    ("OFD.xml", _type("application/ofd", ".ofd")),
)
ZIP = _type("application/zip", ".zip")
TEXT = _type("text/plain", ".txt", ".csv", ".md")


def content_type(path: Path) -> ContentType | None:
    """What the file at *path* is by its content; None where it is nothing that the kit knows. Raises UsageError."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; check the name and your rights") from None
    for start, kind in BY_START:
        if head.startswith(start):
            return kind
    if zipfile.is_zipfile(path):
        return _of_zip(path)
    return TEXT if _is_text(head) else None


def _of_zip(path: Path) -> ContentType | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return None
    return next((kind for entry, kind in BY_ENTRY if entry in names), ZIP)


def _is_text(head: bytes) -> bool:
    """True for text in UTF-8 or in GB 18030 (a character may be cut off at the end); nothing is no text."""
    if not head or b"\0" in head:
        return False
    return any(_reads(head[: len(head) - cut], encoding) for encoding in ("utf-8", "gb18030") for cut in range(4))


def _reads(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
