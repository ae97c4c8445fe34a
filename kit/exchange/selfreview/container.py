"""Container: what a file really is, told from its content, and whether it is safe to open."""

import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict, Field

from kit.core.errors import KitError
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_OLD_DOCUMENT = "WordDocument".encode("utf-16-le")
_DOCTYPE = b"<!DOCTYPE"
_CHUNK = 1 << 20
_RATIO_FROM = 10_000_000


class UnreadableFile(KitError):
    """A file that cannot be read as self-review tables; the message says what to do."""


class Container(StrEnum):
    """What a file is by its content."""

    WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    DOCUMENT = "docx"
    TEXT = "text"


class Limits(BaseModel):
    """How large a file may be (``data/forms/limits.yaml``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes_max: int = Field(gt=0)
    unpacked_bytes_max: int = Field(gt=0)
    unpacked_ratio_max: int = Field(gt=0)
    parts_max: int = Field(gt=0)
    cells_max: int = Field(gt=0)
    merged_cells_max: int = Field(gt=0)


def load_limits(resources: Resources) -> Limits:
    """The limits in force; raises ConfigurationError with file and line."""
    return read_item(resources.find("forms/limits.yaml"), Limits)


def open_file(path: Path, limits: Limits) -> tuple[Container, bytes]:
    """What *path* is and its bytes; raises UnreadableFile for anything that is not safe to go on with."""
    data = _read(path, limits)
    container = _recognise(path, data)
    if container in (Container.WORKBOOK, Container.DOCUMENT):
        _check_package(path, limits)
    return container, data


def _read(path: Path, limits: Limits) -> bytes:
    try:
        _check_place(path)
        size = path.stat().st_size
        if size > limits.file_bytes_max:
            raise UnreadableFile(
                f"{path}: {size / 1e6:,.0f} MB is more than the {limits.file_bytes_max / 1e6:,.0f} MB read at once; "
                "split it, or raise file_bytes_max in data/forms/limits.yaml"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check the name and your rights") from None
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(f"{path}: the file is empty; save it again from the program that made it")
    return data


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise UnreadableFile(f"{path}: is a folder; name the files in it")
    if not path.exists():
        raise UnreadableFile(f"{path}: there is no such file; check the name")
    if not path.is_file():
        raise UnreadableFile(f"{path}: is not an ordinary file; copy its content into one")


def _recognise(path: Path, data: bytes) -> Container:
    if data.startswith(b"PK"):
        return _recognise_package(path)
    if data.startswith(_OLE):
        return _recognise_old(path, data)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise UnreadableFile(f"{path}: is a web page or XML, whatever its name says; open it and save it as .xlsx")
    if head.startswith((b"%pdf", b"{\\rtf", b"rar!", b"7z\xbc\xaf", b"\x89png", b"\xff\xd8\xff")):
        raise UnreadableFile(f"{path}: is no table (PDF, picture, RTF or archive); save the table as .xlsx or .docx")
    return Container.TEXT


def _recognise_package(path: Path) -> Container:
    try:
        with ZipFile(path) as package:
            names = set(package.namelist())
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        raise UnreadableFile(f"{path}: the file is cut or damaged; copy or download it again") from None
    if "xl/workbook.xml" in names:
        return Container.WORKBOOK
    if "word/document.xml" in names:
        return Container.DOCUMENT
    if "xl/workbook.bin" in names:
        raise UnreadableFile(f"{path}: is a binary workbook (.xlsb); open it and save it as .xlsx")
    raise UnreadableFile(f"{path}: is an archive without a workbook or document in it; unpack it and name the files")


def _recognise_old(path: Path, data: bytes) -> Container:
    if _ENCRYPTED in data:
        raise UnreadableFile(f"{path}: is protected by a password; open it and save it without one")
    if any(name in data for name in _OLD_WORKBOOKS):
        return Container.OLD_WORKBOOK
    if _OLD_DOCUMENT in data:
        raise UnreadableFile(f"{path}: is an old Word document (.doc); open it and save it as .docx")
    raise UnreadableFile(f"{path}: holds no workbook that can be read; open it and save it as .xlsx")


def _check_package(path: Path, limits: Limits) -> None:
    with ZipFile(path) as package:
        parts = package.infolist()
        _check_declared(path, parts, limits)
        try:
            unpacked = 0
            for part in parts:
                unpacked = _check_part(path, package, part, unpacked, limits)
        except (BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
            raise UnreadableFile(f"{path}: the file is cut or damaged; copy or download it again") from None
        except RuntimeError:
            raise UnreadableFile(f"{path}: is protected by a password; open it and save it without one") from None


def _check_declared(path: Path, parts: list[ZipInfo], limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if len(parts) > limits.parts_max or len({part.filename for part in parts}) != len(parts):
        raise UnreadableFile(f"{path}: holds {len(parts):,} parts or the same twice, as no office program writes it")
    if unpacked > limits.unpacked_bytes_max or (
        unpacked > _RATIO_FROM and unpacked / packed > limits.unpacked_ratio_max
    ):
        raise _bomb(path, unpacked)


def _check_part(path: Path, package: ZipFile, part: ZipInfo, unpacked: int, limits: Limits) -> int:
    """Read *part* to its end, since what the directory declares may be a lie; refuses document types (entities)."""
    is_markup = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    for chunk in _chunks(package, part):
        unpacked += len(chunk)
        if unpacked > limits.unpacked_bytes_max:
            raise _bomb(path, unpacked)
        # UTF-16 text holds the same letters with zeros between.
        if is_markup and _DOCTYPE in (tail + chunk).replace(b"\0", b"").upper():
            raise UnreadableFile(f"{path}: declares XML entities, as no office program does; not opened")
        tail = chunk[-2 * len(_DOCTYPE) :]
    return unpacked


def _chunks(package: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _bomb(path: Path, unpacked: int) -> UnreadableFile:
    return UnreadableFile(
        f"{path}: unpacks to {unpacked / 1e6:,.0f} MB or more, far beyond a table; not opened "
        "(limits: data/forms/limits.yaml)"
    )
